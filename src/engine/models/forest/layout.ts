import { OPERATOR_CODE, type Forest } from './types';

/**
 * A forest laid out for running. Siblings are neighbours, so a step is `child[n] + (goes right ? 1 : 0)`; a leaf is its own left child and splits
 * at +∞, so that every row of a tree can take the same number of steps.
 */
export interface ForestLayout {
  /** Pairs: input, left child. */
  readonly links: Int32Array<ArrayBuffer>;
  /** x ≤ split goes left. `x < s` is kept as x ≤ the next double below s. For sets, the index of the set. */
  readonly split: Float64Array<ArrayBuffer>;
  /** Bit 0: a missing value goes left. Bit 1: set node. Bit 2: leaf. */
  readonly flags: Uint8Array<ArrayBuffer>;
  /** Leaf vector of a leaf. */
  readonly leaf: Int32Array<ArrayBuffer>;
  readonly roots: Int32Array<ArrayBuffer>;
  readonly depth: Int32Array<ArrayBuffer>;
  readonly hasSets: Uint8Array<ArrayBuffer>;
}

export const MISSING_LEFT = 1;
export const SET_NODE = 2;
export const LEAF_NODE = 4;

const view = new DataView(new ArrayBuffer(8));

/** The next double below x. */
export function nextBelow(x: number): number {
  if (x === -Infinity || Number.isNaN(x)) return NaN;
  if (x === 0) return -Number.MIN_VALUE;
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + (x > 0 ? -1n : 1n));
  return view.getFloat64(0);
}

/** Lays out every tree breadth first. The forest must have passed `validateForest`. */
export function layOut(forest: Forest): ForestLayout {
  const count = forest.feature.length;
  const links = new Int32Array(count * 2);
  const split = new Float64Array(count);
  const flags = new Uint8Array(count);
  const leaf = new Int32Array(count);
  const source = new Int32Array(count);
  const roots = new Int32Array(forest.roots.length);
  const depth = new Int32Array(forest.roots.length);
  const hasSets = new Uint8Array(forest.roots.length);
  let end = 0;
  forest.roots.forEach((root, tree) => {
    let at = end;
    roots[tree] = at;
    source[end++] = root;
    let levelEnd = end;
    for (; at < end; at++) {
      if (at === levelEnd) {
        depth[tree] = depth[tree]! + 1;
        levelEnd = end;
      }
      const node = source[at]!;
      if (forest.feature[node]! < 0) {
        links[2 * at + 1] = at;
        split[at] = Infinity;
        flags[at] = LEAF_NODE | MISSING_LEFT;
        leaf[at] = forest.left[node]!;
        continue;
      }
      links[2 * at] = forest.feature[node]!;
      links[2 * at + 1] = end;
      source[end++] = forest.left[node]!;
      source[end++] = forest.right[node]!;
      const operator = forest.operator[node];
      split[at] = operator === OPERATOR_CODE.lt ? nextBelow(forest.split[node]!) : forest.split[node]!;
      flags[at] = forest.missingLeft[node]! | (operator === OPERATOR_CODE.set ? SET_NODE : 0);
      if (operator === OPERATOR_CODE.set) hasSets[tree] = 1;
    }
  });
  return { links, split, flags, leaf, roots, depth, hasSets };
}
