import { Random } from '../../stats/random';
import type { PairStratum } from './strata';

/** Strata up to this size are listed and shuffled; larger ones are drawn set by set, passing over sets drawn before. */
const LISTED = 20_000;

/** Every set of `size` of `players` players; with `first`, only those that hold player 0. */
function listSets(players: number, size: number, first: boolean): Int32Array<ArrayBuffer>[] {
  const sets: Int32Array<ArrayBuffer>[] = [];
  const set = Int32Array.from({ length: size }, (_, i) => i);
  for (;;) {
    sets.push(set.slice());
    let at = size - 1;
    while (at >= 0 && set[at] === players - size + at) at--;
    if (at < 0 || (first && at === 0)) return sets;
    set[at] = set[at]! + 1;
    for (let next = at + 1; next < size; next++) set[next] = set[next - 1]! + 1;
  }
}

/**
 * The first `count` pairs of a stratum in an order that depends on the seed alone, every order being equally likely: so they are a random sample
 * without repeats, and part of any longer one. A pair is given by its smaller side; of two equal sides by the one with player 0.
 */
export function drawPairs(stratum: PairStratum, players: number, count: number, seed: number): Int32Array<ArrayBuffer>[] {
  const { size, pairs } = stratum;
  const random = Random.stream(seed, size);
  const halves = size * 2 === players;
  if (pairs <= LISTED) {
    const sets = listSets(players, size, halves);
    return Array.from(random.sample(pairs, pairs).subarray(0, count), (index) => sets[index]!);
  }
  const known = new Set<string>();
  const drawn: Int32Array<ArrayBuffer>[] = [];
  while (drawn.length < count) {
    const set = random.sample(players, size);
    const smaller = halves && !set.includes(0) ? complement(set, players) : set;
    const key = smaller.sort().join();
    if (known.has(key)) continue;
    known.add(key);
    drawn.push(smaller);
  }
  return drawn;
}

/** The players that are not in a set. */
export function complement(set: Int32Array, players: number): Int32Array<ArrayBuffer> {
  const inside = new Uint8Array(players);
  for (const player of set) inside[player] = 1;
  return Int32Array.from({ length: players }, (_, player) => player).filter((player) => inside[player] === 0);
}
