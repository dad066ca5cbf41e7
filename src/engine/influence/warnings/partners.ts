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
  /** Values without order, numbered from 0 as they come; undefined for numbers. */
  readonly levels: { readonly codes: Int32Array; readonly counts: readonly number[] } | undefined;
}

/** Players count as going together from this association on: half of what one tells about the other. */
export const TOGETHER = 0.7;

/** What every player has in some rows (row-major, `features.length` a row). */
export function playerColumns(players: readonly Player[], features: readonly { readonly kind: 'number' | 'level' }[], rows: Float64Array): PlayerColumn[] {
  return players.map((player) => {
    const own = playerValues(player, features, rows);
    if (!own.ordered) return { ...own, ranks: undefined, levels: numbered(own.values) };
    return { ...own, ranks: own.values.some((value) => Number.isNaN(value)) ? undefined : midranks(own.values), levels: undefined };
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
  if (a.levels && b.levels) return cramer(a.levels, b.levels);
  return a.levels ? betweenLevels(b, a.levels) : betweenLevels(a, b.levels!);
}

type Levels = NonNullable<PlayerColumn['levels']>;

function betweenLevels({ values, ranks: ready }: PlayerColumn, { codes, counts: all }: Levels): number | null {
  const kept = ready ? undefined : Int32Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]!));
  const ranks = ready ?? midranks(Float64Array.from(kept!, (row) => values[row]!));
  const n = ranks.length;
  const mean = (n + 1) / 2;
  const counts = new Int32Array(all.length);
  const sums = new Float64Array(all.length);
  let total = 0;
  ranks.forEach((rank, at) => {
    const level = codes[kept ? kept[at]! : at]!;
    counts[level] = counts[level]! + 1;
    sums[level] = sums[level]! + rank - mean;
    total += (rank - mean) ** 2;
  });
  const present = counts.reduce((sum, count) => sum + Math.min(1, count), 0);
  if (!(total > 0) || present < 2 || n <= present) return null;
  let between = 0;
  counts.forEach((count, level) => (between += count === 0 ? 0 : sums[level]! ** 2 / count));
  return Math.sqrt(Math.max(0, 1 - ((1 - between / total) * (n - 1)) / (n - present)));
}

function cramer(a: Levels, b: Levels): number | null {
  const n = a.codes.length;
  const [r, k] = [a.counts.length, b.counts.length];
  if (r < 2 || k < 2) return null;
  const cells = new Map<number, number>();
  a.codes.forEach((code, row) => {
    const cell = code * k + b.codes[row]!;
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
  });
  let chi = 0;
  for (const [cell, count] of cells) chi += count ** 2 / (a.counts[Math.floor(cell / k)]! * b.counts[cell % k]!);
  const squared = chi - 1;
  const corrected = Math.max(0, squared - ((r - 1) * (k - 1)) / (n - 1));
  const narrow = Math.min(r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)) - 1;
  return narrow > 0 ? Math.min(1, Math.sqrt(corrected / narrow)) : null;
}

function numbered(values: Float64Array): Levels {
  const known = new Map<number, number>();
  const counts: number[] = [];
  const codes = Int32Array.from(values, (value) => {
    let code = known.get(value);
    if (code === undefined) {
      known.set(value, (code = counts.length));
      counts.push(0);
    }
    counts[code]!++;
    return code;
  });
  return { codes, counts };
}
