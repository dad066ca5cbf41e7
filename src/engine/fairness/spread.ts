import { groupCounts, overallCounts } from './counts';
import type { CountTable } from './counts';
import { estimate } from './rates';
import type { RateId } from './rates';

/** How far the groups' values of one measure lie apart, as point values; intervals are in {@link extremes}. */
export interface Spread {
  /** Highest − lowest, and lowest / highest. */
  readonly difference: number;
  readonly ratio: number | null;
  /** Largest |group − everyone|, and the smallest of group/everyone and everyone/group. */
  readonly differenceToOverall: number;
  readonly ratioToOverall: number | null;
}

/** null when no group has a value. Groups where the measure is not estimable are left out. */
export function spread(table: CountTable, id: RateId): Spread | null {
  const values: number[] = [];
  for (let g = 0; g < table.groupCount; g++) {
    const value = estimate(id, groupCounts(table, g))?.value;
    if (value !== undefined) values.push(value);
  }
  const overall = estimate(id, overallCounts(table))?.value;
  if (values.length === 0 || overall === undefined) return null;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const toOverall = values.map((value) => Math.min(value / overall, overall / value));
  return {
    difference: high - low,
    ratio: high > 0 ? low / high : null,
    differenceToOverall: Math.max(...values.map((value) => Math.abs(value - overall))),
    ratioToOverall: overall > 0 ? Math.min(...toOverall) : null,
  };
}

/** Equalized odds over all groups: the worse and the mean of the TPR and FPR spreads, and the worse of their ratios. null without known outcomes. */
export function equalizedOdds(table: CountTable): { worst: number; mean: number; worstRatio: number | null } | null {
  const [tpr, fpr] = [spread(table, 'tpr'), spread(table, 'fpr')];
  if (!tpr || !fpr) return null;
  return {
    worst: Math.max(tpr.difference, fpr.difference),
    mean: (tpr.difference + fpr.difference) / 2,
    worstRatio: tpr.ratio === null || fpr.ratio === null ? null : Math.min(tpr.ratio, fpr.ratio),
  };
}

/** Average odds of group minus reference: the mean of the TPR and FPR differences, signed and absolute. null when one is not estimable. */
export function averageOdds(table: CountTable, group: number, reference: number): { signed: number; absolute: number } | null {
  const gap = (id: RateId): number | null => {
    const [a, b] = [estimate(id, groupCounts(table, group)), estimate(id, groupCounts(table, reference))];
    return a && b && a.value - b.value;
  };
  const [tpr, fpr] = [gap('tpr'), gap('fpr')];
  return tpr === null || fpr === null ? null : { signed: (tpr + fpr) / 2, absolute: (Math.abs(tpr) + Math.abs(fpr)) / 2 };
}

/**
 * Differential fairness: the largest |log ratio| of two groups' chances of either decision, with chances (k + c/2)/(n + c).
 * @param concentration c: 1 smooths as a Jeffreys prior does; 0 does not smooth, and gives Infinity where a group has only one kind of decision.
 * null with fewer than two groups. Source: Foulds, Islam, Keya and Pan (2020).
 */
export function differentialFairness(table: CountTable, concentration = 1): number | null {
  const rates: number[] = [];
  for (let g = 0; g < table.groupCount; g++) {
    const { weight } = groupCounts(table, g);
    const selected = weight[0]! + weight[1]! + weight[2]!;
    const all = selected + weight[3]! + weight[4]! + weight[5]!;
    if (all > 0) rates.push((selected + concentration / 2) / (all + concentration));
  }
  if (rates.length < 2) return null;
  const [low, high] = [Math.min(...rates), Math.max(...rates)];
  return Math.max(Math.log(high / low), Math.log((1 - low) / (1 - high)));
}
