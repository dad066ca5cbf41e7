import { Random } from '../../stats/random';
import { checkPlayers } from '../players';
import type { Player } from '../players';

/** A person, the rows they are mixed with, and the players that are swapped. Values are feature rows (row-major); NaN is a value of its own. */
export interface MixtureInput {
  readonly person: Float64Array<ArrayBuffer>;
  /** Background rows end to end, each as long as `person`. */
  readonly background: Float64Array<ArrayBuffer>;
  readonly players: readonly Player[];
}

/**
 * The same in numbered form. `codes[row * players + player]` is 0 where the background row agrees with the person on all features of the player (so
 * that swapping it changes nothing) and otherwise the number of its distinct value. A hybrid row is known by its background row and the set of
 * players taken from it, held as bits in `words` 32-bit words.
 */
export interface Mixture extends MixtureInput {
  readonly width: number;
  readonly rows: number;
  readonly words: number;
  /** The feature of a player that has a single one, else −1. */
  readonly lone: Int32Array<ArrayBuffer>;
  readonly codes: Int32Array<ArrayBuffer>;
  /** Players on which each background row differs from the person, ascending. */
  readonly differing: readonly Int32Array[];
  /** Two random words per (row, player): equal for equal codes of a player. Their exclusive or over a set of players is the hash of the hybrid. */
  readonly keyLow: Int32Array<ArrayBuffer>;
  readonly keyHigh: Int32Array<ArrayBuffer>;
}

/**
 * @throws AssayError `players` unless every feature belongs to exactly one player; RangeError when the background is empty or not made of whole rows.
 */
export function makeMixture(input: MixtureInput): Mixture {
  const { person, background, players } = input;
  const width = person.length;
  const rows = background.length / width;
  if (!Number.isInteger(rows) || rows < 1) throw new RangeError(`a background of ${background.length} numbers is not made of rows of ${width}`);
  checkPlayers(players, width);
  const count = players.length;
  const codes = new Int32Array(rows * count);
  const keyLow = new Int32Array(rows * count);
  const keyHigh = new Int32Array(rows * count);
  const random = new Random(20_160_523);
  for (const [player, { features }] of players.entries()) {
    const code = playerCodes(person, background, features);
    const low: number[] = [];
    const high: number[] = [];
    for (let row = 0; row < rows; row++) {
      const own = code[row]!;
      const at = row * count + player;
      codes[at] = own;
      keyLow[at] = low[own] ??= random.uint32() | 0;
      keyHigh[at] = high[own] ??= random.uint32() | 0;
    }
  }
  const differing = Array.from({ length: rows }, (_, row) => {
    const list: number[] = [];
    for (let player = 0; player < count; player++) if (codes[row * count + player] !== 0) list.push(player);
    return Int32Array.from(list);
  });
  const lone = Int32Array.from(players, ({ features }) => (features.length === 1 ? features[0]! : -1));
  return { ...input, width, rows, lone, words: Math.max(1, Math.ceil(count / 32)), codes, differing, keyLow, keyHigh };
}

/** Numbers the distinct value combinations of some features: 0 is the person's; NaN equals NaN and −0 equals 0. */
function playerCodes(person: Float64Array, background: Float64Array, features: readonly number[]): Int32Array {
  const width = person.length;
  const rows = background.length / width;
  const codes = new Int32Array(rows);
  for (const [index, feature] of features.entries()) {
    const mine = person[feature]!;
    const values = new Map<number, number>([[mine, 0]]);
    const pairs = index === 0 ? undefined : new Map<number, number>([[0, 0]]);
    for (let row = 0; row < rows; row++) {
      const value = background[row * width + feature]!;
      let own = value === mine ? 0 : values.get(value);
      if (own === undefined) values.set(value, (own = values.size));
      if (pairs === undefined) {
        codes[row] = own;
        continue;
      }
      const pair = codes[row]! * (rows + 1) + own;
      let joint = pairs.get(pair);
      if (joint === undefined) pairs.set(pair, (joint = pairs.size));
      codes[row] = joint;
    }
  }
  return codes;
}

/** Writes the person with some players taken from a background row into `out` at `at`. */
export function writeHybrid(mixture: Mixture, row: number, set: Int32Array, setAt: number, out: Float64Array, at: number): void {
  const { person, background, players, lone, width, words } = mixture;
  for (let feature = 0; feature < width; feature++) out[at + feature] = person[feature]!;
  const from = row * width;
  for (let word = 0; word < words; word++) {
    for (let bits = set[setAt + word]!; bits !== 0; bits &= bits - 1) {
      const player = word * 32 + 31 - Math.clz32(bits & -bits);
      const only = lone[player]!;
      if (only >= 0) {
        out[at + only] = background[from + only]!;
        continue;
      }
      const { features } = players[player]!;
      for (let k = 0; k < features.length; k++) {
        const feature = features[k]!;
        out[at + feature] = background[from + feature]!;
      }
    }
  }
}
