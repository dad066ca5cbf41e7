import type { Player } from '../../influence/players';

/** Combinations of values that a player's features have, the most frequent first (of equals the one met first). */
export interface Pattern {
  readonly values: readonly number[];
  readonly count: number;
}

/**
 * @param values feature rows, row-major, `width` a row
 * @param skipMissing leave out combinations with a missing value
 */
export function patternsOf(player: Player, values: Float64Array, width: number, skipMissing = true): Pattern[] {
  const known = new Map<string, { values: number[]; count: number }>();
  for (let at = 0; at < values.length; at += width) {
    const own = player.features.map((feature) => values[at + feature]!);
    if (skipMissing && own.some(Number.isNaN)) continue;
    const key = own.join();
    const pattern = known.get(key);
    if (pattern === undefined) known.set(key, { values: own, count: 1 });
    else pattern.count++;
  }
  return [...known.values()].sort((a, b) => b.count - a.count);
}

/** True where several features say together which one of several levels a row has: each 0 or 1, and exactly one 1. */
export function isBlock(player: Player, values: Float64Array, width: number): boolean {
  if (player.features.length < 2 || values.length === 0) return false;
  for (let at = 0; at < values.length; at += width) {
    let ones = 0;
    for (const feature of player.features) {
      const value = values[at + feature]!;
      if (value !== 0 && value !== 1) return false;
      ones += value;
    }
    if (ones !== 1) return false;
  }
  return true;
}
