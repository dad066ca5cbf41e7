import { kendallTau } from '../../stats/kendall';
import { ranksBySize } from './ranks';

/** Values of the same players in the same order, each with the half-width of its interval. */
export interface Measured {
  readonly values: Float64Array;
  /** 0 when exact; NaN or absent when not known. */
  readonly halfWidths?: Float64Array;
}

/** What became of one player. */
export interface Move {
  readonly player: number;
  readonly before: number;
  readonly after: number;
  /** after − before where both are in one unit, else the difference of their shares of all sizes. */
  readonly change: number;
  /** At most how far the change could be off: the two half-widths added. 0 when exact. */
  readonly halfWidth: number;
  /** By size, 0 the largest. */
  readonly rankBefore: number;
  readonly rankAfter: number;
  /** The value has another sign than before, and neither interval reaches to zero. */
  readonly turned: boolean;
}

export interface Change {
  /** Largest change first. */
  readonly moves: readonly Move[];
  /** False where the two answers are in different units, so that only shares and ranks can be compared. */
  readonly sameUnit: boolean;
  /** Agreement of the two orders by size, Kendall's tau-b; null where one of them orders nothing. */
  readonly tau: number | null;
}

/**
 * What changed between two answers to “which inputs carry the difference”, for the same person and players with another background or quantity.
 * @throws RangeError when the answers are not about equally many players
 */
export function changeBetween(before: Measured, after: Measured, sameUnit: boolean): Change {
  const count = before.values.length;
  if (after.values.length !== count) throw new RangeError(`${count} players before, ${after.values.length} after`);
  const [first, second] = sameUnit ? [before, after] : [inShares(before), inShares(after)];
  const [rankBefore, rankAfter] = [ranksBySize(before.values), ranksBySize(after.values)];
  const moves = Array.from({ length: count }, (_, player): Move => {
    const [was, is] = [before.values[player]!, after.values[player]!];
    return {
      player,
      before: was,
      after: is,
      change: second.values[player]! - first.values[player]!,
      halfWidth: halfOf(first, player) + halfOf(second, player),
      rankBefore: rankBefore[player]!,
      rankAfter: rankAfter[player]!,
      turned: was * is < 0 && isSure(before, player) && isSure(after, player),
    };
  });
  moves.sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || a.player - b.player);
  return { moves, sameUnit, tau: kendallTau(before.values.map(Math.abs), after.values.map(Math.abs)) };
}

function halfOf({ halfWidths }: Measured, player: number): number {
  return halfWidths?.[player] ?? 0;
}

/** Whether the interval of a value stays on one side of zero. */
export function isSure(measured: Measured, player: number): boolean {
  const half = halfOf(measured, player);
  return Math.abs(measured.values[player]!) > (Number.isNaN(half) ? Infinity : half);
}

/** Values as shares of the sum of all sizes. */
function inShares({ values, halfWidths }: Measured): Measured {
  const whole = values.reduce((sum, value) => sum + Math.abs(value), 0);
  const share = (value: number): number => (whole > 0 ? value / whole : 0);
  return { values: Float64Array.from(values, share), ...(halfWidths ? { halfWidths: Float64Array.from(halfWidths, share) } : {}) };
}
