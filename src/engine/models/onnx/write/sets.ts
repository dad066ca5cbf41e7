import { OPERATOR_CODE, type Forest } from '../../forest/types';
import type { WireField } from '../wire';
import { unwritable } from './frame';
import { attribute, initializer, type NodeParts } from './proto';

/** Most distinct members that are compared one by one. */
const MOST_COMPARED = 2000;

/** The extra inputs that set nodes test, and the numbers their members have there. */
export interface SetColumns {
  /** Feature → column that its set nodes read. */
  readonly column: ReadonlyMap<number, number>;
  /** Feature → member → its number in that column, from 1. */
  number(feature: number, member: number): number;
  readonly nodes: readonly NodeParts[];
  readonly initializers: readonly WireField[];
  /** Tensor the tree operator reads. */
  readonly tensor: string;
}

function membersByFeature(forest: Forest): Map<number, number[]> {
  const found = new Map<number, Set<number>>();
  forest.feature.forEach((feature, node) => {
    if (feature < 0 || forest.operator[node] !== OPERATOR_CODE.set) return;
    const members = found.get(feature) ?? new Set<number>();
    found.set(feature, members);
    const set = forest.split[node]!;
    for (let i = forest.setOffsets[set]!; i < forest.setOffsets[set + 1]!; i++) members.add(forest.setValues[i]!);
  });
  return new Map([...found].map(([feature, members]) => [feature, [...members].sort((a, b) => a - b)]));
}

type Step = (op: string, part: string, inputs: readonly string[]) => string;

/** The cell as the number that is looked up: see `setCodes` of the forest. */
function asCode(forest: Forest, cell: string, step: Step, constant: (part: string, value: number) => string): string {
  if (forest.setCodes === undefined) return cell;
  const below = step('Floor', 'code', [cell]);
  if (forest.setCodes === 'floor') return below;
  return step('Where', 'towards zero', [step('Less', 'negative', [cell, constant('zero', 0)]), step('Ceil', 'above', [cell]), below]);
}

/**
 * Renumbers categories before the trees: member numbers from 1 up, everything else 0, missing stays missing.
 * Cause: onnxruntime 1.30 truncates the input of BRANCH_MEMBER to an integer, so that 1.5 belongs to {1, 2} and a missing value to {0, 3}.
 */
export function setColumns(forest: Forest, precision: 'float32' | 'float64', name: (local: string) => string): SetColumns {
  const members = membersByFeature(forest);
  const nodes: NodeParts[] = [];
  const initializers: WireField[] = [];
  const column = new Map<number, number>();
  const ranks = new Map<number, (member: number) => number>();
  const constant = (local: string, values: readonly number[], dims: readonly number[] = [values.length]): string => {
    initializers.push(initializer(name(local), precision, dims, values));
    return name(local);
  };
  const wholeLimit = precision === 'float32' ? 2 ** 23 : 2 ** 52;
  const added: string[] = [];
  for (const [feature, values] of members) {
    if (values.length === 0) continue;
    const local = (part: string): string => name(`set ${feature}/${part}`);
    const step = (op: string, part: string, inputs: readonly string[], attributes: WireField[] = []): string => {
      nodes.push({ op, inputs, outputs: [local(part)], attributes, name: `${op} set ${feature}/${part}` });
      return local(part);
    };
    initializers.push(initializer(local('index'), 'int64', [1], [feature]));
    const cell = step('Gather', 'x', [name('x'), local('index')], [attribute.int('axis', 1)]);
    const x = asCode(forest, cell, step, (part, value) => constant(`set ${feature}/${part}`, [value]));
    const low = values[0]!;
    const whole = values.every((value) => Number.isInteger(value) && Math.abs(value) < wholeLimit);
    let numbered: string;
    if (whole) {
      const belongs = step('And', 'belongs', [
        step('Equal', 'whole', [x, step('Floor', 'floor', [x])]),
        step('And', 'within', [
          step('GreaterOrEqual', 'high enough', [x, constant(`set ${feature}/low`, [low])]),
          step('LessOrEqual', 'low enough', [x, constant(`set ${feature}/high`, [values.at(-1)!])]),
        ]),
      ]);
      const shifted = step('Sub', 'shifted', [x, constant(`set ${feature}/shift`, [low - 1])]);
      numbered = step('Where', 'numbered', [belongs, shifted, constant(`set ${feature}/none`, [0])]);
      ranks.set(feature, (member) => member - low + 1);
    } else {
      if (values.length > MOST_COMPARED) throw unwritable(`Input ${feature} has ${values.length} categories that are not whole numbers.`);
      const equal = step('Equal', 'equal', [x, constant(`set ${feature}/members`, values, [1, values.length])]);
      const ones = step('Cast', 'ones', [equal], [attribute.int('to', precision === 'float32' ? 1 : 11)]);
      const order = values.map((_, i) => i + 1);
      numbered = step('MatMul', 'numbered', [ones, constant(`set ${feature}/numbers`, order, [values.length, 1])]);
      ranks.set(feature, (member) => values.indexOf(member) + 1);
    }
    column.set(feature, forest.features + added.length);
    added.push(step('Where', 'or missing', [step('IsNaN', 'missing', [x]), x, numbered]));
  }
  if (added.length > 0) {
    nodes.push({ op: 'Concat', inputs: [name('x'), ...added], outputs: [name('with sets')], attributes: [attribute.int('axis', 1)] });
  }
  return {
    column,
    number: (feature, member) => ranks.get(feature)!(member),
    nodes,
    initializers,
    tensor: added.length > 0 ? name('with sets') : name('x'),
  };
}
