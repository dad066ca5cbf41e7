import { Random } from '../../stats/random';

/** Where each kind of draw begins among a seed's streams, so that no two kinds share numbers: a seed has 2^53 of them. */
const START = { people: 0, replacement: 2 ** 32, signs: 2 ** 33, pairs: 2 ** 34, holdOut: 2 ** 35, counts: 2 ** 36, component: 2 ** 37 } as const;

/** Number of the first stream of one kind of draw, for functions that count their draws from a number on. */
export const streamFrom = (kind: keyof typeof START): number => START[kind];

/** The stream of draw `index` of one kind. */
export function stream(seed: number, kind: keyof typeof START, index = 0): Random {
  return Random.stream(seed, START[kind] + index);
}

/** At most `size` of some rows, drawn without replacement, in random order. */
export function drawPeople(rows: Int32Array, size: number, seed: number): Int32Array<ArrayBuffer> {
  return stream(seed, 'people').sample(rows.length, Math.floor(size)).map((index) => rows[index]!);
}
