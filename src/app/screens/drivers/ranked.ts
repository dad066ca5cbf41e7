import { meanInfluence } from '../../../engine/influence/importance/mean-influence';
import type { Importance } from '../../../engine/influence/importance/job';
import type { PermutationImportance } from '../../../engine/influence/importance/permutation-job';
import type { Sage } from '../../../engine/influence/importance/sage-types';
import type { Population } from '../../../engine/influence/trees/population-job';
import { twoSidedStudent } from '../../../engine/influence/sampled/estimate';
import type { DotRow } from '../../charts/importance/types';

/** Rows that are drawn; the others are told of in one line. */
export const MOST = 10;
const INNER = 0.34;
const OUTER = 0.05;

/** Inputs that have a row of their own, of all in order: of many, none that moves nobody. */
export function shownRows<Row extends { readonly value: number }>(all: readonly Row[]): readonly Row[] {
  if (all.length <= MOST) return all;
  const first = all.slice(0, MOST);
  const some = first.filter(({ value }) => value !== 0);
  return some.length > 0 ? some : first;
}

function row(player: number, label: string, value: number, half66: number, half95: number, floor = -Infinity): DotRow {
  const around = (half: number): { low: number | null; high: number | null } => (Number.isNaN(half) ? { low: null, high: null } : { low: Math.max(floor, value - half), high: value + half });
  const [inner, outer] = [around(half66), around(half95)];
  return { id: String(player), label, value, low66: inner.low, high66: inner.high, low95: outer.low, high95: outer.high };
}

const bySize = (a: DotRow, b: DotRow): number => b.value - a.value;

/** Inputs by the mean size of their influence, largest first. */
export function byInfluence({ players, means, rows }: Importance): DotRow[] {
  const inner = meanInfluence(rows, INNER);
  return players.map((label, player) => row(player, label, means[player]!.size, inner[player]!.sizeHalfWidth, means[player]!.sizeHalfWidth, 0)).sort(bySize);
}

/** The same over everybody: exact, so each interval is its value. */
export function byEverybody({ players, means }: Population): DotRow[] {
  return players.map((label, player) => row(player, label, means[player]!.size, 0, 0)).sort(bySize);
}

/** Inputs by how much worse the model predicts without them, largest first; those not shuffled yet are left out. */
export function byLoss({ players, rises, rows }: PermutationImportance): DotRow[] {
  const narrower = twoSidedStudent(rows - 1, INNER) / twoSidedStudent(rows - 1, OUTER);
  return players
    .flatMap((label, player) => {
      const own = rises[player];
      return own ? [row(player, label, own.rise, own.halfWidth * narrower, own.halfWidth)] : [];
    })
    .sort(bySize);
}

/**
 * Inputs by their Shapley share of the loss that is saved, largest first. The 95% interval holds at every look of a computation that stops by itself, and so
 * is a little wider than the inner one suggests.
 */
export function bySage({ players, saved, halfWidth, anytimeHalfWidth, rows }: Sage): DotRow[] {
  const narrower = twoSidedStudent(rows - 1, INNER) / twoSidedStudent(rows - 1, OUTER);
  return players.map((label, player) => row(player, label, saved[player]!, halfWidth[player]! * narrower, anytimeHalfWidth[player]!)).sort(bySize);
}

/** True where the two largest cannot be told apart. */
export function neckAndNeck([first, second]: readonly DotRow[]): boolean {
  if (!first || !second || first.low95 === null || second.high95 === null) return false;
  return second.high95 >= first.value && second.value > 0;
}
