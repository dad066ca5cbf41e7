import { describe, expect, test } from 'vitest';
import { balanceOf } from '../../../../src/engine/fairness/experiments/matched/balance';
import { comparePairs } from '../../../../src/engine/fairness/experiments/matched/matched';
import { matchPeople } from '../../../../src/engine/fairness/experiments/matched/matching';
import { largestP, sensitivityOf } from '../../../../src/engine/fairness/experiments/matched/sensitivity';
import type { MatchedQuestion } from '../../../../src/engine/fairness/experiments/matched/types';
import { tango } from '../../../../src/engine/stats/intervals';
import { binomialMass, normalCdf } from '../../../../src/engine/stats/distributions';
import { Random } from '../../../../src/engine/stats/random';
import { blockedTest, mantelHaenszel, mcNemar } from '../../../../src/engine/stats/tests';
import { unevenness } from './setting';

/** Made-up people whose qualification decides; the second group is less qualified and decided `extra` harder. */
function people(rows: number, seed: number, extra = 0): MatchedQuestion {
  const random = new Random(seed);
  const group = Int8Array.from({ length: rows }, () => (random.uniform() < 0.5 ? 0 : 1));
  const skill = Float64Array.from(group, (own) => Math.floor(5 * random.uniform() ** (own === 1 ? 1.5 : 0.7)));
  const town = Float64Array.from(group, () => Math.floor(3 * random.uniform()));
  const other = Float64Array.from(group, () => random.normal());
  const decisions = Int8Array.from(group, (own, i) => (random.uniform() < 0.2 + 0.15 * skill[i]! - extra * own ? 1 : 0));
  return {
    columns: [
      { name: 'skill', kind: 'number', values: skill, matched: true },
      { name: 'town', kind: 'level', values: town, matched: true },
      { name: 'other', kind: 'number', values: other, matched: false },
    ],
    group,
    decisions,
    names: ['Circles', 'Triangles'],
    bins: 0,
    pairs: 10_000,
    alpha: 0.05,
    seed,
  };
}

describe('matching', () => {
  test('pairs have one member of each group, are alike in every matched column, and nobody is in two', () => {
    const question = people(800, 1);
    const { pairs, stratum, matched, of } = matchPeople(question);
    for (const [a, b] of pairs) {
      expect([question.group[a], question.group[b]]).toEqual([0, 1]);
      for (const { values, matched: kept } of question.columns) if (kept) expect(values[a]).toBe(values[b]);
    }
    expect(new Set(pairs.flat()).size).toBe(2 * pairs.length);
    expect(of[0] + of[1]).toBe(800);
    expect(matched[0] + matched[1]).toBe(stratum.filter((own) => own >= 0).length);
  });

  test('numbers are matched within ranges where asked; missing is alike to missing only', () => {
    const values = Float64Array.of(1, 2, 3, 11, 12, 13, NaN, NaN);
    const base = { ...people(8, 2), group: Int8Array.of(0, 1, 0, 1, 0, 1, 0, 1), decisions: new Int8Array(8) };
    const column = { name: 'x', kind: 'number', values, matched: true } as const;
    const pairs = matchPeople({ ...base, columns: [column], bins: 2 }).pairs.map(([a, b]) => [values[a], values[b]]);
    expect(pairs.every(([a, b]) => Number.isNaN(a!) === Number.isNaN(b!) && (Number.isNaN(a!) || a! < 5 === b! < 5))).toBe(true);
    expect(pairs.length).toBe(3);
    expect(matchPeople({ ...base, columns: [column], bins: 0 }).pairs).toEqual([[6, 7]]);
  });

  test('does not depend on what was decided, and repeats by seed', () => {
    const question = people(500, 3);
    const turned = { ...question, decisions: question.decisions.map((decision) => 1 - decision) };
    expect(matchPeople(turned)).toEqual(matchPeople(question));
    expect(matchPeople({ ...question, seed: 4 }).pairs).not.toEqual(matchPeople(question).pairs);
  });

  test('balance: standardised differences in closed form, matched columns to 0', () => {
    const question = { ...people(6, 5), group: Int8Array.of(0, 0, 0, 1, 1, 1), decisions: new Int8Array(6) };
    const columns = [
      { name: 'number', kind: 'number', values: Float64Array.of(1, 2, 3, 3, 4, 5), matched: false },
      { name: 'level', kind: 'level', values: Float64Array.of(0, 0, 1, 1, 1, NaN), matched: false },
    ] as const;
    const [number, level] = balanceOf({ ...question, columns }, { pairs: [[2, 3]] });
    expect(number).toMatchObject({ before: -2, after: 0, level: -1 });
    // Shares 1/3 and 1 of code 1: variances 1/3 and 0.
    expect(level!.before).toBeCloseTo((2 / 3) / Math.sqrt(1 / 6), 12);
    expect(level).toMatchObject({ level: 0, after: 0 });
    for (const entry of comparePairs(people(600, 6)).balance) {
      if (entry.matched) expect(entry.after).toBe(0);
      else expect(Math.abs(entry.after)).toBeLessThan(0.3);
    }
    expect(Math.abs(comparePairs(people(600, 6)).balance[0]!.before)).toBeGreaterThan(0.3);
  });
});

describe('comparing pairs', () => {
  test('counts, p-values and intervals are those of a loop, McNemar, Tango and Cochran–Mantel–Haenszel', () => {
    const question = people(900, 7, 0.1);
    const result = comparePairs(question);
    const { pairs, stratum, strata } = matchPeople(question);
    const count = (a: number, b: number): number => pairs.filter(([x, y]) => question.decisions[x] === a && question.decisions[y] === b).length;
    expect(result).toMatchObject({ pairs: pairs.length, first: count(1, 0), second: count(0, 1), both: count(1, 1), neither: count(0, 0) });
    expect(result.test.twoSided / mcNemar(result.first, result.second)!.exact).toBeCloseTo(1, 10);
    expect(result.interval).toEqual(tango(result.first, result.second, pairs.length));
    const tables = Array.from({ length: strata }, (_, own) => {
      const rows = [...stratum.keys()].filter((row) => stratum[row] === own);
      const of = (side: number): number[] => rows.filter((row) => question.group[row] === side);
      const yes = (list: number[]): number => list.filter((row) => question.decisions[row] === 1).length;
      return { k1: yes(of(0)), n1: of(0).length, k2: yes(of(1)), n2: of(1).length };
    });
    expect(result.strata!.test.twoSided).toBe(blockedTest(tables)!.twoSided);
    expect(result.strata!.difference).toBe(mantelHaenszel(tables)!.difference);
    expect(result.strata!.odds!.value).toBeGreaterThan(1);
  });

  test('fewer pairs where fewer were registered', () => {
    expect(comparePairs({ ...people(900, 7), pairs: 50 }).pairs).toBe(50);
  });

  test('no difference but that of qualification: valid p and even mid-p over 1,000 tables; the plain gap is found in most', () => {
    const [p, mid]: [number[], number[]] = [[], []];
    let plain = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const question = people(300, 1000 + seed);
      const result = comparePairs(question);
      p.push(result.strata!.test.twoSided);
      mid.push(result.test.midP);
      const rate = (side: number): number => question.decisions.filter((yes, row) => yes === 1 && question.group[row] === side).length / question.group.filter((own) => own === side).length;
      if (rate(0) - rate(1) > 0.05) plain++;
    }
    for (const a of [0.01, 0.05, 0.1, 0.25, 0.5]) expect(p.filter((value) => value <= a).length / 1000).toBeLessThanOrEqual(a + 2.6 * Math.sqrt((a * (1 - a)) / 1000));
    expect(unevenness(mid)).toBeLessThan(1.63 / Math.sqrt(1000) + 0.06);
    expect(plain).toBeGreaterThan(700);
  });

  test('the interval covers the difference among alike people in 95% of 1,000 tables', () => {
    let covered = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const { interval } = comparePairs(people(400, 5000 + seed, 0.1));
      if (interval!.lower <= 0.1 && 0.1 <= interval!.upper) covered++;
    }
    expect(covered / 1000).toBeGreaterThan(0.93);
    expect(covered / 1000).toBeLessThan(0.97);
  });

  test.each([
    ['experiment-one-group', { group: new Int8Array(9) }],
    ['experiment-no-pairs', { columns: [{ name: 'id', kind: 'number', values: Float64Array.from({ length: 9 }, (_, i) => i), matched: true }] as const }],
  ])('refused: %s', (code, part) => {
    const question = { ...people(9, 8), group: Int8Array.of(0, 1, 0, 1, 0, 1, 0, 1, 0), ...part };
    expect(() => comparePairs(question)).toThrow(expect.objectContaining({ record: expect.objectContaining({ code }) as object }) as Error);
  });

  test('three rows', () => {
    const question = { ...people(3, 9), columns: [], group: Int8Array.of(0, 1, 1), decisions: Int8Array.of(1, 0, 0) };
    expect(comparePairs(question)).toMatchObject({ pairs: 1, first: 1, effect: 1, test: { twoSided: 1 } });
  });
});

describe('how strong a hidden difference would have to be', () => {
  test('at Γ = 1 it is McNemar’s p-value; at the Γ found it is alpha', () => {
    expect(largestP(20, 5, 1)).toBeCloseTo(mcNemar(20, 5)!.exact, 13);
    const { gamma } = sensitivityOf(20, 5, 0.05);
    expect(gamma).toBeGreaterThan(1);
    expect(largestP(20, 5, gamma)).toBeCloseTo(0.05, 10);
    expect(sensitivityOf(8, 6, 0.05).gamma).toBe(1);
    expect(sensitivityOf(0, 0, 0.05).gamma).toBe(1);
  });

  test.each([1.5, 4, 5])('110 and 12 of 122 differing pairs (smoking and lung cancer, Rosenbaum 2002): the tail of the binomial at Γ = %f', (gamma) => {
    const chance = gamma / (1 + gamma);
    let tail = 0;
    for (let k = 110; k <= 122; k++) tail += binomialMass(k, 122, chance);
    expect(largestP(110, 12, gamma)).toBeCloseTo(2 * tail, 13);
    const normal = 1 - normalCdf((110 - 0.5 - 122 * chance) / Math.sqrt(122 * chance * (1 - chance)));
    expect(Math.abs(tail - normal)).toBeLessThan(0.006);
  });
});
