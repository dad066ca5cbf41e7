import { describe, expect, test } from 'vitest';
import { runInline } from '../../../src/engine/jobs/inline';
import { reasonsJob } from '../../../src/engine/influence/reasons/job';
import { sumHalfWidth, wholeHalfWidth } from '../../../src/engine/influence/waterfall/half-widths';
import { waterfall } from '../../../src/engine/influence/waterfall/waterfall';
import { Random } from '../../../src/engine/stats/random';
import { question, scorerOf } from './oracle';

const random = new Random(21);
const rows = (count: number, width: number): number[][] => Array.from({ length: count }, () => Array.from({ length: width }, () => random.normal()));

describe('a waterfall', () => {
  test('walks from the background to the person, largest first, the rest together, and prints numbers that add up', async () => {
    const weights = [0.1, -3, 2, 0.01, 0.5, -0.2, 0.02];
    const found = await runInline(
      reasonsJob,
      question(rows(1, 7)[0]!, rows(30, 7)),
      scorerOf((row) => row.reduce((sum, x, j) => sum + x * weights[j]!, 0)),
    );
    const chart = waterfall(found, { top: 3, scale: 100, decimals: 1 });
    expect(chart.steps.map(({ other }) => other)).toEqual([false, false, false, true]);
    const sizes = chart.steps.slice(0, 3).map(({ value }) => Math.abs(value));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(chart.steps.flatMap(({ players }) => players).sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(chart.steps[0]!.from).toBeCloseTo(100 * found.start, 10);
    expect(chart.steps[3]!.to).toBe(100 * found.end);
    for (const step of chart.steps) expect(step.to - step.from).toBeCloseTo(step.value, 9);
    for (let index = 1; index < 4; index++) expect(chart.steps[index]!.from).toBe(chart.steps[index - 1]!.to);
    const printed = chart.steps.reduce((sum, step) => sum + step.printed, chart.printedStart);
    expect(printed).toBeCloseTo(chart.printedEnd, 9);
    expect(chart.steps.every(({ halfWidth }) => halfWidth === 0)).toBe(true);
  });

  test('names a rest of one instead of calling it other', async () => {
    const found = await runInline(
      reasonsJob,
      question([1, 2, 3], [[0, 0, 0]]),
      scorerOf((row) => row[0]! + row[1]! + row[2]!),
    );
    expect(waterfall(found, { top: 2, scale: 1, decimals: 0 }).steps.map(({ other }) => other)).toEqual([false, false, false]);
  });

  test('puts inputs without any influence among the rest', async () => {
    const found = await runInline(
      reasonsJob,
      question([1, 2, 3], [[0, 0, 0]]),
      scorerOf((row) => row[1]!),
    );
    expect(waterfall(found, { top: 6, scale: 1, decimals: 0 }).steps.map(({ players }) => players)).toEqual([[1], [0, 2]]);
  });
});

test('the error of a sum: none for all players, that of the complement for a part, no more than the errors added up', async () => {
  const asked = question(rows(1, 8)[0]!, rows(40, 8), { settings: { maxExactRows: 0, units: 4 } });
  const found = await runInline(
    reasonsJob,
    asked,
    scorerOf((row) => Math.sin(row[0]! * row[1]! * row[2]!) + row[3]! * row[4]! * row[5]! + Math.exp(row[6]! * row[7]! * row[0]!)),
  );
  const part = [0, 3, 4, 7];
  const complement = [1, 2, 5, 6];
  expect(sumHalfWidth(found, [0, 1, 2, 3, 4, 5, 6, 7])).toBe(0);
  const ratio = sumHalfWidth(found, part) / sumHalfWidth(found, complement);
  expect(ratio).toBeGreaterThan(0.95);
  expect(ratio).toBeLessThan(1.05);
  expect(sumHalfWidth(found, [2])).toBeCloseTo(found.halfWidth[2]!, 12);
  expect(sumHalfWidth(found, part)).toBeLessThan(part.reduce((sum, player) => sum + found.halfWidth[player]!, 0));
  const without = { ...found, covariance: new Float64Array(0) };
  expect(sumHalfWidth(without, part)).toBeGreaterThanOrEqual(sumHalfWidth(found, part));
  expect(sumHalfWidth(without, [0, 1, 2, 3, 4, 5, 6, 7])).toBe(0);
});

test('both errors together: those of the computation alone where every row is compared with, else more, and never more than added up', async () => {
  const pool = rows(200, 8);
  const person = rows(1, 8)[0]!;
  const scorer = scorerOf((row) => Math.sin(row[0]! * row[1]! * row[2]!) + row[3]! * row[4]! * row[5]! + Math.exp(row[6]! * row[7]! * row[0]!));
  const ask = (settings: object, of?: number) => runInline(reasonsJob, question(person, pool.slice(0, 50), { settings, ...(of ? { of } : {}) }), scorer);
  const part = [0, 3, 4, 7];
  const all = await ask({ maxExactRows: 0, units: 4 });
  expect(wholeHalfWidth(all, part)).toBe(sumHalfWidth(all, part));
  const exact = await ask({}, 200);
  for (let player = 0; player < 8; player++) expect(wholeHalfWidth(exact, [player])).toBeCloseTo(exact.backgroundHalfWidth![player]!, 12);
  const drawn = await ask({ maxExactRows: 0, units: 4 }, 200);
  expect(wholeHalfWidth(drawn, part)).toBeGreaterThan(sumHalfWidth(drawn, part));
  const added = part.reduce((sum, player) => sum + drawn.backgroundHalfWidth![player]!, sumHalfWidth(drawn, part));
  expect(wholeHalfWidth(drawn, part)).toBeLessThan(added);
  expect(wholeHalfWidth({ ...drawn, backgroundCovariance: new Float64Array(0) }, part)).toBeGreaterThan(wholeHalfWidth(drawn, part));
});
