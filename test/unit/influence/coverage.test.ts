import { describe, expect, test } from 'vitest';
import { runInline } from '../../../src/engine/jobs/inline';
import { reasonsJob } from '../../../src/engine/influence/reasons/job';
import type { Quantity } from '../../../src/engine/influence/quantities';
import type { ReasonsSettings } from '../../../src/engine/influence/reasons/types';
import { sumHalfWidth, wholeHalfWidth } from '../../../src/engine/influence/waterfall/half-widths';
import { Random } from '../../../src/engine/stats/random';
import { question, scorerOf, VALUE } from './oracle';
import type { RowFunction } from './oracle';

const WIDTH = 9;
const RUNS = 600;
/** A value without any error still differs in its last digits. */
const ROUNDING = 1e-13;

/** A probability with interactions of every order, so that walks in opposite directions do not already know the answer. */
const score: RowFunction = (row) => {
  const wave = row[6]! * Math.cos(row[0]! * row[7]! * row[3]! + row[8]!);
  const bumps = Math.sin(row[0]! * row[1]! + row[2]!) + (row[3]! * row[4]! * row[5]! > 0.2 ? 1 : 0) - wave;
  return 1 / (1 + Math.exp(-1.5 * bumps));
};

const DECISION: Quantity = { ...VALUE, kind: 'decision' };

const random = new Random(99);
const rows = (count: number): number[][] => Array.from({ length: count }, () => Array.from({ length: WIDTH }, () => random.normal()));
const person = rows(1)[0]!;
const REST = [1, 2, 5, 6];

interface Tally {
  readonly single: number;
  readonly rest: number;
  readonly anytime: number;
}

/** Shares of runs in which the interval holds the exact value: of one player, of four together, and of one player at all looks. */
async function coverage(background: number[][], settings: Partial<ReasonsSettings>, quantity = VALUE): Promise<Tally> {
  const exact = await runInline(reasonsJob, question(person, background, { quantity }), scorerOf(score));
  const inside = { single: 0, rest: 0, anytime: 0 };
  for (let seed = 1; seed <= RUNS; seed++) {
    const asked = question(person, background, { quantity, settings: { ...settings, maxExactRows: 0, seed } });
    const found = await runInline(reasonsJob, asked, scorerOf(score));
    expect(found.method).toBe('sampled');
    for (let player = 0; player < WIDTH; player++) {
      const error = Math.max(0, Math.abs(found.phi[player]! - exact.phi[player]!) - ROUNDING);
      if (error <= found.halfWidth[player]!) inside.single++;
      if (error <= found.anytimeHalfWidth[player]!) inside.anytime++;
    }
    const error = REST.reduce((sum, player) => sum + found.phi[player]! - exact.phi[player]!, 0);
    if (Math.abs(error) <= sumHalfWidth(found, REST)) inside.rest++;
  }
  return { single: inside.single / RUNS / WIDTH, rest: inside.rest / RUNS, anytime: inside.anytime / RUNS / WIDTH };
}

describe('95% intervals of sampled values hold the exact ones in .93 to .97 of 600 runs', () => {
  test.each([
    [40, 2, 'probability'],
    [40, 3, 'probability'],
    [40, 5, 'probability'],
    [12, 8, 'probability'],
    [1, 16, 'probability'],
    [80, 2, 'decision'],
    [40, 4, 'decision'],
  ])('%i background rows, %i units each, %s', async (count, units, kind) => {
    const tally = await coverage(rows(count), { units }, kind === 'decision' ? DECISION : VALUE);
    expect(tally.single).toBeGreaterThan(0.93);
    expect(tally.single).toBeLessThan(0.97);
    expect(tally.rest).toBeGreaterThan(0.93);
    expect(tally.rest).toBeLessThan(0.97);
  });

  test.each([0.2, 0.1, 0.05])('also after stopping by itself at a precision of %f', async (ratio) => {
    const tally = await coverage(rows(60), { ratio });
    expect(tally.single).toBeGreaterThan(0.93);
    expect(tally.single).toBeLessThan(0.97);
    expect(tally.rest).toBeGreaterThan(0.93);
    expect(tally.rest).toBeLessThan(0.97);
    expect(tally.anytime).toBeGreaterThan(0.95);
  });

  test('also when the budget ends with one more unit for some of the rows', async () => {
    const background = rows(60);
    const spent = await runInline(
      reasonsJob,
      question(person, background, { settings: { ratio: 0, maxRows: 4700, maxExactRows: 0 } }),
      scorerOf(score),
    );
    expect(spent.units % 60).toBeGreaterThan(0);
    expect(spent.units).toBeGreaterThan(120);
    const tally = await coverage(background, { ratio: 0, maxRows: 4700 });
    expect(tally.single).toBeGreaterThan(0.93);
    expect(tally.single).toBeLessThan(0.97);
    expect(tally.rest).toBeGreaterThan(0.93);
    expect(tally.rest).toBeLessThan(0.97);
  });

  test('the interval for another draw of background rows, around values computed exactly', async () => {
    const pool = rows(400);
    const small: RowFunction = (row) => score(Float64Array.from([row[0]!, row[1]!, row[2]!, 1, 1, 1, 1, row[3]!, 0]));
    const cut = (row: readonly number[]): number[] => row.slice(0, 4);
    const whole = await runInline(reasonsJob, question(cut(person), pool.map(cut)), scorerOf(small));
    let inside = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      const drawn = Array.from(new Random(seed).sample(400, 80), (row) => cut(pool[row]!));
      const found = await runInline(reasonsJob, question(cut(person), drawn, { of: 400 }), scorerOf(small));
      found.phi.forEach((phi, player) => (inside += Math.abs(phi - whole.phi[player]!) <= found.backgroundHalfWidth![player]! ? 1 : 0));
    }
    expect(inside / RUNS / 4).toBeGreaterThan(0.93);
    expect(inside / RUNS / 4).toBeLessThan(0.97);
  });

  test('the interval for both errors together, around sampled values against drawn background rows', async () => {
    const pool = rows(400);
    const whole = await runInline(reasonsJob, question(person, pool), scorerOf(score));
    expect(whole.method).toBe('exact');
    const inside = { single: 0, rest: 0 };
    for (let seed = 1; seed <= RUNS; seed++) {
      const drawn = Array.from(new Random(seed).sample(400, 60), (row) => pool[row]!);
      const found = await runInline(reasonsJob, question(person, drawn, { of: 400, settings: { maxExactRows: 0, units: 2, seed } }), scorerOf(score));
      expect(found.method).toBe('sampled');
      found.phi.forEach((phi, player) => (inside.single += Math.abs(phi - whole.phi[player]!) <= wholeHalfWidth(found, [player]) ? 1 : 0));
      const error = REST.reduce((sum, player) => sum + found.phi[player]! - whole.phi[player]!, 0);
      inside.rest += Math.abs(error) <= wholeHalfWidth(found, REST) ? 1 : 0;
    }
    expect(inside.single / RUNS / WIDTH).toBeGreaterThan(0.93);
    expect(inside.single / RUNS / WIDTH).toBeLessThan(0.97);
    expect(inside.rest / RUNS).toBeGreaterThan(0.93);
    expect(inside.rest / RUNS).toBeLessThan(0.97);
  });

  test('with one unit per row the interval is too wide rather than too narrow', async () => {
    const tally = await coverage(rows(60), { units: 1 });
    expect(tally.single).toBeGreaterThan(0.95);
    expect(tally.rest).toBeGreaterThan(0.95);
  });
});
