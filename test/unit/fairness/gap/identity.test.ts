import { describe, expect, test } from 'vitest';
import { CELLS } from '../../../../src/engine/fairness/counts';
import type { Counts } from '../../../../src/engine/fairness/counts';
import { gapIdentity } from '../../../../src/engine/fairness/gap/identity';
import { Random } from '../../../../src/engine/stats/random';
import { drawBinomial } from '../../../../src/engine/stats/sampling';

/** Cells in the order of the count table: TP, FP, selected unknown, FN, TN, rejected unknown. */
function counts(...cells: number[]): Counts {
  const people = Float64Array.from({ length: CELLS }, (_, cell) => cells[cell] ?? 0);
  return { people, weight: people, square: people };
}

test.each([
  [counts(30, 10, 0, 20, 40, 0), counts(50, 30, 0, 5, 15, 0)],
  [counts(3, 1, 7, 2, 4, 9), counts(5, 30, 0, 50, 15, 2)],
])('the three parts add up to the difference of selection rates among people with a known outcome: case %#', (here, there) => {
  const found = gapIdentity(here, there)!;
  const rate = ({ people: [tp, fp, , fn, tn] }: Counts): number => (tp! + fp!) / (tp! + fp! + fn! + tn!);
  expect(found.total).toBeCloseTo(rate(here) - rate(there), 14);
  expect(found.labels.value! + found.qualified.value! + found.unqualified.value!).toBeCloseTo(found.total, 14);
});

test('says by hand: same treatment leaves only the outcomes, same outcomes only the treatment', () => {
  const same = gapIdentity(counts(40, 10, 0, 10, 40, 0), counts(20, 15, 0, 5, 60, 0))!;
  expect([same.qualified.value, same.unqualified.value]).toEqual([0, 0]);
  expect(same.labels.value).toBeCloseTo(0.25 * 0.6, 14);
  const treated = gapIdentity(counts(40, 10, 0, 10, 40, 0), counts(30, 10, 0, 20, 40, 0))!;
  expect([treated.labels.value, treated.unqualified.value]).toEqual([0, 0]);
  expect(treated.qualified.value).toBeCloseTo(0.1, 14);
});

test('is not estimable without outcomes, and its parts are not where everybody has the same', () => {
  expect(gapIdentity(counts(0, 0, 5, 0, 0, 5), counts(3, 1, 0, 2, 4, 0))).toBeNull();
  const found = gapIdentity(counts(5, 0, 0, 5, 0, 0), counts(3, 1, 0, 2, 4, 0))!;
  expect(found.total).toBeCloseTo(0.1, 14);
  expect([found.labels, found.qualified, found.unqualified]).toEqual(new Array(3).fill({ value: null, interval: null }));
});

test('weights of people count as the people do', () => {
  const weighted = (c: Counts, w: number): Counts => ({ people: c.people, weight: c.weight.map((own) => own * w), square: c.square.map((own) => own * w * w) });
  const [here, there] = [counts(30, 10, 0, 20, 40, 0), counts(50, 30, 0, 5, 15, 0)];
  const [plain, found] = [gapIdentity(here, there)!, gapIdentity(weighted(here, 3), weighted(there, 0.5))!];
  expect(found.labels.value).toBeCloseTo(plain.labels.value!, 14);
  expect(found.qualified.interval!.lower).toBeCloseTo(plain.qualified.interval!.lower, 12);
});

describe('95% intervals hold the parts in .93 to .97 of 2,000 runs', () => {
  test.each([
    [200, [0.5, 0.8, 0.2], 300, [0.4, 0.7, 0.15]],
    [80, [0.3, 0.6, 0.3], 900, [0.5, 0.7, 0.2]],
    [60, [0.5, 0.75, 0.3], 60, [0.55, 0.6, 0.4]],
  ] as const)('%d people %j against %d people %j', (na, a, nb, b) => {
    const truth = [(a[0] - b[0]) * ((a[1] + b[1]) / 2 - (a[2] + b[2]) / 2), ((a[1] - b[1]) * (a[0] + b[0])) / 2, (a[2] - b[2]) * (1 - (a[0] + b[0]) / 2)];
    const random = new Random(5);
    const draw = (n: number, [pi, tpr, fpr]: readonly number[]): Counts => {
      const positive = drawBinomial(n, pi!, random);
      const [tp, fp] = [drawBinomial(positive, tpr!, random), drawBinomial(n - positive, fpr!, random)];
      return counts(tp, fp, 0, positive - tp, n - positive - fp, 0);
    };
    const held = [0, 0, 0];
    for (let run = 0; run < 2000; run++) {
      const found = gapIdentity(draw(na, a), draw(nb, b))!;
      [found.labels, found.qualified, found.unqualified].forEach(({ interval }, part) => {
        if (interval!.lower <= truth[part]! && truth[part]! <= interval!.upper) held[part]!++;
      });
    }
    for (const share of held) {
      expect(share / 2000).toBeGreaterThanOrEqual(0.93);
      expect(share / 2000).toBeLessThanOrEqual(0.97);
    }
  });
});
