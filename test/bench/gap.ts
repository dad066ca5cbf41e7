import { gapJob } from '../../src/engine/fairness/gap/job';
import { gapTreesJob } from '../../src/engine/fairness/gap/trees-job';
import { GAP_SETTINGS } from '../../src/engine/fairness/gap/types';
import type { GapSide } from '../../src/engine/fairness/gap/types';
import { takeRows } from '../../src/engine/influence/backgrounds';
import { singlePlayers } from '../../src/engine/influence/players';
import { makeQuantity, quantityOf } from '../../src/engine/influence/quantities';
import { runInline } from '../../src/engine/jobs/inline';
import { fitBoosted } from '../../src/engine/learn/boost';
import type { ExactStructure } from '../../src/engine/models/binding/structure';
import { compileForest } from '../../src/engine/models/forest/evaluate';
import { sigmoid } from '../../src/engine/models/links';
import { moments } from '../../src/engine/stats/intervals';
import { Random } from '../../src/engine/stats/random';
import { levelsOf } from '../../src/engine/table/cell';
import { openTable } from '../../src/engine/table/open';
import { memorySource } from '../../src/engine/table/source';
import { network, TimedScorer } from '../tools/bench-models';
import { adult, cpuSeconds, withoutColumn, type BenchRows } from '../tools/bench-rows';
import { haveShared, sharedBytes } from '../tools/shared';

const QUANTITIES = (['decision', 'score'] as const).map((kind) => makeQuantity({ kind }, { task: 'binary', classes: 2, favourable: 1, threshold: 0.5 }));
/** Pairs of people: about 90,000 model rows. */
const UNITS = 4000;
/** Different comparison rows. */
const BACKGROUND = 5000;
const SEX = 7;
const ROUNDS = 3;

/** The gap between two groups of a table in decisions and scores, from pairs of people; processor seconds, and how much of it is not the model. */
async function decisions(rows: BenchRows, group: (row: number) => number, probability: (values: Float64Array, count: number) => Float64Array<ArrayBuffer>): Promise<unknown> {
  const count = rows.labels.length;
  const scores = probability(rows.values, count);
  const order = new Random(3).sample(count, count);
  const side = (own: number): GapSide => {
    const members = order.filter((row) => group(row) === own);
    const known = QUANTITIES.map((quantity) => {
      const { mean, variance } = moments(Float64Array.from(members, (row) => quantityOf(quantity, scores, row)));
      return { mean, variance };
    });
    return { rows: takeRows(rows.values, rows.width, members.slice(0, UNITS)), of: members.length, known };
  };
  const question = {
    lens: 'shared' as const,
    a: side(1),
    b: side(0),
    width: rows.width,
    background: takeRows(rows.values, rows.width, order.slice(0, BACKGROUND)),
    players: singlePlayers(rows.names.map((name) => ({ name }))),
    quantities: QUANTITIES,
    settings: { ...GAP_SETTINGS, units: UNITS },
  };
  let best: Record<string, number> | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const scorer = new TimedScorer(probability);
    const start = cpuSeconds();
    const { rowsEvaluated, shares } = await runInline(gapJob, question, scorer);
    const seconds = cpuSeconds() - start;
    if (best && seconds >= best['seconds']!) continue;
    best = { rows: rowsEvaluated, seconds, model: scorer.seconds, 'beyond the model, %': (100 * (seconds - scorer.seconds)) / scorer.seconds, 'widest half-width, points': 100 * Math.max(...shares[0]!.halfWidth) };
  }
  return best;
}

/** The gap of a forest over all people of the American Community Survey, from its leaves. */
async function leaves(): Promise<unknown> {
  const { table } = await openTable(memorySource('ACSIncome.test.parquet', sharedBytes('data/acs-income/ACSIncome.test.parquet')));
  const names = table.columns.map(({ name }) => name).filter((name) => name !== 'PINCP' && name !== 'SEX' && name !== 'RAC1P');
  const columnOf = (name: string) => table.columns.find((column) => column.name === name)!;
  const numbers = (name: string): Float64Array<ArrayBuffer> => {
    const column = columnOf(name);
    return column.kind === 'numeric' ? column.values : Float64Array.from(levelsOf(column)!.codes);
  };
  const columns = names.map(numbers);
  const width = columns.length;
  const values = Float64Array.from({ length: table.rows * width }, (_, at) => columns[at % width]![Math.floor(at / width)]!);
  const labels = Uint8Array.from(numbers('PINCP'), (value) => (value > 0 ? 1 : 0));
  const sex = numbers('SEX');
  const low = sex.reduce((least, value) => Math.min(least, value), Infinity);
  const side = Uint8Array.from(sex, (value) => (value === low ? 0 : 1));
  const some = new Random(5).sample(table.rows, 30_000);
  const forest = fitBoosted({ values: takeRows(values, width, some), rows: some.length, columns: width, labels: Uint8Array.from(some, (row) => labels[row]!) });
  const structure: ExactStructure = { forest, task: 'binary', link: 'sigmoid', scale: 1, featureOf: Int32Array.from({ length: width }, (_, j) => j), inputs: (rows) => rows as Float64Array<ArrayBuffer> };
  const players = singlePlayers(names.map((name) => ({ name })));
  const question = { people: values, side, background: takeRows(values, width, some.subarray(0, 1000)), width, players, favourable: 1, seed: 1, delta: 0.05 };
  const start = cpuSeconds();
  const { shares } = await runInline(gapTreesJob, question, { width: 1, score: () => Promise.reject(new Error('no row is scored')) }, structure);
  return { people: table.rows, columns: width, seconds: cpuSeconds() - start, 'gap in log odds': shares[0]!.total };
}

/** Gaps between groups taken apart by input: 90,000 model rows at the level of decisions, and from leaves over a whole survey. */
export async function bench(): Promise<Record<string, unknown>> {
  if (!haveShared) return { gap: 'needs ../shared/data' };
  const rows = adult(false);
  const sex = Float64Array.from(rows.labels, (_, row) => rows.values[row * rows.width + SEX]!);
  const blind = withoutColumn(rows, SEX);
  const forest = compileForest(fitBoosted({ values: blind.values, rows: blind.labels.length, columns: blind.width, labels: blind.labels }));
  const trees = (values: Float64Array, count: number): Float64Array<ArrayBuffer> => forest.margins(values, count).map(sigmoid);
  return {
    'Adult without sex, men less women, 100 trees': await decisions(blind, (row) => sex[row]!, trees),
    'the same, network 64-64': await decisions(blind, (row) => sex[row]!, network(blind)),
    'ACS income, men less women, 100 trees from leaves': await leaves(),
  };
}
