import { fitBoosted } from '../../src/engine/learn/boost';
import { sigmoid } from '../../src/engine/models/links';
import { compileForest } from '../../src/engine/models/forest/evaluate';
import { runInline } from '../../src/engine/jobs/inline';
import type { Scorer } from '../../src/engine/jobs/types';
import { reasonsJob } from '../../src/engine/influence/reasons/job';
import { REASONS_SETTINGS } from '../../src/engine/influence/reasons/types';
import type { Reasons, ReasonsQuestion, ReasonsSettings } from '../../src/engine/influence/reasons/types';
import { TreeInfluence } from '../../src/engine/influence/trees/interventional';
import type { Forest } from '../../src/engine/models/forest/types';
import { makeQuantity } from '../../src/engine/influence/quantities';
import { takeRows } from '../../src/engine/influence/backgrounds';
import { findOneHotBlocks, joinPlayers, singlePlayers } from '../../src/engine/influence/players';
import type { Player } from '../../src/engine/influence/players';
import { Random } from '../../src/engine/stats/random';
import { haveShared, sharedBytes } from '../tools/shared';

const PEOPLE = 20;
/** Where the exact values of a person take seconds. */
const FEW = 10;
const SEEDS = [1, 2, 3];
const BACKGROUND = 100;
const QUANTITY = makeQuantity({ kind: 'score' }, { task: 'binary', classes: 2, favourable: 1, threshold: 0.5 });

interface Rows {
  readonly width: number;
  readonly names: readonly string[];
  readonly values: Float64Array<ArrayBuffer>;
  readonly labels: Uint8Array;
}

/** Columns of adult.data that are kept: all but fnlwgt, education and native-country. */
const KEPT = [0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const NUMERIC = new Set([0, 4, 10, 11, 12]);

/** The complete rows of the Adult training file: 11 columns with categories as alphabetical codes, or 43 and a few with one column per level. */
function adult(oneHot: boolean): Rows {
  const lines = new TextDecoder().decode(sharedBytes('data/adult/adult.data')).trim().split('\n');
  const cells = lines.map((line) => line.split(',').map((cell) => cell.trim())).filter((row) => row.length === 15 && !row.includes('?'));
  const columns = KEPT.flatMap((column): { name: string; read: (row: string[]) => number }[] => {
    const name = `column ${column}`;
    if (NUMERIC.has(column)) return [{ name, read: (row) => Number(row[column]) }];
    const levels = [...new Set(cells.map((row) => row[column]!))].sort();
    if (!oneHot) return [{ name, read: (row) => levels.indexOf(row[column]!) }];
    return levels.map((level) => ({ name: `${name}=${level}`, read: (row) => (row[column] === level ? 1 : 0) }));
  });
  return {
    width: columns.length,
    names: columns.map(({ name }) => name),
    values: Float64Array.from(cells.flatMap((row) => columns.map(({ read }) => read(row)))),
    labels: Uint8Array.from(cells, (row) => (row[14]!.startsWith('>') ? 1 : 0)),
  };
}

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
function network({ width, values }: Rows): (values: Float64Array, count: number) => Float64Array<ArrayBuffer> {
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

/** Time of this process on the processor, which other programs do not lengthen. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
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

function questionsOf({ width, values }: Rows, players: readonly Player[]): ReasonsQuestion[] {
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
function foundBlocks({ names, values }: Rows): Player[] {
  const features = names.map((name) => ({ name, kind: 'number' as const }));
  return joinPlayers(features, findOneHotBlocks(features, values));
}

async function measure(
  rows: Rows,
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
 * Exact interventional values from the leaves: processor seconds cold (paths, background patterns and all) and warm, for 1, 100 and 1,000 people
 * against 1,000 rows.
 */
function leaves(rows: Rows, forest: Forest): Record<string, unknown> {
  const order = new Random(7).sample(rows.labels.length, 2000);
  const background = takeRows(rows.values, rows.width, order.subarray(1000));
  const figures: Record<string, unknown> = {};
  for (const people of [1, 100, 1000]) {
    const values = takeRows(rows.values, rows.width, order.subarray(0, people));
    const times = Array.from({ length: 7 }, () => {
      const start = cpuSeconds();
      const influence = new TreeInfluence(forest, background);
      influence.explain(values, people);
      const cold = cpuSeconds();
      influence.explain(values, people);
      return [cold - start, cpuSeconds() - cold] as const;
    });
    figures[`${people} x 1000`] = { cold: Math.min(...times.map(([cold]) => cold)), warm: Math.min(...times.map(([, warm]) => warm)) };
  }
  return figures;
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
    figures[`leaves, ${rows.width} inputs`] = leaves(rows, fitted);
    const trees = (values: Float64Array, count: number): Float64Array<ArrayBuffer> => forest.margins(values, count).map(sigmoid);
    figures[`trees, ${rows.width} inputs`] = await measure(rows, trees, singles(rows.width));
    if (oneHot) figures[`trees, ${rows.width} inputs in found blocks`] = await measure(rows, trees, foundBlocks(rows));
    else figures[`network, ${rows.width} inputs`] = await measure(rows, network(rows), singles(rows.width));
  }
  return figures;
}
