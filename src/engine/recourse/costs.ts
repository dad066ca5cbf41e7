import { median, sampleQuantile } from '../stats/quantile';

/** The share of a table's rows at or below a value: linear between the values that occur, constant outside of them. */
export interface CumulativeShare {
  /** Distinct values ascending, and the share of rows at or below each. */
  readonly values: Float64Array<ArrayBuffer>;
  readonly shares: Float64Array<ArrayBuffer>;
}

/** Of the numbers of a column, missing ones left out. */
export function cumulativeShare(column: Float64Array): CumulativeShare {
  const sorted = column.filter((value) => !Number.isNaN(value)).sort();
  const values: number[] = [];
  const shares: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    if (i + 1 < sorted.length && sorted[i + 1] === sorted[i]) continue;
    values.push(sorted[i]!);
    shares.push((i + 1) / sorted.length);
  }
  return { values: Float64Array.from(values), shares: Float64Array.from(shares) };
}

/** The share of rows at or below `x`; 0 where there are none. */
export function shareBelow({ values, shares }: CumulativeShare, x: number): number {
  if (values.length === 0) return 0;
  let low = 0;
  let high = values.length - 1;
  if (x <= values[0]!) return shares[0]!;
  if (x >= values[high]!) return shares[high]!;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= x) low = middle;
    else high = middle;
  }
  return shares[low]! + ((x - values[low]!) / (values[high]! - values[low]!)) * (shares[high]! - shares[low]!);
}

/**
 * Scale of a column for {@link numberCost}: the median absolute deviation from the median; where that is 0 the distance of the quartiles, and where that
 * is 0 as well, 1.
 * @param sorted ascending, without missing ones
 */
export function spreadOf(sorted: Float64Array): number {
  const middle = sampleQuantile(sorted, 0.5);
  const deviation = median(sorted.map((value) => Math.abs(value - middle)));
  const quartiles = sampleQuantile(sorted, 0.75) - sampleQuantile(sorted, 0.25);
  return deviation > 0 ? deviation : quartiles > 0 ? quartiles : 1;
}

/** What a move of one input costs before its weight: 0 for staying, never less for going further the same way. */
export type MoveCost = (from: number, to: number) => number;

/** How costs are counted: `percentile` share of people passed; `log` how much rarer those who are further become; `deviation` in median absolute deviations. */
export type CostKind = 'percentile' | 'log' | 'deviation';

/**
 * Cost of moving a number. `percentile`: |F(to) − F(from)|. `log`: |log((1 − F(from)) / (1 − F(to)))|, with F held one row below 1. `deviation`:
 * |to − from| / spread. Filling in a missing number costs 1, as changing a level does.
 * @param spread median absolute deviation, or another scale above 0 where that is 0
 * Source: Ustun, Spangher and Liu, "Actionable recourse in linear classification" (2019); Wachter, Mittelstadt and Russell (2017) for deviations.
 */
export function numberCost(kind: CostKind, share: CumulativeShare, rows: number, spread: number): MoveCost {
  const cost = knownCost(kind, share, rows, spread);
  return (from, to) => (Number.isNaN(from) || Number.isNaN(to) ? levelCost(from, to) : cost(from, to));
}

function knownCost(kind: CostKind, share: CumulativeShare, rows: number, spread: number): MoveCost {
  if (kind === 'deviation') return (from, to) => Math.abs(to - from) / spread;
  if (kind === 'percentile') return (from, to) => Math.abs(shareBelow(share, to) - shareBelow(share, from));
  const rest = (x: number): number => Math.max(1 - shareBelow(share, x), 1 / (rows + 1));
  return (from, to) => Math.abs(Math.log(rest(from) / rest(to)));
}

/** Cost of changing a level: 1. */
export const levelCost: MoveCost = (from, to) => (from === to || (Number.isNaN(from) && Number.isNaN(to)) ? 0 : 1);
