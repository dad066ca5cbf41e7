import { describe, expect, test } from 'vitest';
import { designColumns, designValues, type DesignFacts } from '../../../src/engine/fairness/mitigation/retrain/design';
import { fitStandIn, type LearnerName } from '../../../src/engine/fairness/mitigation/retrain/learners';
import { retrain, type RetrainQuestion } from '../../../src/engine/fairness/mitigation/retrain/retrain';
import { rowWeights } from '../../../src/engine/fairness/mitigation/retrain/weights';
import { Random } from '../../../src/engine/stats/random';
import { readOnnx } from '../../../src/engine/models/onnx/read';
import { runOnnx } from '../onnx-write/ort';

const random = new Random(14);
const ROWS = 1200;
const groups = Int32Array.from({ length: ROWS }, () => random.below(21) === 0 ? -1 : random.below(2));
/** A number with holes, a level, and a number that goes with the group. */
const features = [
  { name: 'x', kind: 'number' as const },
  { name: 'level', kind: 'level' as const, levels: ['a', 'b', 'c'] },
  { name: 'proxy', kind: 'number' as const },
];
const values = new Float64Array(3 * ROWS);
const labels = new Int8Array(ROWS);
for (let row = 0; row < ROWS; row++) {
  const [x, level, proxy] = [random.normal(), random.below(3), random.normal() + 1.5 * groups[row]!];
  values.set([random.uniform() < 0.08 ? NaN : x, random.uniform() < 0.05 ? NaN : level, proxy], 3 * row);
  labels[row] = random.uniform() < 0.04 ? -1 : random.uniform() < 1 / (1 + Math.exp(-(x + 0.7 * level - 0.4 - 0.5 * groups[row]!))) ? 1 : 0;
}
const facts: DesignFacts = { features, values, groups, groupNames: ['g', 'h'], groupName: 'who' };
const scores = Float64Array.from({ length: ROWS }, (_, row) => 1 / (1 + Math.exp(-((values[3 * row]! || 0) - values[3 * row + 2]!))));
const base: RetrainQuestion = {
  ...facts,
  values,
  groups,
  task: 'binary',
  scores,
  line: 0.5,
  lineRule: 'share',
  labels,
  pair: [0, 1],
  learner: 'logistic',
  teacher: 'outcome',
  weighting: 'none',
  dropped: [],
  addGroup: false,
  seed: 3,
  classes: ['no', 'yes'],
  note: 'test',
};
const everyone = Int32Array.from({ length: ROWS }, (_, row) => row);
const binary = labels.map((label) => (label === 1 ? 1 : 0));

describe('weights', () => {
  const cell = (weights: Float64Array, group: number, label: number): number => weights.reduce((sum, weight, row) => (groups[row] === group && binary[row] === label ? sum + weight : sum), 0);

  test('of reweighing are P(a)·P(y)/P(a, y), and make group and outcome independent', () => {
    const weights = rowWeights('reweigh', { groups, labels: binary, seed: 1 });
    const known = groups.filter((group) => group >= 0).length;
    const count = (of: (row: number) => boolean): number => everyone.filter((row) => groups[row]! >= 0 && of(row)).length;
    for (const row of everyone.slice(0, 50)) {
      const [a, y] = [groups[row]!, binary[row]!];
      if (a < 0) expect(weights[row]).toBe(1);
      else expect(weights[row]).toBeCloseTo((count((r) => groups[r] === a) * count((r) => binary[r] === y)) / known / count((r) => groups[r] === a && binary[r] === y), 12);
    }
    const odds = (cell(weights, 0, 1) * cell(weights, 1, 0)) / (cell(weights, 0, 0) * cell(weights, 1, 1));
    expect(odds).toBeCloseTo(1, 10);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(ROWS, 8);
  });

  test('of resampling are whole, near each other within a cell, and make cells or groups equally large', () => {
    const cells = rowWeights('equal-cells', { groups, labels: binary, seed: 1 });
    const sizes = [0, 1].flatMap((g) => [0, 1].map((y) => cell(cells, g, y)));
    expect(new Set(sizes).size).toBe(1);
    const equal = rowWeights('equal-groups', { groups, labels: binary, seed: 1 });
    expect(cell(equal, 0, 0) + cell(equal, 0, 1)).toBe(cell(equal, 1, 0) + cell(equal, 1, 1));
    for (const weights of [cells, equal]) {
      expect(weights.every((weight) => Number.isInteger(weight))).toBe(true);
      for (const g of [0, 1]) {
        const own = [...everyone].filter((row) => groups[row] === g && binary[row] === 1).map((row) => weights[row]!);
        expect(Math.max(...own) - Math.min(...own)).toBeLessThanOrEqual(1);
      }
    }
    expect(rowWeights('equal-cells', { groups, labels: binary, seed: 1 })).toEqual(cells);
  });
});

describe('columns of a stand-in', () => {
  test('are numbers, levels and on request groups; dropped inputs are not among them', () => {
    const columns = designColumns(facts, everyone, [2], true);
    expect(columns.map(({ name }) => name).sort()).toEqual(['level=a', 'level=b', 'level=c', 'who=h', 'x']);
    const design = designValues(columns, facts, everyone, true);
    expect(design.some(Number.isNaN)).toBe(false);
    const h = columns.findIndex(({ kind }) => kind === 'group');
    everyone.forEach((row) => expect(design[row * 5 + h]).toBe(groups[row] === 1 ? 1 : 0));
    const missing = [...everyone].find((row) => Number.isNaN(values[3 * row + 1]!))!;
    const levels = columns.flatMap(({ kind }, j) => (kind === 'level' ? [design[missing * 5 + j]] : []));
    expect(levels).toEqual([0, 0, 0]);
  });
});

describe.each<LearnerName>(['logistic', 'boosted'])('a %s stand-in', (learner) => {
  const columns = designColumns(facts, everyone, [], true);
  const filled = learner === 'logistic';
  const design = designValues(columns, facts, everyone, filled);
  const width = columns.length;

  test('fitted with whole weights is the one fitted with rows repeated', () => {
    const weights = rowWeights('equal-cells', { groups, labels: binary, seed: 2 });
    const repeated = [...everyone].flatMap((row) => new Array<number>(weights[row]!).fill(row));
    const weighted = fitStandIn(learner, columns, { values: design, rows: ROWS, columns: width, labels: binary, weights });
    const rows = Int32Array.from(repeated);
    const plain = fitStandIn(learner, columns, { values: designValues(columns, facts, rows, filled), rows: rows.length, columns: width, labels: rows.map((row) => binary[row]!) });
    const [a, b] = [weighted.score(design, ROWS), plain.score(design, ROWS)];
    // Trees count rows, not weights, against the smallest leaf and cut columns by rows, so they agree only nearly.
    const within = learner === 'logistic' ? 1e-8 : 0.12;
    const apart = a.map((score, row) => Math.abs(score - b[row]!));
    expect(apart.reduce((sum, d) => sum + d, 0) / ROWS).toBeLessThan(within);
  });

  test('written as ONNX scores as it did here, missing numbers too', async () => {
    const standIn = fitStandIn(learner, columns, { values: design, rows: ROWS, columns: width, labels: binary });
    const file = standIn.write({ classes: ['no', 'yes'], threshold: 0.4, title: 'stand-in', note: 'test' });
    const raw = designValues(columns, facts, everyone, false);
    expect(raw.some(Number.isNaN)).toBe(true);
    const { data } = await runOnnx(file, Array.from({ length: ROWS }, (_, row) => [...raw.subarray(row * width, (row + 1) * width)]));
    standIn.score(design, ROWS).forEach((score, row) => expect(data[2 * row + 1]).toBeCloseTo(score, 6));
    expect(readOnnx({ name: 'again', bytes: file })).toMatchObject({ task: 'binary', classes: ['no', 'yes'], threshold: 0.4 });
  });

  test('is compared with the model and with itself unchanged, on rows it has not seen', () => {
    const found = retrain({ ...base, learner, dropped: [2] });
    expect(found.columns).not.toContain('proxy');
    expect(found.againstModel.people).toBe(found.held);
    expect(found.fitted + found.held).toBeLessThanOrEqual(ROWS);
    const { measures } = found.againstModel;
    expect(Math.abs(measures.selection.everyone.difference!)).toBeLessThan(0.1);
    expect(measures.selection.gap.after!).not.toBeNull();
    expect(found.againstPlain!.measures.selection.gap.difference).not.toBeNull();
    expect(retrain({ ...base, learner, dropped: [2] })).toEqual(found);
  });

  test('learning from scores comes near to the model', () => {
    const { againstModel, againstPlain } = retrain({ ...base, learner, teacher: 'model', labels: undefined });
    expect(againstPlain).toBeNull();
    expect(againstModel.changed).toBeLessThan(0.1);
    expect(againstModel.measures.accuracy.everyone.difference).toBeNull();
  });
});

test('reweighing narrows the gap of a learner that would follow the group', () => {
  const far = retrain({ ...base, addGroup: true });
  const near = retrain({ ...base, addGroup: true, weighting: 'reweigh' });
  expect(Math.abs(near.againstModel.measures.selection.gap.after!)).toBeLessThan(Math.abs(far.againstModel.measures.selection.gap.after!));
});

describe.each<LearnerName>(['logistic', 'boosted'])('a stand-in for values (%s)', (learner) => {
  const noise = new Random(21);
  /** Years until something happens: later for the second group, seen in the proxy only. Fewer years are favourable, so that scores are turned round. */
  const years = Float64Array.from({ length: ROWS }, (_, row) => (labels[row]! < 0 ? NaN : 40 + 10 * (values[3 * row]! || 0) + 6 * groups[row]! + 3 * noise.normal()));
  const own: RetrainQuestion = {
    ...base,
    task: 'regression',
    learner,
    labels: undefined,
    truth: years.map((value) => -value),
    scores: Float64Array.from({ length: ROWS }, (_, row) => -(42 + 8 * (values[3 * row]! || 0) + 3 * values[3 * row + 2]!)),
    sign: -1,
    line: -45,
    classes: ['late', 'soon'],
  };

  test('is fitted to what really happened and compared by its absolute error on rows it has not seen', () => {
    const { measures, people } = retrain(own).againstModel;
    expect(people).toBeGreaterThan(300);
    expect(measures.loss.everyone.after!).toBeLessThan(measures.loss.everyone.before!);
    expect(measures.loss.everyone.after!).toBeLessThan(6);
    expect(measures.accuracy.everyone.difference).toBeNull();
    expect(measures.score.gap.difference).not.toBeNull();
    const { againstPlain } = retrain({ ...own, dropped: [2] });
    expect(againstPlain!.measures.score.gap.after! ** 2).toBeLessThan(againstPlain!.measures.score.gap.before! ** 2);
  });

  test('learns from the scores where that is asked for', () => {
    const { measures, changed } = retrain({ ...own, teacher: 'model', truth: undefined }).againstModel;
    expect(changed).toBeLessThan(0.1);
    expect(measures.loss.everyone.difference).toBeNull();
  });

  test('reweighs by the side of the line, and can be given the group', () => {
    const plain = retrain({ ...own, addGroup: true }).againstModel.measures.score.gap.after!;
    const weighed = retrain({ ...own, addGroup: true, weighting: 'reweigh' }).againstModel.measures.score.gap.after!;
    expect(Math.abs(weighed)).toBeLessThan(Math.abs(plain));
  });

  test('written as ONNX gives values in their own unit, and opens again as a regression with the line', async () => {
    const { file, columns, line } = retrain(own);
    const design = designColumns(facts, everyone, [], false);
    expect(columns.slice().sort()).toEqual(design.map(({ name }) => name).sort());
    const raw = designValues(columns.map((name) => design.find((column) => column.name === name)!), facts, everyone, false);
    const { data } = await runOnnx(file, Array.from({ length: ROWS }, (_, row) => [...raw.subarray(row * columns.length, (row + 1) * columns.length)]));
    const known = [...everyone].filter((row) => !Number.isNaN(years[row]!));
    const error = known.reduce((sum, row) => sum + Math.abs(Number(data[row]) - years[row]!), 0) / known.length;
    expect(error).toBeLessThan(6);
    expect(readOnnx({ name: 'again', bytes: file })).toMatchObject({ task: 'regression', threshold: -line });
  });
});

describe('what cannot be learned is refused by name', () => {
  test.each<[string, Partial<RetrainQuestion>]>([
    ['no-outcome', { task: 'regression' }],
    ['retrain-task', { task: 'ranking' }],
    ['no-outcome', { labels: undefined }],
    ['no-input', { dropped: [0, 1, 2] }],
    ['retrain-rows', { scores: scores.map((score, row) => (row < 3 ? score : NaN)) }],
    ['learn-one-class', { labels: new Int8Array(ROWS).fill(1) }],
  ])('%s', (code, more) => {
    expect(() => retrain({ ...base, ...more })).toThrow(expect.objectContaining({ code }));
  });
});
