import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/engine/stats/random';
import { drawBinomial } from '../../../src/engine/stats/sampling';
import { chiSquare, mantelHaenszel, mcNemar } from '../../../src/engine/stats/tests';

describe('strata', () => {
  test('Berkeley admissions 1973, six departments, against R’s mantelhaen.test', () => {
    // Admitted and applied: men, women, of departments A to F (R's UCBAdmissions).
    const strata = [
      [512, 825, 89, 108], [353, 560, 17, 25], [120, 325, 202, 593], [138, 417, 131, 375], [53, 191, 94, 393], [22, 373, 24, 341],
    ].map(([k1, n1, k2, n2]) => ({ k1: k1!, n1: n1!, k2: k2!, n2: n2! }));
    const result = mantelHaenszel(strata)!;
    expect(result.corrected).toBeCloseTo(1.4269, 4);
    expect(result.correctedP).toBeCloseTo(0.2323, 4);
    expect(result.oddsRatio).toBeCloseTo(0.9046968, 7);
    expect(result.oddsInterval!.lower).toBeCloseTo(0.772, 3);
    expect(result.oddsInterval!.upper).toBeCloseTo(1.0603, 3);
  });

  test('one stratum is the plain difference and odds ratio; strata with one group are left out', () => {
    const only = { k1: 15, n1: 50, k2: 41, n2: 68 };
    const result = mantelHaenszel([only, { k1: 3, n1: 9, k2: 0, n2: 0 }])!;
    expect(result.difference).toBeCloseTo(15 / 50 - 41 / 68, 14);
    expect(result.oddsRatio).toBeCloseTo((15 * 27) / (35 * 41), 14);
    expect(mantelHaenszel([{ k1: 3, n1: 9, k2: 0, n2: 0 }])).toBeNull();
    expect(mantelHaenszel([{ k1: 0, n1: 9, k2: 0, n2: 5 }])).toMatchObject({ statistic: null, p: null, oddsRatio: null, difference: 0 });
  });

  test('the interval of the difference covers 95% of 2,000 simulated tables of five strata', () => {
    const random = new Random(47);
    let covered = 0;
    for (let run = 0; run < 2000; run++) {
      const strata = [0.1, 0.3, 0.4, 0.5, 0.7].map((p, s) => ({
        k1: drawBinomial(20 + 10 * s, p + 0.08, random),
        n1: 20 + 10 * s,
        k2: drawBinomial(60, p, random),
        n2: 60,
      }));
      const { interval } = mantelHaenszel(strata)!;
      if (interval!.lower <= 0.08 && 0.08 <= interval!.upper) covered++;
    }
    expect(covered / 2000).toBeGreaterThan(0.93);
    expect(covered / 2000).toBeLessThan(0.97);
  });
});

test('χ² is the squared pooled z and null without both outcomes', () => {
  expect(chiSquare(15, 50, 41, 68)!.statistic).toBeCloseTo(3.256483721643706 ** 2, 10);
  expect(chiSquare(0, 5, 0, 5)).toBeNull();
  expect(chiSquare(1, 5, 0, 0)).toBeNull();
});

test('McNemar: the approval ratings of Agresti, and no disagreement is not estimable', () => {
  const result = mcNemar(150, 86)!;
  expect(result.statistic).toBeCloseTo(17.36, 2);
  expect(result.corrected).toBeCloseTo(16.82, 2);
  expect(mcNemar(4, 4)).toMatchObject({ exact: 1, statistic: 0, corrected: 0 });
  expect(mcNemar(4, 4)!.midP).toBeCloseTo(1 - 70 / 256 / 2, 14);
  expect(mcNemar(0, 0)).toBeNull();
});
