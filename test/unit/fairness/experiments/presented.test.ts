import { describe, expect, test } from 'vitest';
import { presentedJob } from '../../../../src/engine/fairness/experiments/presented/job';
import { presentedQuestion, type PresentedChoice, type PresentedFacts } from '../../../../src/engine/fairness/experiments/presented/question';
import type { Presented } from '../../../../src/engine/fairness/experiments/presented/types';
import { sameRank } from '../../../../src/engine/fairness/experiments/presented/unit';
import { runInline } from '../../../../src/engine/jobs/inline';
import { tango } from '../../../../src/engine/stats/intervals';
import { Random } from '../../../../src/engine/stats/random';
import { fisherExact, mcNemar } from '../../../../src/engine/stats/tests';
import { facts, type Formula, PLAYERS, scorerOf, unevenness } from './setting';

const [GROUP, INCOME, DISTRICT] = PLAYERS as [(typeof PLAYERS)[0], (typeof PLAYERS)[0], (typeof PLAYERS)[0]];
const flip: PresentedChoice = { kind: 'flip', group: [GROUP], proxies: [], half: 1, size: 400, seed: 7 };
const bundle: PresentedChoice = { kind: 'correspondence', group: [], proxies: [INCOME, DISTRICT], half: 1, size: 400, seed: 7 };

async function run(known: PresentedFacts, choice: PresentedChoice, formula: Formula): Promise<Presented> {
  const { result } = await runInline(presentedJob, presentedQuestion(known, choice), scorerOf(4, formula));
  return result!;
}
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
/** Approves incomes from 25; Triangles need 4 more. */
const reading: Formula = ([group, income]) => sigmoid((income! - 25 - 4 * group!) / 4);
const blind: Formula = ([, income]) => sigmoid((income! - 25) / 4);

describe('flip test', () => {
  test('counts who gains and loses as a loop over the people does, with McNemar’s p and Tango’s interval', async () => {
    const known = facts(900, 1);
    const question = presentedQuestion(known, flip);
    const result = await run(known, flip, reading);
    let gain = 0;
    for (let at = 0; at < question.people.length; at += 4) {
      const income = question.people[at + 1]!;
      if (income >= 25 && income < 29) gain++;
    }
    expect(gain).toBeGreaterThan(20);
    expect(result.effect).toMatchObject({ people: 400, gain, lose: 0, same: 400 - gain, value: gain / 400, interval: tango(gain, 0, 400) });
    expect(result.effect.test.twoSided / mcNemar(gain, 0)!.exact).toBeCloseTo(1, 10);
    expect(result.score.mean).toBeGreaterThan(0.1);
    expect(result.score.exact).toBe(false);
    expect(result.score.p).toBe(1 / 100_001);
    expect(result.rows).toBe(800);
  });

  test('a model that takes no notice of the group: exactly nothing for every person', async () => {
    const result = await run(facts(300, 2), { ...flip, size: 100 }, blind);
    expect(result.effect).toMatchObject({ gain: 0, lose: 0, value: 0 });
    expect(result.effect.test.twoSided).toBe(1);
    expect(result.score).toMatchObject({ mean: 0, largest: 0, p: 1, exact: true });
  });

  test('three rows are enough to run, though no p-value can be small', async () => {
    const result = await run(facts(3, 3), flip, ([group]) => 0.9 - 0.8 * group!);
    expect(result.effect).toMatchObject({ people: 3, gain: 3, value: 1 });
    expect(result.effect.test.twoSided).toBeCloseTo(0.25, 14);
    expect(result.effect.interval!.upper).toBe(1);
  });

  test('people without a score are left out and counted', async () => {
    const result = await run(facts(300, 4), { ...flip, size: 100 }, (row) => (row[3]! < 30 ? NaN : reading(row)));
    expect(result.leftOut).toBeGreaterThan(5);
    expect(result.effect.people).toBe(100 - result.leftOut);
    expect(result.score.people).toBe(result.effect.people);
  });
});

describe('correspondence test', () => {
  test('one block is Fisher’s exact test among its copies; of one person nothing can be said about others', async () => {
    const result = await run(facts(300, 5), { ...bundle, size: 1, half: 5 }, (row) => (row[2] === 2 ? 0.1 : 0.9));
    const { observed } = result.effect.test;
    const total = Math.round(observed - result.effect.value * 5);
    expect(result.effect.copies.twoSided).toBeCloseTo(fisherExact(observed, 5, total, 5)!.twoSided, 12);
    expect(result.effect.test.twoSided).toBe(1);
  });

  test('a bundle that carries the gap shows it; the untouched copy is the person as they are', async () => {
    const known = facts(1500, 6);
    const result = await run(known, bundle, blind);
    expect(result.effect.value).toBeGreaterThan(0.1);
    expect(result.effect.interval!.lower).toBeGreaterThan(0.05);
    expect(result.effect.test.twoSided).toBeLessThan(1e-6);
    const nothing = await run(known, { ...bundle, proxies: [DISTRICT] }, blind);
    expect(nothing.effect).toMatchObject({ gain: 0, lose: 0 });
  });

  test('numbers move to the same rank of the other group, ties anywhere within their stretch, missing stays missing', () => {
    const sorted = [Float64Array.of(1, 2, 3, 4), Float64Array.of(10, 20, 30, 40)] as const;
    const random = new Random(1);
    expect([1, 2, 3, 4].map((value) => sameRank({ feature: 0, sorted }, 0, value, random))).toEqual([10, 20, 30, 40]);
    expect([10, 20, 30, 40].map((value) => sameRank({ feature: 0, sorted }, 1, value, random))).toEqual([1, 2, 3, 4]);
    expect(sameRank({ feature: 0, sorted }, 0, NaN, random)).toBeNaN();
    expect(sameRank({ feature: 0, sorted: [sorted[0], new Float64Array(0)] }, 0, 3, random)).toBe(3);
    const flags = [Float64Array.of(0, 0, 0, 1), Float64Array.of(0, 1, 1, 1)] as const;
    const drawn = Array.from({ length: 4000 }, () => sameRank({ feature: 0, sorted: flags }, 0, 0, random));
    // Of three zeros in four, the lowest quarter of all places stays 0: one third of them.
    expect(Math.abs(drawn.filter((value) => value === 0).length / 4000 - 1 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / 4000));
  });

  test('presented people of one group look like the other: means of a moved number and shares of a taken level', async () => {
    const known = facts(6000, 8);
    const seen: number[][] = [];
    const question = presentedQuestion(known, { ...bundle, size: 3000 });
    await runInline(presentedJob, question, scorerOf(4, (row) => (seen.push([...row]), 0.7)));
    const mean = (rows: number[][], feature: number): number => rows.reduce((sum, row) => sum + row[feature]!, 0) / rows.length;
    const all = Array.from({ length: 6000 }, (_, i) => [...known.values.subarray(i * 4, i * 4 + 4)]);
    const changed = seen.filter((_, i) => i % 2 === 1);
    for (const [own, shown] of [[0, 1], [1, 0]] as const) {
      const presented = changed.filter((row) => row[0] === own);
      const real = all.filter((row) => row[0] === shown);
      expect(Math.abs(mean(presented, 1) - mean(real, 1))).toBeLessThan(1);
      expect(Math.abs(mean(presented, 2) - mean(real, 2))).toBeLessThan(0.05);
    }
  });

  test('missing values in the bundle stay missing, and the model decides about them', async () => {
    const result = await run(facts(900, 9, 0.2), bundle, (row) => (Number.isNaN(row[1]!) ? 0.2 : blind(row)));
    expect(result.leftOut).toBe(0);
    expect(result.effect.people).toBe(400);
    expect(result.effect.value).toBeGreaterThan(0.05);
  });

  test('segments add up to the whole, one without people has no effect', async () => {
    const known = facts(900, 10);
    const codes = Int32Array.from({ length: 900 }, (_, row) => (known.values[row * 4 + 3]! < 45 ? 0 : 1));
    const result = await run(known, { ...bundle, segment: { codes, count: 3 } }, blind);
    expect(result.bySegment[2]).toBeNull();
    const [young, old] = [result.bySegment[0]!, result.bySegment[1]!];
    expect(young.people + old.people).toBe(400);
    expect(young.gain + old.gain).toBe(result.effect.gain);
    expect(young.test.observed + old.test.observed).toBe(result.effect.test.observed);
  });

  test.each([1, 3])('when presentation changes nothing on balance, %i copies each way: valid p, even mid-p over 1,000 experiments', async (half) => {
    const [p, mid]: [number[], number[]] = [[], []];
    const known = facts(300, 11);
    for (let seed = 0; seed < 1000; seed++) {
      const noise = new Random(seed + 50_000);
      const question = { ...presentedQuestion(known, { ...bundle, size: 80, half, seed }), signDraws: 1 };
      const { test } = (await runInline(presentedJob, question, scorerOf(4, () => noise.uniform()))).result!.effect;
      p.push(test.twoSided);
      mid.push(test.midP);
    }
    for (const a of [0.01, 0.05, 0.1, 0.25, 0.5]) expect(p.filter((value) => value <= a).length / 1000).toBeLessThanOrEqual(a + 2.6 * Math.sqrt((a * (1 - a)) / 1000));
    // One count of about 40 changed people has a chance of up to 0.13; mid-p is even up to half of it.
    expect(unevenness(mid)).toBeLessThan(1.63 / Math.sqrt(1000) + 0.065);
  });
});

describe('replay', () => {
  test('the same seed gives the same result to the bit however the work is spread; another seed another', async () => {
    const known = facts(900, 12);
    const question = presentedQuestion(known, { ...bundle, half: 3 });
    const context = { scorer: scorerOf(4, blind), breathe: () => Promise.resolve() };
    const whole = await runInline(presentedJob, question, context.scorer);
    const shards = presentedJob.plan(question, undefined, 2);
    expect(shards.length).toBe(1);
    const parts = await Promise.all(
      [[250, 400], [0, 100], [100, 250]].map(([from, to]) => presentedJob.run({ kind: 'score', question, from: from!, to: to! }, context)),
    );
    let known2 = parts.reduce((a, b) => presentedJob.merge(a, b));
    expect(presentedJob.result(question, known2).result).toBeNull();
    for (const shard of presentedJob.plan(question, known2, 2).reverse()) known2 = presentedJob.merge(await presentedJob.run(shard, context), known2);
    expect(presentedJob.result(question, known2)).toEqual(whole);
    const again = await runInline(presentedJob, presentedQuestion(known, { ...bundle, half: 3, seed: 8 }), context.scorer);
    expect(again.result!.effect.test.observed).not.toBe(whole.result!.effect.test.observed);
  });

  test('nothing but progress is told before all is done', async () => {
    const question = presentedQuestion(facts(900, 13), bundle);
    const part = await presentedJob.run({ kind: 'score', question, from: 0, to: 399 }, { scorer: scorerOf(4, blind), breathe: () => Promise.resolve() });
    expect(presentedJob.result(question, part)).toEqual({ done: 399, of: 400, result: null });
  });

  test('a stop is heard between batches of scores and between signs', async () => {
    const question = presentedQuestion(facts(20_000, 14), { ...bundle, size: 10_000 });
    const stop = (): Promise<never> => Promise.reject(new Error('stopped'));
    const context = { scorer: scorerOf(4, blind), breathe: stop };
    await expect(presentedJob.run({ kind: 'score', question, from: 0, to: 4000 }, context)).rejects.toThrow('stopped');
    const differences = new Float64Array(10_000).fill(0.1);
    await expect(presentedJob.run({ kind: 'signs', seed: 1, differences, from: 0, to: 20_000 }, context)).rejects.toThrow('stopped');
  });
});

describe('refusals', () => {
  const known = facts(90, 15);
  test.each([
    ['experiment-not-read', known, { ...flip, group: [] }],
    ['experiment-empty-bundle', known, { ...bundle, proxies: [] }],
    ['experiment-one-group', { ...known, pair: [0, 5] as const }, flip],
    ['experiment-one-group', { ...known, scored: known.scored.filter((row) => row % 3 !== 2) }, bundle],
    ['experiment-same-value', known, { ...flip, group: [{ name: 'constant', features: [3] }], size: 90 }],
    ['experiment-size', known, { ...flip, size: 0 }],
  ])('%s', (code, given, choice) => {
    const constant = code === 'experiment-same-value' ? { ...given, encode: (rows: Int32Array) => known.encode(rows).map((value, i) => (i % 4 === 3 ? 7 : value)) } : given;
    expect(() => presentedQuestion(constant as PresentedFacts, choice)).toThrow(expect.objectContaining({ record: expect.objectContaining({ area: 'fairness', code }) as object }) as Error);
  });

  test('a model that gives nobody a score', async () => {
    await expect(run(known, { ...flip, size: 10 }, () => NaN)).rejects.toMatchObject({ record: { code: 'experiment-no-decision' } });
  });
});
