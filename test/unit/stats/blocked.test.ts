import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/engine/stats/random';
import { drawBinomial, drawHypergeometric } from '../../../src/engine/stats/sampling';
import { blockedOdds, blockedTest, conditionalOddsRatio, drawCounts, fisherExact, mcNemar, type Stratum, swapTest } from '../../../src/engine/stats/tests';

const pairs = (first: number, second: number, both = 0, neither = 0): Stratum[] => [
  ...Array.from({ length: first }, () => ({ k1: 1, n1: 1, k2: 0, n2: 1 })),
  ...Array.from({ length: second }, () => ({ k1: 0, n1: 1, k2: 1, n2: 1 })),
  ...Array.from({ length: both }, () => ({ k1: 1, n1: 1, k2: 1, n2: 1 })),
  ...Array.from({ length: neither }, () => ({ k1: 0, n1: 1, k2: 0, n2: 1 })),
];

/** The law of the sum by listing every way the successes can fall. */
function bruteForce(blocks: readonly Stratum[]): Map<number, number> {
  let law = new Map([[0, 1]]);
  for (const { k1, n1, k2, n2 } of blocks) {
    const own = new Map<number, number>();
    const members = n1 + n2;
    let ways = 0;
    for (let set = 0; set < 2 ** members; set++) {
      const bits = Array.from({ length: members }, (_, i) => (set >> i) & 1);
      if (bits.reduce((a, b) => a + b, 0) !== k1 + k2) continue;
      ways++;
      const first = bits.slice(0, n1).reduce((a, b) => a + b, 0);
      own.set(first, (own.get(first) ?? 0) + 1);
    }
    const next = new Map<number, number>();
    for (const [a, p] of law) for (const [b, count] of own) next.set(a + b, (next.get(a + b) ?? 0) + (p * count) / ways);
    law = next;
  }
  return law;
}

describe('the exact test over blocks', () => {
  test('R’s penicillin example: mantelhaen.test(Rabbits, exact = TRUE)', () => {
    // Cured and died, injected at once or after an hour and a half, at five doses.
    const strata = [[0, 6, 0, 5], [3, 3, 0, 6], [6, 0, 2, 4], [5, 1, 6, 0], [2, 0, 5, 0]].map(([a, b, c, d]) => ({ k1: a!, n1: a! + b!, k2: c!, n2: c! + d! }));
    const result = blockedTest(strata)!;
    expect(result.observed).toBe(16);
    expect(result.twoSided).toBeCloseTo(0.03994, 5);
    expect(result.greater).toBeCloseTo(0.01997, 5);
    const odds = blockedOdds(result)!;
    expect(odds.value).toBeCloseTo(10.36102, 4);
    const brute = [...bruteForce(strata)];
    const share = (odd: number, keep: (count: number) => boolean): number => {
      const tilted = brute.map(([count, p]) => [count, p * odd ** count] as const);
      return tilted.reduce((sum, [count, p]) => sum + (keep(count) ? p : 0), 0) / tilted.reduce((sum, [, p]) => sum + p, 0);
    };
    expect(share(odds.interval.lower, (count) => count >= 16)).toBeCloseTo(0.025, 12);
    expect(share(odds.interval.upper, (count) => count <= 16)).toBeCloseTo(0.025, 12);
  });

  test.each([
    [3, 10, 8, 9],
    [0, 5, 4, 6],
    [40, 100, 61, 120],
    [7, 7, 0, 3],
  ])('one block of %i of %i and %i of %i is Fisher’s test, with its odds ratio', (k1, n1, k2, n2) => {
    const [own, fisher] = [blockedTest([{ k1, n1, k2, n2 }])!, fisherExact(k1, n1, k2, n2)!];
    for (const key of ['twoSided', 'midP', 'less', 'greater'] as const) expect(own[key]).toBeCloseTo(fisher[key], 13);
    expect(blockedOdds(own)).toEqual(conditionalOddsRatio(k1, n1, k2, n2));
  });

  test.each([
    [1, 9, 0.021484375],
    [0, 5, 0.0625],
    [5, 5, 1],
    [86, 150, 0.00003716],
  ])('pairs of which %i and %i changed are McNemar’s exact test: p = %f', (first, second, p) => {
    const own = blockedTest(pairs(first, second, 7, 11))!;
    expect(own.twoSided).toBeCloseTo(mcNemar(first, second)!.exact, 12);
    expect(own.twoSided).toBeCloseTo(p, 7);
  });

  test('the law of uneven blocks is what listing every assignment gives', () => {
    const blocks = [[2, 3, 1, 2], [0, 2, 3, 4], [1, 1, 2, 5], [2, 3, 1, 2], [2, 2, 2, 2]].map(([k1, n1, k2, n2]) => ({ k1: k1!, n1: n1!, k2: k2!, n2: n2! }));
    const brute = bruteForce(blocks);
    const { law, expected } = blockedTest(blocks)!;
    expect(law.mass.length).toBe(brute.size);
    law.mass.forEach((chance, i) => expect(chance).toBeCloseTo(brute.get(law.low + i)!, 14));
    expect(expected).toBeCloseTo([...brute].reduce((sum, [count, p]) => sum + count * p, 0), 13);
  });

  test('blocks with one group or one outcome change nothing; without both groups there is no test', () => {
    const base = pairs(3, 8);
    const more = [...base, { k1: 4, n1: 4, k2: 9, n2: 9 }, { k1: 2, n1: 6, k2: 0, n2: 0 }];
    expect(blockedTest(more)!.twoSided).toBeCloseTo(blockedTest(base)!.twoSided, 14);
    expect(blockedTest([{ k1: 2, n1: 6, k2: 0, n2: 0 }])).toBeNull();
    expect(blockedTest([{ k1: 4, n1: 4, k2: 9, n2: 9 }])!.twoSided).toBe(1);
  });

  test('p-values are valid and mid-p even when nothing differs: 1,000 tables of 30 uneven blocks', () => {
    const random = new Random(11);
    const [p, mid]: [number[], number[]] = [[], []];
    for (let run = 0; run < 1000; run++) {
      const blocks = Array.from({ length: 30 }, (_, b) => {
        const [n1, n2] = [1 + (b % 4), 2 + (b % 3)];
        const marked = drawBinomial(n1 + n2, 0.2 + 0.02 * b, random);
        const k1 = drawHypergeometric({ total: n1 + n2, marked, drawn: n1 }, random);
        return { k1, n1, k2: marked - k1, n2 };
      });
      const result = blockedTest(blocks)!;
      p.push(result.twoSided);
      mid.push(result.midP);
    }
    for (const a of [0.01, 0.05, 0.1, 0.2, 0.5]) {
      expect(p.filter((value) => value <= a).length / 1000).toBeLessThanOrEqual(a + 2.6 * Math.sqrt((a * (1 - a)) / 1000));
    }
    const distance = Math.max(...mid.sort((a, b) => a - b).map((value, i) => Math.abs((i + 0.5) / 1000 - value)));
    // The largest chance of one count here is about 0.1; mid-p is even up to half of it.
    expect(distance).toBeLessThan(1.63 / Math.sqrt(1000) + 0.06);
  });

  test('draws follow the law, and draw i is the same alone as among many', () => {
    const { law, expected } = blockedTest(pairs(30, 20))!;
    const all = drawCounts(law, 5, 0, 4000);
    expect([...drawCounts(law, 5, 100, 3)]).toEqual([...all.slice(100, 103)]);
    expect(Math.abs(all.reduce((a, b) => a + b, 0) / 4000 - expected)).toBeLessThan((4 * Math.sqrt(50) * 0.5) / Math.sqrt(4000));
    const tail = all.filter((count) => count >= 30).length / 4000;
    const exact = blockedTest(pairs(30, 20))!.greater;
    expect(Math.abs(tail - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 4000));
  });
});

describe('the exact test by swapping', () => {
  test('pairs are McNemar’s test, mid-p too', () => {
    const own = swapTest([...Array<{ first: number; second: number }>(9).fill({ first: 1, second: 0 }), { first: 0, second: 1 }, { first: 1, second: 1 }])!;
    expect(own.twoSided).toBeCloseTo(mcNemar(9, 1)!.exact, 14);
    expect(own.midP).toBeCloseTo(mcNemar(9, 1)!.midP, 14);
    const even = swapTest([{ first: 1, second: 0 }, { first: 0, second: 1 }])!;
    expect([even.twoSided, even.midP]).toEqual([1, 0.75]);
    expect(swapTest([])).toBeNull();
  });

  test('counts of several copies: all 2^n swaps listed', () => {
    const pairs = [[3, 0], [2, 1], [0, 3], [3, 1], [3, 3], [1, 0], [3, 0]].map(([first, second]) => ({ first: first!, second: second! }));
    const sums = Array.from({ length: 2 ** pairs.length }, (_, set) => pairs.reduce((sum, { first, second }, i) => sum + ((set >> i) & 1 ? second : first), 0));
    const centre = pairs.reduce((sum, { first, second }) => sum + (first + second) / 2, 0);
    const { observed, twoSided, expected } = swapTest(pairs)!;
    expect(observed).toBe(15);
    expect(expected).toBeCloseTo(centre, 14);
    expect(twoSided).toBeCloseTo(sums.filter((sum) => Math.abs(sum - centre) >= Math.abs(observed - centre)).length / sums.length, 14);
  });
});
