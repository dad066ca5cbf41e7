import { studentEstimate } from '../../../stats/intervals';
import type { Estimate } from '../../../stats/intervals';
import { estimate, fractionCells, sizes, type RateId } from '../../rates';
import type { Counts } from '../../counts';
import { differenceOfChanges, NOT_ESTIMABLE, normalP, type PairedChange } from './change';
import { FIXED_SHARES, type FixedShare } from './shares';
import { oneSide, PAIRED_CELLS, type PairedCounts } from './table';
import { tango } from './tango';

/** What a rate is worth before and after, how much one unit of weight in each of the twelve cells moves the change, and how many people tell. */
interface Moved {
  readonly before: number;
  readonly after: number;
  readonly influence: Float64Array;
  readonly variance: number;
  /** Effective number below the line of the fraction, on the side that has fewer. */
  readonly effective: number;
  readonly people: number;
}

/** How fast a rate rises with the share it is a function of. */
const SLOPES: Partial<Record<RateId, (share: number) => number>> = { f1: (s) => 2 / (1 + s) ** 2, treatment: (s) => 1 / (1 - s) ** 2 };

const sideOf = ({ people, weight, square }: PairedCounts, side: 'before' | 'after'): Counts => ({ people: oneSide(people, side), weight: oneSide(weight, side), square: oneSide(square, side) });

/** Which of the six cells of one side a cell of the twelve is in. */
const sixOf = (cell: number, side: 'before' | 'after'): number => ((side === 'before' ? (cell & 2) !== 0 : (cell & 1) !== 0) ? 0 : 3) + (cell >> 2);

function moved(id: RateId, cells: PairedCounts): Moved | null {
  if (id === 'balanced') {
    const [t, f] = [moved('tpr', cells), moved('tnr', cells)];
    if (!t || !f) return null;
    const influence = t.influence.map((own, cell) => (own + f.influence[cell]!) / 2);
    return { before: (t.before + f.before) / 2, after: (t.after + f.after) / 2, influence, variance: (t.variance + f.variance) / 4, effective: Math.min(t.effective, f.effective), people: Math.min(t.people, f.people) };
  }
  const { above, below } = fractionCells(id);
  const influence = new Float64Array(PAIRED_CELLS);
  const values = { before: NaN, after: NaN };
  let [effective, people] = [Infinity, Infinity];
  for (const side of ['before', 'after'] as const) {
    const counts = sideOf(cells, side);
    const value = estimate(id, counts)?.value;
    if (value === undefined || !Number.isFinite(value)) return null;
    const own = sizes(id, counts);
    const share = own.numerator / own.denominator;
    const slope = ((side === 'after' ? 1 : -1) * (SLOPES[id]?.(share) ?? 1)) / own.denominator;
    values[side] = value;
    effective = Math.min(effective, own.effective);
    people = Math.min(people, own.people);
    for (let cell = 0; cell < PAIRED_CELLS; cell++) {
      const six = sixOf(cell, side);
      influence[cell]! += slope * (Number(above.includes(six)) - share * Number(below.includes(six)));
    }
  }
  const raw = influence.reduce((sum, own, cell) => sum + own * own * cells.square[cell]!, 0);
  return { ...values, influence, variance: effective > 1 ? (raw * effective) / (effective - 1) : NaN, effective, people };
}

const isFixed = (id: RateId): id is FixedShare => (FIXED_SHARES as readonly string[]).includes(id);

/**
 * Tango's limits for the number of people that would tell as much if all counted alike: that at which simple sampling has the linearised variance
 * (Korn and Graubard, "Confidence intervals for proportions with small expected number of positive counts estimated from survey data", 1998), and Kish's
 * where nobody moved.
 */
function tangoOf(id: FixedShare, cells: PairedCounts, { before, after, variance, effective }: Moved, level: number): Estimate {
  const { above, below } = fractionCells(id);
  let [gained, lost, all] = [0, 0, 0];
  for (let cell = 0; cell < PAIRED_CELLS; cell++) {
    const weight = cells.weight[cell]!;
    if (!below.includes(sixOf(cell, 'after'))) continue;
    const [was, is] = [above.includes(sixOf(cell, 'before')), above.includes(sixOf(cell, 'after'))];
    all += weight;
    if (is && !was) gained += weight;
    if (was && !is) lost += weight;
  }
  const [up, down] = [gained / all, lost / all];
  const spread = up + down - (up - down) ** 2;
  const size = spread > 0 && variance > 0 ? spread / variance : effective;
  return { value: after - before, ...tango(up * size, down * size, size, level) };
}

/** How a rate of weighted people moved: linearised (each cell's squared weights by its influence), shares of fixed people by Tango's limits. */
export function weightedChange(id: RateId, cells: PairedCounts, level = 0.95): PairedChange {
  const found = moved(id, cells);
  if (!found) return NOT_ESTIMABLE;
  const { before, after, variance, effective, people } = found;
  const limits = isFixed(id) ? tangoOf(id, cells, found, level) : studentEstimate(after - before, Math.sqrt(variance), effective - 1, level);
  return { before, after, difference: after - before, interval: limits && { lower: limits.lower, upper: limits.upper }, p: Number.isNaN(variance) ? null : normalP(after - before, variance), people };
}

/** How the difference of a rate between two groups of weighted people moved. */
export function weightedGapChange(id: RateId, a: PairedCounts, b: PairedCounts, level = 0.95): PairedChange {
  const [left, right] = [moved(id, a), moved(id, b)];
  if (!left || !right) return { ...NOT_ESTIMABLE, people: Math.min(left?.people ?? 0, right?.people ?? 0) };
  const variance = left.variance + right.variance;
  const p = Number.isNaN(variance) ? null : normalP(left.after - left.before - right.after + right.before, variance);
  return differenceOfChanges(weightedChange(id, a, level), weightedChange(id, b, level), p);
}
