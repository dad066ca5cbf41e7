import { expect, test } from 'vitest';
import { standardised } from '../../../src/engine/fairness/standardised';
import { Random } from '../../../src/engine/stats/random';
import { drawBinomial } from '../../../src/engine/stats/sampling';

test('gives both groups the common mix of strata: Simpson’s table has no gap within, and none is left', () => {
  const strata = [
    [{ k: 80, n: 100 }, { k: 8, n: 10 }],
    [{ k: 2, n: 10 }, { k: 20, n: 100 }],
  ];
  const result = standardised(strata, 0, 1)!;
  expect(result.here).toBeCloseTo(0.5, 12);
  expect(result.there).toBeCloseTo(0.5, 12);
  expect(result.difference).toBeCloseTo(0, 12);
  expect(result.covered).toBe(1);
});

test('leaves out strata that one group does not have, and says how many people that leaves', () => {
  const strata = [
    [{ k: 3, n: 6 }, { k: 1, n: 4 }],
    [{ k: 5, n: 10 }, { k: 0, n: 0 }],
  ];
  const result = standardised(strata, 0, 1)!;
  expect([result.here, result.there, result.covered]).toEqual([0.5, 0.25, 0.5]);
  expect(standardised([[{ k: 1, n: 2 }, { k: 0, n: 0 }]], 0, 1)).toBeNull();
});

test.each([
  [[40, 60, 30], [50, 20, 80]],
  [[300, 200, 500], [100, 400, 300]],
])('its interval covers the true difference about 95 times in 100: sizes %j and %j', (first, second) => {
  const random = new Random(8);
  const [p, q] = [[0.1, 0.3, 0.6], [0.15, 0.3, 0.4]];
  const people = first.map((n, s) => n + second[s]!);
  const all = people.reduce((a, b) => a + b);
  const truth = people.reduce((sum, n, s) => sum + (n / all) * (p[s]! - q[s]!), 0);
  let hits = 0;
  const runs = 2000;
  for (let run = 0; run < runs; run++) {
    const strata = first.map((n, s) => [{ k: drawBinomial(n, p[s]!, random), n }, { k: drawBinomial(second[s]!, q[s]!, random), n: second[s]! }]);
    const { interval } = standardised(strata, 0, 1)!;
    if (interval!.lower <= truth && truth <= interval!.upper) hits++;
  }
  expect(hits / runs).toBeGreaterThan(0.93);
  expect(hits / runs).toBeLessThan(0.97);
});
