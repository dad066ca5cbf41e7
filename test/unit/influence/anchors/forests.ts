import { buildForest, type TreeNode } from '../../../../src/engine/models/forest/build';
import { compileForest } from '../../../../src/engine/models/forest/evaluate';
import type { Forest } from '../../../../src/engine/models/forest/types';
import type { Random } from '../../../../src/engine/stats/random';

export interface Plan {
  readonly inputs: number;
  readonly trees: number;
  readonly depth: number;
  /** Values that splits and sets are made of. */
  readonly splits: readonly number[];
  /** Which operators an input is asked by. */
  readonly operators: (input: number) => readonly ('lt' | 'le' | 'set')[];
  /** Whole leaves make ties with the threshold frequent. */
  readonly whole?: boolean;
  readonly change?: Partial<Forest>;
}

export function randomForest(random: Random, plan: Plan): Forest {
  const tree = (depth: number): TreeNode => {
    if (depth === 0 || random.uniform() < 0.1) return { leaf: [plan.whole ? random.below(3) - 1 : random.normal()] };
    const feature = random.below(plan.inputs);
    const operators = plan.operators(feature);
    const operator = operators[random.below(operators.length)]!;
    const split = operator === 'set' ? plan.splits.filter(() => random.uniform() < 0.5) : plan.splits[random.below(plan.splits.length)]!;
    const missing = random.uniform() < 0.5 ? ('left' as const) : ('right' as const);
    return { feature, operator, split, missing, left: tree(depth - 1), right: tree(depth - 1) };
  };
  const trees = Array.from({ length: plan.trees }, () => tree(plan.depth));
  return { ...buildForest({ features: plan.inputs, outputs: 1, base: [plan.whole ? 0 : 0.1], trees }), ...plan.change };
}

/** Every combination of the values given for each input, row-major. */
export function grid(values: readonly (readonly number[])[]): Float64Array<ArrayBuffer> {
  let rows: number[][] = [[]];
  for (const own of values) rows = rows.flatMap((row) => own.map((value) => [...row, value]));
  return Float64Array.from(rows.flat());
}

function gridMargins(forest: Forest, values: readonly (readonly number[])[]): Float64Array {
  const rows = grid(values);
  return compileForest(forest).margins(rows, rows.length / forest.features);
}

/** The margins of a forest for every combination of some values of each input, to look up those of fewer. */
export class MarginGrid {
  readonly #values: readonly (readonly number[])[];
  readonly margins: Float64Array;

  constructor(forest: Forest, values: readonly (readonly number[])[]) {
    this.#values = values;
    this.margins = gridMargins(forest, values);
  }

  /** The margins of the combinations of some of the values. */
  of(some: readonly (readonly number[])[]): number[] {
    let at = [0];
    some.forEach((own, input) => {
      const values = this.#values[input]!;
      const places = own.map((value) => values.findIndex((other) => Object.is(other + 0, value + 0)));
      at = at.flatMap((before) => places.map((place) => before * values.length + place));
    });
    return at.map((index) => this.margins[index]!);
  }

  /** Whether all combinations of some of the values have a decision. */
  allKeep(some: readonly (readonly number[])[], { above, threshold }: { readonly above: boolean; readonly threshold: number }): boolean {
    return this.of(some).every((margin) => (above ? margin >= threshold : margin < threshold));
  }
}
