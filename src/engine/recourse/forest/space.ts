import type { BoxNumbers } from '../../models/forest/boxes/boxes';
import type { Boxes } from '../../models/forest/boxes/groups';
import { OPERATOR_CODE, type Forest } from '../../models/forest/types';
import type { CellForest } from './cells';

/**
 * Boxes of options: for every feature with a choice some of its options. Such features are numbered from 0 as slots. A slot whose splits are all
 * thresholds takes two numbers, its first and last option; one with sets takes a bit for each option.
 */
export class OptionSpace implements Boxes {
  readonly forest: Forest;
  /** Feature and number of options by slot. */
  readonly features: Int32Array<ArrayBuffer>;
  readonly counts: Int32Array<ArrayBuffer>;
  readonly start: Int32Array<ArrayBuffer>;
  readonly length: Int32Array<ArrayBuffer>;
  /** Slot each split node asks about, −1 where its feature has one option. */
  readonly slotOf: Int32Array<ArrayBuffer>;
  readonly full: BoxNumbers;
  readonly #ordered: Uint8Array<ArrayBuffer>;
  readonly #slotOfFeature: Int32Array<ArrayBuffer>;

  constructor({ forest, options }: CellForest) {
    this.forest = forest;
    const free = options.filter(({ values }) => values.length > 1);
    this.features = Int32Array.from(free, ({ feature }) => feature);
    this.counts = Int32Array.from(free, ({ values }) => values.length);
    this.#slotOfFeature = new Int32Array(forest.features).fill(-1);
    this.features.forEach((feature, slot) => (this.#slotOfFeature[feature] = slot));
    this.slotOf = Int32Array.from(forest.feature, (feature) => (feature < 0 ? -1 : this.#slotOfFeature[feature]!));
    this.#ordered = new Uint8Array(free.length).fill(1);
    forest.operator.forEach((operator, node) => {
      const slot = this.slotOf[node]!;
      if (operator === OPERATOR_CODE.set && slot >= 0) this.#ordered[slot] = 0;
    });
    this.length = Int32Array.from(this.counts, (count, slot) => (this.#ordered[slot] === 1 ? 2 : ((count - 1) >> 5) + 1));
    this.start = new Int32Array(free.length);
    for (let slot = 1; slot < free.length; slot++) this.start[slot] = this.start[slot - 1]! + this.length[slot - 1]!;
    this.full = new Int32Array(this.length.reduce((sum, length) => sum + length, 0));
    this.counts.forEach((count, slot) => this.only(this.full, slot, Array.from({ length: count }, (_, place) => place)));
  }

  /** True where a slot's boxes are runs of options next to each other. */
  isOrdered(slot: number): boolean {
    return this.#ordered[slot] === 1;
  }

  slotOfFeature(feature: number): number {
    return this.#slotOfFeature[feature] ?? -1;
  }

  /** Lets only these options into a slot; of a slot in order they must be next to each other. */
  only(box: BoxNumbers, slot: number, places: readonly number[]): void {
    const at = this.start[slot]!;
    if (this.#ordered[slot] === 1) {
      box[at] = places[0] ?? 1;
      box[at + 1] = places[places.length - 1] ?? 0;
      return;
    }
    box.fill(0, at, at + this.length[slot]!);
    for (const place of places) box[at + (place >> 5)] = box[at + (place >> 5)]! | (1 << (place & 31));
  }

  holds(slot: number, box: BoxNumbers, at: number, place: number): boolean {
    if (this.#ordered[slot] === 1) return place >= box[at]! && place <= box[at + 1]!;
    return ((box[at + (place >> 5)]! >>> (place & 31)) & 1) === 1;
  }

  /** The options of a slot that are in a box. */
  places(box: BoxNumbers, slot: number): number[] {
    const found: number[] = [];
    for (let place = 0; place < this.counts[slot]!; place++) if (this.holds(slot, box, this.start[slot]!, place)) found.push(place);
    return found;
  }

  same(slot: number, a: BoxNumbers, aAt: number, b: BoxNumbers, bAt: number): boolean {
    for (let k = this.length[slot]! - 1; k >= 0; k--) if (a[aAt + k] !== b[bAt + k]) return false;
    return true;
  }

  meet(slot: number, a: BoxNumbers, aAt: number, b: BoxNumbers, bAt: number): boolean {
    if (this.#ordered[slot] === 1) {
      const low = a[aAt]! > b[bAt]! ? a[aAt]! : b[bAt]!;
      return low <= a[aAt + 1]! && low <= b[bAt + 1]!;
    }
    for (let k = this.length[slot]! - 1; k >= 0; k--) if ((a[aAt + k]! & b[bAt + k]!) !== 0) return true;
    return false;
  }

  narrow(slot: number, a: BoxNumbers, aAt: number, b: BoxNumbers, bAt: number): void {
    if (this.#ordered[slot] === 1) {
      a[aAt] = Math.max(a[aAt]!, b[bAt]!);
      a[aAt + 1] = Math.min(a[aAt + 1]!, b[bAt + 1]!);
    } else for (let k = this.length[slot]! - 1; k >= 0; k--) a[aAt + k] = a[aAt + k]! & b[bAt + k]!;
  }

  /** Leaves of a box only what goes to one side at a node. False where nothing is left. */
  take(box: BoxNumbers, node: number, left: boolean): boolean {
    const { forest } = this;
    const slot = this.slotOf[node]!;
    const split = forest.split[node]!;
    if (slot < 0) return this.#setHolds(node, 0) === left;
    const at = this.start[slot]!;
    if (this.#ordered[slot] === 1) {
      if (left) box[at + 1] = Math.min(box[at + 1]!, split);
      else box[at] = Math.max(box[at]!, split + 1);
      return box[at]! <= box[at + 1]!;
    }
    let some = 0;
    for (let place = 0; place < this.counts[slot]!; place++) {
      if (this.#setHolds(node, place) !== left) box[at + (place >> 5)] = box[at + (place >> 5)]! & ~(1 << (place & 31));
    }
    for (let k = this.length[slot]! - 1; k >= 0; k--) some |= box[at + k]!;
    return some !== 0;
  }

  #setHolds(node: number, place: number): boolean {
    const { forest } = this;
    const split = forest.split[node]!;
    if (forest.operator[node] !== OPERATOR_CODE.set) return place <= split;
    for (let i = forest.setOffsets[split]!; i < forest.setOffsets[split + 1]!; i++) if (forest.setValues[i] === place) return true;
    return false;
  }

  /** Parts the options of a slot in two: those a leaf box holds, and others; of a slot in order on the side on which `place` stands outside of it. */
  part(box: BoxNumbers, slot: number, leaf: BoxNumbers, leafAt: number, place: number): [outside: BoxNumbers, rest: BoxNumbers] {
    const at = this.start[slot]!;
    const outside = box.slice();
    const rest = box.slice();
    if (this.#ordered[slot] === 1) {
      if (place < leaf[leafAt]!) {
        outside[at + 1] = Math.min(outside[at + 1]!, leaf[leafAt]! - 1);
        rest[at] = Math.max(rest[at]!, leaf[leafAt]!);
      } else {
        outside[at] = Math.max(outside[at]!, leaf[leafAt + 1]! + 1);
        rest[at + 1] = Math.min(rest[at + 1]!, leaf[leafAt + 1]!);
      }
    } else {
      for (let k = this.length[slot]! - 1; k >= 0; k--) {
        outside[at + k] = outside[at + k]! & ~leaf[leafAt + k]!;
        rest[at + k] = rest[at + k]! & leaf[leafAt + k]!;
      }
    }
    return [outside, rest];
  }
}
