import { type BoxNumbers, SlotBoxes } from '../../models/forest/boxes/slots';
import { OPERATOR_CODE } from '../../models/forest/types';
import { goesLeft } from '../../models/forest/walk';
import type { CellForest } from './cells';

/** Boxes of options: for every feature with a choice some of its options. Such features are numbered from 0 as slots. */
export class OptionSpace extends SlotBoxes {
  /** Number of options by slot. */
  readonly counts: Int32Array<ArrayBuffer>;
  readonly full: BoxNumbers;
  readonly #slotOfFeature: Int32Array<ArrayBuffer>;

  constructor({ forest, options }: CellForest) {
    const free = options.filter(({ values }) => values.length > 1);
    const nodes = new Map<number, number[]>(free.map(({ feature }) => [feature, []]));
    forest.feature.forEach((feature, node) => nodes.get(feature)?.push(node));
    const slots = free.map(({ feature, values }) => {
      const own = nodes.get(feature)!;
      return { input: feature, nodes: own, ordered: own.every((node) => forest.operator[node] !== OPERATOR_CODE.set), tops: Float64Array.from(values.keys()) };
    });
    super(forest, slots, false);
    this.counts = Int32Array.from(free, ({ values }) => values.length);
    this.#slotOfFeature = new Int32Array(forest.features).fill(-1);
    this.inputs.forEach((feature, slot) => (this.#slotOfFeature[feature] = slot));
    this.full = new Int32Array(this.size);
    this.counts.forEach((count, slot) => this.only(this.full, slot, Array.from({ length: count }, (_, place) => place)));
  }

  /** Feature of each slot. */
  get features(): Int32Array<ArrayBuffer> {
    return this.inputs;
  }

  slotOfFeature(feature: number): number {
    return this.#slotOfFeature[feature] ?? -1;
  }

  /** Lets only these options into a slot; of a slot in order they must be next to each other. */
  only(box: BoxNumbers, slot: number, places: readonly number[]): void {
    const at = this.start[slot]!;
    if (this.isOrdered(slot)) {
      box[at] = places[0] ?? 1;
      box[at + 1] = places[places.length - 1] ?? 0;
      return;
    }
    box.fill(0, at, at + this.length[slot]!);
    for (const place of places) box[at + (place >> 5)] = box[at + (place >> 5)]! | (1 << (place & 31));
  }

  /** The options of a slot that are in a box. */
  places(box: BoxNumbers, slot: number): number[] {
    const found: number[] = [];
    for (let place = 0; place < this.counts[slot]!; place++) if (this.has(slot, box, this.start[slot]!, place)) found.push(place);
    return found;
  }

  /** As for any slot; a node that asks about a feature without a choice sends everything to one side. */
  override take(box: BoxNumbers, node: number, left: boolean): boolean {
    return this.slotOf[node]! < 0 ? (goesLeft(this.forest, node, 0) === 1) === left : super.take(box, node, left);
  }

  /** Parts the options of a slot in two: those a leaf box holds, and others; of a slot in order on the side on which `place` stands outside of it. */
  part(box: BoxNumbers, slot: number, leaf: BoxNumbers, leafAt: number, place: number): [outside: BoxNumbers, rest: BoxNumbers] {
    const at = this.start[slot]!;
    const outside = box.slice();
    const rest = box.slice();
    if (this.isOrdered(slot)) {
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
