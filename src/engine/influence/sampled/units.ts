import type { ShardContext } from '../../jobs/types';
import { sharesOf } from '../games/indices';
import { evaluateHybrids } from '../hybrids/evaluate';
import type { Mixture } from '../hybrids/mixture';
import { HybridSet } from '../hybrids/set';
import { takenHybrid } from '../hybrids/taken';
import type { Quantity } from '../quantities';
import { enumeratedAt } from './blocks';
import type { UnitBlock } from './blocks';
import { addUnit, emptySums } from './sums';
import type { UnitSums } from './sums';
import { ordersPerUnit, walkHybrids } from './walks';
import type { Orders } from './walks';

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

/**
 * Evaluates units of permutation sampling: one unit is one background row and one random order of its differing players, walked from either end, and
 * the same for the turned order; its estimate is the mean of what each player takes away on the four walks. Rows with few differing players are
 * enumerated instead. Every unit adds up to the person's quantity minus the background row's, so the estimates do as well.
 * Source: Mitchell, Cooper, Frank and Holmes, "Sampling permutations for Shapley value estimation" (2022) for antithetic orders.
 * @param seed seed of the whole analysis: unit u of row r always has the same order, whoever runs it
 * @param drawn how orders are drawn: with groups the values are Owen values
 */
export async function sampleBlock(
  mixture: Mixture,
  quantity: Quantity,
  seed: number,
  block: UnitBlock,
  context: ShardContext,
  known?: KnownScores,
  drawn: Orders = {},
): Promise<SampledBlock> {
  const { players, differing, words } = mixture;
  const { fromUnit, toUnit } = block;
  const each = ordersPerUnit(drawn);
  const share = 0.5 / each;
  const hybrids = new HybridSet(mixture, 4096);
  const set = new Int32Array(words);
  if (known === undefined) hybrids.add(0, 0, block.firstRow, set);
  const plans = Array.from({ length: block.rows }, (_, i) => {
    const row = block.firstRow + i;
    const own = differing[row]!.length;
    const inMask = (mask: number): Int32Array => differing[row]!.filter((_, bit) => (mask >>> bit) & 1);
    const base = known === undefined ? takenHybrid(mixture, row, differing[row]!, hybrids, set) : -1;
    if (enumeratedAt(own, fromUnit)) return { base };
    if (enumeratedAt(own, toUnit))
      return { base, game: Int32Array.from({ length: 2 ** own }, (_, mask) => takenHybrid(mixture, row, inMask(mask), hybrids, set)) };
    return { base, walked: walkHybrids(mixture, row, seed, block, hybrids, set, drawn) };
  });
  const { values, held } = await evaluateHybrids(mixture, hybrids, 0, hybrids.size, quantity, context);
  const end = known === undefined ? values[0]! : known.end;
  const sums = emptySums(block.firstRow, block.rows, players.length);
  const unit = new Float64Array(players.length);
  const scratch = new Float64Array(players.length);
  plans.forEach(({ base, game, walked }, i) => {
    const row = block.firstRow + i;
    const own = differing[row]!;
    const start = known === undefined ? values[base]! : known.base[row]!;
    sums.base[i] = start;
    if (game !== undefined) {
      const shares = sharesOf(
        Float64Array.from(game, (entry) => values[entry]!),
        own,
        drawn.groups,
      );
      own.forEach((player, index) => (sums.means[i * players.length + player] = -shares[index]!));
      sums.units[i] = -1;
    }
    if (walked === undefined) return;
    const { orders, visited } = walked;
    const count = own.length;
    let at = 0;
    for (let order = 0; order * count < orders.length; order++) {
      for (let direction = 0; direction < 2; direction++) {
        let before = end;
        for (let step = 0; step < count; step++) {
          const after = step === count - 1 ? start : values[visited[at++]!]!;
          const player = orders[order * count + (direction === 0 ? step : count - 1 - step)]!;
          unit[player] = unit[player]! + (before - after) * share;
          before = after;
        }
      }
      if ((order + 1) % each > 0) continue;
      addUnit(sums, i, own, unit, scratch);
      unit.fill(0);
    }
  });
  return { sums, end, rowsEvaluated: hybrids.size, held };
}
