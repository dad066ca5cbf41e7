import { neutraliseJob } from '../../src/engine/fairness/mitigation/job';
import { comparePaired } from '../../src/engine/fairness/mitigation/paired/compare';
import { planJob } from '../../src/engine/fairness/mitigation/plan/job';
import { fitReplacements } from '../../src/engine/fairness/mitigation/replacement';
import { retrain } from '../../src/engine/fairness/mitigation/retrain/retrain';
import { splitRows } from '../../src/engine/fairness/split';
import { takeRows } from '../../src/engine/influence/backgrounds';
import { runInline } from '../../src/engine/jobs/inline';
import { network, TimedScorer } from '../tools/bench-models';
import { adult, cpuSeconds, withoutColumn, type BenchRows } from '../tools/bench-rows';
import { haveShared } from '../tools/shared';

const SEX = 7;
const LINE = 0.5;
const DRAWS = 30;
const STEPS = 6;

function timed<T>(work: () => T): { seconds: number; result: T } {
  const start = cpuSeconds();
  const result = work();
  return { seconds: cpuSeconds() - start, result };
}

/** How long an asynchronous piece of work took, what of it was the model, and the rest as a share of that. */
async function beyondModel(scorer: TimedScorer, work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = scorer.seconds;
  const start = cpuSeconds();
  await work();
  const [seconds, model] = [cpuSeconds() - start, scorer.seconds - before];
  return { seconds, model, 'beyond the model, %': (100 * (seconds - model)) / model };
}

async function ofModel(rows: BenchRows, groups: Int32Array<ArrayBuffer>, probability: (values: Float64Array, count: number) => Float64Array<ArrayBuffer>): Promise<Record<string, unknown>> {
  const { width, values, names } = rows;
  const count = rows.labels.length;
  const scorer = new TimedScorer(probability);
  const labels = Int8Array.from(rows.labels);
  const scores = probability(values, count);
  const meaning = { task: 'binary', favourable: 1, width: 1 } as const;
  const features = names.map((name) => ({ name, kind: 'number' as const }));
  const facts = { features, values, seed: 1, groups, groupCount: 2 };
  const all = Int32Array.from(scores.keys());
  const [draws] = fitReplacements({ ...facts, way: { kind: 'marginal', draws: DRAWS }, changes: [[{ name: names[0]!, features: [0] }]] });
  const some = takeRows(values, width, all.slice(0, 4000));
  const neutral = await beyondModel(scorer, () => runInline(neutraliseJob, { values: some, width, meaning, changes: [draws!] }, scorer));
  const candidates = fitReplacements({ ...facts, way: { kind: 'constant' }, changes: names.map((name, feature) => [{ name, features: [feature] }]) }).map((replacement, k) => ({ name: names[k]!, replacement }));
  const { fit, held } = splitRows(all, groups, labels, 1, 0.5);
  const side = (own: Int32Array<ArrayBuffer>) => ({ values: takeRows(values, width, own), scores: Float64Array.from(own, (row) => scores[row]!), groups: own.map((row) => groups[row]!), labels: Int8Array.from(own, (row) => labels[row]!) });
  const plan = { width, meaning, candidates, search: side(fit), held: side(held), line: LINE, lineRule: 'share', pair: [0, 1], groupCount: 2, steps: STEPS } as const;
  const order = await beyondModel(scorer, () => runInline(planJob, plan, scorer));
  const after = scores.map((score) => Math.min(1, score * 1.05));
  const compared = timed(() => comparePaired({ before: scores, after, lineBefore: LINE, lineAfter: LINE, groups, groupCount: 2, labels, truth: Float64Array.from(labels), pair: [0, 1], seed: 1, rows: held }));
  return { '4,000 people with 30 draws of one input': neutral, [`order of ${names.length} inputs, ${STEPS} steps, all people`]: order, 'every measure before and after, seconds': compared.seconds, 'people compared': held.length };
}

/** Inputs taken away, the order in which that pays, and stand-ins fitted again, on Adult without sex. */
export async function bench(): Promise<Record<string, unknown>> {
  if (!haveShared) return { narrowing: 'needs ../shared/data' };
  const full = adult(false);
  const groups = Int32Array.from(full.labels, (_, row) => full.values[row * full.width + SEX]!);
  const rows = withoutColumn(full, SEX);
  const scores = network(rows)(rows.values, rows.labels.length);
  const shared = {
    features: rows.names.map((name) => ({ name, kind: 'number' as const })),
    values: rows.values,
    groups,
    groupNames: ['women', 'men'],
    groupName: 'sex',
    scores,
    line: LINE,
    lineRule: 'share',
    labels: Int8Array.from(rows.labels),
    pair: [0, 1],
    teacher: 'outcome',
    weighting: 'reweigh',
    dropped: [],
    addGroup: false,
    seed: 1,
    classes: ['no', 'yes'],
    note: '',
  } as const;
  const fit = (task: 'binary' | 'regression', learner: 'logistic' | 'boosted'): number => timed(() => retrain({ ...shared, task, learner, ...(task === 'regression' ? { truth: Float64Array.from(rows.labels) } : {}) })).seconds;
  return {
    people: rows.labels.length,
    'network 64-64': await ofModel(rows, groups, network(rows)),
    'stand-in with and without weights, seconds': { logistic: fit('binary', 'logistic'), boosted: fit('binary', 'boosted'), ridge: fit('regression', 'logistic'), 'boosted values': fit('regression', 'boosted') },
  };
}
