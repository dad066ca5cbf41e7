import { OPERATOR_CODE, type Forest } from './types';

/** What a slot makes of a missing value: the right side, the left side, or nothing but the fact (1 missing, 0 not). */
export const SLOT_KIND = { right: 0, left: 1, missing: 2 } as const;

/**
 * A forest laid out for running without branches. Siblings are neighbours and every node asks one question of one slot, `cell > split`, so that
 * a step is `child + answer`; a leaf is its own child and splits at +∞, so that all rows of a tree can take the same number of steps.
 * A slot is an input with missing values replaced by +∞ or −∞, whichever leads to the side wanted.
 */
export interface ForestLayout {
  /** Input and {@link SLOT_KIND} of each slot. */
  readonly slotFeature: Int32Array<ArrayBuffer>;
  readonly slotKind: Uint8Array<ArrayBuffer>;
  /** Pairs: slot, left child. */
  readonly links: Int32Array<ArrayBuffer>;
  /** cell > split goes right. `x < s` is kept as x ≤ the next double below s. */
  readonly split: Float64Array<ArrayBuffer>;
  /** Node of the forest that stands here. */
  readonly source: Int32Array<ArrayBuffer>;
  /** Leaf vector of a leaf, −1 for a split. */
  readonly leaf: Int32Array<ArrayBuffer>;
  readonly roots: Int32Array<ArrayBuffer>;
  readonly depth: Int32Array<ArrayBuffer>;
  /** 0 for trees to walk node by node: with sets, with `x < −∞`, or so uneven that most leaves lie far above the deepest. */
  readonly steady: Uint8Array<ArrayBuffer>;
}

/** Full depth is walked up to this multiple of the mean depth of leaves; beyond it, leaving early wins (measured). */
const UNEVEN = 3;

const view = new DataView(new ArrayBuffer(8));

/** The next double below a finite x or +∞. */
export function nextBelow(x: number): number {
  if (x === 0) return -Number.MIN_VALUE;
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + (x > 0 ? -1n : 1n));
  return view.getFloat64(0);
}

/** Hands out slot numbers, one per input and kind in use. */
class Slots {
  readonly feature: number[] = [];
  readonly kind: number[] = [];
  readonly #known = new Map<number, number>();

  of(feature: number, kind: number): number {
    const key = feature * 3 + kind;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.feature.length);
    this.kind.push(kind);
    return this.feature.push(feature) - 1;
  }
}

/** Lays out every tree breadth first. The forest must have passed `validateForest`. */
export function layOut(forest: Forest): ForestLayout {
  const count = forest.feature.length;
  const trees = forest.roots.length;
  const links = new Int32Array(count * 2);
  const split = new Float64Array(count);
  const leaf = new Int32Array(count).fill(-1);
  const source = new Int32Array(count);
  const roots = new Int32Array(trees);
  const depth = new Int32Array(trees);
  const steady = new Uint8Array(trees).fill(1);
  const slots = new Slots();
  let end = 0;

  /** Fills one node and returns whether the fast walk can take it. */
  const place = (at: number, node: number): boolean => {
    const feature = forest.feature[node]!;
    const missingLeft = forest.missingLeft[node] === 1;
    const value = forest.split[node]!;
    const operator = forest.operator[node]!;
    links[2 * at] = slots.of(feature, missingLeft ? SLOT_KIND.left : SLOT_KIND.right);
    if (operator === OPERATOR_CODE.set || (operator === OPERATOR_CODE.lt && value === -Infinity)) return false;
    if (operator === OPERATOR_CODE.le && value === Infinity && !missingLeft) {
      links[2 * at] = slots.of(feature, SLOT_KIND.missing);
      split[at] = 0.5;
    } else split[at] = operator === OPERATOR_CODE.lt ? nextBelow(value) : value;
    return true;
  };

  forest.roots.forEach((root, tree) => {
    let at = end;
    roots[tree] = at;
    source[end++] = root;
    let levelEnd = end;
    let leaves = 0;
    let leafDepths = 0;
    for (; at < end; at++) {
      if (at === levelEnd) {
        depth[tree] = depth[tree]! + 1;
        levelEnd = end;
      }
      const node = source[at]!;
      if (forest.feature[node]! < 0) {
        links[2 * at + 1] = at;
        split[at] = Infinity;
        leaf[at] = forest.left[node]!;
        leaves++;
        leafDepths += depth[tree]!;
        continue;
      }
      if (!place(at, node)) steady[tree] = 0;
      links[2 * at + 1] = end;
      source[end++] = forest.left[node]!;
      source[end++] = forest.right[node]!;
    }
    if (depth[tree]! * leaves > UNEVEN * leafDepths) steady[tree] = 0;
  });
  return { slotFeature: Int32Array.from(slots.feature), slotKind: Uint8Array.from(slots.kind), links, split, source, leaf, roots, depth, steady };
}
