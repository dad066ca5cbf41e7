import type { TreeNode } from '../models/forest/build';
import { buildForest } from '../models/forest/build';
import type { Forest } from '../models/forest/types';
import { sigmoid } from '../models/links';
import { binColumns } from './bins';
import { GradientTree, type TreeLimits } from './grow';
import { checkTraining, type Training } from './training';

export interface BoostOptions extends Partial<TreeLimits> {
  readonly trees?: number;
  readonly learningRate?: number;
  /** `log`, the default: labels are 0 and 1, and the margin is the log odds of 1. `squared`: labels are any numbers, and the margin is the prediction. */
  readonly loss?: 'log' | 'squared';
  /** Ranges per input, at most 255. */
  readonly bins?: number;
  /** Called after each tree with the number grown so far. */
  readonly onTree?: (grown: number) => void;
}

/** A power of two so large that sums of quanta stay exact in double arithmetic, whatever their order. */
function quantaPerUnit(total: number): number {
  return 2 ** Math.floor(51 - Math.log2(Math.max(total, 1e-300)));
}

/**
 * Gradient boosted trees for a 0/1 label (log loss) or a number (squared loss), grown leaf by leaf on histograms. No randomness: equal rows give equal
 * trees. The margin Σ leaves + base is the log odds of label 1, or the number. Missing values (NaN) take the side that lowers the loss more; right when none were seen.
 * Gradients are rounded to a power-of-two grid so that their sums do not depend on the order of rows.
 * Source: Friedman, "Greedy function approximation" (2001); Chen and Guestrin, "XGBoost" (2016), §2.2 and §3.4; Ke et al., "LightGBM" (2017).
 * @throws AssayError of {@link checkTraining}
 */
export function fitBoosted(data: Training, options: BoostOptions = {}): Forest {
  const squared = options.loss === 'squared';
  checkTraining(data, { binary: !squared, missing: true });
  const { rows, columns, labels, weights } = data;
  const limits: TreeLimits = {
    leaves: options.leaves ?? 31,
    depth: options.depth ?? 64,
    leafRows: options.leafRows ?? 20,
    leafCurvature: options.leafCurvature ?? 1e-3,
    penalty: options.penalty ?? 1,
  };
  const rate = options.learningRate ?? 0.1;
  const bins = binColumns(data.values, rows, columns, Math.min(options.bins ?? 255, 255));
  let total = 0;
  let positive = 0;
  for (let row = 0; row < rows; row++) {
    const weight = weights?.[row] ?? 1;
    total += weight;
    positive += weight * labels[row]!;
  }
  const mean = positive / total;
  const base = squared ? mean : Math.log(positive / (total - positive));
  // Log loss has slopes below 1; those of squared loss are as long as the numbers lie from their mean.
  let longest = 1;
  if (squared) for (let row = 0; row < rows; row++) longest = Math.max(longest, Math.abs(labels[row]! - mean));
  const quanta = quantaPerUnit(total * longest);
  const margins = new Float64Array(rows).fill(base);
  const gradient = new Float64Array(rows);
  const curvature = new Float64Array(rows);
  const trees: TreeNode[] = [];
  const grower = new GradientTree(bins, rows, columns, limits);
  for (let t = 0; t < (options.trees ?? 100); t++) {
    for (let row = 0; row < rows; row++) {
      const weight = weights?.[row] ?? 1;
      const p = squared ? margins[row]! : sigmoid(margins[row]!);
      gradient[row] = Math.round(weight * (p - labels[row]!) * quanta) / quanta;
      curvature[row] = Math.round((squared ? weight : weight * p * (1 - p)) * quanta) / quanta;
    }
    trees.push(grower.grow(gradient, curvature, rate, margins));
    options.onTree?.(t + 1);
  }
  return buildForest({ features: columns, outputs: 1, trees, base: [base] });
}
