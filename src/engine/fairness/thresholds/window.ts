import { sortOrder } from '../../stats/sort';

/** One line for each group, as positions in its curve. `utility` is −Infinity where no choice keeps the rates within the tolerance. */
export interface Choice {
  readonly at: Int32Array<ArrayBuffer>;
  readonly utility: number;
}

/** Rounding that a comparison of shares forgives. */
const SLACK = 1e-12;

/** Largest values of the lines of each group inside a window that only moves forward: a rising-window maximum per group, and the sum of the maxima. */
export class Maxima {
  readonly #queues: Int32Array[];
  readonly #heads: Int32Array;
  readonly #tails: Int32Array;
  readonly #values: Float64Array;
  readonly #groups: Int32Array;
  #filled = 0;

  /** @param sizes most lines per group. @param values and groups per line */
  constructor(sizes: ArrayLike<number>, values: Float64Array, groups: Int32Array) {
    this.#queues = Array.from(sizes, (size) => new Int32Array(size));
    this.#heads = new Int32Array(sizes.length);
    this.#tails = new Int32Array(sizes.length);
    this.#values = values;
    this.#groups = groups;
  }

  clear(): void {
    this.#heads.fill(0);
    this.#tails.fill(0);
    this.#filled = 0;
  }

  enter(line: number): void {
    const g = this.#groups[line]!;
    const queue = this.#queues[g]!;
    let tail = this.#tails[g]!;
    const head = this.#heads[g]!;
    if (tail === head) this.#filled++;
    while (tail > head && this.#values[queue[tail - 1]!]! < this.#values[line]!) tail--;
    queue[tail++] = line;
    this.#tails[g] = tail;
  }

  leave(line: number): void {
    const g = this.#groups[line]!;
    if (this.#heads[g]! >= this.#tails[g]! || this.#queues[g]![this.#heads[g]!] !== line) return;
    if (++this.#heads[g]! === this.#tails[g]!) this.#filled--;
  }

  /** True when every group has a line in the window. */
  get complete(): boolean {
    return this.#filled === this.#queues.length;
  }

  best(group: number): number {
    return this.#queues[group]![this.#heads[group]!]!;
  }

  sum(): number {
    let total = 0;
    for (let g = 0; g < this.#queues.length; g++) total += this.#values[this.best(g)]!;
    return total;
  }
}

/** All groups' lines in one row: positions are `starts[g] + place in the curve`. */
export interface Pooled {
  readonly starts: Int32Array<ArrayBuffer>;
  readonly groups: Int32Array<ArrayBuffer>;
  readonly sizes: readonly number[];
}

/** Lays out lists of the given lengths one after the other. */
export function pool(sizes: readonly number[]): Pooled {
  const starts = new Int32Array(sizes.length + 1);
  sizes.forEach((size, g) => (starts[g + 1] = starts[g]! + size));
  const groups = new Int32Array(starts[sizes.length]!);
  sizes.forEach((_, g) => groups.fill(g, starts[g], starts[g + 1]));
  return { starts, groups, sizes };
}

/** The groups' arrays in one, laid out as {@link pool} says. */
export function joined(parts: readonly Float64Array[], { starts }: Pooled): Float64Array<ArrayBuffer> {
  const all = new Float64Array(starts[parts.length]!);
  parts.forEach((part, g) => all.set(part, starts[g]));
  return all;
}

/** The choice nearest to a common rate, whatever its utility: the shortest window with a line of every group. */
function closest(x: Float64Array, order: Uint32Array, { starts, groups, sizes }: Pooled): Int32Array<ArrayBuffer> {
  const inside = sizes.map((): number[] => []);
  const heads = new Int32Array(sizes.length);
  let [filled, left, width] = [0, 0, Infinity];
  let chosen = new Int32Array(sizes.length);
  for (const line of order) {
    const own = inside[groups[line]!]!;
    if (own.length === heads[groups[line]!]!) filled++;
    own.push(line);
    while (filled === sizes.length) {
      const first = order[left]!;
      if (x[line]! - x[first]! < width) {
        width = x[line]! - x[first]!;
        chosen = Int32Array.from(sizes, (_, g) => inside[g]![heads[g]!]! - starts[g]!);
      }
      const g = groups[first]!;
      if (++heads[g]! === inside[g]!.length) filled--;
      left++;
    }
  }
  return chosen;
}

/**
 * The best choice of one line per group with all rates in a window of the given width, without any lot: exact, by sliding the window over the merged
 * lines and keeping every group's best line inside it, in O(lines · log lines). Where no window holds a line of every group: the choice whose rates lie
 * closest together, with utility −Infinity.
 * @param rates and utilities one array per group, over the lines of its curve
 */
export function bestLines(rates: readonly Float64Array[], utilities: readonly Float64Array[], tolerance: number): Choice {
  const pooled = pool(rates.map(({ length }) => length));
  const x = joined(rates, pooled);
  const order = sortOrder(x);
  const maxima = new Maxima(pooled.sizes, joined(utilities, pooled), pooled.groups);
  let left = 0;
  let utility = -Infinity;
  const at = new Int32Array(rates.length);
  for (const line of order) {
    maxima.enter(line);
    while (x[order[left]!]! < x[line]! - tolerance - SLACK) maxima.leave(order[left++]!);
    if (!maxima.complete) continue;
    const sum = maxima.sum();
    if (!(sum > utility + SLACK)) continue;
    utility = sum;
    for (let g = 0; g < at.length; g++) at[g] = maxima.best(g) - pooled.starts[g]!;
  }
  return utility > -Infinity ? { at, utility } : { at: closest(x, order, pooled), utility };
}

/**
 * The same for two rates at once, both within the tolerance: for every window of the first rate, the second rate's window slides over the lines inside.
 * O(lines²): thin the curves first.
 */
export function bestLinesOfTwo(first: readonly Float64Array[], second: readonly Float64Array[], utilities: readonly Float64Array[], tolerance: number): Choice {
  const pooled = pool(first.map(({ length }) => length));
  const [x, y] = [joined(first, pooled), joined(second, pooled)];
  const [byX, byY] = [sortOrder(x), sortOrder(y)];
  const maxima = new Maxima(pooled.sizes, joined(utilities, pooled), pooled.groups);
  let utility = -Infinity;
  const at = new Int32Array(first.length);
  const inside = new Int32Array(x.length);
  let before = -Infinity;
  for (const start of byX) {
    const from = x[start]!;
    if (from === before) continue;
    before = from;
    let size = 0;
    for (const line of byY) if (x[line]! >= from && x[line]! <= from + tolerance + SLACK) inside[size++] = line;
    maxima.clear();
    let left = 0;
    for (let right = 0; right < size; right++) {
      const line = inside[right]!;
      maxima.enter(line);
      while (y[inside[left]!]! < y[line]! - tolerance - SLACK) maxima.leave(inside[left++]!);
      if (!maxima.complete) continue;
      const sum = maxima.sum();
      if (!(sum > utility + SLACK)) continue;
      utility = sum;
      for (let g = 0; g < at.length; g++) at[g] = maxima.best(g) - pooled.starts[g]!;
    }
  }
  return { at, utility };
}
