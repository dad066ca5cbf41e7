import type { Random } from '../../stats/random';

/**
 * Which row each row takes a player's values from: a random cycle through all rows, so that none keeps its own and each is equally likely to come
 * from any other. Source: Sattolo, "An algorithm to generate a random cyclic permutation" (1986).
 * @param strata when given, values are taken from rows of the same stratum only; a row alone in its stratum keeps its own
 */
export function cyclicDonors(rows: number, random: Random, strata?: Int32Array): Int32Array<ArrayBuffer> {
  const donors = Int32Array.from({ length: rows }, (_, row) => row);
  for (const members of membersOf(rows, strata)) {
    for (let i = members.length - 1; i > 0; i--) {
      const j = random.below(i);
      const held = donors[members[i]!]!;
      donors[members[i]!] = donors[members[j]!]!;
      donors[members[j]!] = held;
    }
  }
  return donors;
}

function membersOf(rows: number, strata?: Int32Array): number[][] {
  const lists = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const own = strata?.[row] ?? 0;
    const list = lists.get(own);
    if (list === undefined) lists.set(own, [row]);
    else list.push(row);
  }
  return [...lists.values()];
}
