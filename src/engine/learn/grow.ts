import type { TreeNode } from '../models/forest/build';
import { MISSING_BIN, type Bins } from './bins';

export interface TreeLimits {
  /** Most leaves of one tree. */
  readonly leaves: number;
  readonly depth: number;
  /** Fewest rows in a leaf. */
  readonly leafRows: number;
  /** Smallest sum of second derivatives in a leaf. */
  readonly leafCurvature: number;
  /** λ added to the sum of second derivatives. */
  readonly penalty: number;
}

interface Split {
  readonly gain: number;
  readonly feature: number;
  /** Last range that goes left. */
  readonly bin: number;
  readonly missingLeft: boolean;
}

interface Leaf {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly gradient: number;
  readonly curvature: number;
  histogram: Float64Array | undefined;
  split: Split | undefined;
  children?: readonly [Leaf, Leaf];
}

const SLOTS = 256;

/**
 * Grows one tree at a time on binned rows: the leaf whose best split lowers the loss most is split next; ties go to the lower input,
 * then the lower edge. A split's worth is ½·[G_L²/(H_L+λ) + G_R²/(H_R+λ) − G²/(H+λ)].
 */
export class GradientTree {
  readonly #order: Int32Array<ArrayBuffer>;
  readonly #held: Int32Array<ArrayBuffer>;

  constructor(
    readonly bins: Bins,
    readonly rows: number,
    readonly columns: number,
    readonly limits: TreeLimits,
  ) {
    this.#order = new Int32Array(rows);
    this.#held = new Int32Array(rows);
  }

  /** The next tree for these derivatives; its values × rate are added to `margins`. */
  grow(gradient: Float64Array, curvature: Float64Array, rate: number, margins: Float64Array): TreeNode {
    for (let i = 0; i < this.rows; i++) this.#order[i] = i;
    const root = this.#leaf(0, this.rows, 0, gradient, curvature);
    root.histogram = this.#histogram(root, gradient, curvature);
    root.split = this.#best(root);
    const open = [root];
    while (open.length < this.limits.leaves) {
      let best: Leaf | undefined;
      for (const leaf of open) if (leaf.split && (!best || leaf.split.gain > best.split!.gain)) best = leaf;
      if (!best) break;
      const children = this.#divide(best, gradient, curvature);
      open.splice(open.indexOf(best), 1, ...children);
    }
    for (const leaf of open) {
      const value = this.#value(leaf, rate);
      for (let i = leaf.from; i < leaf.to; i++) margins[this.#order[i]!] = margins[this.#order[i]!]! + value;
    }
    return this.#node(root, rate);
  }

  #value(leaf: Leaf, rate: number): number {
    const divisor = leaf.curvature + this.limits.penalty;
    return divisor > 0 ? (-rate * leaf.gradient) / divisor : 0;
  }

  #leaf(from: number, to: number, depth: number, gradient: Float64Array, curvature: Float64Array): Leaf {
    let g = 0;
    let h = 0;
    for (let i = from; i < to; i++) {
      g += gradient[this.#order[i]!]!;
      h += curvature[this.#order[i]!]!;
    }
    return { from, to, depth, gradient: g, curvature: h, histogram: undefined, split: undefined };
  }

  /** Per input and range: sum of gradients, of curvatures, and rows. */
  #histogram(leaf: Leaf, gradient: Float64Array, curvature: Float64Array): Float64Array {
    const histogram = new Float64Array(this.columns * SLOTS * 3);
    for (let j = 0; j < this.columns; j++) {
      const codes = this.bins.codes.subarray(j * this.rows, (j + 1) * this.rows);
      const offset = j * SLOTS * 3;
      for (let i = leaf.from; i < leaf.to; i++) {
        const row = this.#order[i]!;
        const at = offset + codes[row]! * 3;
        histogram[at] = histogram[at]! + gradient[row]!;
        histogram[at + 1] = histogram[at + 1]! + curvature[row]!;
        histogram[at + 2] = histogram[at + 2]! + 1;
      }
    }
    return histogram;
  }

  #best(leaf: Leaf): Split | undefined {
    const rows = leaf.to - leaf.from;
    const { leafRows, leafCurvature, penalty, depth } = this.limits;
    if (leaf.depth >= depth || rows < 2 * leafRows || this.limits.leaves < 2) return undefined;
    const histogram = leaf.histogram!;
    const worth = (g: number, h: number): number => (h + penalty > 0 ? (g * g) / (h + penalty) : 0);
    const before = worth(leaf.gradient, leaf.curvature);
    let best: Split | undefined;
    for (let j = 0; j < this.columns; j++) {
      const offset = j * SLOTS * 3;
      const last = this.bins.edges[j]!.length;
      const missing = offset + MISSING_BIN * 3;
      const missingRows = histogram[missing + 2]!;
      for (const missingLeft of missingRows > 0 ? [false, true] : [false]) {
        let g = missingLeft ? histogram[missing]! : 0;
        let h = missingLeft ? histogram[missing + 1]! : 0;
        let n = missingLeft ? missingRows : 0;
        const stop = missingRows > 0 && !missingLeft ? last : last - 1;
        for (let bin = 0; bin <= stop; bin++) {
          const at = offset + bin * 3;
          const inBin = histogram[at + 2]!;
          g += histogram[at]!;
          h += histogram[at + 1]!;
          n += inBin;
          if (inBin === 0 && bin > 0) continue;
          if (n < leafRows || h < leafCurvature) continue;
          if (rows - n < leafRows || leaf.curvature - h < leafCurvature) break;
          const gain = 0.5 * (worth(g, h) + worth(leaf.gradient - g, leaf.curvature - h) - before);
          if (gain > (best?.gain ?? 1e-12)) best = { gain, feature: j, bin, missingLeft };
        }
      }
    }
    return best;
  }

  #divide(leaf: Leaf, gradient: Float64Array, curvature: Float64Array): readonly [Leaf, Leaf] {
    const { feature, bin, missingLeft } = leaf.split!;
    const codes = this.bins.codes.subarray(feature * this.rows, (feature + 1) * this.rows);
    let at = leaf.from;
    let held = 0;
    for (let i = leaf.from; i < leaf.to; i++) {
      const row = this.#order[i]!;
      const code = codes[row]!;
      if (code === MISSING_BIN ? missingLeft : code <= bin) this.#order[at++] = row;
      else this.#held[held++] = row;
    }
    this.#order.set(this.#held.subarray(0, held), at);
    const left = this.#leaf(leaf.from, at, leaf.depth + 1, gradient, curvature);
    const right = this.#leaf(at, leaf.to, leaf.depth + 1, gradient, curvature);
    const [small, large] = at - leaf.from <= leaf.to - at ? [left, right] : [right, left];
    small.histogram = this.#histogram(small, gradient, curvature);
    const rest = leaf.histogram!;
    for (let i = 0; i < rest.length; i++) rest[i] = rest[i]! - small.histogram[i]!;
    large.histogram = rest;
    leaf.histogram = undefined;
    for (const child of [left, right]) child.split = this.#best(child);
    leaf.children = [left, right];
    return leaf.children;
  }

  #node(root: Leaf, rate: number): TreeNode {
    const make = (leaf: Leaf): TreeNode => {
      if (!leaf.children) return { leaf: [this.#value(leaf, rate)] };
      const { feature, bin, missingLeft } = leaf.split!;
      const edges = this.bins.edges[feature]!;
      return {
        feature,
        operator: 'le',
        split: bin < edges.length ? edges[bin]! : Infinity,
        missing: missingLeft ? 'left' : 'right',
        left: make(leaf.children[0]),
        right: make(leaf.children[1]),
      };
    };
    return make(root);
  }
}
