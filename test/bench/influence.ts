import { fitBoosted } from '../../src/engine/learn/boost';
import { sigmoid } from '../../src/engine/models/links';
import { compileForest } from '../../src/engine/models/forest/evaluate';
import { runInline } from '../../src/engine/jobs/inline';
import { reasonsJob } from '../../src/engine/influence/reasons/job';
import { REASONS_SETTINGS } from '../../src/engine/influence/reasons/types';
import type { Reasons, ReasonsQuestion, ReasonsSettings } from '../../src/engine/influence/reasons/types';
import { makeQuantity } from '../../src/engine/influence/quantities';
import { takeRows } from '../../src/engine/influence/backgrounds';
import { findOneHotBlocks, joinPlayers, singlePlayers } from '../../src/engine/influence/players';
import type { Player } from '../../src/engine/influence/players';
import { Random } from '../../src/engine/stats/random';
import { haveShared } from '../tools/shared';
import { network, TimedScorer } from '../tools/bench-models';
import { adult, cpuSeconds, type BenchRows } from '../tools/bench-rows';

const PEOPLE = 20;
/** Where the exact values of a person take seconds. */
const FEW = 10;
const SEEDS = [1, 2, 3];
const BACKGROUND = 100;
const QUANTITY = makeQuantity({ kind: 'score' }, { task: 'binary', classes: 2, favourable: 1, threshold: 0.5 });

interface Spent {
  readonly found: Reasons[];
  readonly figures: Record<string, number>;
}

async function explain(questions: readonly ReasonsQuestion[], scorer: TimedScorer, settings: Partial<ReasonsSettings>): Promise<Spent> {
  const found: Reasons[] = [];
  const model = scorer.seconds;
  const rows = scorer.rows;
  const start = cpuSeconds();
  for (const question of questions) found.push(await runInline(reasonsJob, { ...question, settings: { ...REASONS_SETTINGS, ...settings } }, scorer));
  const seconds = cpuSeconds() - start;
  const modelSeconds = scorer.seconds - model;
  return {
    found,
    figures: {
      rowsPerPerson: Math.round((scorer.rows - rows) / questions.length),
      secondsPerPerson: seconds / questions.length,
      modelSecondsPerPerson: modelSeconds / questions.length,
      overheadBeyondModel: seconds / modelSeconds - 1,
    },
  };
}

function relativeError(found: readonly Reasons[], exact: readonly Reasons[]): number {
  let error = 0;
  let size = 0;
  exact.forEach(({ phi }, person) =>
    phi.forEach((value, player) => {
      error += (found[person]!.phi[player]! - value) ** 2;
      size += value ** 2;
    }),
  );
  return Math.sqrt(error / size);
}

function questionsOf({ width, values }: BenchRows, players: readonly Player[]): ReasonsQuestion[] {
  const order = new Random(7).sample(values.length / width, PEOPLE + BACKGROUND);
  const background = takeRows(values, width, order.subarray(PEOPLE));
  return Array.from(order.subarray(0, PEOPLE), (row) => ({
    person: values.slice(row * width, (row + 1) * width),
    background,
    players,
    quantity: QUANTITY,
    backgroundOf: values.length / width,
    settings: REASONS_SETTINGS,
  }));
}

/** Every column a player of its own. */
const singles = (width: number): Player[] => singlePlayers(Array.from({ length: width }, (_, column) => ({ name: `input ${column}` })));

/** The players a person gets: the blocks of 0/1 columns found by their names and values. */
function foundBlocks({ names, values }: BenchRows): Player[] {
  const features = names.map((name) => ({ name, kind: 'number' as const }));
  return joinPlayers(features, findOneHotBlocks(features, values));
}

async function measure(
  rows: BenchRows,
  probability: (values: Float64Array, count: number) => Float64Array<ArrayBuffer>,
  players: readonly Player[],
): Promise<Record<string, unknown>> {
  const scorer = new TimedScorer(probability);
  const questions = questionsOf(rows, players).slice(0, players.length < 20 ? PEOPLE : FEW);
  await explain(questions.slice(0, 4), scorer, {});
  await explain(questions.slice(0, 4), scorer, { maxExactRows: 0, ratio: 0, maxRows: 5000 });
  const exact = await explain(questions, scorer, { maxExactRows: 2_000_000 });
  const budgets: Record<string, unknown> = {};
  for (const maxRows of [2500, 5000, 10_000, 50_000]) {
    const runs: Spent[] = [];
    for (const seed of SEEDS) runs.push(await explain(questions, scorer, { maxExactRows: 0, ratio: 0, maxRows, seed }));
    const errors = runs.map(({ found }) => relativeError(found, exact.found));
    budgets[`at ${maxRows} rows`] = { relativeErrors: errors, ...runs.at(-1)!.figures };
  }
  const residual = Math.max(...exact.found.map(({ efficiencyResidual }) => Math.abs(efficiencyResidual)));
  const reference = { method: exact.found[0]!.method, largestResidual: residual, ...exact.figures };
  return { inputs: rows.width, players: players.length, reference, sampled: budgets };
}

/**
 * Reasons for 20 people against 100 background rows: exact time for a person, error of the sampler at equal model rows for three seeds, and the share
 * of time that is not the model's. The models run in TypeScript, the trees about twice as fast as in onnxruntime-web, so the overhead beside that is
 * about half of what is shown. Trees: 100 boosted trees of 31 leaves on the Adult training file, as in the published comparison of explainers it is
 * read beside.
 */
export async function bench(): Promise<Record<string, unknown>> {
  if (!haveShared) return { skipped: 'needs ../shared/data/adult' };
  const figures: Record<string, unknown> = {};
  for (const oneHot of [false, true]) {
    const rows = adult(oneHot);
    const fitted = fitBoosted({ values: rows.values, rows: rows.labels.length, columns: rows.width, labels: rows.labels });
    const forest = compileForest(fitted);
    const trees = (values: Float64Array, count: number): Float64Array<ArrayBuffer> => forest.margins(values, count).map(sigmoid);
    figures[`trees, ${rows.width} inputs`] = await measure(rows, trees, singles(rows.width));
    if (oneHot) figures[`trees, ${rows.width} inputs in found blocks`] = await measure(rows, trees, foundBlocks(rows));
    else figures[`network, ${rows.width} inputs`] = await measure(rows, network(rows), singles(rows.width));
  }
  return figures;
}
