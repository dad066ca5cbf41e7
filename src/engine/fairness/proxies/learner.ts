import { fitBoosted, type BoostOptions } from '../../learn/boost';
import { compileForest } from '../../models/forest/evaluate';

/** Rows and columns a target is to be told from. */
export interface LearningRows {
  /** Feature rows, row-major. */
  readonly values: Float64Array<ArrayBuffer>;
  readonly features: readonly { readonly kind: 'number' | 'level' }[];
  /** Fold of each row from 0; −1 for rows that take no part. */
  readonly fold: Int32Array<ArrayBuffer>;
  readonly folds: number;
}

/** Small on purpose: it is fitted hundreds of times. */
export const LEARNER: BoostOptions = { trees: 40, learningRate: 0.15, leaves: 12, bins: 64, leafRows: 10, penalty: 1 };

/**
 * Share of the target at each level among some rows, with one row more of the overall share: levels get an order in which a tree can part them.
 * Source: Fisher, "On grouping for maximum homogeneity" (1958); Breiman et al. (1984), §4.2, for two classes.
 */
function levelShares(values: Float64Array, width: number, feature: number, target: ArrayLike<number>, rows: Int32Array): Map<number, number> {
  const counts = new Map<number, [number, number]>();
  let total = 0;
  for (const row of rows) {
    const value = values[row * width + feature]!;
    const own = counts.get(value) ?? [0, 0];
    own[0]++;
    own[1] += target[row]!;
    total += target[row]!;
    counts.set(value, own);
  }
  const overall = rows.length === 0 ? 0 : total / rows.length;
  return new Map([...counts].map(([value, [all, ones]]) => [value, (ones + overall) / (all + 1)]));
}

/** The chosen features of some rows as numbers: levels by their {@link levelShares}; a missing value is NaN, and so is a level that was not there. */
export function learnable({ values, features }: Pick<LearningRows, 'values' | 'features'>, chosen: readonly number[], rows: Int32Array, shares: ReadonlyMap<number, ReadonlyMap<number, number>>): Float64Array<ArrayBuffer> {
  const width = features.length;
  const out = new Float64Array(rows.length * chosen.length);
  chosen.forEach((feature, k) => {
    const known = shares.get(feature);
    rows.forEach((row, at) => {
      const value = values[row * width + feature]!;
      out[at * chosen.length + k] = known === undefined || Number.isNaN(value) ? value : (known.get(value) ?? NaN);
    });
  });
  return out;
}

/** See {@link levelShares}: of every chosen feature that has levels. */
export function sharesOf({ values, features }: Pick<LearningRows, 'values' | 'features'>, chosen: readonly number[], target: ArrayLike<number>, rows: Int32Array): Map<number, Map<number, number>> {
  return new Map(chosen.filter((feature) => features[feature]!.kind === 'level').map((feature) => [feature, levelShares(values, features.length, feature, target, rows)]));
}

/**
 * Log odds of a 0/1 target for every row, from boosted trees fitted to the other folds. NaN for rows that take no part; the same number for all rows of a
 * fold where there is nothing to learn from.
 * @param target 1 or 0 per row, −1 where unknown: such rows teach nothing and are told nothing
 * @param chosen features the trees may look at
 */
export async function heldOutMargins(data: LearningRows, chosen: readonly number[], target: ArrayLike<number>, breathe: () => Promise<void>, learner: BoostOptions = LEARNER): Promise<Float64Array<ArrayBuffer>> {
  const { fold, folds } = data;
  const margins = new Float64Array(fold.length).fill(NaN);
  for (let held = 0; held < folds; held++) {
    const known = Int32Array.from(fold.keys()).filter((row) => fold[row]! >= 0 && target[row]! >= 0);
    const [fitted, told] = [known.filter((row) => fold[row] !== held), known.filter((row) => fold[row] === held)];
    const ones = fitted.reduce((sum, row) => sum + target[row]!, 0);
    if (chosen.length === 0 || ones === 0 || ones === fitted.length) {
      for (const row of told) margins[row] = Math.log((ones + 0.5) / (fitted.length - ones + 0.5));
      continue;
    }
    const shares = sharesOf(data, chosen, target, fitted);
    const labels = Float64Array.from(fitted, (row) => target[row]!);
    const forest = fitBoosted({ values: learnable(data, chosen, fitted, shares), rows: fitted.length, columns: chosen.length, labels }, learner);
    const found = compileForest(forest).margins(learnable(data, chosen, told, shares), told.length);
    told.forEach((row, at) => (margins[row] = found[at]!));
    await breathe();
  }
  return margins;
}
