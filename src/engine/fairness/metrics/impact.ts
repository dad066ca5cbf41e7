import { moverRatio } from '../../stats/intervals';
import type { Interval } from '../../stats/intervals';
import { fisherExact } from '../../stats/tests';
import { impactRatio, oddsRatio, pooledZ } from '../compare';
import type { Counts } from '../counts';
import { chanceAbove } from '../posterior';
import { estimate, sizes } from '../rates';
import { sortOrder } from '../../stats/sort';
import { countsAt } from '../threshold-index';
import type { ThresholdIndex } from '../threshold-index';
import { groupCounts, otherCounts } from '../counts';

/** The four-fifths rule between two sets of people, with what the rule alone does not say. */
export interface AdverseImpact {
  /** Lower selection rate over the higher, with the limits of that ratio (MOVER-R). */
  readonly ratio: number;
  readonly interval: Interval | null;
  /** The first set has the lower rate. */
  readonly firstLower: boolean;
  /** More favourable decisions the lower side would need for four fifths of the higher rate, and for the same rate (weighted people). */
  readonly shortfall80: number;
  readonly shortfallParity: number;
  /** Fisher's two-sided p and the pooled z ("two standard deviations"), of the people or, with weights, of the effective numbers. */
  readonly p: number | null;
  readonly z: number | null;
  readonly odds: ReturnType<typeof oddsRatio>;
  /** Chance that the lower side's true rate is lower by more than the margin, when nothing was known before. */
  readonly chance: number | null;
}

const FISHER_PEOPLE = 200_000;

/** null where a rate is not estimable or nobody is selected. */
export function adverseImpact(first: Counts, second: Counts, margin: number, level = 0.95): AdverseImpact | null {
  const [a, b] = [sizes('selection', first), sizes('selection', second)];
  const rule = impactRatio(a.numerator, a.denominator, b.numerator, b.denominator);
  const [here, there] = [estimate('selection', first, level), estimate('selection', second, level)];
  if (!rule || !here || !there) return null;
  const firstLower = here.value <= there.value;
  const tally = ({ numerator, denominator, effective }: typeof a): { k: number; n: number } => ({ k: (numerator / denominator) * effective, n: effective });
  const [x, y] = [tally(a), tally(b)];
  const [low, high] = firstLower ? [x, y] : [y, x];
  const whole = [x.k, x.n, y.k, y.n].map(Math.round) as [number, number, number, number];
  return {
    ratio: rule.ratio,
    interval: firstLower ? moverRatio(here, there) : moverRatio(there, here),
    firstLower,
    shortfall80: rule.shortfall80,
    shortfallParity: rule.shortfallParity,
    p: whole[1] + whole[3] <= FISHER_PEOPLE ? (fisherExact(...whole)?.twoSided ?? null) : null,
    z: pooledZ(x.k, x.n, y.k, y.n),
    odds: oddsRatio(x.k, x.n, y.k, y.n, level),
    chance: chanceAbove(high, low, margin),
  };
}

/** The impact ratio if only the best-scored part of everyone were selected. */
export interface QuantileImpact {
  readonly selected: number;
  /** Selection rate of the group over that of the others; null where nobody of the others is selected. */
  readonly ratio: number | null;
  readonly interval: Interval | null;
}

/** The group's adverse impact ratio at each share of everyone, or of their weight, selected (quantile AIR), people of equal score together. */
export function quantileImpact(index: ThresholdIndex, group: number, against: number | 'others', shares: readonly number[]): QuantileImpact[] {
  const { scores, weighted, weightBefore } = index;
  const rising = weighted ? sortOrder(scores) : undefined;
  const order = rising ? Float64Array.from(rising, (i) => scores[i]!) : scores.slice().sort();
  const n = order.length;
  const total = weighted ? weightBefore[n]! : n;
  return shares.map((selected) => {
    let at = Math.max(0, Math.min(n - 1, n - Math.ceil(selected * n * (1 - 1e-12))));
    if (rising) {
      at = n;
      for (let taken = 0; at > 0 && taken < selected * total * (1 - 1e-12); ) taken += weightBefore[rising[--at]! + 1]! - weightBefore[rising[at]!]!;
    }
    const table = countsAt(index, order[Math.min(at, n - 1)] ?? Infinity);
    const [here, there] = [estimate('selection', groupCounts(table, group)), estimate('selection', against === 'others' ? otherCounts(table, group) : groupCounts(table, against))];
    return { selected, ratio: here && there && there.value > 0 ? here.value / there.value : null, interval: here && there && moverRatio(here, there) };
  });
}
