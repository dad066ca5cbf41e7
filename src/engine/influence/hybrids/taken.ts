import type { Mixture } from './mixture';
import type { HybridSet } from './set';

/**
 * The number of the hybrid of a background row with some players taken from it, added when it is new. Players on which the row agrees with the person
 * change nothing and are passed over.
 * @param set scratch, `mixture.words` words
 */
export function takenHybrid(mixture: Mixture, row: number, taken: ArrayLike<number>, hybrids: HybridSet, set: Int32Array): number {
  const key = row * mixture.players.length;
  let low = 0;
  let high = 0;
  set.fill(0);
  for (let k = 0; k < taken.length; k++) {
    const player = taken[k]!;
    if (mixture.codes[key + player] === 0) continue;
    low ^= mixture.keyLow[key + player]!;
    high ^= mixture.keyHigh[key + player]!;
    set[player >>> 5] = set[player >>> 5]! | (1 << (player & 31));
  }
  return hybrids.add(low, high, row, set);
}
