import { bitCount, shapleyWeights } from './weights';

/*
 * Indices of a game given as a table: value[mask] is the worth of the coalition whose players are the 1 bits of mask, 2^d values for d players.
 */

/** For each player the sum of `terms` over the masks that hold it. Destroys `terms`. */
function sumsByPlayer(terms: Float64Array, players: number): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(players);
  for (let player = players - 1; player >= 0; player--) {
    const half = 2 ** player;
    let sum = 0;
    for (let mask = 0; mask < half; mask++) {
      const upper = terms[half + mask]!;
      sum += upper;
      terms[mask] = terms[mask]! + upper;
    }
    sums[player] = sum;
  }
  return sums;
}

/** Sums over coalitions of weight(size of the rest) × (with − without), for every player at once in O(2^d). */
function semivalues(value: Float64Array, players: number, weights: Float64Array): Float64Array<ArrayBuffer> {
  const size = 2 ** players;
  const terms = new Float64Array(size);
  const nothing = value[0]!;
  let without = 0;
  for (let mask = 1; mask < size; mask++) {
    const count = bitCount(mask);
    const worth = value[mask]! - nothing;
    const lost = count < players ? worth * weights[count]! : 0;
    terms[mask] = worth * weights[count - 1]! + lost;
    without += lost;
  }
  return sumsByPlayer(terms, players).map((sum) => sum - without);
}

/** Shapley values. Their sum is value[all] − value[none]. */
export function shapleyValues(value: Float64Array, players: number): Float64Array<ArrayBuffer> {
  return semivalues(value, players, shapleyWeights(players));
}

/** Banzhaf values: the mean of what a player adds over all 2^(d−1) coalitions of the others. */
export function banzhafValues(value: Float64Array, players: number): Float64Array<ArrayBuffer> {
  return semivalues(value, players, new Float64Array(players).fill(2 ** (1 - players)));
}

/**
 * Interaction of each pair, d × d with zeros on the diagonal: the weighted sum over coalitions of the others of
 * value(S+i+j) − value(S+i) − value(S+j) + value(S). `shapley`: weight s!(d − s − 2)!/(d − 1)!; `banzhaf`: 2^(2−d).
 * Source: Grabisch and Roubens, "An axiomatic approach to the concept of interaction" (1999). Not halved.
 */
export function pairInteractions(value: Float64Array, players: number, kind: 'shapley' | 'banzhaf'): Float64Array<ArrayBuffer> {
  const out = new Float64Array(players * players);
  const weights = kind === 'shapley' ? shapleyWeights(Math.max(0, players - 1)) : new Float64Array(Math.max(0, players - 1)).fill(2 ** (2 - players));
  const size = 2 ** players;
  for (let i = 0; i < players; i++) {
    for (let j = i + 1; j < players; j++) {
      const both = (1 << i) | (1 << j);
      let sum = 0;
      for (let mask = 0; mask < size; mask++) {
        if ((mask & both) !== 0) continue;
        sum += weights[bitCount(mask)]! * (value[mask | both]! - value[mask | (1 << i)]! - value[mask | (1 << j)]! + value[mask]!);
      }
      out[i * players + j] = sum;
      out[j * players + i] = sum;
    }
  }
  return out;
}

/**
 * Two-level Owen values: the Shapley value between groups, and within a group given each coalition of whole other groups.
 * @param group group number per player, from 0
 * Source: Owen, "Values of games with a priori unions" (1977).
 */
export function owenValues(value: Float64Array, players: number, group: Int32Array): Float64Array<ArrayBuffer> {
  const numbers = [...new Set(group)];
  const masks = numbers.map((number) => group.reduce((mask, own, player) => (own === number ? mask | (1 << player) : mask), 0));
  const outer = shapleyWeights(masks.length);
  const out = new Float64Array(players);
  for (const [k, own] of masks.entries()) {
    const others = masks.filter((_, index) => index !== k);
    const inner = shapleyWeights(bitCount(own));
    for (let chosen = 0; chosen < 2 ** others.length; chosen++) {
      const base = others.reduce((mask, other, index) => ((chosen >>> index) & 1 ? mask | other : mask), 0);
      const outerWeight = outer[bitCount(chosen)]!;
      for (let part = own; ; part = (part - 1) & own) {
        for (let rest = own & ~part; rest !== 0; rest &= rest - 1) {
          const bit = rest & -rest;
          const weight = outerWeight * inner[bitCount(part)]!;
          const player = 31 - Math.clz32(bit);
          out[player] = out[player]! + weight * (value[base | part | bit]! - value[base | part]!);
        }
        if (part === 0) break;
      }
    }
  }
  return out;
}

/**
 * Shapley values, or Owen values where groups are given.
 * @param own numbers of the players of the game
 * @param groups group number of every player there is
 */
export function sharesOf(value: Float64Array, own: Int32Array, groups?: Int32Array): Float64Array<ArrayBuffer> {
  if (groups === undefined) return shapleyValues(value, own.length);
  return owenValues(
    value,
    own.length,
    own.map((player) => groups[player]!),
  );
}
