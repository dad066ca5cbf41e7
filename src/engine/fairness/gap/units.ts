import { Random } from '../../stats/random';
import { rankCounterparts } from './coupling';
import type { GapQuestion } from './types';

/** Streams of random numbers kept apart. */
const STREAM = { a: 1, b: 2, compared: 3, coupling: 4 };
/** People swapped by rank are matched within blocks, whose differences tell the error: so many blocks, of at least so many pairs. */
const BLOCKS = { most: 20, least: 10 };

/** Which person of each group, and which comparison rows, each unit has: positions among the rows of the question. */
export interface UnitRows {
  readonly units: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** Units × {@link each}. */
  readonly compared: Int32Array;
  /** Comparison rows of one unit. */
  readonly each: number;
  /** `swap-ranks` only: how many blocks there are; unit u is in block u modulo this. */
  readonly blocks: number;
}

/** `size` positions below `from`, lap after lap in fresh random orders, so that nobody comes a second time before all have come once. */
function laps(from: number, size: number, random: Random): Int32Array<ArrayBuffer> {
  const out = new Int32Array(size);
  for (let at = 0; at < size; at += from) out.set(random.sample(from, Math.min(from, size - at)), at);
  return out;
}

/**
 * `size` positions in proportion to weights, those of one row next to each other: equal steps along the weights laid end to end in random order, so that a
 * row comes as often as its share of the weight says, up to one. Source: Madow, "On the theory of systematic sampling, II" (1949).
 */
export function inProportion(weights: Float64Array, size: number, random: Random): Int32Array<ArrayBuffer> {
  const order = random.shuffle(Int32Array.from(weights.keys()));
  const step = weights.reduce((sum, weight) => sum + weight, 0) / size;
  const out = new Int32Array(size);
  let [filled, upTo] = [0, 0];
  const start = random.uniform();
  for (const row of order) {
    upTo += weights[row]!;
    while (filled < size && (filled + start) * step < upTo) out[filled++] = row;
  }
  // What rounding leaves at the end of the line is the last row that has a weight.
  return filled < size ? out.fill(out[filled - 1]!, filled) : out;
}

/** The same list so that what stands together in it is in one block, where unit u is in block u modulo `blocks`. */
function intoBlocks(list: Int32Array, blocks: number): Int32Array<ArrayBuffer> {
  const out = new Int32Array(list.length);
  let next = 0;
  for (let block = 0; block < blocks; block++) for (let unit = block; unit < list.length; unit += blocks) out[unit] = list[next++]!;
  return out;
}

/**
 * Rows drawn in proportion to their weights: all rows with a weight, where they are no more than `size`, else those drawn, with how often each was.
 * @returns positions among the weights given, with the weight each is to have
 */
export function drawWeighted(weights: Float64Array, size: number, random: Random): { readonly rows: Int32Array<ArrayBuffer>; readonly weights: Float64Array<ArrayBuffer> } {
  const able = Int32Array.from(weights.keys()).filter((row) => weights[row]! > 0);
  if (able.length <= size) return { rows: able, weights: Float64Array.from(able, (row) => weights[row]!) };
  const times = new Map<number, number>();
  for (const row of inProportion(weights, size, random)) times.set(row, (times.get(row) ?? 0) + 1);
  return { rows: Int32Array.from(times.keys()), weights: Float64Array.from(times.values()) };
}

/** The same for the same question, whoever asks. */
export function unitRows({ a, b, width, background, backgroundWeights, settings, lens }: GapQuestion): UnitRows {
  const { seed } = settings;
  const [people, others] = [a.rows.length / width, b.rows.length / width];
  const ranks = lens === 'swap-ranks';
  // Matched by rank, nobody is used twice: blocks must have nobody in common.
  const units = ranks ? Math.min(settings.units, people, others) : settings.units;
  const each = lens === 'shared' ? 1 : lens === 'unary' ? settings.shuffles : 0;
  const blocks = ranks ? Math.max(1, Math.min(BLOCKS.most, Math.floor(units / BLOCKS.least))) : 0;
  const drawn = (from: number, size: number, weights: Float64Array | undefined, stream: number): Int32Array => {
    const random = Random.stream(seed, stream);
    if (!weights) return laps(from, size, random);
    const list = inProportion(weights, size, random);
    return ranks ? intoBlocks(list, blocks) : random.shuffle(list);
  };
  return {
    units,
    a: drawn(people, units, a.weights, STREAM.a),
    b: drawn(others, units, b.weights, STREAM.b),
    compared: each === 0 ? new Int32Array(0) : drawn(background.length / width, units * each, backgroundWeights, STREAM.compared),
    each,
    blocks,
  };
}

/** Feature rows by position. */
export function takeUnits(values: Float64Array, which: Int32Array, width: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(which.length * width);
  which.forEach((row, at) => out.set(values.subarray(row * width, (row + 1) * width), at * width));
  return out;
}

/** For each unit the counterpart of its person of `a` by rank among the people of `b` of the same block. */
export function counterparts({ a, b, width, players, settings, ordered }: GapQuestion, rows: UnitRows): Float64Array<ArrayBuffer> {
  const out = new Float64Array(rows.units * width);
  const random = Random.stream(settings.seed, STREAM.coupling);
  const isNumber = (feature: number): boolean => ordered === undefined || ordered[feature] === 1;
  for (let block = 0; block < rows.blocks; block++) {
    const own = Int32Array.from({ length: Math.ceil((rows.units - block) / rows.blocks) }, (_, i) => block + i * rows.blocks);
    const pick = (which: Int32Array): Int32Array => own.map((unit) => which[unit]!);
    const made = rankCounterparts(takeUnits(a.rows, pick(rows.a), width), takeUnits(b.rows, pick(rows.b), width), width, players, isNumber, random);
    own.forEach((unit, at) => out.set(made.subarray(at * width, (at + 1) * width), unit * width));
  }
  return out;
}
