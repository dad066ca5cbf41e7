import { fitBoosted } from '../../src/engine/learn/boost';
import { sigmoid } from '../../src/engine/models/links';
import { compileForest } from '../../src/engine/models/forest/evaluate';
import { runInline } from '../../src/engine/jobs/inline';
import type { Scorer } from '../../src/engine/jobs/types';
import { reasonsJob } from '../../src/engine/influence/reasons/job';
import { REASONS_SETTINGS } from '../../src/engine/influence/reasons/types';
import type { Reasons, ReasonsQuestion, ReasonsSettings } from '../../src/engine/influence/reasons/types';
import { makeQuantity } from '../../src/engine/influence/quantities';
import { takeRows } from '../../src/engine/influence/backgrounds';
import { findOneHotBlocks, joinPlayers, singlePlayers } from '../../src/engine/influence/players';
import type { Player } from '../../src/engine/influence/players';
import { Random } from '../../src/engine/stats/random';
import { haveShared } from '../tools/shared';
import { adult, cpuSeconds, type BenchRows } from '../tools/bench-rows';

const PEOPLE = 20;
/** Where the exact values of a person take seconds. */
const FEW = 10;
const SEEDS = [1, 2, 3];
const BACKGROUND = 100;
const QUANTITY = makeQuantity({ kind: 'score' }, { task: 'binary', classes: 2, favourable: 1, threshold: 0.5 });

/** A scorer that knows how long the model itself took. */
class TimedScorer implements Scorer {
  readonly width = 1;
  seconds = 0;
  rows = 0;
  constructor(readonly probability: (values: Float64Array, count: number) => Float64Array<ArrayBuffer>) {}

  score(values: Float64Array<ArrayBuffer>, count: number): Promise<Float64Array<ArrayBuffer>> {
    const start = cpuSeconds();
    const scores = this.probability(values, count);
    this.seconds += cpuSeconds() - start;
    this.rows += count;
    return Promise.resolve(scores);
  }
}

/** A network of two hidden layers of 64 with fixed random weights on standardised inputs. */
function network({ width, values }: BenchRows): (values: Float64Array, count: number) => Float64Array<ArrayBuffer> {
  const random = new Random(12);
  const rows = values.length / width;
  const mean = new Float64Array(width);
  const deviation = new Float64Array(width);
  for (let i = 0; i < values.length; i++) mean[i % width] = mean[i % width]! + values[i]! / rows;
  for (let i = 0; i < values.length; i++) deviation[i % width] = deviation[i % width]! + (values[i]! - mean[i % width]!) ** 2 / rows;
  const layers = [width, 64, 64].map((from, layer) => {
    const to = layer === 2 ? 1 : 64;
    return { from, to, weights: Float32Array.from({ length: from * to }, () => random.normal() * Math.sqrt(2 / from)) };
  });
  return (input, count) => {
    const out = new Float64Array(count);
    const cells = [new Float32Array(64), new Float32Array(64)];
    const wide = new Float32Array(width);
    for (let row = 0; row < count; row++) {
      for (let j = 0; j < width; j++) wide[j] = (input[row * width + j]! - mean[j]!) / Math.sqrt(deviation[j]! + 1e-9);
      let now: Float32Array = wide;
      layers.forEach(({ from, to, weights }, layer) => {
        const next = layer === 2 ? new Float32Array(1) : cells[layer]!;
        for (let k = 0; k < to; k++) {
          let sum = 0;
          for (let j = 0; j < from; j++) sum += weights[k * from + j]! * now[j]!;
          next[k] = layer === 2 ? sum : Math.max(0, sum);
        }
        now = next;
      });
      out[row] = sigmoid(now[0]!);
    }
    return out;
  };
}

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
