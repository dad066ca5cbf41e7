import { buildForest, type TreeNode } from '../../../src/engine/models/forest/build';
import type { Forest } from '../../../src/engine/models/forest/types';
import { Random } from '../../../src/engine/stats/random';

export const INPUTS = 6;

/** A random tree that asks about few inputs again and again, by every operator, with values that fall on its splits and missing ones. */
function tree(random: Random, depth: number, outputs: number): TreeNode {
  if (depth === 0 || random.uniform() < 0.15) return { leaf: Array.from({ length: outputs }, () => random.normal()) };
  const feature = random.below(INPUTS);
  const operator = (['lt', 'le', 'set'] as const)[feature < 4 ? random.below(2) : 2]!;
  const split = operator === 'set' ? [0, 1, 2, 3].filter(() => random.uniform() < 0.5) : random.below(4);
  const missing = random.uniform() < 0.5 ? ('left' as const) : ('right' as const);
  return { feature, operator, split, missing, left: tree(random, depth - 1, outputs), right: tree(random, depth - 1, outputs) };
}

/** Rows with values on the splits of such trees, between them, and missing. */
export const cells = (random: Random, rows: number): number[][] =>
  Array.from({ length: rows }, () => Array.from({ length: INPUTS }, () => (random.uniform() < 0.15 ? NaN : random.below(4) + (random.uniform() < 0.1 ? 0.5 : 0))));

export function randomForest(seed: number, outputs: number, combine: Forest['combine']): Forest {
  const random = new Random(seed);
  return buildForest({
    features: INPUTS,
    outputs,
    combine,
    base: Array.from({ length: outputs }, (_, k) => k - 0.5),
    trees: Array.from({ length: 7 }, () => tree(random, 5, outputs)),
  });
}
