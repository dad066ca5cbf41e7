import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { comparePaired, type PairedComparison } from '../../../src/engine/fairness/mitigation/paired/compare';
import { neutraliseJob } from '../../../src/engine/fairness/mitigation/job';
import { lineForShare } from '../../../src/engine/fairness/mitigation/line';
import { fitReplacement } from '../../../src/engine/fairness/mitigation/replacement';
import { retrain, type RetrainQuestion } from '../../../src/engine/fairness/mitigation/retrain/retrain';
import type { Way } from '../../../src/engine/fairness/mitigation/types';
import { runInline } from '../../../src/engine/jobs/inline';
import { compileScores } from '../../../src/engine/models/evaluator';
import { readOnnx } from '../../../src/engine/models/onnx/read';
import { INPUTS } from '../../../models/generate';
import { simpleTable } from '../../tools/simple-table';

const demo = (file: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(fileURLToPath(new URL(`../../../models/${file}`, import.meta.url))));

describe.each(['loans-boosted.onnx', 'loans-logistic.onnx'])('the story of %s on today’s table', (name) => {
  const width = INPUTS.length;
  const features = INPUTS.map((input) => ({ name: input, kind: 'number' as const }));
  const at = (input: string): number => INPUTS.indexOf(input as (typeof INPUTS)[number]);
  let base: RetrainQuestion;
  let score: (values: Float64Array<ArrayBuffer>, count: number) => Float64Array<ArrayBuffer>;

  beforeAll(() => {
    const table = simpleTable('loans', demo('loans-today.csv'));
    const model = readOnnx({ name, bytes: demo(name) });
    const exact = compileScores(model)!;
    score = (values, count) => exact(values, count);
    const column = (header: string): (typeof table.columns)[number] => table.columns.find((entry) => entry.name === header)!;
    const values = new Float64Array(table.rows * width);
    INPUTS.forEach((input, j) => {
      const own = column(input);
      if (own.kind === 'numeric') own.values.forEach((value, row) => (values[row * width + j] = value));
    });
    const shape = column('shape');
    const repaid = column('repaid');
    if (shape.kind !== 'category' || repaid.kind !== 'numeric') throw new Error('columns expected');
    const circles = shape.levels.indexOf('Circles');
    base = {
      features,
      values,
      groups: shape.codes.map((code) => (code === circles ? 0 : 1)),
      groupNames: ['Circles', 'Triangles'],
      groupName: 'shape',
      task: 'binary',
      scores: exact(values, table.rows),
      line: model.threshold!,
      lineRule: 'share',
      labels: Int8Array.from(repaid.values),
      pair: [0, 1],
      learner: 'logistic',
      teacher: 'model',
      weighting: 'none',
      dropped: [],
      addGroup: false,
      seed: 1,
      classes: ['no', 'yes'],
      note: '',
    };
  });

  async function neutralised(input: string, way: Way): Promise<PairedComparison> {
    const replacement = fitReplacement(way, [{ name: input, features: [at(input)] }], { features, values: base.values, seed: 1 });
    const scorer = { width: 1, score: (values: Float64Array<ArrayBuffer>, count: number) => Promise.resolve(score(values, count)) };
    const { scores } = await runInline(neutraliseJob, { values: base.values, width, meaning: { task: 'binary', favourable: 1, width: 1 }, changes: [replacement] }, scorer);
    const after = scores[0]!;
    const lineAfter = lineForShare(after, base.scores.filter((own) => own >= base.line).length / after.length);
    return comparePaired({ before: base.scores, after, lineBefore: base.line, lineAfter, groups: base.groups, groupCount: 2, labels: base.labels, pair: [0, 1], seed: 1 });
  }

  const told = ({ measures }: PairedComparison): { gap: number; was: number; gapUpper: number; accuracy: number; accuracyLower: number; accuracyUpper: number } => ({
    was: measures.selection.gap.before!,
    gap: measures.selection.gap.difference!,
    gapUpper: measures.selection.gap.interval!.upper,
    accuracy: measures.accuracy.everyone.difference!,
    accuracyLower: measures.accuracy.everyone.interval!.lower,
    accuracyUpper: measures.accuracy.everyone.interval!.upper,
  });

  test.each<[string, Way]>([
    ['a constant', { kind: 'constant' }],
    ['drawn values', { kind: 'marginal', draws: 20 }],
  ])('neutralising employment by %s narrows the gap clearly and gains right decisions; income does neither', async (_way, way) => {
    const employment = told(await neutralised('employment_years', way));
    expect(employment.was).toBeGreaterThan(0.2);
    expect(employment.gapUpper).toBeLessThan(-0.1);
    expect(employment.accuracyLower).toBeGreaterThan(0.01);
    const income = told(await neutralised('income', way));
    expect(income.gap).toBeGreaterThan(-0.05);
    expect(income.accuracyUpper).toBeLessThan(-0.03);
  });

  test('a stand-in that carries on what the model learned tells the same, and the group as an input changes almost nothing', () => {
    const employment = told(retrain({ ...base, dropped: [at('employment_years')] }).againstPlain!);
    expect(employment.gapUpper).toBeLessThan(-0.1);
    expect(employment.accuracyLower).toBeGreaterThan(0);
    const income = told(retrain({ ...base, dropped: [at('income')] }).againstPlain!);
    expect(income.gap).toBeGreaterThan(-0.05);
    expect(income.accuracyUpper).toBeLessThan(-0.03);
    const group = retrain({ ...base, addGroup: true }).againstPlain!;
    expect(Math.abs(told(group).gap)).toBeLessThan(0.02);
    expect(Math.abs(told(group).accuracy)).toBeLessThan(0.01);
    expect(group.changed).toBeLessThan(0.02);
  });

  test('a stand-in that learns from what happened today does without employment by itself', () => {
    const same = retrain({ ...base, teacher: 'outcome' });
    expect(told(same.againstModel).gapUpper).toBeLessThan(-0.1);
    expect(told(same.againstModel).accuracyLower).toBeGreaterThan(0.01);
    const without = retrain({ ...base, teacher: 'outcome', dropped: [at('employment_years')] }).againstPlain!;
    expect(Math.abs(told(without).gap)).toBeLessThan(0.02);
  });
});
