import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numberAxis } from '../../../src/engine/influence/dependence/axes';
import { dependenceJob } from '../../../src/engine/influence/dependence/job';
import { DEPENDENCE_SETTINGS } from '../../../src/engine/influence/dependence/types';
import { gradientsJob } from '../../../src/engine/influence/gradients/job';
import { makeLoss } from '../../../src/engine/influence/importance/losses';
import { PERMUTATION_SETTINGS, permutationJob } from '../../../src/engine/influence/importance/permutation-job';
import { sageJob } from '../../../src/engine/influence/importance/sage-job';
import { SAGE_SETTINGS } from '../../../src/engine/influence/importance/sage-types';
import { runInline } from '../../../src/engine/jobs/inline';
import { Random } from '../../../src/engine/stats/random';
import { distance, scorerOf, single, VALUE } from '../../unit/influence/oracle';
import type { RowFunction } from '../../unit/influence/oracle';

/** Small whole numbers and missing values, so that rows often agree. */
const cell = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: -2, max: 3 }) }, { weight: 1, arbitrary: fc.constant(NaN) });
const problem = fc.integer({ min: 2, max: 5 }).chain((width) =>
  fc.record({
    width: fc.constant(width),
    rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 14 }),
    seed: fc.integer({ min: 0, max: 1e6 }),
  }),
);

/** A fixed but arbitrary number for every row, which does not read input `blind`. */
function anyFunction(seed: number, blind = -1): RowFunction {
  return (row) => {
    let code = seed;
    row.forEach((value, index) => (code = (code * 31 + (index === blind ? 0 : Number.isNaN(value) ? 1009 : Math.round(value * 64))) % 1e9));
    return new Random(code).normal();
  };
}

const SQUARED = makeLoss('squared', { task: 'regression', classes: 0, favourable: 1, threshold: 0 });
const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

test('gradients add up to the change for any model, and an input that is not read gets nothing', async () => {
  await fc.assert(
    fc.asyncProperty(problem, fc.integer({ min: 1, max: 6 }), async ({ width, rows, seed }, steps) => {
      const [person, ...background] = rows as [number[], ...number[][]];
      const question = {
        person: Float64Array.from(person),
        background: Float64Array.from(background.flat()),
        backgroundOf: background.length,
        players: single(width),
        levels: Uint8Array.from({ length: width }, (_, j) => (seed >>> j) & 1),
        quantity: VALUE,
        settings: { steps, seed, delta: 0.05 },
      };
      const blind = seed % width;
      const found = await runInline(gradientsJob, question, scorerOf(anyFunction(seed, blind)));
      expect(Math.abs(sum(found.shares) - (found.end - found.start))).toBeLessThan(1e-10);
      expect(Math.abs(found.shares[blind]!)).toBeLessThan(1e-12);
    }),
  );
});

test('losses saved add up and losses do not rise for an input that is not read', async () => {
  await fc.assert(
    fc.asyncProperty(problem, fc.boolean(), async ({ width, rows, seed }, oneRow) => {
      const values = Float64Array.from(rows.flat());
      const labels = Float64Array.from(rows, (_, row) => new Random(seed, row).normal());
      const blind = seed % width;
      const score = anyFunction(seed, blind);
      const shared = { values, width, labels, players: single(width), loss: SQUARED };
      const permuted = await runInline(permutationJob, { ...shared, settings: PERMUTATION_SETTINGS }, scorerOf(score));
      expect(permuted.rises[blind]).toEqual({ rise: 0, halfWidth: 0 });
      const settings = { ...SAGE_SETTINGS, unknown: oneRow ? ('one-row' as const) : ('mean-score' as const), maxRows: 0 };
      const background = Float64Array.from(rows[0]!);
      const found = await runInline(sageJob, { ...shared, background, settings }, scorerOf(score));
      const start = score(background);
      const losses = rows.map((row, index) => (start - labels[index]!) ** 2 - (score(Float64Array.from(row)) - labels[index]!) ** 2);
      expect(Math.abs(found.total - losses.reduce((total, value) => total + value, 0) / losses.length)).toBeLessThan(1e-9);
      expect(Math.abs(found.saved[blind]!)).toBeLessThan(1e-12);
    }),
  );
});

test('sums of single inputs have no pair effect anywhere, whatever the bins, and curves parallel to each other', async () => {
  await fc.assert(
    fc.asyncProperty(problem, fc.integer({ min: 1, max: 6 }), async ({ width, rows, seed }, bins) => {
      const values = Float64Array.from(rows.flat());
      const axes = Array.from({ length: width }, (_, j) => numberAxis(`x${j}`, j, Float64Array.from(rows, (row) => row[j]!), { bins }));
      const score: RowFunction = (row) => row.reduce((total, value, j) => total + anyFunction(seed + j)(Float64Array.of(value)), 0);
      const question = { values, width, axes, pairs: [[0, 1]] as const, quantity: VALUE, settings: DEPENDENCE_SETTINGS };
      const { pairs, axes: found } = await runInline(dependenceJob, question, scorerOf(score));
      const surface = pairs[0]!.accumulated?.effect ?? new Float64Array(0);
      const known = surface.filter((value) => !Number.isNaN(value));
      expect(distance(known, new Float64Array(known.length))).toBeLessThan(1e-9);
      expect(pairs[0]!.hSquared ?? 0).toBeLessThan(1e-12);
      for (const { partial } of found) for (const half of partial!.changeHalfWidth) expect(half).toBeLessThan(1e-9);
    }),
  );
});

test('first-order effects are 0 on average over the rows', async () => {
  await fc.assert(
    fc.asyncProperty(problem, async ({ width, rows, seed }) => {
      const values = Float64Array.from(rows.flat());
      const axes = Array.from({ length: width }, (_, j) => numberAxis(`x${j}`, j, Float64Array.from(rows, (row) => row[j]!)));
      const question = { values, width, axes, pairs: [], quantity: VALUE, settings: DEPENDENCE_SETTINGS };
      const found = await runInline(dependenceJob, question, scorerOf(anyFunction(seed)));
      for (const { accumulated } of found.axes) {
        if (accumulated === null) continue;
        const { counts, effect } = accumulated;
        expect(Math.abs(counts.reduce((total, count, k) => total + (count * (effect[k]! + effect[k + 1]!)) / 2, 0))).toBeLessThan(1e-9);
      }
    }),
  );
});
