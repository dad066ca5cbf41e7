import { describe, expect, test } from 'vitest';
import { numberAxis } from '../../../src/engine/influence/dependence/axes';
import { dependenceJob } from '../../../src/engine/influence/dependence/job';
import { DEPENDENCE_SETTINGS } from '../../../src/engine/influence/dependence/types';
import { gradientsJob } from '../../../src/engine/influence/gradients/job';
import { GRADIENT_SETTINGS } from '../../../src/engine/influence/gradients/types';
import { IMPORTANCE_SETTINGS, importanceJob } from '../../../src/engine/influence/importance/job';
import { lossOf } from '../../../src/engine/influence/importance/losses';
import type { LossKind } from '../../../src/engine/influence/importance/losses';
import { indicesJob } from '../../../src/engine/influence/indices/job';
import { INDICES_SETTINGS } from '../../../src/engine/influence/indices/types';
import { LIME_SETTINGS, limeJob } from '../../../src/engine/influence/lime/job';
import { makeQuantity } from '../../../src/engine/influence/quantities';
import type { QuantityFacts } from '../../../src/engine/influence/facts';
import type { Quantity } from '../../../src/engine/influence/quantities';
import { reasonsJob } from '../../../src/engine/influence/reasons/job';
import { regressionJob } from '../../../src/engine/influence/regression/job';
import { REGRESSION_SETTINGS } from '../../../src/engine/influence/regression/types';
import { SURROGATE_SETTINGS } from '../../../src/engine/influence/surrogate/types';
import { surrogateJob } from '../../../src/engine/influence/surrogate/job';
import { sweepJob } from '../../../src/engine/influence/sweep/job';
import { runInline } from '../../../src/engine/jobs/inline';
import type { Scorer } from '../../../src/engine/jobs/types';
import { Random } from '../../../src/engine/stats/random';
import { bruteShapley, coalitionValues, distance, question, scorerOf, single, VALUE } from './oracle';
import type { RowFunction } from './oracle';

const WIDTH = 4;
const random = new Random(7);
const rows = (count: number): number[][] => Array.from({ length: count }, () => Array.from({ length: WIDTH }, () => random.normal()));

const BINARY: QuantityFacts = { task: 'binary', classes: 2, favourable: 0, threshold: 0.4 };
const MULTICLASS: QuantityFacts = { task: 'multiclass', classes: 3, favourable: 2, threshold: 0.5 };
const REGRESSION: QuantityFacts = { task: 'regression', classes: 0, favourable: 1, threshold: 1 };

const margin: RowFunction = (row) => row[0]! * row[1]! + Math.sin(row[2]!) - row[3]! + 0.3 * row[0]!;
const models: Record<string, (row: Float64Array) => number[]> = {
  binary: (row) => [1 / (1 + Math.exp(-margin(row)))],
  regression: (row) => [margin(row)],
  multiclass: (row) => {
    const parts = [0, margin(row), row[1]! * row[2]! - row[0]!].map(Math.exp);
    const whole = parts.reduce((sum, part) => sum + part, 0);
    return parts.map((part) => part / whole);
  },
};

/** A scorer that calls a function of one row that gives several numbers. */
function wideScorer(score: (row: Float64Array) => number[], width: number): Scorer {
  return {
    width,
    score(values, count) {
      const each = values.length / count;
      const rows = Array.from({ length: count }, (_, row) => score(values.subarray(row * each, (row + 1) * each)));
      return Promise.resolve(Float64Array.from(rows.flat()));
    },
  };
}

/** The same loss as a function of the row, for the definition. */
const lossFunction =
  (facts: QuantityFacts, { loss }: Quantity, label: number): RowFunction =>
  (row) =>
    lossOf(loss!, Float64Array.from(models[facts.task]!(row)), 0, label);

describe('the loss on one person', () => {
  test.each<[LossKind, QuantityFacts, number]>([
    ['log', BINARY, 1],
    ['log', BINARY, 0],
    ['squared', BINARY, 1],
    ['zero-one', BINARY, 1],
    ['log', MULTICLASS, 0],
    ['squared', MULTICLASS, 1],
    ['zero-one', MULTICLASS, 2],
    ['squared', REGRESSION, -0.7],
  ])('is shared out by definition and adds up: %s of %j against %d', async (kind, facts, label) => {
    const quantity = makeQuantity({ kind: 'loss', loss: kind, label }, facts);
    const asked = question(rows(1)[0]!, rows(12), { quantity });
    const score = lossFunction(facts, quantity, label);
    const expected = bruteShapley(coalitionValues(asked, score), WIDTH);
    const scorer = wideScorer(models[facts.task]!, quantity.width);
    const found = await runInline(reasonsJob, asked, scorer);
    expect([found.method, found.warnings.some(({ code }) => code === 'held-margins')]).toEqual(['exact', false]);
    expect(distance(found.phi, expected)).toBeLessThan(1e-12);
    expect(found.end).toBeCloseTo(score(asked.person), 14);
    expect(Math.abs(found.efficiencyResidual)).toBeLessThan(1e-12);
    const sampled = await runInline(reasonsJob, { ...asked, settings: { ...asked.settings, maxExactRows: 0 } }, scorer);
    expect(Math.abs(sampled.efficiencyResidual)).toBeLessThan(1e-12);
  });

  test('is held back where a mixed row gives the true class no chance, and these rows are counted', async () => {
    const step: RowFunction = (row) => (row[0]! > 0 && row[1]! > 0 ? 0 : 0.5);
    const quantity = makeQuantity({ kind: 'loss', loss: 'log', label: 1 }, BINARY);
    const asked = question([1, 1], [[-1, -1]], { quantity });
    const found = await runInline(reasonsJob, asked, scorerOf(step));
    const gap = 25 * Math.LN2 - Math.LN2;
    expect(distance(found.phi, [gap / 2, gap / 2])).toBeLessThan(1e-12);
    expect(found.warnings.find(({ code }) => code === 'held-margins')!.text).toMatch(/^1 score was/);
  });
});

const [PERSON, BACKGROUND, LABEL] = [Float64Array.from(rows(1)[0]!), Float64Array.from(rows(15).flat()), 1];
const LOSS = makeQuantity({ kind: 'loss', loss: 'log', label: LABEL }, BINARY);
const BOTH = { person: PERSON, background: BACKGROUND, backgroundOf: 15, players: single(WIDTH) };
const FEATURES = Array.from({ length: WIDTH }, (_, j) => ({ name: `x${j}`, kind: 'number' as const }));
const axesOf = (values: Float64Array) =>
  FEATURES.map(({ name }, j) => numberAxis(name, j, values.filter((_, at) => at % WIDTH === j), { points: 5, bins: 3 }));

describe('every question about one person can be about its loss: the answer is that for a model that gives the loss', () => {
  test.each<[string, (quantity: Quantity, scorer: Scorer) => Promise<unknown>]>([
    ['reasons', (quantity, scorer) => runInline(reasonsJob, { ...question([], []), ...BOTH, quantity }, scorer)],
    ['regression', (quantity, scorer) => runInline(regressionJob, { ...BOTH, quantity, settings: REGRESSION_SETTINGS }, scorer)],
    ['indices', (quantity, scorer) => runInline(indicesJob, { ...BOTH, quantity, sets: [[0, 1]], settings: INDICES_SETTINGS }, scorer)],
    [
      'gradients',
      (quantity, scorer) => runInline(gradientsJob, { ...BOTH, levels: new Uint8Array(WIDTH), quantity, settings: GRADIENT_SETTINGS }, scorer),
    ],
    [
      'lime',
      (quantity, scorer) => runInline(limeJob, { ...BOTH, features: FEATURES, quantity, settings: { ...LIME_SETTINGS, samples: 200 } }, scorer),
    ],
    [
      'sweep',
      async (quantity, scorer) => {
        const features = FEATURES.map((_, feature) => ({ feature, ordered: true, candidates: Float64Array.of(-1, 0, 2) }));
        const found = await runInline(sweepJob, { person: PERSON, features, quantity, decision: VALUE }, scorer);
        return [found.present, ...found.curves.map(({ values }) => values)];
      },
    ],
    [
      'importance',
      (quantity, scorer) => {
        const people = { people: BACKGROUND, stratum: new Int32Array(15), sizes: Int32Array.of(15), width: WIDTH };
        const labels = new Float64Array(15).fill(LABEL);
        return runInline(importanceJob, { ...BOTH, ...people, labels, quantity, settings: IMPORTANCE_SETTINGS }, scorer);
      },
    ],
    [
      'dependence',
      (quantity, scorer) => {
        const many = { values: BACKGROUND, width: WIDTH, axes: axesOf(BACKGROUND), pairs: [[0, 1]] as const };
        const labels = new Float64Array(15).fill(LABEL);
        return runInline(dependenceJob, { ...many, labels, quantity, settings: DEPENDENCE_SETTINGS }, scorer);
      },
    ],
  ])('%s', async (_, ask) => {
    const found = await ask(LOSS, wideScorer(models['binary']!, 1));
    expect(found).toEqual(await ask(VALUE, scorerOf(lossFunction(BINARY, LOSS, LABEL))));
  });
});

describe('questions about many people', () => {
  const labels = Float64Array.from({ length: 15 }, (_, row) => row % 2);
  const open = makeQuantity({ kind: 'loss', loss: 'log' }, BINARY);
  const scorer = wideScorer(models['binary']!, 1);
  const drawn = { people: BACKGROUND, stratum: new Int32Array(15), sizes: Int32Array.of(15), width: WIDTH };
  const people = { ...BOTH, ...drawn, quantity: open, settings: IMPORTANCE_SETTINGS };
  const curves = { values: BACKGROUND, width: WIDTH, axes: axesOf(BACKGROUND), pairs: [[0, 2]] as const };
  const many = { ...curves, quantity: open, settings: DEPENDENCE_SETTINGS };

  test('explain each by the loss against their own label', async () => {
    const found = await runInline(importanceJob, { ...people, labels }, scorer);
    for (const row of [0, 7, 14]) {
      const quantity = makeQuantity({ kind: 'loss', loss: 'log', label: labels[row]! }, BINARY);
      const person = BACKGROUND.slice(row * WIDTH, (row + 1) * WIDTH);
      const alone = await runInline(reasonsJob, { ...question([], []), ...BOTH, person, quantity }, scorer);
      expect(distance(found.rows.phi.slice(row * WIDTH, (row + 1) * WIDTH), alone.phi)).toBeLessThan(1e-12);
      expect(found.end[row]).toBe(alone.end);
    }
  });

  test('follow each by the loss against their own label', async () => {
    const found = await runInline(dependenceJob, { ...many, labels }, scorer);
    // A second input tells the label, so that the loss is a function of the row.
    const wide = Float64Array.from({ length: 15 * (WIDTH + 1) }, (_, at) => {
      const [row, j] = [Math.floor(at / (WIDTH + 1)), at % (WIDTH + 1)];
      return j < WIDTH ? BACKGROUND[row * WIDTH + j]! : labels[row]!;
    });
    const told: RowFunction = (row) => lossFunction(BINARY, open, row[WIDTH]!)(row.subarray(0, WIDTH));
    const same = await runInline(dependenceJob, { ...many, values: wide, width: WIDTH + 1, quantity: VALUE }, scorerOf(told));
    expect(found.axes).toEqual(same.axes);
    expect(found.pairs).toEqual(same.pairs);
  });

  test.each([
    ['importance without labels', () => runInline(importanceJob, people, scorer)],
    ['importance with an unknown label', () => runInline(importanceJob, { ...people, labels: labels.with(3, NaN) }, scorer)],
    ['dependence with too few labels', () => runInline(dependenceJob, { ...many, labels: labels.slice(1) }, scorer)],
  ])('refuse %s', async (_, ask) => {
    await expect(ask()).rejects.toMatchObject({ code: 'no-outcome' });
  });

  test('refuse a tree that tells the loss', async () => {
    const asked = { values: BACKGROUND, features: FEATURES, group: new Int32Array(15), groups: 1, quantity: open, settings: SURROGATE_SETTINGS };
    await expect(runInline(surrogateJob, asked, scorer)).rejects.toMatchObject({ code: 'no-surrogate' });
  });
});
