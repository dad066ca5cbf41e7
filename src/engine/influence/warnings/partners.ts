import { midranks, pearson, spearman } from '../../stats/correlation';
import type { Player } from '../players';
import { type PlayerValues, playerValues } from '../values';

/** A player that goes together with another. */
export interface Partner {
  readonly player: number;
  /** From 0 (unrelated) to 1, see {@link association}. */
  readonly association: number;
}

/** Values of a player made ready to be held beside others'. */
export interface PlayerColumn extends PlayerValues {
  /** Midranks of numbers without a missing one; undefined otherwise. */
  readonly ranks: Float64Array | undefined;
}

/** Players count as going together from this association on: half of what one tells about the other. */
export const TOGETHER = 0.7;

/** What every player has in some rows (row-major, `features.length` a row). */
export function playerColumns(players: readonly Player[], features: readonly { readonly kind: 'number' | 'level' }[], rows: Float64Array): PlayerColumn[] {
  return players.map((player) => {
    const own = playerValues(player, features, rows);
    return { ...own, ranks: own.ordered && !own.values.some((value) => Number.isNaN(value)) ? midranks(own.values) : undefined };
  });
}

/** Players whose association with one is {@link TOGETHER} or more, the closest first. */
export function partnersOf(columns: readonly PlayerColumn[], player: number, least = TOGETHER): Partner[] {
  return columns
    .flatMap((column, other) => {
      const found = other === player ? null : association(columns[player]!, column);
      return found !== null && found >= least ? [{ player: other, association: found }] : [];
    })
    .sort((a, b) => b.association - a.association || a.player - b.player);
}

/**
 * How closely two players go together, from 0 to 1; null where one of them does not vary. Two numbers: the size of Spearman's rank correlation. A number
 * and levels: the root of ε², the share of the ranks' variance between levels less what chance would give (Kelley, 1935). Levels: Cramér's V less what
 * chance would give (Bergsma, "A bias-correction for Cramér's V and Tschuprow's T", 2013). A missing level is a level; rows with a missing number are
 * left out.
 */
export function association(a: PlayerColumn, b: PlayerColumn): number | null {
  if (a.ordered && b.ordered) {
    const rho = a.ranks && b.ranks ? pearson(a.ranks, b.ranks) : spearman(a.values, b.values);
    return rho === null ? null : Math.abs(rho);
  }
  if (!a.ordered && !b.ordered) return cramer(a.values, b.values);
  return a.ordered ? betweenLevels(a.values, b.values) : betweenLevels(b.values, a.values);
}

function betweenLevels(numbers: Float64Array, levels: Float64Array): number | null {
  const kept = Int32Array.from(numbers.keys()).filter((row) => !Number.isNaN(numbers[row]!));
  const n = kept.length;
  const ranks = midranks(Float64Array.from(kept, (row) => numbers[row]!));
  const mean = (n + 1) / 2;
  const sums = new Map<number, { count: number; sum: number }>();
  let total = 0;
  ranks.forEach((rank, at) => {
    const level = levels[kept[at]!]!;
    const own = sums.get(level) ?? { count: 0, sum: 0 };
    sums.set(level, { count: own.count + 1, sum: own.sum + rank - mean });
    total += (rank - mean) ** 2;
  });
  if (!(total > 0) || sums.size < 2 || n <= sums.size) return null;
  const between = [...sums.values()].reduce((all, { count, sum }) => all + (sum * sum) / count, 0);
  return Math.sqrt(Math.max(0, 1 - ((1 - between / total) * (n - 1)) / (n - sums.size)));
}

function cramer(a: Float64Array, b: Float64Array): number | null {
  const n = a.length;
  const [left, right] = [countsOf(a), countsOf(b)];
  if (left.size < 2 || right.size < 2) return null;
  const cells = new Map<string, number>();
  a.forEach((value, row) => {
    const key = `${value} ${b[row]}`;
    cells.set(key, (cells.get(key) ?? 0) + 1);
  });
  let chi = 0;
  for (const [key, count] of cells) {
    const [x, y] = key.split(' ').map(Number) as [number, number];
    chi += count ** 2 / (left.get(x)! * right.get(y)!);
  }
  const squared = chi - 1;
  const [r, k] = [left.size, right.size];
  const corrected = Math.max(0, squared - ((r - 1) * (k - 1)) / (n - 1));
  const narrow = Math.min(r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)) - 1;
  return narrow > 0 ? Math.min(1, Math.sqrt(corrected / narrow)) : null;
}

function countsOf(values: Float64Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
