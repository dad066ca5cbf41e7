import type { Forest } from '../types';
import type { InputCells } from './cells';
import { inputCells, MISSING, nodesByInput, placeOf } from './cells';
import { type BoxNumbers, SlotBoxes } from './slots';

/** Boxes over cells of numbers: for every input the forest asks about, some of its places, and missing or not. Such inputs are numbered from 0 as slots. */
export class BoxSpace extends SlotBoxes {
  /** Cells of the forest's input, by slot. */
  readonly cells: readonly InputCells[];
  /** Every value the inputs may have. */
  readonly full: BoxNumbers;

  /** @param domains by input: see `inputCells` */
  constructor(forest: Forest, person: Float64Array, domains: readonly (Float64Array | undefined)[]) {
    const nodes = [...nodesByInput(forest)].sort(([a], [b]) => a - b);
    const cells = nodes.map(([input, own]) => inputCells(forest, input, own, person[input]!, domains[input]));
    super(forest, nodes.map(([input, own], slot) => ({ input, nodes: own, ordered: cells[slot]!.ordered, tops: cells[slot]!.tops })), true);
    this.cells = cells;
    this.full = new Int32Array(this.size);
    cells.forEach(({ ordered, tops, missing }, slot) => {
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
    if (place === MISSING) return this.isOrdered(slot) ? box[at + 2] === 1 : this.has(slot, box, at, this.cells[slot]!.tops.length);
    return place >= 0 && this.has(slot, box, at, place);
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
