import { describe, expect, test } from 'vitest';
import { reasonOf, setReason, setVerdict, verdictOf } from '../../../../src/engine/fairness/proxies/judged';
import { ledgerTotals } from '../../../../src/engine/fairness/proxies/ledger';
import { cornerOrder, proxyOrder, QUADRANT_LINES, quadrantOf } from '../../../../src/engine/fairness/proxies/quadrants';

describe('the quadrant of an input', () => {
  test.each([
    [0.8, 0.05, 'used'],
    [0.8, -0.05, 'used'],
    [0.8, 0.001, 'unused'],
    [0.55, 0.05, 'driver'],
    [0.55, 0, 'irrelevant'],
    [0.6, 0.011, 'used'],
    [null, 0.05, null],
    [0.8, null, null],
  ])('that tells the group with %s and accounts for %s of a gap of .1 is %s', (association, share, expected) => {
    expect(quadrantOf({ association, share }, 0.1, QUADRANT_LINES)).toBe(expected);
  });

  test('moves with the lines a person sets, and no share carries a gap of nothing', () => {
    expect(quadrantOf({ association: 0.8, share: 0.05 }, 0.1, { association: 0.85, share: 0.6 })).toBe('irrelevant');
    expect(quadrantOf({ association: 0.8, share: 0 }, 0, QUADRANT_LINES)).toBe('unused');
  });
});

test('inputs are ordered by the smaller of association and share, and by distance from the corner', () => {
  const points = [
    { association: 0.9, share: 0.01 },
    { association: 0.7, share: -0.1 },
    { association: 0.5, share: 0.1 },
    { association: null, share: 0.05 },
    { association: 0.74, share: 0.04 },
  ];
  expect(proxyOrder(points)).toEqual([1, 4, 0, 2, 3]);
  expect(cornerOrder(points)).toEqual([1, 4, 0, 2, 3]);
  expect(proxyOrder([{ association: 0.4, share: 0 }, { association: null, share: null }])).toEqual([0, 1]);
});

describe('the ledger adds up', () => {
  test('as printed, by verdict', () => {
    const { printedGap, parts } = ledgerTotals(0.1104, [0.0554, 0.0046, 0.0354, 0.0046, 0.0104], ['justified', 'justified', 'contested', 'contested', 'open'], 0);
    expect(printedGap).toBe(11);
    expect(parts.map(({ verdict, inputs, printed }) => [verdict, inputs, printed])).toEqual([
      ['justified', 2, 6],
      ['contested', 2, 4],
      ['open', 1, 1],
    ]);
    expect(parts.reduce((sum, { printed }) => sum + printed, 0)).toBe(printedGap);
  });

  test('with what no input accounts for as a part of its own', () => {
    const { parts } = ledgerTotals(0.1, [0.04, null, NaN], ['justified', 'contested', 'disallowed'], 1);
    expect(parts.map(({ verdict, printed }) => [verdict, printed])).toEqual([
      ['justified', 4],
      ['contested', 0],
      ['disallowed', 0],
      ['rest', 6],
    ]);
  });

  test.each([0, 1])('for any shares, to %i decimals', (decimals) => {
    for (let k = 0; k < 200; k++) {
      const shares = Array.from({ length: 7 }, (_, at) => Math.sin(k * 7 + at) / 20);
      const verdicts = shares.map((_, at) => (['justified', 'contested', 'disallowed', 'open'] as const)[(k + at * at) % 4]!);
      const { printedGap, parts } = ledgerTotals(shares.reduce((sum, share) => sum + share, 0), shares, verdicts, decimals);
      expect(parts.reduce((sum, { printed }) => sum + printed, 0)).toBeCloseTo(printedGap, 9);
      for (const { share, printed } of parts) expect(Math.abs(printed - share * 100)).toBeLessThan(10 ** -decimals + 1e-9);
    }
  });
});

describe('what a person says of an input', () => {
  test('is kept by the columns it reads, in any order, replaced and taken away', () => {
    const first = setVerdict([], [3, 1], 'justified');
    const second = setVerdict(first, [1], 'contested');
    expect([verdictOf(second, [1, 3]), verdictOf(second, [1]), verdictOf(second, [3])]).toEqual(['justified', 'contested', 'open']);
    expect(setVerdict(setVerdict(second, [1, 3], 'disallowed'), [1], 'open')).toEqual([{ columns: [1, 3], verdict: 'disallowed' }]);
  });

  test('and why', () => {
    const reasons = setReason(setReason([], [2], 'once'), [2], 'asked by law');
    expect([reasonOf(reasons, [2]), reasonOf(reasons, [4])]).toEqual(['asked by law', '']);
    expect(setReason(reasons, [2], '')).toEqual([]);
    expect(setReason([], [2], 'x'.repeat(5000))[0]!.text).toHaveLength(2000);
  });
});
