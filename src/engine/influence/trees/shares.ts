import { bitCount } from '../games/weights';

/** (p − 1)! q! / (p + q)! at [p * 32 + q], for p ≥ 1: the share of each of p players who must come before q others are missed. */
export const FORWARD = shareTable();

function shareTable(): Float64Array<ArrayBuffer> {
  const table = new Float64Array(32 * 32);
  for (let p = 1; p < 32; p++) {
    table[p * 32] = 1 / p;
    for (let q = 1; p + q < 32; q++) table[p * 32 + q] = (table[p * 32 + q - 1]! * q) / (p + q);
  }
  return table;
}

/**
 * Shares of the players of a path in a leaf's value, summed over the background's words: `own` is the person's word, `others` and `counts` the
 * background's from `from` up to `to`. Only background rows that meet what the person misses count. Players that only the person meets gain (p − 1)!
 * q!/(p + q)! each, those that only the background row meets lose p! (q − 1)!/(p + q)!.
 * Source: Nadel and Wettenstein (2026), "WOODELF"; Lundberg et al. (2020), "From local explanations to global understanding", for the weights.
 * @param shares receives one number per bit
 * @returns false when all are 0
 */
export function pathShares(
  own: number,
  bits: number,
  others: Int32Array,
  counts: Int32Array,
  from: number,
  to: number,
  shares: Float64Array,
  at: number,
): boolean {
  const full = bits === 0 ? 0 : (2 ** bits - 1) | 0;
  const missed = full & ~own;
  const q = bitCount(missed);
  let lost = 0;
  let met = false;
  shares.fill(0, at, at + bits);
  for (let k = from; k < to; k++) {
    const other = others[k]!;
    if ((missed & ~other) !== 0) continue;
    let only = own & ~other;
    const p = bitCount(only);
    const count = counts[k]!;
    if (q > 0) lost += count * FORWARD[q * 32 + p]!;
    met = true;
    if (p === 0) continue;
    const gained = count * FORWARD[p * 32 + q]!;
    for (; only !== 0; only &= only - 1) {
      const bit = 31 - Math.clz32(only & -only);
      shares[at + bit] = shares[at + bit]! + gained;
    }
  }
  for (let rest = missed; rest !== 0; rest &= rest - 1) shares[at + 31 - Math.clz32(rest & -rest)] = -lost;
  return met;
}

/** Where the pair of bits i < j of a path stands among its pairs. */
export function pairAt(i: number, j: number): number {
  return (j * (j - 1)) / 2 + i;
}

/**
 * Pair interactions of a path (Shapley interaction index of a leaf worth 1) for one person's word, summed over the background's words, by
 * {@link pairAt}. Both only the person's: (p − 2)! q!/(p + q − 1)!; both only the background's: p! (q − 2)!/(p + q − 1)!; one of each: −(p − 1)!
 * (q − 1)!/(p + q − 1)!.
 * @returns false when all are 0
 */
export function pathPairs(
  own: number,
  bits: number,
  others: Int32Array,
  counts: Int32Array,
  from: number,
  to: number,
  pairs: Float64Array,
  at: number,
): boolean {
  const full = bits === 0 ? 0 : (2 ** bits - 1) | 0;
  const missed = full & ~own;
  const q = bitCount(missed);
  let met = false;
  pairs.fill(0, at, at + (bits * (bits - 1)) / 2);
  for (let k = from; k < to; k++) {
    const other = others[k]!;
    if ((missed & ~other) !== 0) continue;
    met = true;
    const only = own & ~other;
    const p = bitCount(only);
    const involved = only | missed;
    for (let left = involved; left !== 0; left &= left - 1) {
      const i = 31 - Math.clz32(left & -left);
      for (let right = left & (left - 1); right !== 0; right &= right - 1) {
        const j = 31 - Math.clz32(right & -right);
        const gains = ((only >>> i) & 1) + ((only >>> j) & 1);
        const share = gains === 2 ? FORWARD[(p - 1) * 32 + q]! : gains === 0 ? FORWARD[(q - 1) * 32 + p]! : -FORWARD[p * 32 + q - 1]!;
        pairs[at + pairAt(i, j)] = pairs[at + pairAt(i, j)]! + counts[k]! * share;
      }
    }
  }
  return met;
}
