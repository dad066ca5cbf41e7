import type { ShardContext } from '../../jobs/types';
import { Random } from '../../stats/random';
import { shapleyValues } from '../games/indices';
import { evaluateHybrids } from '../hybrids/evaluate';
import type { Mixture } from '../hybrids/mixture';
import { HybridSet } from '../hybrids/set';
import type { Quantity } from '../quantities';
import { ENUMERATED } from './blocks';
import type { UnitBlock } from './blocks';
import { addUnit, emptySums } from './sums';
import type { UnitSums } from './sums';

/** Streams kept apart for each background row. */
const UNITS_PER_ROW = 2 ** 24;

export interface SampledBlock {
  readonly sums: UnitSums;
  /** Quantity of the person. */
  readonly end: number;
  readonly rowsEvaluated: number;
  readonly held: number;
}

/** Scores already known from an earlier look. */
export interface KnownScores {
  readonly end: number;
  /** Per background row. */
  readonly base: Float64Array<ArrayBuffer>;
}

/** The hybrids of a walk from the background row to the person, in the order they are met, and where its parts begin. */
interface Walks {
  readonly visited: number[];
  readonly orders: Int32Array<ArrayBuffer>[];
}

/**
 * Evaluates units of antithetic permutation sampling: one unit is one background row and one random order of its differing players, walked forwards
 * and backwards; its estimate is the mean of what each player adds on the two walks. Rows with few differing players are enumerated instead.
 * Every unit adds up to the person's quantity minus the background row's, so the estimates do as well.
 * Source: Mitchell, Cooper, Frank and Holmes, "Sampling permutations for Shapley value estimation" (2022) for antithetic orders.
 * @param seed seed of the whole analysis: unit u of row r always has the same order, whoever runs it
 */
export async function sampleBlock(
  mixture: Mixture,
  quantity: Quantity,
  seed: number,
  block: UnitBlock,
  context: ShardContext,
  known?: KnownScores,
): Promise<SampledBlock> {
  const { players, differing, words } = mixture;
  const hybrids = new HybridSet(mixture, 4096);
  const set = new Int32Array(words);
  if (known === undefined) hybrids.add(0, 0, block.firstRow, set);
  const plans = Array.from({ length: block.rows }, (_, i) => {
    const row = block.firstRow + i;
    const base = known === undefined ? fullHybrid(mixture, row, hybrids, set) : -1;
    if (differing[row]!.length <= ENUMERATED)
      return { base, game: block.fromUnit === 0 ? gameHybrids(mixture, row, hybrids, set) : [], walks: undefined };
    return { base, game: [], walks: walkHybrids(mixture, row, seed, block, hybrids, set) };
  });
  const { values, held } = await evaluateHybrids(mixture, hybrids, 0, hybrids.size, quantity, context);
  const end = known === undefined ? values[0]! : known.end;
  const sums = emptySums(block.firstRow, block.rows, players.length);
  const unit = new Float64Array(players.length);
  const scratch = new Float64Array(players.length);
  plans.forEach(({ base, game, walks }, i) => {
    const row = block.firstRow + i;
    const own = differing[row]!;
    const start = known === undefined ? values[base]! : known.base[row]!;
    sums.base[i] = start;
    if (game.length > 0) {
      const shares = shapleyValues(
        Float64Array.from(game, (entry) => values[entry]!),
        own.length,
      );
      own.forEach((player, index) => (sums.means[i * players.length + player] = -shares[index]!));
      sums.units[i] = -1;
    }
    if (walks === undefined) return;
    let at = 0;
    for (const order of walks.orders) {
      const last = order.length - 1;
      let before = start;
      for (let k = 0; k <= last; k++) {
        const after = k === last ? end : values[walks.visited[at++]!]!;
        unit[order[k]!] = after - before;
        before = after;
      }
      before = start;
      for (let k = last; k >= 0; k--) {
        const after = k === 0 ? end : values[walks.visited[at++]!]!;
        unit[order[k]!] = (unit[order[k]!]! + after - before) / 2;
        before = after;
      }
      addUnit(sums, i, own, unit, scratch);
    }
  });
  return { sums, end, rowsEvaluated: hybrids.size, held };
}

/** The background row itself. */
function fullHybrid(mixture: Mixture, row: number, hybrids: HybridSet, set: Int32Array): number {
  const key = row * mixture.players.length;
  let low = 0;
  let high = 0;
  set.fill(0);
  for (const player of mixture.differing[row]!) {
    low ^= mixture.keyLow[key + player]!;
    high ^= mixture.keyHigh[key + player]!;
    set[player >>> 5] = set[player >>> 5]! | (1 << (player & 31));
  }
  return hybrids.add(low, high, row, set);
}

/** All subsets of the differing players, by mask. */
function gameHybrids(mixture: Mixture, row: number, hybrids: HybridSet, set: Int32Array): number[] {
  const own = mixture.differing[row]!;
  const key = row * mixture.players.length;
  return Array.from({ length: 2 ** own.length }, (_, mask) => {
    let low = 0;
    let high = 0;
    set.fill(0);
    own.forEach((player, index) => {
      if (((mask >>> index) & 1) === 0) return;
      low ^= mixture.keyLow[key + player]!;
      high ^= mixture.keyHigh[key + player]!;
      set[player >>> 5] = set[player >>> 5]! | (1 << (player & 31));
    });
    return hybrids.add(low, high, row, set);
  });
}

function walkHybrids(mixture: Mixture, row: number, seed: number, block: UnitBlock, hybrids: HybridSet, set: Int32Array): Walks {
  const { players, differing, keyLow, keyHigh } = mixture;
  const own = differing[row]!;
  const key = row * players.length;
  const full = new Int32Array(set.length);
  let fullLow = 0;
  let fullHigh = 0;
  for (const player of own) {
    fullLow ^= keyLow[key + player]!;
    fullHigh ^= keyHigh[key + player]!;
    full[player >>> 5] = full[player >>> 5]! | (1 << (player & 31));
  }
  const visited: number[] = [];
  const orders: Int32Array<ArrayBuffer>[] = [];
  const last = own.length - 1;
  for (let unit = block.fromUnit; unit < block.toUnit; unit++) {
    const order = Random.stream(seed, row * UNITS_PER_ROW + unit).shuffle(Int32Array.from(own));
    orders.push(order);
    for (let direction = 0; direction < 2; direction++) {
      let low = fullLow;
      let high = fullHigh;
      set.set(full);
      for (let k = 0; k < last; k++) {
        const player = order[direction === 0 ? k : last - k]!;
        low ^= keyLow[key + player]!;
        high ^= keyHigh[key + player]!;
        set[player >>> 5] = set[player >>> 5]! ^ (1 << (player & 31));
        visited.push(hybrids.add(low, high, row, set));
      }
    }
  }
  return { visited, orders };
}
