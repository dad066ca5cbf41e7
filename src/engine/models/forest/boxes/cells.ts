import { nextBelow } from '../layout';
import { OPERATOR_CODE, ZERO_BAND, type Forest } from '../types';
import { goesLeft } from '../walk';
import { below32, floor32 } from '../../onnx/write/round';

/** The upper end of some numbers: x ≤ value, or x < value. */
export interface End {
  readonly value: number;
  readonly inclusive: boolean;
}

/** Where a missing value stands, instead of a place. */
export const MISSING = -1;
/** Where a value that is not among those an input may have stands. */
export const NOWHERE = -2;

/**
 * The numbers of one input cut into cells that no tree tells apart. Cells have places in boxes: where all splits are thresholds, one each,
 * ascending; where some are sets, cells that go the same way at every split share one.
 */
export interface InputCells {
  readonly ordered: boolean;
  /** Cell i holds the numbers above uppers[i − 1] up to uppers[i], as the forest reads them (rounded to float32 where it does); the last is +∞. */
  readonly uppers: Float64Array<ArrayBuffer>;
  /** The same ends as the forest has them. */
  readonly ends: readonly End[];
  /** Place of each cell, {@link NOWHERE} where the input has no value in it. */
  readonly places: Int32Array<ArrayBuffer>;
  /** A value at each place, and the end of its cell (of the last that shares it): what the forest compares with its splits. */
  readonly samples: Float64Array<ArrayBuffer>;
  readonly tops: Float64Array<ArrayBuffer>;
  /** Whether the input may be missing. */
  readonly missing: boolean;
  readonly narrow: boolean;
  readonly zeroIsMissing: boolean;
}

/** The split nodes of each input that is asked about. */
export function nodesByInput(forest: Forest): Map<number, number[]> {
  const nodes = new Map<number, number[]>();
  forest.feature.forEach((input, node) => {
    if (input < 0) return;
    const known = nodes.get(input);
    if (known === undefined) nodes.set(input, [node]);
    else known.push(node);
  });
  return nodes;
}

/**
 * @param nodes the split nodes that ask about the input
 * @param own the person's value, which is always among those the input may have
 * @param values all values the input may have, NaN for missing; undefined for every number and missing
 */
export function inputCells(forest: Forest, input: number, nodes: readonly number[], own: number, values: Float64Array | undefined): InputCells {
  const narrow = forest.arithmetic === 'float32';
  const zeroIsMissing = forest.zeroIsMissing?.[input] === 1;
  const ends = [...cuts(forest, nodes, narrow, zeroIsMissing)].sort(([a], [b]) => a - b);
  const uppers = Float64Array.from(ends, ([upper]) => upper);
  const ordered = nodes.every((node) => forest.operator[node] !== OPERATOR_CODE.set);
  const bare = { ordered, uppers, ends: ends.map(([, end]) => end), narrow, zeroIsMissing };
  const none = new Float64Array(0);
  const within = { ...bare, places: Int32Array.from(uppers.keys()), samples: none, tops: none, missing: true };
  // What each cell is known by: a value of the domain in it, or any value in it.
  const known = new Float64Array(uppers.length).fill(NaN);
  let missing = values === undefined;
  const admit = (value: number): void => {
    const cell = placeOf(within, value);
    if (cell === MISSING) missing = true;
    else if (Number.isNaN(known[cell]!)) known[cell] = value;
  };
  admit(own);
  if (values === undefined) uppers.forEach((_, cell) => (known[cell] = Number.isNaN(known[cell]!) ? valueIn(bare, cell) : known[cell]!));
  else values.forEach(admit);
  const places = ordered ? inOrder(known) : alike(forest, nodes, uppers, known);
  const count = places.reduce((most, place) => Math.max(most, place + 1), 0);
  const samples = new Float64Array(count);
  const tops = new Float64Array(count);
  places.forEach((place, cell) => {
    if (place < 0) return;
    samples[place] = known[cell]!;
    tops[place] = uppers[cell]!;
  });
  return { ...bare, places, samples, tops, missing };
}

/** Place of a value of the input: {@link MISSING}, {@link NOWHERE}, or from 0. */
export function placeOf({ uppers, places, narrow, zeroIsMissing }: InputCells, value: number): number {
  if (Number.isNaN(value) || (zeroIsMissing && Math.abs(value) <= ZERO_BAND)) return MISSING;
  const x = narrow ? Math.fround(value) : value;
  let low = 0;
  let high = uppers.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (uppers[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return places[low]!;
}

/** Upper ends of all cells, as the forest reads numbers, with the ends it states. */
function cuts(forest: Forest, nodes: readonly number[], narrow: boolean, zeroIsMissing: boolean): Map<number, End> {
  const found = new Map<number, End>([[Infinity, { value: Infinity, inclusive: true }]]);
  const upTo = (value: number, inclusive: boolean): void => {
    const upper = inclusive ? (narrow ? floor32(value) : value) : narrow ? below32(value) : value === -Infinity ? NaN : nextBelow(value);
    // Both zeros are the same number, and no number is below −∞.
    if (!Number.isNaN(upper) && !found.has(upper + 0)) found.set(upper + 0, { value: value + 0, inclusive });
  };
  for (const node of nodes) {
    const split = forest.split[node]!;
    if (forest.operator[node] !== OPERATOR_CODE.set) upTo(split, forest.operator[node] === OPERATOR_CODE.le);
    else for (let i = forest.setOffsets[split]!; i < forest.setOffsets[split + 1]!; i++) memberCuts(forest, forest.setValues[i]!, upTo);
  }
  if (zeroIsMissing) {
    // A double just outside the band may be rounded to its edge, so that where numbers are rounded the edge itself is a number.
    upTo(-ZERO_BAND, narrow);
    upTo(ZERO_BAND, !narrow);
  }
  return found;
}

/** Ends of the numbers that are looked up as a set's member. */
function memberCuts({ setCodes }: Forest, member: number, upTo: (value: number, inclusive: boolean) => void): void {
  if (setCodes === undefined) {
    upTo(member, false);
    upTo(member, true);
  } else if (setCodes === 'floor' || member > 0) {
    upTo(member, false);
    upTo(member + 1, false);
  } else {
    upTo(member - 1, true);
    if (member < 0) upTo(member, true);
    else upTo(1, false);
  }
}

/** A number in a cell, as near to its neighbours as can be; NaN where all numbers in it count as missing. */
function valueIn({ uppers, narrow, zeroIsMissing }: Pick<InputCells, 'uppers' | 'narrow' | 'zeroIsMissing'>, cell: number): number {
  const upper = uppers[cell]!;
  const before = uppers[cell - 1];
  if (upper === Infinity) {
    if (before === undefined) return 0;
    const beyond = before + Math.max(1, Math.abs(before));
    return (narrow ? Math.fround(beyond) : beyond) > before ? beyond : Infinity;
  }
  if (!zeroIsMissing || Math.abs(upper) > ZERO_BAND) return upper;
  return narrow && Math.abs(upper) === ZERO_BAND ? upper * (1 + 2 ** -30) : NaN;
}

function inOrder(known: Float64Array): Int32Array<ArrayBuffer> {
  let next = 0;
  return Int32Array.from(known, (value) => (Number.isNaN(value) ? NOWHERE : next++));
}

/** Gives cells that go the same way at every split the same place. */
function alike(forest: Forest, nodes: readonly number[], uppers: Float64Array, known: Float64Array): Int32Array<ArrayBuffer> {
  let places = Int32Array.from(known, (value) => (Number.isNaN(value) ? NOWHERE : 0));
  for (const node of nodes) {
    const renamed = new Map<number, number>();
    places = places.map((place, cell) => {
      if (place < 0) return place;
      const key = 2 * place + goesLeft(forest, node, uppers[cell]!);
      let name = renamed.get(key);
      if (name === undefined) renamed.set(key, (name = renamed.size));
      return name;
    });
  }
  return places;
}
