import type { Mixture } from './hybrids/mixture';
import { HybridSet } from './hybrids/set';
import { banzhafValues, pairInteractions, sharesOf } from './games/indices';

/** Coalitions looked at while counting, per hybrid row allowed: beyond this, counting itself would cost too much. */
const LOOKS_PER_ROW = 8;

/** Every coalition of every background row, and the distinct hybrid rows they come down to. */
export interface Enumeration {
  /** Distinct hybrid rows; number 0 is the person. */
  readonly hybrids: HybridSet;
  /** Hybrid of background row r with the differing players of `mask` taken from r: index[start[r] + mask]. Equal rows share a start. */
  readonly index: Int32Array<ArrayBuffer>;
  readonly start: Float64Array<ArrayBuffer>;
}

/**
 * Lists the distinct hybrid rows of the exact computation: per background row all subsets of the players that differ from the person.
 * @param limit most distinct rows allowed
 * @returns undefined as soon as it is known that there are more, or that counting them would take too long
 */
export function enumerateHybrids(mixture: Mixture, limit: number): Enumeration | undefined {
  const { rows, differing, words, players, keyLow, keyHigh } = mixture;
  const first = firstEqualRow(mixture);
  const start = new Float64Array(rows);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const own = differing[row]!.length;
    if (2 ** own > limit) return undefined;
    start[row] = first[row] === row ? total : start[first[row]!]!;
    if (first[row] === row) total += 2 ** own;
  }
  if (total > limit * LOOKS_PER_ROW) return undefined;
  const index = new Int32Array(total);
  const hybrids = new HybridSet(mixture, Math.min(total, 65536));
  const set = new Int32Array(words);
  for (let row = 0; row < rows; row++) {
    if (first[row] !== row) continue;
    const own = differing[row]!;
    const at = start[row]!;
    const key = row * players.length;
    let low = 0;
    let high = 0;
    let mask = 0;
    set.fill(0);
    index[at] = hybrids.add(0, 0, row, set);
    for (let step = 1; step < 2 ** own.length; step++) {
      const flipped = 31 - Math.clz32(step & -step);
      const player = own[flipped]!;
      mask ^= 1 << flipped;
      low ^= keyLow[key + player]!;
      high ^= keyHigh[key + player]!;
      set[player >>> 5] = set[player >>> 5]! ^ (1 << (player & 31));
      index[at + mask] = hybrids.add(low, high, row, set);
    }
    if (hybrids.size > limit) return undefined;
  }
  return { hybrids, index, start };
}

/** For each background row the first row equal to it on every player. */
function firstEqualRow(mixture: Mixture): Int32Array {
  const { rows, players, codes } = mixture;
  const known = new Map<string, number>();
  return Int32Array.from({ length: rows }, (_, row) => {
    const key = codes.subarray(row * players.length, (row + 1) * players.length).join();
    const first = known.get(key);
    if (first === undefined) known.set(key, row);
    return first ?? row;
  });
}

/** The game of one background row: the quantity for every subset of its differing players taken from it. */
export function rowGame(enumeration: Enumeration, values: Float64Array, row: number, players: number): Float64Array<ArrayBuffer> {
  const at = enumeration.start[row]!;
  const game = new Float64Array(2 ** players);
  for (let mask = 0; mask < game.length; mask++) game[mask] = values[enumeration.index[at + mask]!]!;
  return game;
}

/** Calls `use` with the game of each background row, once per distinct row, and the number of rows that have it. */
export function eachGame(
  mixture: Mixture,
  enumeration: Enumeration,
  values: Float64Array,
  use: (game: Float64Array, own: Int32Array, rows: readonly number[]) => void,
): void {
  const sharing = new Map<number, number[]>();
  for (let row = 0; row < mixture.rows; row++) {
    const at = enumeration.start[row]!;
    const list = sharing.get(at);
    if (list === undefined) sharing.set(at, [row]);
    else list.push(row);
  }
  for (const rows of sharing.values()) {
    const own = mixture.differing[rows[0]!]!;
    use(rowGame(enumeration, values, rows[0]!, own.length), own, rows);
  }
}

/**
 * Values per background row, rows × players. A player that does not differ gets exactly 0.
 * @param share how the game of a row is shared out among its players, whose numbers are given too; Shapley values when left out
 */
export function exactByRow(
  mixture: Mixture,
  enumeration: Enumeration,
  values: Float64Array,
  share: (game: Float64Array, own: Int32Array) => Float64Array = sharesOf,
): Float64Array<ArrayBuffer> {
  const count = mixture.players.length;
  const out = new Float64Array(mixture.rows * count);
  eachGame(mixture, enumeration, values, (game, own, rows) => {
    const shares = share(game, own);
    for (const row of rows) own.forEach((player, index) => (out[row * count + player] = -shares[index]!));
  });
  return out;
}

/** Other indices of the same games, each the mean over the background. */
export interface ExactIndices {
  readonly banzhaf: Float64Array<ArrayBuffer>;
  /** players × players, not halved, zeros on the diagonal. */
  readonly shapleyPairs: Float64Array<ArrayBuffer>;
  readonly banzhafPairs: Float64Array<ArrayBuffer>;
  /** Unary influence: what replacing the player alone takes away, v(all) − v(all but it). */
  readonly unary: Float64Array<ArrayBuffer>;
  /** What the player alone adds to the background, v(it) − v(none). */
  readonly firstIn: Float64Array<ArrayBuffer>;
  /** Influence of each asked set of players: v(all) − v(all but the set). */
  readonly sets: Float64Array<ArrayBuffer>;
  /** Share of background rows for which replacing the player, or the set, changes the quantity. */
  readonly unaryChanged: Float64Array<ArrayBuffer>;
  readonly setsChanged: Float64Array<ArrayBuffer>;
  /** Two-level Owen values for the asked groups; absent when none were asked. */
  readonly owen?: Float64Array<ArrayBuffer>;
}

/**
 * Banzhaf values, pair interactions, unary and set influence and Owen values from an evaluated enumeration.
 * Sources: Datta, Sen and Zick, "Algorithmic transparency via quantitative input influence" (2016) for unary and set influence; see games/ for the
 * others.
 * @param sets lists of player indices
 * @param groups group number per player, for Owen values
 */
export function exactIndices(
  mixture: Mixture,
  enumeration: Enumeration,
  values: Float64Array,
  sets: readonly (readonly number[])[] = [],
  groups?: Int32Array,
): ExactIndices {
  const count = mixture.players.length;
  const share = 1 / mixture.rows;
  const vector = (length: number): Float64Array<ArrayBuffer> => new Float64Array(length);
  const add = (out: Float64Array, at: number, amount: number): void => void (out[at] = out[at]! + amount);
  const result = {
    banzhaf: vector(count),
    shapleyPairs: vector(count * count),
    banzhafPairs: vector(count * count),
    unary: vector(count),
    firstIn: vector(count),
    sets: vector(sets.length),
    unaryChanged: vector(count),
    setsChanged: vector(sets.length),
  };
  const owen = vector(count);
  // Games are tabled by the players taken from the background, the dual of the game of players kept: values change sign, pair interactions do not.
  eachGame(mixture, enumeration, values, (game, own, rows) => {
    const players = own.length;
    const weight = share * rows.length;
    const all = game.length - 1;
    const banzhaf = banzhafValues(game, players);
    const shapleyPairs = pairInteractions(game, players, 'shapley');
    const banzhafPairs = pairInteractions(game, players, 'banzhaf');
    const byGroup = groups === undefined ? undefined : sharesOf(game, own, groups);
    own.forEach((player, i) => {
      const alone = 1 << i;
      add(result.banzhaf, player, -weight * banzhaf[i]!);
      add(result.unary, player, weight * (game[0]! - game[alone]!));
      add(result.unaryChanged, player, game[0] === game[alone] ? 0 : weight);
      add(result.firstIn, player, weight * (game[all ^ alone]! - game[all]!));
      if (byGroup !== undefined) add(owen, player, -weight * byGroup[i]!);
      own.forEach((other, j) => {
        add(result.shapleyPairs, player * count + other, weight * shapleyPairs[i * players + j]!);
        add(result.banzhafPairs, player * count + other, weight * banzhafPairs[i * players + j]!);
      });
    });
    sets.forEach((set, index) => {
      const mask = own.reduce((bits, player, i) => (set.includes(player) ? bits | (1 << i) : bits), 0);
      add(result.sets, index, weight * (game[0]! - game[mask]!));
      add(result.setsChanged, index, game[0] === game[mask] ? 0 : weight);
    });
  });
  return groups === undefined ? result : { ...result, owen };
}
