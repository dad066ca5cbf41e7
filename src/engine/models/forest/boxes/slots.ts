import type { Forest } from '../types';
import { goesLeft } from '../walk';

/** Whole numbers laid out by the rules of {@link SlotBoxes}: a box, or some slots of one. */
export type BoxNumbers = Int32Array<ArrayBuffer>;

/** An input that boxes restrict. */
export interface Slot {
  readonly input: number;
  /** Split nodes that ask about it. */
  readonly nodes: readonly number[];
  /** True where all of these are thresholds, so that boxes hold runs of places. */
  readonly ordered: boolean;
  /** By place: the number that the forest compares with its splits. */
  readonly tops: Float64Array<ArrayBuffer>;
}

/**
 * Boxes as whole numbers: for every slot some of its places. A slot whose places are in order takes two numbers, the first and the last place, and a third,
 * 1 where missing is in, if boxes may hold missing values; one with sets takes a bit for each place, and then the last bit for missing.
 */
export class SlotBoxes {
  readonly forest: Forest;
  /** Input of each slot. */
  readonly inputs: Int32Array<ArrayBuffer>;
  /** Where each slot starts in a box, and how many numbers it takes. */
  readonly start: Int32Array<ArrayBuffer>;
  readonly length: Int32Array<ArrayBuffer>;
  /** Length of a box. */
  readonly size: number;
  /** Slot each split node asks about; −1 for inputs without one. */
  readonly slotOf: Int32Array<ArrayBuffer>;
  readonly #ordered: Uint8Array<ArrayBuffer>;
  readonly #missing: boolean;
  /** By node, ordered slots: how many places go left; others: where the bits of those that do start in `#bits`. */
  readonly #side: Int32Array<ArrayBuffer>;
  readonly #bits: BoxNumbers;

  /** @param missing whether boxes may hold missing values */
  constructor(forest: Forest, slots: readonly Slot[], missing: boolean) {
    this.forest = forest;
    this.#missing = missing;
    this.inputs = Int32Array.from(slots, ({ input }) => input);
    this.#ordered = Uint8Array.from(slots, ({ ordered }) => +ordered);
    this.length = Int32Array.from(slots, ({ ordered, tops }) => (ordered ? 2 + +missing : ((tops.length - 1 + +missing) >> 5) + 1));
    this.start = new Int32Array(slots.length);
    this.slotOf = new Int32Array(forest.feature.length).fill(-1);
    this.#side = new Int32Array(forest.feature.length);
    const bits: number[] = [];
    let size = 0;
    slots.forEach(({ nodes, ordered, tops }, slot) => {
      this.start[slot] = size;
      size += this.length[slot]!;
      for (const node of nodes) {
        this.slotOf[node] = slot;
        this.#side[node] = ordered ? placesLeft(forest, node, tops) : bits.length;
        if (!ordered) bits.push(...bitsLeft(forest, node, tops, this.length[slot]!, missing));
      }
    });
    this.size = size;
    this.#bits = Int32Array.from(bits);
  }

  /** True where a slot's boxes are runs of places next to each other. */
  isOrdered(slot: number): boolean {
    return this.#ordered[slot] === 1;
  }

  /** Whether a place is in the numbers of a slot that start at `at`. */
  has(slot: number, numbers: BoxNumbers, at: number, place: number): boolean {
    if (this.#ordered[slot] === 1) return place >= numbers[at]! && place <= numbers[at + 1]!;
    return ((numbers[at + (place >> 5)]! >>> (place & 31)) & 1) === 1;
  }

  /** Whether the numbers of a slot are the same in two places. */
  same(slot: number, a: BoxNumbers, aAt: number, b: BoxNumbers, bAt: number): boolean {
    for (let k = this.length[slot]! - 1; k >= 0; k--) if (a[aAt + k] !== b[bAt + k]) return false;
    return true;
  }

  /** Whether two choices of places of a slot have one in common. */
  meet(slot: number, a: BoxNumbers, aAt: number, b: BoxNumbers, bAt: number): boolean {
    if (this.#ordered[slot] === 1) {
      if (this.#missing && (a[aAt + 2]! & b[bAt + 2]!) === 1) return true;
      const low = a[aAt]! > b[bAt]! ? a[aAt]! : b[bAt]!;
      return low <= a[aAt + 1]! && low <= b[bAt + 1]!;
    }
    for (let k = this.length[slot]! - 1; k >= 0; k--) if ((a[aAt + k]! & b[bAt + k]!) !== 0) return true;
    return false;
  }

  /** Leaves of the places of a slot in `a` only those that are in `b` too. */
  narrow(slot: number, a: BoxNumbers, aAt: number, b: BoxNumbers, bAt: number): void {
    if (this.#ordered[slot] === 1) {
      a[aAt] = Math.max(a[aAt]!, b[bAt]!);
      a[aAt + 1] = Math.min(a[aAt + 1]!, b[bAt + 1]!);
      if (this.#missing) a[aAt + 2] = a[aAt + 2]! & b[bAt + 2]!;
    } else for (let k = this.length[slot]! - 1; k >= 0; k--) a[aAt + k] = a[aAt + k]! & b[bAt + k]!;
  }

  /** Leaves of a box only what goes to one side at a node that asks about a slot. False where nothing is left. */
  take(box: BoxNumbers, node: number, left: boolean): boolean {
    const slot = this.slotOf[node]!;
    const at = this.start[slot]!;
    const side = this.#side[node]!;
    if (this.#ordered[slot] === 1) {
      if (left) box[at + 1] = Math.min(box[at + 1]!, side - 1);
      else box[at] = Math.max(box[at]!, side);
      if (this.#missing && (this.forest.missingLeft[node] === 1) !== left) box[at + 2] = 0;
      return (this.#missing && box[at + 2] === 1) || box[at]! <= box[at + 1]!;
    }
    let some = 0;
    for (let k = this.length[slot]! - 1; k >= 0; k--) {
      const going = this.#bits[side + k]!;
      some |= box[at + k] = box[at + k]! & (left ? going : ~going);
    }
    return some !== 0;
  }
}

/** How many places, from the first, go left at a threshold. */
function placesLeft(forest: Forest, node: number, tops: Float64Array): number {
  let low = 0;
  let high = tops.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (goesLeft(forest, node, tops[middle]!) === 1) low = middle + 1;
    else high = middle;
  }
  return low;
}

function bitsLeft(forest: Forest, node: number, tops: Float64Array, length: number, missing: boolean): BoxNumbers {
  const bits = new Int32Array(length);
  const count = tops.length + +missing;
  for (let bit = 0; bit < count; bit++) {
    const left = goesLeft(forest, node, bit < tops.length ? tops[bit]! : NaN);
    bits[bit >> 5] = bits[bit >> 5]! | (left << (bit & 31));
  }
  return bits;
}
