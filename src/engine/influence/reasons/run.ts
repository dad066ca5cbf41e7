import type { ShardContext } from '../../jobs/types';
import { enumerateHybrids, exactByRow } from '../exact';
import type { Enumeration } from '../exact';
import { sharesOf } from '../games/indices';
import { evaluateHybrids } from '../hybrids/evaluate';
import { makeMixture } from '../hybrids/mixture';
import type { Mixture } from '../hybrids/mixture';
import { countDiffering, cutBlocks } from '../sampled/blocks';
import { firstUnits } from '../sampled/schedule';
import { sampleBlock } from '../sampled/units';
import type { SampledBlock } from '../sampled/units';
import type { ExactRows, ReasonsPartial, ReasonsQuestion, ReasonsShard } from './types';

/** Distinct rows that the survey evaluates by itself, sooner than other workers could be set to it. */
const ALONE = 30_000;

/** Runs one shard. */
export async function runReasons(shard: ReasonsShard, context: ShardContext): Promise<ReasonsPartial> {
  const { question } = shard;
  const mixture = makeMixture(question);
  const { quantity, settings } = question;
  if (shard.kind === 'sample') {
    return sampled(await sampleBlock(mixture, quantity, settings.seed, shard.block, context, shard.known, question), shard.look);
  }
  const enumeration = enumerateHybrids(mixture, settings.maxExactRows);
  if (shard.kind === 'survey') return survey(question, mixture, enumeration, context);
  if (enumeration === undefined) throw new Error(`a ${shard.kind} shard was planned for more than ${settings.maxExactRows} rows`);
  if (shard.kind === 'assemble')
    return { pieces: [], exact: assemble(question, mixture, enumeration, shard.values), look: 0, rowsEvaluated: 0, held: 0 };
  const { values, held } = await evaluateHybrids(mixture, enumeration.hybrids, shard.from, shard.to, quantity, context);
  return { pieces: [{ from: shard.from, values }], look: 0, rowsEvaluated: values.length, held };
}

async function survey(
  question: ReasonsQuestion,
  mixture: Mixture,
  enumeration: Enumeration | undefined,
  context: ShardContext,
): Promise<ReasonsPartial> {
  const { quantity, settings } = question;
  const distinct = enumeration?.hybrids.size ?? -1;
  if (enumeration !== undefined && distinct <= ALONE) {
    const { values, held } = await evaluateHybrids(mixture, enumeration.hybrids, 0, distinct, quantity, context);
    return { distinct, pieces: [], exact: assemble(question, mixture, enumeration, values), look: 0, rowsEvaluated: distinct, held };
  }
  const block = cutBlocks(countDiffering(question), 0, firstUnits(mixture.rows, settings))[0]!;
  return { ...sampled(await sampleBlock(mixture, quantity, settings.seed, block, context, undefined, question), 0), distinct };
}

function sampled({ sums, end, rowsEvaluated, held }: SampledBlock, look: number): ReasonsPartial {
  return { pieces: [], sums, end, look, rowsEvaluated, held };
}

function assemble({ groups }: ReasonsQuestion, mixture: Mixture, enumeration: Enumeration, values: Float64Array): ExactRows {
  const base = Float64Array.from(
    { length: mixture.rows },
    (_, row) => values[enumeration.index[enumeration.start[row]! + 2 ** mixture.differing[row]!.length - 1]!]!,
  );
  return { byRow: exactByRow(mixture, enumeration, values, (game, own) => sharesOf(game, own, groups)), base, end: values[0]! };
}
