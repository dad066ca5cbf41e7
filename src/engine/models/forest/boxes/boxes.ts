import type { Forest } from '../types';
import { goesLeft } from '../walk';
import type { InputCells } from './cells';
import { inputCells, MISSING, nodesByInput, placeOf } from './cells';

/** Whole numbers laid out by the rules of a {@link BoxSpace}: a box, or some inputs of one. */
export type BoxNumbers = Int32Array<ArrayBuffer>;

/**
 * Boxes: for every input the forest asks about, some of its places. Such inputs are numbered from 0 as slots. A slot whose places are in order takes
 * three numbers (first place, last place, 1 where missing is in); one with sets takes a bit for each place, and the last bit for missing.
 */
export class BoxSpace {
  readonly forest: Forest;
  /** Input of the forest, and its cells, by slot. */
  readonly inputs: Int32Array<ArrayBuffer>;
  readonly cells: readonly InputCells[];
  /** Where each slot starts in a box, and how many numbers it takes. */
  readonly start: Int32Array<ArrayBuffer>;
  readonly length: Int32Array<ArrayBuffer>;
  /** Length of a box. */
  readonly size: number;
  /** Every value the inputs may have. */
  readonly full: BoxNumbers;
  /** Slot each split node asks about. */
  readonly slotOf: Int32Array<ArrayBuffer>;
  readonly #ordered: Uint8Array<ArrayBuffer>;
  /** By node, ordered slots: how many places go left; others: where the bits of those that do start in `#bits`. */
  readonly #side: Int32Array<ArrayBuffer>;
  readonly #bits: BoxNumbers;

  /** @param domains by input: see `inputCells` */
  constructor(forest: Forest, person: Float64Array, domains: readonly (Float64Array | undefined)[]) {
    this.forest = forest;
    const nodes = [...nodesByInput(forest)].sort(([a], [b]) => a - b);
    this.inputs = Int32Array.from(nodes, ([input]) => input);
    this.cells = nodes.map(([input, own]) => inputCells(forest, input, own, person[input]!, domains[input]));
    this.length = Int32Array.from(this.cells, ({ ordered, tops }) => (ordered ? 3 : (tops.length >> 5) + 1));
    this.#ordered = Uint8Array.from(this.cells, ({ ordered }) => +ordered);
    this.start = new Int32Array(nodes.length);
    this.slotOf = new Int32Array(forest.feature.length).fill(-1);
    this.#side = new Int32Array(forest.feature.length);
    const bits: number[] = [];
    let size = 0;
    nodes.forEach(([, own], slot) => {
      const { ordered, tops } = this.cells[slot]!;
      this.start[slot] = size;
      size += this.length[slot]!;
      for (const node of own) {
        this.slotOf[node] = slot;
        this.#side[node] = ordered ? placesLeft(forest, node, tops) : bits.length;
        if (!ordered) bits.push(...bitsLeft(forest, node, tops, this.length[slot]!));
      }
    });
    this.size = size;
    this.#bits = Int32Array.from(bits);
    this.full = new Int32Array(size);
    this.cells.forEach(({ ordered, tops, missing }, slot) => {
      if (ordered) this.full.set([0, tops.length - 1, missing ? 1 : 0], this.start[slot]!);
      else for (let place = missing ? MISSING : 0; place < tops.length; place++) this.admit(this.full, slot, place);
    });
  }

  /** The cell of a row, as a box. Every value of the row must be one its input may have. */
  pointOf(row: Float64Array): BoxNumbers {
    const box = new Int32Array(this.size);
    this.cells.forEach((cells, slot) => {
      const place = placeOf(cells, row[this.inputs[slot]!]!);
      if (!cells.ordered) this.admit(box, slot, place);
      else if (place === MISSING) box.set([1, 0, 1], this.start[slot]!);
      else box.set([place, place, 0], this.start[slot]!);
    });
    return box;
  }

  /** Lets a place, or {@link MISSING}, into a slot that has sets. */
  admit(box: BoxNumbers, slot: number, place: number): void {
    const bit = place === MISSING ? this.cells[slot]!.tops.length : place;
    const word = this.start[slot]! + (bit >> 5);
    box[word] = box[word]! | (1 << (bit & 31));
  }

  /** Whether a place, or {@link MISSING}, is in a box. */
  holds(box: BoxNumbers, slot: number, place: number): boolean {
    const at = this.start[slot]!;
    if (this.#ordered[slot] === 1) return place === MISSING ? box[at + 2] === 1 : place >= box[at]! && place <= box[at + 1]!;
    const bit = place === MISSING ? this.cells[slot]!.tops.length : place;
    return bit >= 0 && ((box[at + (bit >> 5)]! >>> (bit & 31)) & 1) === 1;
  }

  /** Whether the numbers of a slot are the same in two places. */
  same(slot: number, a: BoxNumbers, aAt: number, b: BoxNumbers, bAt: number): boolean {
    for (let k = this.length[slot]! - 1; k >= 0; k--) if (a[aAt + k] !== b[bAt + k]) return false;
    return true;
  }

  /** Whether two choices of places of a slot have one in common. */
  meet(slot: number, a: BoxNumbers, aAt: number, b: BoxNumbers, bAt: number): boolean {
    if (this.#ordered[slot] === 1) {
      if ((a[aAt + 2]! & b[bAt + 2]!) === 1) return true;
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
      a[aAt + 2] = a[aAt + 2]! & b[bAt + 2]!;
    } else for (let k = this.length[slot]! - 1; k >= 0; k--) a[aAt + k] = a[aAt + k]! & b[bAt + k]!;
  }

  /** Leaves of a box only what goes to one side at a node. False where nothing is left. */
  take(box: BoxNumbers, node: number, left: boolean): boolean {
    const slot = this.slotOf[node]!;
    const at = this.start[slot]!;
    const side = this.#side[node]!;
    if (this.#ordered[slot] === 1) {
      if (left) box[at + 1] = Math.min(box[at + 1]!, side - 1);
      else box[at] = Math.max(box[at]!, side);
      if ((this.forest.missingLeft[node] === 1) !== left) box[at + 2] = 0;
      return box[at + 2] === 1 || box[at]! <= box[at + 1]!;
    }
    let some = 0;
    for (let k = this.length[slot]! - 1; k >= 0; k--) {
      const going = this.#bits[side + k]!;
      some |= box[at + k] = box[at + k]! & (left ? going : ~going);
    }
    return some !== 0;
  }

  /** A row with every input that is asked about set to a value in the box, the others as in `row`. */
  sample(box: BoxNumbers, row: Float64Array): Float64Array<ArrayBuffer> {
    const out = Float64Array.from(row);
    this.cells.forEach(({ samples }, slot) => {
      let place = 0;
      while (place < samples.length && !this.holds(box, slot, place)) place++;
      out[this.inputs[slot]!] = place < samples.length ? samples[place]! : NaN;
    });
    return out;
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

function bitsLeft(forest: Forest, node: number, tops: Float64Array, length: number): BoxNumbers {
  const bits = new Int32Array(length);
  for (let bit = 0; bit <= tops.length; bit++) {
    const left = goesLeft(forest, node, bit < tops.length ? tops[bit]! : NaN);
    bits[bit >> 5] = bits[bit >> 5]! | (left << (bit & 31));
  }
  return bits;
}
