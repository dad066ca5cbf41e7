import { buildForest, type TreeNode } from '../models/forest/build';
import type { Forest } from '../models/forest/types';
import { halfway } from './bins';
import { checkTraining, type Training } from './training';

export interface CartOptions {
  /** `gini` for labels 0 and 1, `variance` for numbers. */
  readonly impurity: 'gini' | 'variance';
  readonly depth: number;
  /** Fewest rows in a leaf. */
  readonly leafRows: number;
}

export interface CartNode {
  readonly rows: number;
  readonly weight: number;
  /** Weighted mean of the labels. */
  readonly value: number;
  /** 2·p·(1−p), or the variance. */
  readonly impurity: number;
  readonly split?: CartSplit;
}

export interface CartSplit {
  readonly feature: number;
  /** x ≤ threshold goes left; +∞ when only missing values go right. */
  readonly threshold: number;
  readonly missing: 'left' | 'right';
  /** Impurity of the node minus the weighted mean impurity of its children. */
  readonly gain: number;
  readonly left: CartNode;
  readonly right: CartNode;
}

interface Found {
  gain: number;
  feature: number;
  threshold: number;
  missingLeft: boolean;
}

/** Rows sorted by each column, missing values last; parted together as nodes are split. */
class SortedRows {
  readonly orders: Int32Array<ArrayBuffer>[];
  readonly #goesLeft: Uint8Array<ArrayBuffer>;
  readonly #held: Int32Array<ArrayBuffer>;

  constructor(readonly data: Training) {
    const { values, rows, columns } = data;
    this.orders = Array.from({ length: columns }, (_, j) => {
      const order = Int32Array.from({ length: rows }, (_unused, i) => i);
      const key = (i: number): number => values[i * columns + j]!;
      return order.sort((a, b) => {
        const difference = key(a) - key(b);
        return Number.isNaN(difference) ? Number(Number.isNaN(key(a))) - Number(Number.isNaN(key(b))) || 0 : difference;
      });
    });
    this.#goesLeft = new Uint8Array(rows);
    this.#held = new Int32Array(rows);
  }

  value(row: number, feature: number): number {
    return this.data.values[row * this.data.columns + feature]!;
  }

  /** Parts rows [from, to) of every order; returns where the right side starts. */
  part(from: number, to: number, { feature, threshold, missingLeft }: Found): number {
    for (const row of this.orders[feature]!.subarray(from, to)) {
      const x = this.value(row, feature);
      this.#goesLeft[row] = (Number.isNaN(x) ? missingLeft : x <= threshold) ? 1 : 0;
    }
    let middle = from;
    for (const order of this.orders) {
      let left = from;
      let right = 0;
      for (let i = from; i < to; i++) {
        const row = order[i]!;
        if (this.#goesLeft[row] === 1) order[left++] = row;
        else this.#held[right++] = row;
      }
      order.set(this.#held.subarray(0, right), left);
      middle = left;
    }
    return middle;
  }
}

/**
 * Classification or regression tree by exhaustive search: every threshold between neighbouring values of every column, missing values on either side.
 * Ties go to the lower column, then the lower threshold.
 * Source: Breiman, Friedman, Olshen and Stone, Classification and Regression Trees (1984), ch. 2 and 8.
 * @throws AssayError of {@link checkTraining}
 */
export function fitCart(data: Training, options: CartOptions): CartNode {
  checkTraining(data, { binary: options.impurity === 'gini', missing: true });
  const { labels, weights, rows, columns } = data;
  const sorted = new SortedRows(data);
  const weightOf = (row: number): number => weights?.[row] ?? 1;
  let total = 0;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    total += weightOf(row);
    sum += weightOf(row) * labels[row]!;
  }
  const shift = sum / total;
  const scale = options.impurity === 'gini' ? 2 : 1;

  const best = (from: number, to: number, mass: number, moment: number): Found | undefined => {
    let found: Found | undefined;
    const before = (moment * moment) / mass;
    for (let feature = 0; feature < columns; feature++) {
      const order = sorted.orders[feature]!;
      let present = to;
      let missingMass = 0;
      let missingMoment = 0;
      while (present > from && Number.isNaN(sorted.value(order[present - 1]!, feature))) {
        const row = order[--present]!;
        missingMass += weightOf(row);
        missingMoment += weightOf(row) * (labels[row]! - shift);
      }
      const missingRows = to - present;
      for (const missingLeft of missingRows > 0 ? [false, true] : [false]) {
        let w = missingLeft ? missingMass : 0;
        let m = missingLeft ? missingMoment : 0;
        let n = missingLeft ? missingRows : 0;
        for (let i = from; i < present; i++) {
          const row = order[i]!;
          w += weightOf(row);
          m += weightOf(row) * (labels[row]! - shift);
          n++;
          const x = sorted.value(row, feature);
          const last = i + 1 === present;
          if (last ? missingLeft || missingRows === 0 : sorted.value(order[i + 1]!, feature) === x) continue;
          if (n < options.leafRows || to - from - n < options.leafRows || !(w > 0) || !(mass - w > 0)) continue;
          const gain = (scale * ((m * m) / w + (moment - m) ** 2 / (mass - w) - before)) / mass;
          if (gain <= (found?.gain ?? 1e-12)) continue;
          found = { gain, feature, threshold: last ? Infinity : halfway(x, sorted.value(order[i + 1]!, feature)), missingLeft };
        }
      }
    }
    return found;
  };

  const grow = (from: number, to: number, depth: number): CartNode => {
    let mass = 0;
    let moment = 0;
    let squares = 0;
    for (const row of sorted.orders[0]?.subarray(from, to) ?? Int32Array.from({ length: rows }, (_, i) => i)) {
      const y = labels[row]! - shift;
      mass += weightOf(row);
      moment += weightOf(row) * y;
      squares += weightOf(row) * y * y;
    }
    const mean = mass > 0 ? moment / mass : 0;
    const impurity = mass > 0 ? scale * Math.max(0, squares / mass - mean * mean) : 0;
    const leaf = { rows: to - from, weight: mass, value: shift + mean, impurity };
    const found = depth < options.depth && to - from >= 2 * options.leafRows && mass > 0 ? best(from, to, mass, moment) : undefined;
    if (!found) return leaf;
    const middle = sorted.part(from, to, found);
    const { gain, feature, threshold, missingLeft } = found;
    const missing = missingLeft ? 'left' : 'right';
    const split = { feature, threshold, missing, gain, left: grow(from, middle, depth + 1), right: grow(middle, to, depth + 1) } as const;
    return { ...leaf, split };
  };
  return grow(0, rows, 0);
}

/** The fitted tree as a {@link Forest} of one tree over `features` inputs, whose output is the node mean. */
export function cartForest(root: CartNode, features: number): Forest {
  const node = ({ value, split }: CartNode): TreeNode => {
    if (!split) return { leaf: [value] };
    const { feature, threshold, missing, left, right } = split;
    return { feature, operator: 'le', split: threshold, missing, left: node(left), right: node(right) };
  };
  return buildForest({ features, outputs: 1, trees: [node(root)] });
}
