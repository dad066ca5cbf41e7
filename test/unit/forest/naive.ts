import { buildForest, type TreeNode } from '../../../src/engine/models/forest/build';
import { ZERO_BAND, type Forest } from '../../../src/engine/models/forest/types';
import { Random } from '../../../src/engine/stats/random';

/** Straightforward recursive reading of a forest: the oracle for the fast one. */
export function naiveLeaf(forest: Forest, node: number, row: readonly number[]): number {
  const feature = forest.feature[node]!;
  if (feature < 0) return forest.left[node]!;
  const given = forest.zeroIsMissing?.[feature] === 1 && Math.abs(row[feature]!) <= ZERO_BAND ? NaN : row[feature]!;
  const x = forest.arithmetic === 'float32' ? Math.fround(given) : given;
  const split = forest.split[node]!;
  let left: boolean;
  if (Number.isNaN(x)) left = forest.missingLeft[node] === 1;
  else if (forest.operator[node] === 0) left = x < split;
  else if (forest.operator[node] === 1) left = x <= split;
  else {
    const code = { floor: Math.floor, truncate: Math.trunc, none: (value: number): number => value }[forest.setCodes ?? 'none'](x);
    left = Array.from(forest.setValues.subarray(forest.setOffsets[split], forest.setOffsets[split + 1])).includes(code);
  }
  return naiveLeaf(forest, left ? forest.left[node]! : forest.right[node]!, row);
}

/** What leaf l adds to output k. */
function naiveValue(forest: Forest, leaf: number, k: number, row: readonly number[]): number {
  const constant = forest.leafValues[leaf * forest.outputs + k]!;
  const linear = forest.linearLeaves;
  if (linear === undefined || linear.output[leaf] === -1) return constant;
  const terms = Array.from(linear.inputs.subarray(linear.offsets[leaf], linear.offsets[leaf + 1]), (input) => row[input]!);
  if (terms.some(Number.isNaN)) return constant;
  if (linear.output[leaf] !== k) return 0;
  return terms.reduce((sum, x, i) => sum + linear.coefficients[linear.offsets[leaf]! + i]! * x, linear.constants[leaf]!);
}

export function naiveMargins(forest: Forest, row: readonly number[]): number[] {
  return Array.from(forest.base, (base, k) => {
    const leaves = Array.from(forest.roots, (root) => naiveValue(forest, naiveLeaf(forest, root, row), k, row));
    if (forest.sums === 'float32') return leaves.reduce((sum, leaf) => Math.fround(sum + Math.fround(leaf)), Math.fround(base));
    let sum = 0;
    for (const leaf of leaves) sum += leaf;
    return sum / (forest.combine === 'mean' && forest.roots.length > 0 ? forest.roots.length : 1) + base;
  });
}

export interface ForestWish {
  readonly features?: number;
  readonly outputs?: number;
  readonly trees?: number;
  readonly depth?: number;
  readonly sets?: boolean;
  readonly infinite?: boolean;
  readonly combine?: Forest['combine'];
  readonly arithmetic?: Forest['arithmetic'];
}

/** Numbers on a coarse grid, so that inputs often equal splits; some not representable in float32. */
export function gridNumber(random: Random): number {
  return (random.below(21) - 10) / 10;
}

function randomTree(random: Random, wish: Required<ForestWish>, depth: number): TreeNode {
  if (depth === 0 || random.uniform() < 0.2) return { leaf: Array.from({ length: wish.outputs }, () => random.normal()) };
  const kind = random.below(wish.sets ? 3 : 2);
  const members = [...new Set(Array.from({ length: random.below(5) }, () => random.below(70)))].sort((a, b) => a - b);
  const number = wish.infinite && random.uniform() < 0.1 ? (random.uniform() < 0.5 ? Infinity : -Infinity) : gridNumber(random);
  return {
    feature: kind === 2 ? wish.features - 1 : random.below(wish.features),
    operator: kind === 0 ? 'lt' : kind === 1 ? 'le' : 'set',
    split: kind === 2 ? members : number,
    missing: random.uniform() < 0.5 ? 'left' : 'right',
    left: randomTree(random, wish, depth - 1),
    right: randomTree(random, wish, depth - 1),
  };
}

export function randomForest(seed: number, wish: ForestWish = {}): Forest {
  const random = new Random(seed);
  const full: Required<ForestWish> = {
    features: 1 + random.below(5),
    outputs: 1 + random.below(3),
    trees: random.below(6),
    depth: random.below(7),
    sets: random.uniform() < 0.5,
    infinite: random.uniform() < 0.5,
    combine: random.uniform() < 0.5 ? 'sum' : 'mean',
    arithmetic: random.uniform() < 0.5 ? 'float32' : 'float64',
    ...wish,
  };
  return buildForest({
    features: full.features,
    outputs: full.outputs,
    trees: Array.from({ length: full.trees }, () => randomTree(random, full, full.depth)),
    base: Array.from({ length: full.outputs }, () => random.normal()),
    combine: full.combine,
    arithmetic: full.arithmetic,
  });
}

/** Rows that meet splits exactly, sets, missing values and infinities; the last input holds category numbers half the time. */
export function randomRows(seed: number, features: number, count: number, infinite = true): number[][] {
  const random = new Random(seed);
  const cell = (j: number): number => {
    const draw = random.uniform();
    if (draw < 0.1) return NaN;
    if (draw < 0.14 && infinite) return draw < 0.12 ? Infinity : -Infinity;
    if (j === features - 1 && draw < 0.6) return random.below(72) + (draw < 0.2 ? 0.5 : 0);
    return draw < 0.8 ? gridNumber(random) : random.normal();
  };
  return Array.from({ length: count }, () => Array.from({ length: features }, (_, j) => cell(j)));
}

/** The same forest with a linear function in most leaves. */
export function withLinearLeaves(forest: Forest, seed: number): Forest {
  const random = new Random(seed);
  const leaves = forest.leafValues.length / forest.outputs;
  const lengths = Array.from({ length: leaves }, () => random.below(Math.min(3, forest.features) + 1));
  const offsets = new Int32Array(leaves + 1);
  lengths.forEach((length, leaf) => (offsets[leaf + 1] = offsets[leaf]! + length));
  const total = offsets[leaves]!;
  const linearLeaves = {
    offsets,
    inputs: Int32Array.from({ length: total }, () => random.below(forest.features)),
    coefficients: Float64Array.from({ length: total }, () => random.normal()),
    constants: Float64Array.from({ length: leaves }, () => random.normal()),
    output: Int32Array.from({ length: leaves }, () => random.below(forest.outputs + 1) - 1),
  };
  return { ...forest, linearLeaves };
}
