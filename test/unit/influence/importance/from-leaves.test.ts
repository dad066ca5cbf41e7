import { describe, expect, test } from 'vitest';
import { dependenceJob } from '../../../../src/engine/influence/dependence/job';
import { numberAxis } from '../../../../src/engine/influence/dependence/axes';
import { DEPENDENCE_SETTINGS } from '../../../../src/engine/influence/dependence/types';
import { type ImportanceQuestion, importanceJob, IMPORTANCE_SETTINGS } from '../../../../src/engine/influence/importance/job';
import { makeQuantity } from '../../../../src/engine/influence/quantities';
import { runInline } from '../../../../src/engine/jobs/inline';
import type { ExactStructure } from '../../../../src/engine/models/binding/structure';
import { compileForest } from '../../../../src/engine/models/forest/evaluate';
import { Random } from '../../../../src/engine/stats/random';
import { bruteShapley, coalitionValues, distance, question, scorerOf } from '../oracle';
import { cells, INPUTS, randomForest } from '../random-forest';

const players = [
  { name: 'a', features: [0, 4] },
  { name: 'b', features: [1] },
  { name: 'c', features: [2, 3, 5] },
];

describe.each([
  ['the second of two classes', { task: 'binary', link: 'sigmoid', scale: 1 }, 1, 1, 0, 1],
  ['the first of two classes, of a scaled sum', { task: 'binary', link: 'sigmoid', scale: 3 }, 1, 0, 0, -3],
  ['one of three classes', { task: 'multiclass', link: 'softmax', scale: 1 }, 3, 2, 2, 1],
  ['the logarithm of a value', { task: 'regression', link: 'exp', scale: 1 }, 1, 1, 0, 1],
] as const)('what leaves come to: %s', (_, more, outputs, favourable, output, factor) => {
  const random = new Random(31);
  const people = cells(random, 200);
  const background = cells(random, 20);
  const structure: ExactStructure = {
    forest: randomForest(21, outputs, 'sum'),
    featureOf: Int32Array.from({ length: INPUTS }, (__, input) => input),
    inputs: (values) => Float64Array.from(values),
    ...more,
  };
  const { margins } = compileForest(structure.forest);
  const margin = (row: Float64Array): number => factor * margins(row, 1)[output]!;
  const quantity = makeQuantity({ kind: 'leaves' }, { task: more.task, classes: more.task === 'multiclass' ? 3 : 2, favourable, threshold: 0.5 });
  const asked: ImportanceQuestion = {
    people: Float64Array.from(people.flat()),
    stratum: Int32Array.from(people, (__, row) => row % 2),
    sizes: Int32Array.of(100, 5000),
    width: INPUTS,
    background: Float64Array.from(background.flat()),
    players,
    quantity,
    settings: { ...IMPORTANCE_SETTINGS, maxExactRows: 10_000 },
  };
  const scorer = scorerOf(() => NaN);

  test('values read off them are those of all coalitions, and no row is scored', async () => {
    const found = await runInline(importanceJob, { ...asked, fromLeaves: favourable }, scorer, structure);
    expect(found).toMatchObject({ exact: true, rowsEvaluated: 0 });
    expect([...found.people]).toEqual([...people.keys()]);
    for (const row of [0, 31, 32, 199]) {
      const wanted = bruteShapley(coalitionValues(question(people[row]!, background, { players }), margin), players.length);
      expect(distance(found.rows.phi.subarray(row * 3, row * 3 + 3), wanted)).toBeLessThan(1e-9);
      expect(found.end[row]).toBeCloseTo(margin(Float64Array.from(people[row]!)), 9);
    }
    expect(found.start).toBeCloseTo(background.reduce((sum, row) => sum + margin(Float64Array.from(row)) / 20, 0), 9);
    // Everybody of the first half is explained, some of the second.
    expect(found.byStratum[0]!.every(({ sizeHalfWidth, noise }) => sizeHalfWidth === 0 && noise === 0)).toBe(true);
    expect(found.byStratum[1]!.every(({ sizeHalfWidth }) => sizeHalfWidth > 0)).toBe(true);
    expect(scorer.rows).toBe(0);
  });

  test('mixed rows that are not read off leaves come to the same', async () => {
    const few = { ...asked, people: asked.people.slice(0, 12 * INPUTS), stratum: asked.stratum.slice(0, 12) };
    const [mixed, read] = [await runInline(importanceJob, few, scorer, structure), await runInline(importanceJob, { ...few, fromLeaves: favourable }, scorer, structure)];
    expect(mixed.rowsEvaluated).toBeGreaterThan(0);
    expect(distance(mixed.rows.phi, read.rows.phi)).toBeLessThan(1e-9);
    expect(distance(mixed.end, read.end)).toBeLessThan(1e-9);
    expect(scorer.rows).toBe(0);
  });

  test('an input is followed along them, around their mean', async () => {
    const values = asked.people;
    const column = Float64Array.from(people, (row) => row[1]!);
    const axis = numberAxis('b', 1, column, { bins: 3 });
    const settings = { ...DEPENDENCE_SETTINGS, mean: true };
    const found = await runInline(dependenceJob, { values, width: INPUTS, axes: [axis], pairs: [], quantity, settings }, scorer, structure);
    const all = people.map((row) => Float64Array.from(row));
    expect(found.mean).toBeCloseTo(all.reduce((sum, row) => sum + margin(row) / all.length, 0), 9);
    axis.grid.forEach((value, point) => {
      const put = all.map((row) => margin(row.map((own, feature) => (feature === 1 ? value : own))));
      expect(found.axes[0]!.partial!.mean[point]).toBeCloseTo(put.reduce((sum, own) => sum + own / put.length, 0), 9);
    });
    const without = await runInline(dependenceJob, { values, width: INPUTS, axes: [axis], pairs: [], quantity, settings: DEPENDENCE_SETTINGS }, scorer, structure);
    expect(without.mean).toBeNull();
  });

  test('a model without trees is refused', async () => {
    await expect(runInline(importanceJob, asked, scorer)).rejects.toMatchObject({ code: 'no-trees' });
    await expect(runInline(importanceJob, { ...asked, fromLeaves: favourable }, scorer)).rejects.toMatchObject({ code: 'no-trees' });
  });
});
