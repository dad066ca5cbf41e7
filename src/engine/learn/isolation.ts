import { Random } from '../stats/random';

/** One tree: nodes end to end, the root first. */
interface IsolationTree {
  /** Feature asked about, −1 for leaves. */
  readonly feature: Int32Array;
  /** Numbers below it go left; of levels the one that goes left by itself. */
  readonly split: Float64Array;
  /** Right child; the left one is the next node. */
  readonly right: Int32Array;
  /** 1 where missing goes left. */
  readonly missingLeft: Uint8Array;
  /** Rows of the sample that ended in a leaf. */
  readonly size: Int32Array;
}

/** Trees that set rows apart at random: rows unlike the others are soon alone. */
export interface IsolationForest {
  readonly kinds: readonly ('number' | 'level')[];
  readonly trees: readonly IsolationTree[];
  /** Rows each tree was made from. */
  readonly sample: number;
}

export interface IsolationOptions {
  readonly trees: number;
  /** Rows drawn for each tree. */
  readonly sample: number;
  readonly seed: number;
}

/** Trees and rows that the method's authors found to be enough. */
export const ISOLATION: Omit<IsolationOptions, 'seed'> = { trees: 100, sample: 256 };

/**
 * Mean depth of an unsuccessful search in a binary search tree of n keys, which is what paths are measured by: 2·H(n − 1) − 2·(n − 1)/n, H(i) the i-th
 * harmonic number; 0 for n ≤ 1.
 * Source: Liu, Ting and Zhou, "Isolation forest" (2008), equation 1, with exact harmonic numbers.
 */
export function averagePath(n: number): number {
  if (n <= 1) return 0;
  let harmonic = 0;
  for (let i = 1; i < n; i++) harmonic += 1 / i;
  return 2 * harmonic - (2 * (n - 1)) / n;
}

/**
 * Grows an isolation forest. A node asks about a feature drawn among those that differ in it: a number is split at a point drawn between the smallest
 * and the largest, a level against all others; missing values go to a side drawn for the node.
 * @param rows feature rows, row-major, NaN missing
 * Source: Liu, Ting and Zhou, "Isolation forest" (2008), algorithms 1 and 2.
 */
export function growIsolation(rows: Float64Array, kinds: IsolationForest['kinds'], { trees, sample, seed }: IsolationOptions): IsolationForest {
  const width = kinds.length;
  const count = width === 0 ? 0 : Math.floor(rows.length / width);
  const size = Math.min(sample, count);
  const depth = Math.ceil(Math.log2(Math.max(2, size)));
  return {
    kinds,
    sample: size,
    trees: Array.from({ length: trees }, (_, tree) => {
      const random = Random.stream(seed, tree);
      return growTree(rows, kinds, Array.from(random.sample(count, size)), depth, random);
    }),
  };
}

function growTree(rows: Float64Array, kinds: IsolationForest['kinds'], all: number[], depth: number, random: Random): IsolationTree {
  const width = kinds.length;
  const [feature, split, right, missingLeft, size]: [number[], number[], number[], number[], number[]] = [[], [], [], [], []];
  const add = (own: readonly number[], left: number): void => {
    const node = feature.length;
    feature.push(-1);
    split.push(NaN);
    right.push(-1);
    missingLeft.push(0);
    size.push(own.length);
    const chosen = left > 0 && own.length > 1 ? chooseSplit(rows, kinds, own, random) : undefined;
    if (!chosen) return;
    feature[node] = chosen.feature;
    split[node] = chosen.split;
    missingLeft[node] = random.below(2);
    const goes = own.map((row) => goesLeft(kinds[chosen.feature]!, rows[row * width + chosen.feature]!, chosen.split, missingLeft[node]!));
    add(own.filter((_, k) => goes[k]), left - 1);
    right[node] = feature.length;
    add(own.filter((_, k) => !goes[k]), left - 1);
  };
  add(all, depth);
  return { feature: Int32Array.from(feature), split: Float64Array.from(split), right: Int32Array.from(right), missingLeft: Uint8Array.from(missingLeft), size: Int32Array.from(size) };
}

function chooseSplit(rows: Float64Array, kinds: IsolationForest['kinds'], own: readonly number[], random: Random): { readonly feature: number; readonly split: number } | undefined {
  const width = kinds.length;
  const value = (row: number, feature: number): number => rows[row * width + feature]!;
  const differing = [...kinds.keys()].filter((feature) => own.some((row) => !Object.is(value(row, feature), value(own[0]!, feature))));
  if (differing.length === 0) return undefined;
  const feature = differing[random.below(differing.length)]!;
  const present = own.map((row) => value(row, feature)).filter((x) => !Number.isNaN(x));
  if (kinds[feature] === 'level') {
    const levels = [...new Set(present)];
    return { feature, split: levels[random.below(levels.length)]! };
  }
  const [low, high] = [present.reduce((a, b) => Math.min(a, b)), present.reduce((a, b) => Math.max(a, b))];
  return { feature, split: low + (1 - random.uniform()) * (high - low) };
}

function goesLeft(kind: 'number' | 'level', value: number, split: number, missingLeft: number): boolean {
  if (Number.isNaN(value)) return missingLeft === 1;
  return kind === 'level' ? value === split : value < split;
}

/**
 * How easily a row is set apart from the others, from 0 to 1: 2^(−mean path / {@link averagePath}(sample)). About 0.5 for rows like all others, towards 1 for
 * rows unlike them; NaN where the forest was grown from fewer than two rows.
 */
export function isolationScore({ kinds, trees, sample }: IsolationForest, row: ArrayLike<number>): number {
  if (sample < 2) return NaN;
  let total = 0;
  for (const { feature, split, right, missingLeft, size } of trees) {
    let node = 0;
    let depth = 0;
    for (; feature[node]! >= 0; depth++) {
      const asked = feature[node]!;
      node = goesLeft(kinds[asked]!, row[asked]!, split[node]!, missingLeft[node]!) ? node + 1 : right[node]!;
    }
    total += depth + averagePath(size[node]!);
  }
  return 2 ** (-total / trees.length / averagePath(sample));
}
