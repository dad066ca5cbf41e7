import { OPERATOR_CODE, type Forest } from '../../forest/types';
import type { WireField } from '../wire';
import { frame, unwritable, type WriteOptions } from './frame';
import { attribute, initializer, tensor, type NodeParts } from './proto';
import { ceil32, floor32 } from './round';
import { setColumns, type SetColumns } from './sets';

const MODE = { le: 0, lt: 1, member: 6 } as const;

/** onnxruntime's wasm build reads trees recursively; its stack held 1,800 levels and not 2,000 (measured, 1.30). */
export const ONNX_DEPTH_LIMIT = 1000;

/** The attribute lists of one TreeEnsemble, filled tree by tree. */
interface Lists {
  roots: number[];
  feature: number[];
  mode: number[];
  split: number[];
  whenTrue: number[];
  trueLeaf: number[];
  whenFalse: number[];
  falseLeaf: number[];
  missingTrue: number[];
  target: number[];
  weight: number[];
  members: number[];
}

/** Adds the tree at `root` with the leaf values of one output: a leaf of this operator holds one number, so vector leaves take a tree per output. */
function addTree(forest: Forest, root: number, output: number, narrow: boolean, sets: SetColumns, to: Lists): void {
  const leaf = (node: number): number => {
    to.target.push(output);
    to.weight.push(forest.leafValues[forest.left[node]! * forest.outputs + output]!);
    return to.weight.length - 1;
  };
  const add = (): number => {
    for (const list of [to.feature, to.mode, to.split, to.whenTrue, to.trueLeaf, to.whenFalse, to.falseLeaf, to.missingTrue]) list.push(0);
    return to.feature.length - 1;
  };
  to.roots.push(to.feature.length);
  if (forest.feature[root]! < 0) {
    const at = add();
    to.whenTrue[at] = to.whenFalse[at] = leaf(root);
    to.trueLeaf[at] = to.falseLeaf[at] = 1;
    return;
  }
  const open: [node: number, parent: number, side: 'true' | 'false', depth: number][] = [[root, -1, 'true', 0]];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    const [node, parent, side, depth] = item;
    if (depth > ONNX_DEPTH_LIMIT) throw unwritable(`One of its trees is deeper than the ${ONNX_DEPTH_LIMIT} splits that the runtime can read.`);
    const isLeaf = forest.feature[node]! < 0;
    const at = isLeaf ? leaf(node) : add();
    if (parent >= 0) {
      (side === 'true' ? to.whenTrue : to.whenFalse)[parent] = at;
      (side === 'true' ? to.trueLeaf : to.falseLeaf)[parent] = isLeaf ? 1 : 0;
    }
    if (isLeaf) continue;
    const split = forest.split[node]!;
    to.feature[at] = forest.feature[node]!;
    to.missingTrue[at] = forest.missingLeft[node]!;
    if (forest.operator[node] === OPERATOR_CODE.set) {
      const members = forest.setValues.subarray(forest.setOffsets[split], forest.setOffsets[split + 1]);
      if (members.length === 0) {
        to.mode[at] = MODE.lt;
        to.split[at] = -Infinity;
      } else {
        const feature = forest.feature[node]!;
        to.mode[at] = MODE.member;
        to.feature[at] = sets.column.get(feature)!;
        for (const member of members) to.members.push(sets.number(feature, member));
        to.members.push(NaN);
      }
    } else {
      const strict = forest.operator[node] === OPERATOR_CODE.lt;
      to.mode[at] = strict ? MODE.lt : MODE.le;
      to.split[at] = !narrow ? split : strict ? ceil32(split) : floor32(split);
    }
    open.push([forest.right[node]!, at, 'false', depth + 1], [forest.left[node]!, at, 'true', depth + 1]);
  }
}

function usedOutputs(forest: Forest, root: number): number[] {
  const used = new Set<number>();
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (forest.feature[node]! >= 0) {
      open.push(forest.left[node]!, forest.right[node]!);
      continue;
    }
    for (let k = 0; k < forest.outputs; k++) if (forest.leafValues[forest.left[node]! * forest.outputs + k] !== 0) used.add(k);
  }
  return [...used].sort((a, b) => a - b);
}

/**
 * A forest as an ONNX file: one TreeEnsemble of ai.onnx.ml 5, then nodes for mean, base and link.
 * With float64 arithmetic the whole graph is double. With float32 arithmetic inputs are float32, and splits are rounded towards the side that keeps
 * every comparison; `precision: 'float64'` then keeps leaf values and sums in double. The base is added after the sum, as the evaluator does.
 * A forest that sums in float32 keeps doing so, from its base on, and `precision` holds for what follows.
 * Source: onnx/docs/Operators-ml.md, TreeEnsemble.
 * @throws AssayError `onnx-write`
 */
export function writeForest(forest: Forest, options: WriteOptions): Uint8Array<ArrayBuffer> {
  const inputType = options.inputType ?? forest.arithmetic;
  const linkPrecision = options.precision ?? forest.arithmetic;
  const narrowSums = forest.sums === 'float32';
  const precision = narrowSums ? 'float32' : linkPrecision;
  if (forest.linearLeaves !== undefined) throw unwritable('Its leaves hold linear functions, which ONNX’s trees cannot.');
  return frame((name) => {
    const lists: Lists = {
      roots: [],
      feature: [],
      mode: [],
      split: [],
      whenTrue: [],
      trueLeaf: [],
      whenFalse: [],
      falseLeaf: [],
      missingTrue: [],
      target: [],
      weight: [],
      members: [],
    };
    const sets = setColumns(forest, precision, name);
    if (narrowSums) forest.base.forEach((base, output) => addConstant(lists, output, base));
    for (const root of forest.roots) {
      for (const output of usedOutputs(forest, root)) addTree(forest, root, output, precision === 'float32', sets, lists);
    }
    const nodes: NodeParts[] = [...sets.nodes];
    const initializers: WireField[] = [...sets.initializers];
    let held = sets.tensor;
    const then = (op: string, output: string, value: ArrayLike<number>): void => {
      initializers.push(initializer(`${output}/by`, precision, [value.length], value));
      nodes.push({ op, inputs: [held, `${output}/by`], outputs: [output] });
      held = output;
    };
    if (lists.roots.length === 0) addConstant(lists, 0, 0);
    const numbers = (values: readonly number[]): WireField[] => tensor('', precision, [values.length], values);
    nodes.push({
      op: 'TreeEnsemble',
      domain: 'ai.onnx.ml',
      inputs: [held],
      outputs: [name('sum')],
      attributes: [
        attribute.int('aggregate_function', 1),
        attribute.int('n_targets', forest.outputs),
        attribute.int('post_transform', 0),
        attribute.ints('tree_roots', lists.roots),
        attribute.ints('nodes_featureids', lists.feature),
        attribute.tensor('nodes_modes', tensor('', 'uint8', [lists.mode.length], lists.mode)),
        attribute.tensor('nodes_splits', numbers(lists.split)),
        attribute.ints('nodes_truenodeids', lists.whenTrue),
        attribute.ints('nodes_trueleafs', lists.trueLeaf),
        attribute.ints('nodes_falsenodeids', lists.whenFalse),
        attribute.ints('nodes_falseleafs', lists.falseLeaf),
        attribute.ints('nodes_missing_value_tracks_true', lists.missingTrue),
        attribute.ints('leaf_targetids', lists.target),
        attribute.tensor('leaf_weights', numbers(lists.weight)),
        ...(lists.members.length > 0 ? [attribute.tensor('membership_values', numbers(lists.members))] : []),
      ],
    });
    held = name('sum');
    if (forest.combine === 'mean') then('Div', name('mean'), [forest.roots.length]);
    if (precision !== linkPrecision) nodes.push({ op: 'Cast', inputs: [held], outputs: [name('margin')], attributes: [attribute.int('to', 11)] });
    else if (!narrowSums && forest.base.some((value) => value !== 0)) then('Add', name('margin'), forest.base);
    else nodes.push({ op: 'Identity', inputs: [held], outputs: [name('margin')] });
    const zeros = forest.zeroIsMissing === undefined ? {} : { zeroIsMissing: forest.zeroIsMissing };
    const { features, outputs } = forest;
    return { features, outputs, nodes, initializers, inputType, precision: linkPrecision, xPrecision: precision, ...zeros };
  }, options);
}

/** A tree of a single leaf: where sums must start at the base, and because the operator needs at least one tree. */
function addConstant(to: Lists, output: number, value: number): void {
  to.roots.push(to.feature.length);
  const leaf = to.weight.push(value) - 1;
  to.target.push(output);
  for (const list of [to.feature, to.mode, to.split, to.missingTrue]) list.push(0);
  for (const list of [to.whenTrue, to.whenFalse]) list.push(leaf);
  for (const list of [to.trueLeaf, to.falseLeaf]) list.push(1);
}
