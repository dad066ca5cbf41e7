import { describe, expect, test } from 'vitest';
import { IMPORTANCE_SETTINGS, importanceJob } from '../../../../src/engine/influence/importance/job';
import type { ImportanceQuestion, ImportanceSettings } from '../../../../src/engine/influence/importance/job';
import { meanInfluence } from '../../../../src/engine/influence/importance/mean-influence';
import { stratifiedSample } from '../../../../src/engine/influence/importance/strata';
import { runInline } from '../../../../src/engine/jobs/inline';
import { Random } from '../../../../src/engine/stats/random';
import { scorerOf, single, VALUE } from '../oracle';
import type { RowFunction } from '../oracle';

const WIDTH = 6;
const score: RowFunction = (row) => Math.tanh(row[0]! + row[1]! * row[2]! - row[3]! * row[4]! * row[5]!) + 0.3 * row[5]!;
const random = new Random(12);
const table = Float64Array.from({ length: 600 * WIDTH }, () => random.normal());
const strata = Int32Array.from({ length: 600 }, (_, row) => (table[row * WIDTH]! > 1 ? 2 : table[row * WIDTH]! > 0 ? 1 : 0));
const background = Float64Array.from({ length: 10 * WIDTH }, () => random.normal());

type Rows = Int32Array<ArrayBuffer>;
function ask(rows: Rows, stratum: Rows, sizes: Rows, more: Partial<ImportanceSettings> = {}): ImportanceQuestion {
  const people = Float64Array.from([...rows].flatMap((row) => [...table.subarray(row * WIDTH, (row + 1) * WIDTH)]));
  const settings = { ...IMPORTANCE_SETTINGS, ...more };
  return { people, stratum, sizes, width: WIDTH, background, players: single(WIDTH), quantity: VALUE, settings };
}
const all = Int32Array.from({ length: 600 }, (_, row) => row);
const sizesOf = stratifiedSample(strata, 600, 1).sizes;

describe('mean influence over a table', () => {
  test('of a linear model is the weight times the mean distance from the background mean', async () => {
    const weights = [1, -2, 0, 0.5, 3, 0.1];
    const linear: RowFunction = (row) => row.reduce((sum, x, j) => sum + weights[j]! * x, 0);
    const found = await runInline(importanceJob, ask(all, strata, sizesOf), scorerOf(linear));
    expect(found.exact).toBe(true);
    weights.forEach((weight, j) => {
      const centre = Array.from({ length: 10 }, (_, row) => background[row * WIDTH + j]!).reduce((sum, x) => sum + x / 10, 0);
      const distances = Array.from(all, (row) => weight * (table[row * WIDTH + j]! - centre));
      expect(found.means[j]!.size).toBeCloseTo(distances.reduce((sum, x) => sum + Math.abs(x) / 600, 0), 10);
      expect(found.means[j]!.signed).toBeCloseTo(distances.reduce((sum, x) => sum + x / 600, 0), 10);
      // Every row is explained exactly: nothing is left to chance.
      expect(found.means[j]!.sizeHalfWidth).toBe(0);
      const first = distances.filter((_, row) => strata[row] === 2);
      expect(found.byStratum[2]![j]!.size).toBeCloseTo(first.reduce((sum, x) => sum + Math.abs(x) / first.length, 0), 10);
    });
  });

  test('adds up for each person, sampled or exact, and pieces merge in any order', async () => {
    const rows = all.slice(0, 30);
    for (const maxExactRows of [0, 1000]) {
      const question = ask(rows, strata.slice(0, 30), sizesOf, { maxExactRows });
      const context = { scorer: scorerOf(score), breathe: () => Promise.resolve() };
      const parts = await Promise.all([0, 10, 20].map((from) => importanceJob.run({ question, from, to: from + 10 }, context)));
      const [a, b, c] = parts as [(typeof parts)[0], (typeof parts)[0], (typeof parts)[0]];
      const found = importanceJob.result(question, importanceJob.merge(importanceJob.merge(a, b), c));
      expect(importanceJob.result(question, importanceJob.merge(c, importanceJob.merge(b, a)))).toEqual(found);
      expect(found.exact).toBe(maxExactRows > 0);
      rows.forEach((_, i) => {
        const sum = found.rows.phi.subarray(i * WIDTH, (i + 1) * WIDTH).reduce((total, value) => total + value, found.start);
        expect(Math.abs(sum - found.end[i]!)).toBeLessThan(1e-12);
      });
    }
  });

  test('is cut into pieces that hold everybody once, the first of them small', () => {
    for (const people of [1, 2, 7, 30, 600]) {
      const shards = importanceJob.plan(ask(all.slice(0, people), strata.slice(0, people), sizesOf, { maxExactRows: 0 }), undefined, 2);
      expect(shards.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i))).toEqual(Array.from({ length: people }, (_, i) => i));
    }
    const { from, to } = importanceJob.plan(ask(all, strata, sizesOf, { maxExactRows: 0 }), undefined, 2)[1]!;
    const last = importanceJob.plan(ask(all, strata, sizesOf, { maxExactRows: 0 }), undefined, 2).at(-2)!;
    expect(to - from).toBeLessThanOrEqual((last.to - last.from) / 3);
  });

  test('a sample has at least ten rows of every stratum that has them, none twice', () => {
    const uneven = Int32Array.from({ length: 1000 }, (_, row) => (row < 4 ? 0 : row < 40 ? 1 : row < 50 ? -1 : 2));
    const { rows, stratum, sizes } = stratifiedSample(uneven, 100, 3);
    expect([...sizes]).toEqual([4, 36, 950]);
    expect([0, 1, 2].map((own) => stratum.filter((s) => s === own).length)).toEqual([4, 10, 96]);
    expect(new Set(rows).size).toBe(rows.length);
    rows.forEach((row, i) => expect(uneven[row]).toBe(stratum[i]));
  });
});

describe('95% intervals for the table hold its mean in .93 to .97 of 600 runs', async () => {
  const RUNS = 600;
  const truth = await runInline(importanceJob, ask(all, strata, sizesOf), scorerOf(score));
  const players = WIDTH;
  const check = (inside: number, cases: number): void => {
    expect(inside / RUNS / cases).toBeGreaterThan(0.93);
    expect(inside / RUNS / cases).toBeLessThan(0.97);
  };

  test('exact values of a stratified sample of rows', () => {
    let [size, signed] = [0, 0];
    for (let seed = 1; seed <= RUNS; seed++) {
      const { rows, stratum, sizes } = stratifiedSample(strata, 120, seed);
      const phi = Float64Array.from([...rows].flatMap((row) => [...truth.rows.phi.subarray(row * players, (row + 1) * players)]));
      meanInfluence({ players, phi, se: new Float64Array(phi.length), stratum, sizes }).forEach((found, j) => {
        if (Math.abs(found.size - truth.means[j]!.size) <= found.sizeHalfWidth) size++;
        if (Math.abs(found.signed - truth.means[j]!.signed) <= found.signedHalfWidth) signed++;
      });
    }
    check(size, players);
    check(signed, players);
  });

  test('sampled values of a stratified sample of rows', async () => {
    let [size, signed] = [0, 0];
    for (let seed = 1; seed <= RUNS; seed++) {
      const { rows, stratum, sizes } = stratifiedSample(strata, 40, seed);
      const found = await runInline(importanceJob, ask(rows, stratum, sizes, { maxExactRows: 0, units: 8, seed: seed * 1000 }), scorerOf(score));
      found.means.forEach((mean, j) => {
        if (Math.abs(mean.size - truth.means[j]!.size) <= mean.sizeHalfWidth) size++;
        if (Math.abs(mean.signed - truth.means[j]!.signed) <= mean.signedHalfWidth) signed++;
        expect(mean.noise).toBeLessThan(mean.size / 12);
      });
    }
    check(size, players);
    check(signed, players);
  }, 120_000);
});

test('what may be noise is told: values of 0 known with error have a mean size above 0', () => {
  const noise = new Random(5);
  const phi = Float64Array.from({ length: 2000 }, () => 0.1 * noise.normal());
  const [found] = meanInfluence({ players: 1, phi, se: new Float64Array(2000).fill(0.1), stratum: new Int32Array(2000), sizes: Int32Array.of(1e6) });
  expect(found!.size).toBeGreaterThan(0.07);
  // E|N(0, √2 s)| − E|N(0, s)| = (√2 − 1)·√(2/π)·s
  expect(found!.noise).toBeCloseTo((Math.SQRT2 - 1) * Math.sqrt(2 / Math.PI) * 0.1, 2);
});
