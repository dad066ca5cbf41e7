import { describe, expect, test } from 'vitest';
import { buildThresholdIndex, countsAt } from '../../../src/engine/fairness/threshold-index';
import { findings, MOST_FINDINGS } from '../../../src/engine/report/findings';
import type { DataFinding, Finding, FindingsInput, GapFinding, PersonFinding, SelectionFinding } from '../../../src/engine/report/findings';
import { Random } from '../../../src/engine/stats/random';

/** People whose groups get scores around the given means; outcomes follow the score unless `labelled` is off. */
function world(means: readonly number[], perGroup: number, labelled: boolean, seed = 1): FindingsInput {
  const random = new Random(seed);
  const rows = perGroup * means.length;
  const groups = Int32Array.from({ length: rows }, (_, i) => i % means.length);
  const scores = Float64Array.from(groups, (g) => Math.min(1, Math.max(0, means[g]! + 0.15 * random.normal())));
  const labels = labelled ? Int8Array.from(scores, (score) => (random.uniform() < score ? 1 : 0)) : undefined;
  const index = buildThresholdIndex({ scores, groups, groupCount: means.length, labels });
  return { table: countsAt(index, 0.5), index, threshold: 0.5, margin: 0.02, seed: 1047 };
}
const gaps = (list: readonly Finding[]): GapFinding[] => list.filter((finding) => finding.kind === 'gap');
const one = <T extends Finding>(list: readonly Finding[], kind: T['kind']): T => list.find((finding) => finding.kind === kind) as T;

describe('a gap that is there', () => {
  const input = world([0.6, 0.5], 2000, true);
  const result = findings({ ...input, person: { row: 7, score: 0.29 } });

  test('comes first, from the side of the group approved less often, with size, interval, counts and shuffles', () => {
    const [gap] = gaps(result.findings);
    expect(result.findings[0]).toBe(gap);
    expect(gap).toMatchObject({ rate: 'selection', group: 1, comparedWith: 0, sure: 'gap', n: 4000, limit: 'not-why', link: { screen: 'groups', rate: 'selection', group: 1 } });
    expect(gap!.here.denominator).toBe(2000);
    expect(gap!.size).toBeCloseTo(gap!.here.value - gap!.there.value, 14);
    expect(gap!.interval!.upper).toBeLessThan(-0.02);
    expect(gap!.shuffles).toMatchObject({ count: 2000, asLarge: 0, seed: 1047 });
    expect(gap!.p).toBeLessThan(1e-10);
  });

  test('is ranked by what its interval vouches for', () => {
    const sure = gaps(result.findings)
      .filter(({ sure: word }) => word === 'gap')
      .map(({ interval }) => Math.max(interval!.lower, -interval!.upper));
    expect(sure.length).toBeGreaterThan(1);
    const rates = gaps(result.findings).map(({ rate }) => rate);
    expect(new Set(rates).size).toBe(rates.length);
  });

  test('leaves room for the person and for everyone together', () => {
    expect(result.findings.length).toBeLessThanOrEqual(MOST_FINDINGS);
    const person = one<PersonFinding>(result.findings, 'person');
    expect(person).toMatchObject({ row: 7, favourable: false, sure: 'exact', link: { screen: 'person', row: 7 } });
    expect(person.size).toBeCloseTo(-0.21, 14);
    const below = input.index!.scores.filter((score) => score < 0.29).length;
    expect(person.rank).toBeCloseTo(below / 4000, 12);
    expect(one(result.findings, 'accuracy')).toMatchObject({ comparedWith: 'majority', n: 4000 });
  });

  test('every comparison made is counted once', () => {
    const { run, gap, parity, chance, few } = result.checks;
    expect(run).toBe(5);
    expect(gap + parity + chance + few).toBe(run);
  });

  test('repeats exactly', () => {
    expect(findings({ ...input, person: { row: 7, score: 0.29 } })).toEqual(result);
  });
});

describe('without a gap', () => {
  test('many people: parity is shown, and nothing is called a gap', () => {
    const { findings: list, checks } = findings(world([0.55, 0.55], 100_000, false));
    expect(checks).toMatchObject({ run: 1, parity: 1 });
    expect(gaps(list)[0]).toMatchObject({ sure: 'parity', limit: 'equal-here-only' });
  });

  test('few people: could be chance or too few to say; under 10 no number at all', () => {
    expect(gaps(findings(world([0.55, 0.55], 200, false)).findings)[0]).toMatchObject({ sure: 'chance', limit: 'luck-or-small' });
    expect(gaps(findings(world([0.6, 0.5], 20, false)).findings)[0]).toMatchObject({ sure: 'few', limit: 'too-few-people' });
    const tiny = findings(world([0.6, 0.5], 8, false));
    expect(gaps(tiny.findings)).toEqual([]);
    expect(tiny.checks).toMatchObject({ run: 1, few: 1, suppressed: 1 });
    expect(one<SelectionFinding>(tiny.findings, 'selection').sure).toBe('few');
  });

  test('40 equal groups make a false gap in at most 1 of 20 tables', () => {
    let wrong = 0;
    for (let seed = 0; seed < 60; seed++) if (findings(world(new Array<number>(40).fill(0.55), 120, false, seed)).checks.gap > 0) wrong++;
    expect(wrong).toBeLessThanOrEqual(6);
  });

  test('one group, no groups, no people', () => {
    for (const input of [world([0.5], 100, true), world([], 0, true)]) {
      expect(findings(input).checks.run).toBe(0);
      expect(gaps(findings(input).findings)).toEqual([]);
    }
    const nobody = buildThresholdIndex({ scores: new Float64Array(0), groups: new Int32Array(0), groupCount: 2 });
    expect(findings({ table: countsAt(nobody, 0.5), index: nobody, threshold: 0.5, margin: 0.02, seed: 1 }).findings).toEqual([]);
  });
});

describe('several groups', () => {
  const result = findings(world([0.6, 0.6, 0.5, 0.4], 2000, true));
  test('are compared with everyone else, at most two findings per rate', () => {
    expect(result.checks.run).toBe(20);
    const selection = gaps(result.findings).filter(({ rate, sure }) => rate === 'selection' && sure === 'gap');
    expect(selection.length).toBeLessThanOrEqual(2);
    expect(selection[0]).toMatchObject({ group: 3, comparedWith: 'others' });
    expect(result.findings.length).toBeLessThanOrEqual(MOST_FINDINGS);
  });
});

describe('faults of the data', () => {
  const input = world([0.6, 0.5], 500, true);
  test('the one that touches most rows is told, with its share', () => {
    const result = findings({ ...input, inputs: [{ column: 3, missing: 40, unseen: 0 }, { column: 5, missing: 0, unseen: 90 }] });
    expect(one<DataFinding>(result.findings, 'data')).toMatchObject({ fault: 'unseen-level', column: 5, size: 90, share: 0.09, sure: 'exact', limit: 'scored-as-unknown' });
  });

  test('missing scores, groups and outcomes are read from the index', () => {
    const index = buildThresholdIndex({
      scores: Float64Array.of(NaN, NaN, NaN, 0.4, 0.6, 0.7),
      groups: Int32Array.of(0, 0, 1, -1, -1, 0),
      groupCount: 2,
      labels: Int8Array.of(1, 1, 1, 1, 0, -1),
    });
    const told = one<DataFinding>(findings({ ...input, index, table: countsAt(index, 0.5) }).findings, 'data');
    expect(told).toMatchObject({ fault: 'missing-score', size: 3, share: 0.5, limit: 'missing-not-random' });
  });

  test('a self-test that differs stands before everything, one that agrees is silent', () => {
    const selfTest = { column: 9, compared: 1000, largestDifference: 0.2, differ: 12, tolerance: 1e-6 };
    expect(findings({ ...input, selfTest }).findings[0]).toMatchObject({ kind: 'self-test', size: 12, n: 1000, column: 9, link: { screen: 'check' } });
    expect(findings({ ...input, selfTest: { ...selfTest, differ: 0, largestDifference: 1e-7 } }).findings.some(({ kind }) => kind === 'self-test')).toBe(false);
  });
});

test('where low scores are favourable the person is judged the other way round', () => {
  const index = buildThresholdIndex({ scores: Float64Array.of(-0.2, -0.4, -0.9), groups: new Int32Array(3), groupCount: 1 });
  const input = { table: countsAt(index, -0.5), index, threshold: 0.5, lowIsFavourable: true, margin: 0.02, seed: 1 };
  const person = one<PersonFinding>(findings({ ...input, person: { row: 0, score: 0.2 } }).findings, 'person');
  expect(person).toMatchObject({ favourable: true, rank: 0.5 / 3 });
  expect(one<PersonFinding>(findings({ ...input, person: { row: 2, score: 0.9 } }).findings, 'person').favourable).toBe(false);
  expect(one<SelectionFinding>(findings(input).findings, 'selection').here.numerator).toBe(2);
});

test('with weights, interval, p-value and shuffles speak about the same weighted gap', () => {
  const rows = 4000;
  const groups = Int32Array.from({ length: rows }, (_, i) => i % 2);
  // Unweighted, group 1 is approved more often; its denied people stand for nine times as many.
  const scores = Float64Array.from({ length: rows }, (_, i) => (i % 2 === 0 ? (i % 10 < 4 ? 1 : 0) : i % 10 < 6 ? 1 : 0));
  const weights = Float64Array.from(scores, (score, i) => (i % 2 === 1 && score === 0 ? 9 : 1));
  const index = buildThresholdIndex({ scores, groups, groupCount: 2, weights });
  const [gap] = gaps(findings({ table: countsAt(index, 0.5), index, threshold: 0.5, margin: 0.02, seed: 1 }).findings);
  expect(gap).toMatchObject({ group: 1, sure: 'gap' });
  expect(gap!.size).toBeLessThan(-0.2);
  expect(gap!.p).toBeLessThan(1e-6);
  expect(gap!.shuffles.asLarge).toBe(0);
  expect(gap!.shuffles.largest).toBeLessThan(0.2);
});

test('decisions without scores are enough', () => {
  const { table } = world([0.6, 0.5], 500, true);
  const result = findings({ table, threshold: 0.5, margin: 0.02, seed: 1 });
  expect(result.checks.run).toBe(5);
  expect(one(result.findings, 'accuracy')).toMatchObject({ auc: null });
});

describe('measures chosen before looking', () => {
  const input = world([0.62, 0.5], 2000, true);
  test('come first: a rate among the gaps, any other as a finding of its own, adjusted by Holm', () => {
    const { findings: list } = findings({ ...input, primary: ['fpr', 'averageOdds', 'score'] });
    const own = list.filter((finding) => finding.kind === 'metric');
    expect(own.map(({ metric }) => metric)).toEqual(['averageOdds', 'score']);
    expect(list.slice(0, 2)).toEqual(own);
    expect(gaps(list)[0]!.rate).toBe('fpr');
    for (const { size, here, there, sure, adjusted, group, comparedWith } of own) {
      expect(size).toBeCloseTo(here! - there!, 12);
      expect([sure, group, comparedWith]).toEqual(['gap', 0, 1]);
      expect(adjusted).toBeLessThan(1e-6);
    }
    expect(list.length).toBeLessThanOrEqual(MOST_FINDINGS);
  });
  test('that are not estimable, or have no unit of a hundred, say nothing', () => {
    const bare = world([0.6, 0.5], 200, false);
    expect(findings({ ...bare, primary: ['balanced', 'auc', 'treatment'] }).findings.some(({ kind }) => kind === 'metric')).toBe(false);
    expect(findings({ ...input, primary: ['treatment', 'rmse'] }).findings.some(({ kind }) => kind === 'metric')).toBe(false);
  });
  test('among many groups the one furthest from everyone else is told', () => {
    const many = world([0.5, 0.5, 0.7], 800, true);
    const [own] = findings({ ...many, primary: ['score'] }).findings;
    expect(own).toMatchObject({ kind: 'metric', metric: 'score', group: 2, comparedWith: 'others', sure: 'gap' });
  });
});
