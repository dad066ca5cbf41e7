import type { Steps } from '../../../jobs/steps';
import type { BoxNumbers, SlotBoxes } from './slots';

/** What is asked of boxes here. */
export type Boxes = Pick<SlotBoxes, 'forest' | 'slotOf' | 'start' | 'length' | 'same' | 'meet' | 'narrow' | 'take'>;

/** Where a tree, or some trees together, give one value: a box, stated only for the slots on which it is smaller than the box they were cut to. */
export interface LeafBox {
  readonly value: number;
  readonly slots: Int32Array<ArrayBuffer>;
  /** The numbers of these slots, one after the other. */
  readonly places: BoxNumbers;
}

/** The leaf boxes of some trees, smallest value first. They share out the box among them: every row of it is in exactly one. */
export interface LeafGroup {
  readonly leaves: readonly LeafBox[];
  readonly slots: ReadonlySet<number>;
}

/** Most leaf boxes of trees taken together. With 300, questions took fewer boxes but twice the time (measured). */
const MERGED = 100;

/**
 * The leaves of one tree that rows of a box reach.
 * @param valueOf value of a leaf vector
 */
export function cutTree(space: Boxes, root: number, box: BoxNumbers, valueOf: (leaf: number) => number): LeafGroup {
  const { forest, slotOf, start, length } = space;
  const leaves: LeafBox[] = [];
  const seen = new Set<number>();
  // Every open branch has the box of its own; `onPath` are the slots asked about on the way.
  const open: { readonly node: number; readonly box: BoxNumbers; readonly onPath: readonly number[] }[] = [{ node: root, box, onPath: [] }];
  for (let branch = open.pop(); branch !== undefined; branch = open.pop()) {
    const { node, box: own, onPath } = branch;
    if (forest.feature[node]! < 0) {
      const slots = onPath.filter((slot) => !space.same(slot, own, start[slot]!, box, start[slot]!));
      slots.forEach((slot) => seen.add(slot));
      const places = slots.flatMap((slot) => [...own.subarray(start[slot]!, start[slot]! + length[slot]!)]);
      leaves.push({ value: valueOf(forest.left[node]!), slots: Int32Array.from(slots), places: Int32Array.from(places) });
      continue;
    }
    const slot = slotOf[node]!;
    const path = slot < 0 || onPath.includes(slot) ? onPath : [...onPath, slot];
    const other = own.slice();
    const goesRight = space.take(other, node, false);
    const mine = node === root ? own.slice() : own;
    if (space.take(mine, node, true)) open.push({ node: forest.left[node]!, box: mine, onPath: path });
    if (goesRight) open.push({ node: forest.right[node]!, box: other, onPath: path });
  }
  return { leaves: leaves.sort((a, b) => a.value - b.value), slots: seen };
}

/** Whether rows of a box are in a leaf box. */
export function reaches(space: Boxes, box: BoxNumbers, { slots, places }: LeafBox): boolean {
  const { start, length } = space;
  for (let k = 0, at = 0; k < slots.length; k++) {
    const slot = slots[k]!;
    if (!space.meet(slot, box, start[slot]!, places, at)) return false;
    at += length[slot]!;
  }
  return true;
}

/** What a box and a leaf box have in common. */
export function within(space: Boxes, box: BoxNumbers, { slots, places }: LeafBox): BoxNumbers {
  const { start, length } = space;
  const out = box.slice();
  for (let k = 0, at = 0; k < slots.length; k++) {
    const slot = slots[k]!;
    space.narrow(slot, out, start[slot]!, places, at);
    at += length[slot]!;
  }
  return out;
}

/**
 * Takes trees together that ask about the same inputs, as long as few leaf boxes come of it: their least sum is then a value some row has, where the
 * sum of their least values need not be.
 * Source: Chen, Zhang, Si, Li, Boning and Hsieh, "Robustness verification of tree-based models" (2019).
 * @param most leaf boxes of trees taken together
 */
export function* mergeGroups(space: Boxes, box: BoxNumbers, groups: readonly LeafGroup[], most = MERGED): Steps<LeafGroup[]> {
  const merged: LeafGroup[] = [];
  const closed = new Set<number>();
  for (const group of [...groups].sort((a, b) => a.leaves.length - b.leaves.length)) {
    let best = -1;
    let shared = 0;
    merged.forEach((candidate, at) => {
      if (closed.has(at) || candidate.leaves.length * group.leaves.length > 16 * most) return;
      const overlap = [...group.slots].filter((slot) => candidate.slots.has(slot)).length;
      if (overlap > shared) [best, shared] = [at, overlap];
    });
    if (best >= 0) yield merged[best]!.leaves.length * group.leaves.length;
    const joined = best < 0 ? undefined : join(space, box, merged[best]!, group, most);
    if (joined !== undefined) {
      merged[best] = joined;
      continue;
    }
    // What was once too much is not tried again: most attempts at a nearly full group fail (measured).
    if (best >= 0) closed.add(best);
    merged.push(group);
  }
  return merged;
}

/** The leaf boxes of two groups together; undefined where there are too many. */
function join(space: Boxes, box: BoxNumbers, a: LeafGroup, b: LeafGroup, most: number): LeafGroup | undefined {
  const { start, length } = space;
  const leaves: LeafBox[] = [];
  for (const first of a.leaves) {
    const common = within(space, box, first);
    for (const second of b.leaves) {
      if (!reaches(space, common, second)) continue;
      if (leaves.length === most) return undefined;
      const both = within(space, common, second);
      const slots = [...new Set([...first.slots, ...second.slots])];
      const places = slots.flatMap((slot) => [...both.subarray(start[slot]!, start[slot]! + length[slot]!)]);
      leaves.push({ value: first.value + second.value, slots: Int32Array.from(slots), places: Int32Array.from(places) });
    }
  }
  return { leaves: leaves.sort((x, y) => x.value - y.value), slots: new Set([...a.slots, ...b.slots]) };
}
