import { describe, expect, test } from 'vitest';
import { judge, minimumDetectableGap, rowsNeeded } from '../../../src/engine/fairness/verdict';
import type { Verdict } from '../../../src/engine/fairness/verdict';
import { fisherExact } from '../../../src/engine/stats/tests';
import { Random } from '../../../src/engine/stats/random';
import { drawBinomial } from '../../../src/engine/stats/sampling';

describe('the four states', () => {
  test.each<[string, number, number, number, Verdict, boolean]>([
    ['beyond the margin above', 0.021, 0.1, 500, 'gap', false],
    ['beyond the margin below', -0.1, -0.021, 500, 'gap', false],
    ['from the margin on', 0.02, 0.1, 500, 'chance', false],
    ['above zero, partly within the margin', 0.001, 0.05, 500, 'chance', false],
    ['across zero and the margin', -0.01, 0.05, 500, 'chance', true],
    ['within the margin, across zero', -0.01, 0.01, 500, 'parity', true],
    ['within the margin, above zero', 0.005, 0.015, 500, 'parity', false],
    ['exactly the margin', -0.02, 0.02, 500, 'parity', true],
    ['29 people', 0.2, 0.3, 29, 'few', false],
    ['30 people', 0.2, 0.3, 30, 'gap', false],
    ['almost 15 points either way', 0.1, 0.399, 500, 'gap', false],
    ['wider than 15 points either way', 0.1, 0.402, 500, 'few', false],
  ])('%s', (_, lower, upper, smallest, verdict, spansZero) => {
    expect(judge({ lower, upper }, smallest, 0.02)).toMatchObject({ verdict, spansZero, suppressed: false });
  });

  test('fewer than 10 people are suppressed, and what is not estimable is too few to say', () => {
    expect(judge({ lower: 0, upper: 0.1 }, 9, 0.02)).toMatchObject({ verdict: 'few', suppressed: true });
    expect(judge(null, 400, 0.02)).toMatchObject({ verdict: 'few', suppressed: false, halfWidth: null });
  });
});

describe('what the numbers of people can show', () => {
  test('the textbook case: 20% against 20% with 100 and 400 people', () => {
    expect(minimumDetectableGap(0.2, 100, 400)).toBeCloseTo((1.959963984540054 + 0.8416212335729143) * Math.sqrt(0.16 * (1 / 100 + 1 / 400)), 12);
    expect(minimumDetectableGap(0.2, 0, 400)).toBeNull();
  });

  test('rows needed make the gap just detectable', () => {
    const rows = rowsNeeded(0.3, 100, 300, 0.05)!;
    expect(minimumDetectableGap(0.3, rows / 4, (rows * 3) / 4)!).toBeLessThanOrEqual(0.05);
    expect(minimumDetectableGap(0.3, (rows - 1) / 4, ((rows - 1) * 3) / 4)!).toBeGreaterThan(0.05);
    expect(rowsNeeded(0.3, 100, 300, 0)).toBeNull();
  });

  test('a true gap of that size is found in about 80% of 3,000 simulated studies', () => {
    const random = new Random(37);
    const [n1, n2, middle] = [800, 800, 0.4];
    const gap = minimumDetectableGap(middle, n1, n2)!;
    let found = 0;
    for (let run = 0; run < 3000; run++) {
      const [k1, k2] = [drawBinomial(n1, middle + gap / 2, random), drawBinomial(n2, middle - gap / 2, random)];
      if (fisherExact(k1, n1, k2, n2)!.midP < 0.05) found++;
    }
    expect(Math.abs(found / 3000 - 0.8)).toBeLessThan(0.03);
  });
});
