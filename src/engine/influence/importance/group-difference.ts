import { studentTwoSided } from '../../stats/distributions';
import { twoSidedStudent } from '../sampled/estimate';
import type { InfluenceRows } from './mean-influence';
import { meanDifference, stratifiedMean } from './strata';
import type { StratifiedMean } from './strata';

/** How much further an input moves one group than everybody else, on average. NaN where not estimable. */
export interface InfluenceDifference {
  readonly difference: number;
  /** Half-width of the t interval for the whole table. */
  readonly halfWidth: number;
  /** Of the hypothesis that there is no difference. */
  readonly p: number;
}

/**
 * Difference of the mean absolute influence between a stratum and all other strata, by player. The rows of different strata are drawn independently, so
 * variances add up; degrees of freedom by Satterthwaite.
 * Sources: Cochran, Sampling Techniques (1977), ch. 5; Welch (1947).
 * @param group the stratum
 * @param among strata that count as others; all when left out
 */
export function influenceDifference(rows: InfluenceRows, group: number, among?: readonly number[], delta = 0.05): InfluenceDifference[] {
  const { players, phi, se, stratum, sizes } = rows;
  const others = new Set(among ?? sizes.keys());
  others.delete(group);
  const where = (wanted: (own: number) => boolean): Int32Array => Int32Array.from(stratum.keys()).filter((row) => wanted(stratum[row]!));
  const sides = [where((own) => own === group), where((own) => others.has(own))] as const;
  return Array.from({ length: players }, (_, player) => {
    const [a, b] = sides.map((side) => {
      const at = (from: Float64Array): Float64Array => Float64Array.from(side, (row) => from[row * players + player]!);
      const own = Int32Array.from(side, (row) => stratum[row]!);
      return side.length === 0 ? { mean: NaN, se: NaN, freedom: 1 } : stratifiedMean(at(phi).map(Math.abs), at(se), own, sizes);
    }) as [StratifiedMean, StratifiedMean];
    const { mean: difference, se: error, freedom } = meanDifference(a, b);
    if (error === 0) return { difference, halfWidth: 0, p: difference === 0 ? 1 : 0 };
    if (Number.isNaN(error)) return { difference, halfWidth: NaN, p: NaN };
    return { difference, halfWidth: error * twoSidedStudent(freedom, delta), p: studentTwoSided(difference / error, freedom) };
  });
}
