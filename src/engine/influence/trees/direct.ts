import type { Steps } from '../../jobs/steps';
import type { Forest } from '../../models/forest/types';
import { OPERATOR_CODE } from '../../models/forest/types';
import { goesLeft } from '../../models/forest/walk';
import { bitCount } from '../games/weights';
import type { Player } from '../players';
import { playersOfInputs } from './input-players';
import { checkLeaves, checkPath } from './paths';
import { FORWARD } from './shares';
import { toColumns } from './walker';

/** Background rows that go through a tree together. */
const BLOCK = 1024;

/** Some of a forest's trees: from … to − 1. */
export interface TreeRange {
  readonly from: number;
  readonly to: number;
}

export interface DirectValues {
  /** Shapley values of the trees' share of the margin, rows × outputs × players. */
  readonly phi: Float64Array<ArrayBuffer>;
  /** Mean of the trees' share of the margin over the background, one per output. The forest's base is not in it. */
  readonly start: Float64Array<ArrayBuffer>;
}

/**
 * Takes a block of background rows down a tree beside one person. A background row stays with a leaf as long as every player on the path is met by the
 * person or by the row; what it brings the players there follows from the two words alone. The rows that take the person's side stay where they are in
 * memory, so most of the walk is one loop over each node's rows.
 */
class Beside {
  /** Rows with their words, node after node of the path: only ever added to at the end. */
  #rows = new Int32Array(4 * BLOCK);
  #words = new Int32Array(4 * BLOCK);
  readonly #sides = new Int32Array(BLOCK);
  readonly #path = new Int32Array(32);
  readonly #gains = new Float64Array(32);
  /** Nodes to come to, five numbers each: node, where its rows begin, how many they are, the person's word, players on the path. */
  readonly #open: number[] = [];

  constructor(
    readonly forest: Forest,
    readonly playerOf: Int32Array,
    readonly players: number,
    /** Background rows, column by column, `length` each. */
    readonly columns: Float64Array,
    readonly length: number,
    readonly unit: number,
  ) {}

  /**
   * Adds what a tree gives to the players of a person against `count` background rows from `first`.
   * @param start receives the mean margin of the background; left out when that is known
   */
  tree(tree: number, first: number, count: number, person: Float64Array, phi: Float64Array, at: number, start: Float64Array | undefined): void {
    const open = this.#open;
    for (let i = 0; i < count; i++) {
      this.#rows[i] = first + i;
      this.#words[i] = -1;
    }
    open.push(this.forest.roots[tree]!, 0, count, -1, 0);
    while (open.length > 0) {
      const bits = open.pop()!;
      const own = open.pop()!;
      const rows = open.pop()!;
      const from = open.pop()!;
      const node = open.pop()!;
      if (this.forest.feature[node]! < 0) this.#leaf(this.forest.left[node]!, from, rows, own, bits, phi, at, start);
      else this.#split(node, from, rows, own, bits, person);
    }
  }

  #split(node: number, from: number, count: number, own: number, bits: number, person: Float64Array): void {
    const { forest } = this;
    const feature = forest.feature[node]!;
    const player = this.playerOf[feature]!;
    let bit = 0;
    while (bit < bits && this.#path[bit] !== player) bit++;
    if (bit === bits) {
      checkPath(bits);
      this.#path[bits++] = player;
    }
    const side = goesLeft(forest, node, person[feature]!);
    const [mine, other] = side === 1 ? [forest.left[node]!, forest.right[node]!] : [forest.right[node]!, forest.left[node]!];
    this.#compare(node, from, count);
    const end = from + count;
    this.#reserve(end + count);
    const mask = 1 << bit;
    // What is pushed last is done first, and may use all the memory behind its rows.
    if ((own & mask) === 0) {
      const rest = this.#keep(from, end, count, bit, side ^ 1);
      const kept = this.#keep(from, end + rest, count, bit, side);
      if (rest > 0) this.#open.push(mine, end, rest, own, bits);
      if (kept > 0) this.#open.push(other, end + rest, kept, own, bits);
      return;
    }
    const kept = this.#keep(from, end, count, bit, side);
    const words = this.#words;
    const sides = this.#sides;
    for (let i = 0; i < count; i++) words[from + i] = words[from + i]! & ~((sides[i]! ^ side) << bit);
    this.#open.push(mine, from, count, own, bits);
    if (kept > 0) this.#open.push(other, end, kept, own & ~mask, bits);
  }

  #compare(node: number, from: number, count: number): void {
    const { forest, columns } = this;
    const rows = this.#rows;
    const sides = this.#sides;
    const column = forest.feature[node]! * this.length;
    const split = forest.split[node]!;
    const missing = forest.missingLeft[node]!;
    const operator = forest.operator[node]!;
    if (operator === OPERATOR_CODE.set) for (let i = 0; i < count; i++) sides[i] = goesLeft(forest, node, columns[column + rows[from + i]!]!);
    else if (operator === OPERATOR_CODE.le) {
      if (missing === 1) for (let i = 0; i < count; i++) sides[i] = +!(columns[column + rows[from + i]!]! > split);
      else for (let i = 0; i < count; i++) sides[i] = +(columns[column + rows[from + i]!]! <= split);
    } else if (missing === 1) for (let i = 0; i < count; i++) sides[i] = +!(columns[column + rows[from + i]!]! >= split);
    else for (let i = 0; i < count; i++) sides[i] = +(columns[column + rows[from + i]!]! < split);
  }

  /** Copies to `to` the rows that meet a bit's player so far and do not go to side `not`; says how many. */
  #keep(from: number, to: number, count: number, bit: number, not: number): number {
    const rows = this.#rows;
    const words = this.#words;
    const sides = this.#sides;
    let end = to;
    // No branch, which the processor would guess wrong: what is not kept is written over.
    for (let i = 0; i < count; i++) {
      const word = words[from + i]!;
      rows[end] = rows[from + i]!;
      words[end] = word;
      end += (sides[i]! ^ not) & (word >>> bit);
    }
    return end - to;
  }

  #leaf(leaf: number, from: number, count: number, own: number, bits: number, phi: Float64Array, at: number, start: Float64Array | undefined): void {
    const words = this.#words;
    const gains = this.#gains.fill(0, 0, bits);
    const missed = bits === 0 ? 0 : ((2 ** bits - 1) | 0) & ~own;
    const q = bitCount(missed);
    let lost = 0;
    let whole = 0;
    for (let i = from; i < from + count; i++) {
      let only = own & ~words[i]!;
      if (only === 0) {
        whole++;
        continue;
      }
      const p = bitCount(only);
      lost += FORWARD[q * 32 + p]!;
      const gained = FORWARD[p * 32 + q]!;
      while (only !== 0) {
        const bit = 31 - Math.clz32(only);
        only ^= 1 << bit;
        gains[bit] = gains[bit]! + gained;
      }
    }
    lost += whole * FORWARD[q * 32]!;
    for (let bit = 0; bit < bits; bit++) if (((missed >>> bit) & 1) === 1) gains[bit] = -lost;
    const { outputs, leafValues } = this.forest;
    for (let output = 0; output < outputs; output++) {
      const value = leafValues[leaf * outputs + output]! * this.unit;
      if (value === 0) continue;
      const to = at + output * this.players;
      for (let bit = 0; bit < bits; bit++) phi[to + this.#path[bit]!] = phi[to + this.#path[bit]!]! + gains[bit]! * value;
      if (start) start[output] = start[output]! + whole * value;
    }
  }

  #reserve(length: number): void {
    if (length <= this.#rows.length) return;
    const [rows, words] = [this.#rows, this.#words];
    this.#rows = new Int32Array(2 * length);
    this.#words = new Int32Array(2 * length);
    this.#rows.set(rows);
    this.#words.set(words);
  }
}

/**
 * Exact interventional Shapley values of a forest's margins, each person against each background row: what `TreeInfluence` gives, without anything
 * built first, and so sooner for one or two people. Work goes with people × background rows × the nodes they part at.
 * Source: Lundberg et al., "From local explanations to global understanding with explainable AI for trees" (2020), for what a leaf gives a pair of rows.
 * @param background rows of the forest's inputs, row-major, NaN missing
 * @param values the people, likewise
 * @param players groups of inputs; every input one of its own when left out
 * @param trees only the share of these; of all when left out
 * @throws AssayError `linear-leaves`, `long-paths`, `players`
 */
export function* directValues(
  forest: Forest,
  background: Float64Array,
  values: Float64Array,
  rows: number,
  players?: readonly Player[],
  { from, to }: TreeRange = { from: 0, to: forest.roots.length },
): Steps<DirectValues> {
  checkLeaves(forest);
  const { playerOf, count: all } = playersOfInputs(forest, players);
  const length = background.length / forest.features;
  const unit = 1 / length / (forest.combine === 'mean' ? Math.max(1, forest.roots.length) : 1);
  const beside = new Beside(forest, playerOf, all, toColumns(forest, background, 0, length), length, unit);
  // One row's columns are that row.
  const people = Array.from({ length: rows }, (_, row) => toColumns(forest, values, row, 1));
  const phi = new Float64Array(rows * forest.outputs * all);
  const start = new Float64Array(forest.outputs);
  for (let tree = from; tree < to; tree++) {
    const nodes = (forest.roots[tree + 1] ?? forest.feature.length) - forest.roots[tree]!;
    for (let first = 0; first < length; first += BLOCK) {
      const block = Math.min(BLOCK, length - first);
      for (const [row, person] of people.entries()) {
        beside.tree(tree, first, block, person, phi, row * forest.outputs * all, row === 0 ? start : undefined);
        yield block * Math.max(1, Math.abs(nodes));
      }
    }
  }
  return { phi, start };
}
