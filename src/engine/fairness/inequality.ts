import { CELL, groupCounts, overallCounts } from './counts';
import type { Counts, CountTable } from './counts';

const { truePositive: TP, falsePositive: FP, falseNegative: FN, trueNegative: TN } = CELL;

/** A generalised entropy with its split into the part between and within groups, which add up to it. */
export interface Inequality {
  readonly total: number;
  readonly between: number;
  readonly within: number;
}

/** People by benefit b = 1 + decision − label: 0 for those denied what they would have earned, 2 for those given what they would not, else 1. */
function benefits({ weight }: Counts): [number, number, number] {
  return [weight[FN]!, weight[TP]! + weight[TN]!, weight[FP]!];
}

/** Generalised entropy of values with weights; null without people, at mean 0, or where it is infinite (alpha ≤ 0 and a value of 0). */
export function generalisedEntropy(values: readonly number[], weights: readonly number[], alpha: number): number | null {
  const total = weights.reduce((sum, w) => sum + w, 0);
  const mean = values.reduce((sum, b, i) => sum + b * weights[i]!, 0) / total;
  if (!(total > 0) || !(mean > 0)) return null;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    if (weights[i] === 0) continue;
    const share = values[i]! / mean;
    if (share === 0 && alpha <= 0) return null;
    if (alpha === 0) sum -= weights[i]! * Math.log(share);
    else if (alpha === 1) sum += share === 0 ? 0 : weights[i]! * share * Math.log(share);
    else sum += (weights[i]! * (share ** alpha - 1)) / (alpha * (alpha - 1));
  }
  return sum / total;
}

/**
 * How unequally decisions treat people given their outcomes, over people of known outcome and group. alpha 1 is Theil's index, alpha 2 half the squared
 * coefficient of variation. null where not estimable.
 * Source: Speicher et al. (2018), "A unified approach to quantifying algorithmic unfairness".
 */
export function inequality(table: CountTable, alpha: number): Inequality | null {
  const everyone = benefits(overallCounts(table));
  const unknown = benefits(groupCounts(table, table.groupCount));
  const total = generalisedEntropy(
    [0, 1, 2],
    everyone.map((n, b) => n - unknown[b]!),
    alpha,
  );
  const sizes: number[] = [];
  const means: number[] = [];
  for (let g = 0; g < table.groupCount; g++) {
    const [none, one, two] = benefits(groupCounts(table, g));
    const people = none + one + two;
    if (people === 0) continue;
    sizes.push(people);
    means.push((one + 2 * two) / people);
  }
  const between = generalisedEntropy(means, sizes, alpha);
  return total === null || between === null ? null : { total, between, within: total - between };
}
