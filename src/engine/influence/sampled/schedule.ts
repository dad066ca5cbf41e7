import { halfWidths } from './estimate';
import type { Estimate } from './estimate';
import { plannedRows } from './blocks';

export interface Precision {
  /** Stop when the widest half-width is at most `ratio` times the distance between the largest and smallest value … */
  readonly ratio: number;
  /** … or at most this, in the quantity's own units. */
  readonly absolute: number;
  /** Most model rows to spend. The first look, one unit per background row, is always made. */
  readonly maxRows: number;
  /** Exactly this many units for every background row in one look, whatever the precision. */
  readonly units?: number;
  /** 1 − the confidence of the intervals. */
  readonly delta: number;
}

/** Units of a look are enough for an interval only from here on over all background rows together. */
const FIRST_UNITS = 50;

/** Units per background row after the first look. */
export function firstUnits(rows: number, precision: Precision): number {
  return precision.units ?? Math.max(1, Math.ceil(FIRST_UNITS / rows));
}

/** Half-widths that hold at all looks together: look k spends delta/(k(k+1)), which sums to delta. */
export function anytimeHalfWidths(known: Pick<Estimate, 'se' | 'freedom'>, look: number, delta: number): Float64Array<ArrayBuffer> {
  return halfWidths(known.se, known.freedom, look < 1 ? delta : delta / (look * (look + 1)));
}

/** The half-width to reach. */
export function targetOf(known: Pick<Estimate, 'phi'>, precision: Pick<Precision, 'ratio' | 'absolute'>): number {
  let low = Infinity;
  let high = -Infinity;
  for (const value of known.phi) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return Math.max(precision.absolute, precision.ratio * (high - low));
}

/** Looks that count: a look with one unit per row has no error of its own to look at. */
export function countedLook(look: number, rows: number, precision: Precision): number {
  return firstUnits(rows, precision) === 1 && precision.units === undefined ? look - 1 : look;
}

/** Whether the claim `half-width ≤ target` holds, judged by the half-widths that hold at all looks. */
export function converged(known: Estimate, look: number, rows: number, precision: Precision): boolean {
  if (known.units === Infinity) return true;
  const counted = countedLook(look, rows, precision);
  if (counted < 1 || known.units < 2) return false;
  return Math.max(...anytimeHalfWidths(known, counted, precision.delta)) <= targetOf(known, precision);
}

/** Model rows of one unit for every background row. */
export function rowsPerUnit(differing: Int32Array): number {
  return differing.reduce((sum, own) => sum + plannedRows(own, 1, 2), 0);
}

/** The rows and units that come next: units up to `units` for the first `rows` background rows. */
export interface NextLook {
  readonly rows: number;
  readonly units: number;
}

/**
 * The next look, at geometric checkpoints: twice as many units, or as many as the budget allows, down to an eighth more. What is then left of the
 * budget goes to one more unit for as many of the first background rows, if it buys a sixteenth more.
 * Undefined when the work is done or the budget is spent.
 */
export function nextLook(known: Estimate, look: number, differing: Int32Array, rowsSpent: number, precision: Precision): NextLook | undefined {
  if (precision.units !== undefined || converged(known, look, differing.length, precision) || known.mostUnits > known.units) return undefined;
  const { units } = known;
  const left = precision.maxRows - rowsSpent;
  const cost = (to: number, rows: number): number => differing.subarray(0, rows).reduce((sum, own) => sum + plannedRows(own, units, to), 0);
  let to = 2 * units;
  while (to > units && cost(to, differing.length) > left) to--;
  if (to > units && (to - units) * 8 >= units) return { rows: differing.length, units: to };
  let rows = 0;
  let load = 0;
  for (; rows < differing.length; rows++) {
    const more = plannedRows(differing[rows]!, units, units + 1);
    if (load + more > left) break;
    load += more;
  }
  return load * 16 >= rowsSpent && load > 0 ? { rows, units: units + 1 } : undefined;
}

/** Model rows still needed to reach the precision, by the square-root law; 0 when it is reached. */
export function forecastRows(known: Estimate, look: number, differing: Int32Array, precision: Precision): number {
  if (converged(known, look, differing.length, precision)) return 0;
  const widest = Math.max(...anytimeHalfWidths(known, Math.max(1, countedLook(look, differing.length, precision)), precision.delta));
  const target = targetOf(known, precision);
  if (target === 0) return Infinity;
  const growth = Math.max(2, (widest / target) ** 2);
  return Math.ceil(rowsPerUnit(differing) * known.units * (growth - 1));
}
