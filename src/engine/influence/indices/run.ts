import type { ShardContext } from '../../jobs/types';
import { enumerateHybrids, exactByRow, exactIndices } from '../exact';
import { banzhafValues, sharesOf } from '../games/indices';
import { evaluateHybrids } from '../hybrids/evaluate';
import { makeMixture } from '../hybrids/mixture';
import type { Mixture } from '../hybrids/mixture';
import { HybridSet } from '../hybrids/set';
import { takenHybrid } from '../hybrids/taken';
import type { CoalitionRows, IndicesPartial, IndicesQuestion, IndicesShard } from './types';

/** Runs one shard. */
export async function runIndices(shard: IndicesShard, context: ShardContext): Promise<IndicesPartial> {
  const { question } = shard;
  const { quantity, settings } = question;
  const mixture = makeMixture(question);
  if (shard.kind === 'direct') return directRows(question, mixture, shard.firstRow, shard.rows, context);
  const enumeration = enumerateHybrids(mixture, settings.maxExactRows);
  if (enumeration === undefined) throw new Error(`a ${shard.kind} shard was planned for more than ${settings.maxExactRows} rows`);
  if (shard.kind === 'evaluate') {
    const { values, held } = await evaluateHybrids(mixture, enumeration.hybrids, shard.from, shard.to, quantity, context);
    return { direct: [], pieces: [{ from: shard.from, values }], rowsEvaluated: values.length, held };
  }
  const { groups } = question;
  const { shapleyPairs, banzhafPairs } = exactIndices(mixture, enumeration, shard.values);
  const coalitions: CoalitionRows = {
    shapley: exactByRow(mixture, enumeration, shard.values),
    banzhaf: exactByRow(mixture, enumeration, shard.values, (game, own) => banzhafValues(game, own.length)),
    shapleyPairs,
    banzhafPairs,
    ...(groups === undefined ? {} : { owen: exactByRow(mixture, enumeration, shard.values, (game, own) => sharesOf(game, own, groups)) }),
  };
  return { direct: [], pieces: [], coalitions, rowsEvaluated: 0, held: 0 };
}

async function directRows(
  question: IndicesQuestion,
  mixture: Mixture,
  firstRow: number,
  rows: number,
  context: ShardContext,
): Promise<IndicesPartial> {
  const { players, quantity, sets, settings } = question;
  const count = players.length;
  const hybrids = new HybridSet(mixture);
  const scratch = new Int32Array(mixture.words);
  const taken = (row: number, players: ArrayLike<number>): number => takenHybrid(mixture, row, players, hybrids, scratch);
  const person = taken(firstRow, []);
  const plans = Array.from({ length: rows }, (_, i) => {
    const row = firstRow + i;
    const own = mixture.differing[row]!;
    return {
      own,
      full: taken(row, own),
      without: Array.from(own, (player) => taken(row, [player])),
      alone: Array.from(own, (player) => taken(row, own.filter((other) => other !== player))),
      sets: sets.map((set) => taken(row, set)),
    };
  });
  const { values, held } = await evaluateHybrids(mixture, hybrids, 0, hybrids.size, quantity, context);
  const end = values[person]!;
  const unary = new Float64Array(rows * count);
  const firstIn = new Float64Array(rows * count);
  plans.forEach(({ own, full, without, alone }, i) =>
    own.forEach((player, k) => {
      unary[i * count + player] = end - values[without[k]!]!;
      firstIn[i * count + player] = values[alone[k]!]! - values[full]!;
    }),
  );
  const ofSets = Float64Array.from(plans.flatMap((plan) => plan.sets.map((hybrid) => end - values[hybrid]!)));
  const base = Float64Array.from(plans, ({ full }) => values[full]!);
  const distinct = firstRow === 0 ? (enumerateHybrids(mixture, settings.maxExactRows)?.hybrids.size ?? -1) : undefined;
  return {
    direct: [{ firstRow, unary, firstIn, sets: ofSets, base, end }],
    pieces: [],
    rowsEvaluated: hybrids.size,
    held,
    ...(distinct === undefined ? {} : { distinct }),
  };
}
