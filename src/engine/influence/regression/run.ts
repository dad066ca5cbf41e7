import type { ShardContext } from '../../jobs/types';
import { evaluateHybrids } from '../hybrids/evaluate';
import { makeMixture } from '../hybrids/mixture';
import type { MixtureInput } from '../hybrids/mixture';
import { HybridSet } from '../hybrids/set';
import { takenHybrid } from '../hybrids/taken';
import { CROSS_PLAYERS } from '../sampled/sums';
import { complement } from './draw';
import { fitPairs } from './fit';
import { pairStrata } from './strata';
import type { Ends, RegressionFit, RegressionPartial, RegressionQuestion, RegressionShard } from './types';

/** Players on which some background row differs from the person: the others have the value 0. */
export function activePlayers({ person, background, players }: MixtureInput): number[] {
  const width = person.length;
  const differs = (feature: number): boolean => {
    for (let at = feature; at < background.length; at += width) if (!Object.is(background[at]! + 0, person[feature]! + 0)) return true;
    return false;
  };
  return [...players.keys()].filter((player) => players[player]!.features.some(differs));
}

/** Runs one shard. */
export async function runRegression(shard: RegressionShard, context: ShardContext): Promise<RegressionPartial> {
  const { question, look } = shard;
  if (shard.kind === 'fit') return { look, pieces: [], fit: fitted(question, look, shard.pieces, shard.ends), rowsEvaluated: 0, held: 0 };
  const mixture = makeMixture(question);
  const active = activePlayers(question);
  const { rows, players } = mixture;
  const hybrids = new HybridSet(mixture);
  const scratch = new Int32Array(mixture.words);
  const taken = (row: number, set: ArrayLike<number>): number => takenHybrid(mixture, row, set, hybrids, scratch);
  const all = Array.from({ length: rows }, (_, row) => (shard.ends ? taken(row, [...players.keys()]) : -1));
  const person = shard.ends ? taken(0, []) : -1;
  const { members, sizes, first } = shard.coalitions;
  const kept = new Int32Array(sizes.length * rows);
  const replaced = new Int32Array(sizes.length * rows);
  let member = 0;
  for (const [pair, size] of sizes.entries()) {
    const side = members.subarray(member, (member += size));
    const given = side.map((position) => active[position]!);
    const others = complement(side, active.length).map((position) => active[position]!);
    for (let row = 0; row < rows; row++) {
      kept[pair * rows + row] = taken(row, others);
      replaced[pair * rows + row] = taken(row, given);
    }
  }
  const { values, held } = await evaluateHybrids(mixture, hybrids, 0, hybrids.size, question.quantity, context);
  const differences = Float64Array.from(kept, (hybrid, at) => values[hybrid]! - values[replaced[at]!]!);
  return {
    look,
    pieces: [{ look, first, members, sizes, differences }],
    rowsEvaluated: hybrids.size,
    held,
    ...(shard.ends ? { ends: { end: values[person]!, base: Float64Array.from(all, (hybrid) => values[hybrid]!) } } : {}),
  };
}

function fitted(question: RegressionQuestion, look: number, pieces: RegressionPartial['pieces'], ends: Ends): RegressionFit {
  const active = activePlayers(question);
  const count = question.players.length;
  const spread = (values: Float64Array | undefined, rest: number): Float64Array<ArrayBuffer> => {
    const out = new Float64Array(count).fill(rest);
    active.forEach((player, position) => (out[player] = values?.[position] ?? rest));
    return out;
  };
  if (active.length < 2) {
    const phi = spread(undefined, 0);
    const between = spread(undefined, 0);
    const gaps = ends.base.map((base) => ends.end - base);
    const mean = gaps.reduce((sum, gap) => sum + gap / gaps.length, 0);
    for (const player of active) {
      phi[player] = mean;
      between[player] = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2 / Math.max(1, gaps.length - 1), 0);
    }
    const exact = { pairs: 0, complete: true, se: spread(undefined, 0), freedom: spread(undefined, Infinity), covariance: new Float64Array(0) };
    return { look, phi, between, ...exact };
  }
  const strata = pairStrata(active.length);
  const fit = fitPairs(active.length, strata, pieces, ends);
  const pairs = pieces.reduce((sum, { sizes }) => sum + sizes.length, 0);
  const covariance = new Float64Array(count <= CROSS_PLAYERS ? count * count : 0);
  if (covariance.length > 0)
    active.forEach((i, row) => active.forEach((j, column) => (covariance[i * count + j] = fit.covariance[row * active.length + column]!)));
  return {
    look,
    pairs,
    complete: pairs === strata.reduce((sum, own) => sum + own.pairs, 0),
    phi: spread(fit.phi, 0),
    se: spread(fit.se, 0),
    freedom: spread(fit.freedom, Infinity),
    covariance,
    between: spread(fit.between, 0),
  };
}
