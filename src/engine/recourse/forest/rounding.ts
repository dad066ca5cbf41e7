import type { Forest } from '../../models/forest/types';

/**
 * How far Σ weights · leaves, added up in any order in double, can be from what the forest's own arithmetic makes of it: n roundings of sums that never
 * exceed the sum of the largest leaves.
 * Source: Higham, "Accuracy and stability of numerical algorithms" (2002), §4.2.
 */
export function roundingOf(forest: Forest, weights: readonly number[], least: number): number {
  const trees = Math.max(1, forest.roots.length);
  const scale = forest.combine === 'mean' ? 1 / trees : 1;
  const size = scale * largestLeaves(forest, weights) + weights.reduce((total, weight, k) => total + Math.abs(weight * forest.base[k]!), 0);
  const double = 4 * (trees + 4) * weights.length * 2 ** -53 * (size + Math.abs(least));
  return forest.sums === 'float32' ? double + 1.01 * (trees + 2) * 2 ** -24 * size : double;
}

/** Sum over trees of the largest weighted magnitude among their leaves. */
function largestLeaves(forest: Forest, weights: readonly number[]): number {
  let total = 0;
  for (const root of forest.roots) {
    let largest = 0;
    const open = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (forest.feature[node]! >= 0) open.push(forest.left[node]!, forest.right[node]!);
      else {
        const leaf = forest.left[node]! * forest.outputs;
        largest = Math.max(
          largest,
          weights.reduce((sum, weight, k) => sum + Math.abs(weight * forest.leafValues[leaf + k]!), 0),
        );
      }
    }
    total += largest;
  }
  return total;
}
