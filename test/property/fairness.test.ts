import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare } from '../../src/engine/fairness/compare';
import { groupCounts, overallCounts } from '../../src/engine/fairness/counts';
import { intersect } from '../../src/engine/fairness/intersections';
import { scoreBins } from '../../src/engine/fairness/score-bins';
import { RATE_IDS, rates } from '../../src/engine/fairness/rates';
import { buildThresholdIndex, countsAt } from '../../src/engine/fairness/threshold-index';
import { benjaminiHochberg, holm } from '../../src/engine/stats/multiplicity';
import { clopperPearson, jeffreys, newcombe, wilson } from '../../src/engine/stats/intervals';
import { exactNull, fisherExact } from '../../src/engine/stats/tests';

const person = fc.record({
  score: fc.oneof(fc.constant(NaN), fc.integer({ min: 0, max: 8 }).map((x) => x / 8), fc.double({ min: -2, max: 2, noNaN: true })),
  group: fc.integer({ min: -1, max: 3 }),
  label: fc.integer({ min: -1, max: 1 }),
  weight: fc.integer({ min: 0, max: 5 }),
});
const crowd = fc.array(person, { maxLength: 60 });
type Person = typeof person extends fc.Arbitrary<infer T> ? T : never;
const indexOf = (persons: readonly Person[], weighted: boolean) =>
  buildThresholdIndex({
    scores: Float64Array.from(persons, ({ score }) => score),
    groups: Int32Array.from(persons, ({ group }) => group),
    groupCount: 4,
    labels: Int8Array.from(persons, ({ label }) => label),
    ...(weighted ? { weights: Float64Array.from(persons, ({ weight }) => weight) } : {}),
  });
const threshold = fc.oneof(fc.double({ min: -3, max: 3, noNaN: true }), fc.constantFrom(0, 0.125, 0.5, 1));
const tally = fc.integer({ min: 1, max: 80 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

describe('any crowd', () => {
  test('is conserved: every row is in a cell or counted as missing, at every threshold', () => {
    fc.assert(
      fc.property(crowd, threshold, (persons, line) => {
        const index = indexOf(persons, true);
        const table = countsAt(index, line);
        expect(overallCounts(table).people.reduce((a, b) => a + b, 0) + index.missingScores).toBe(persons.length);
        const scored = persons.filter(({ score }) => !Number.isNaN(score));
        expect(table.weight.reduce((a, b) => a + b, 0)).toBe(scored.reduce((sum, { weight }) => sum + weight, 0));
        expect(table.people.slice(0, 6).slice(0, 3).reduce((a, b) => a + b, 0)).toBe(scored.filter(({ group, score }) => group === 0 && score >= line).length);
      }),
    );
  });

  test('has the same rates in any order of its rows', () => {
    fc.assert(
      fc.property(crowd.chain((persons) => fc.tuple(fc.constant(persons), fc.shuffledSubarray(persons, { minLength: persons.length }))), threshold, ([a, b], line) => {
        expect(countsAt(indexOf(b, false), line)).toEqual(countsAt(indexOf(a, false), line));
      }),
    );
  });

  test('with every row doubled has the same rates and narrower intervals', () => {
    fc.assert(
      fc.property(crowd, threshold, (persons, line) => {
        const [once, twice] = [persons, [...persons, ...persons]].map((rows) => rates(groupCounts(countsAt(indexOf(rows, false), line), 1)));
        for (const id of RATE_IDS) {
          expect(twice![id].value).toBe(once![id].value);
          const width = ({ interval }: { interval: { lower: number; upper: number } | null }): number => (interval ? interval.upper - interval.lower : 0);
          if (Number.isFinite(width(once![id]))) expect(width(twice![id])).toBeLessThanOrEqual(width(once![id]) + 1e-12);
        }
      }),
    );
  });

  test('gives rates within their intervals, complements that add to 1, and null exactly for empty denominators', () => {
    fc.assert(
      fc.property(crowd, threshold, fc.boolean(), (persons, line, weighted) => {
        const all = rates(groupCounts(countsAt(indexOf(persons, weighted), line), 2));
        for (const id of RATE_IDS) {
          const { value, interval, denominator } = all[id];
          if (value === null || interval === null) {
            expect([value, interval]).toEqual([null, null]);
            continue;
          }
          expect(denominator).toBeGreaterThan(0);
          expect(interval.lower).toBeLessThanOrEqual(value + 1e-12);
          expect(interval.upper).toBeGreaterThanOrEqual(value - 1e-12);
        }
        for (const [id, other] of [['tpr', 'fnr'], ['fpr', 'tnr'], ['ppv', 'fdr'], ['npv', 'for'], ['accuracy', 'error']] as const) {
          if (all[id].value !== null) expect(all[id].value + all[other].value!).toBeCloseTo(1, 12);
          else expect(all[other].value).toBeNull();
        }
      }),
    );
  });

  test('gives comparisons that turn their sign with their sides', () => {
    fc.assert(
      fc.property(crowd, threshold, fc.constantFrom(...RATE_IDS), (persons, line, id) => {
        const table = countsAt(indexOf(persons, false), line);
        const [here, there] = [compare(table, id, 0, 1, { margin: 0.02 }), compare(table, id, 1, 0, { margin: 0.02 })];
        expect(here.judgement.verdict).toBe(there.judgement.verdict);
        if (here.difference === null) expect(there.difference).toBeNull();
        else expect(here.difference).toBeCloseTo(-there.difference!, 12);
      }),
    );
  });


  test('by score keeps every person of every group, and of those with none, in a bin', () => {
    fc.assert(
      fc.property(crowd, fc.integer({ min: 1, max: 20 }), (persons, bins) => {
        const index = indexOf(persons, false);
        for (let group = 0; group <= index.groupCount; group++) {
          const own = persons.filter((p) => !Number.isNaN(p.score) && (p.group < 0 ? 4 : p.group) === group);
          const counts = scoreBins(index, group, bins, [-2, 2]);
          expect(counts.reduce((a, b) => a + b, 0)).toBe(own.length);
          for (let b = 0; b < bins; b++) {
            const [from, to] = [-2 + (4 * b) / bins, -2 + (4 * (b + 1)) / bins];
            expect(counts[b]).toBe(own.filter(({ score }) => score >= from && (score < to || b === bins - 1)).length);
          }
        }
      }),
    );
  });
});

test('intersections place every row in the cell of its levels', () => {
  const column = (rows: number) => fc.array(fc.integer({ min: -1, max: 3 }), { minLength: rows, maxLength: rows }).map((codes) => ({ codes: Int32Array.from(codes), levels: ['a', 'b', 'c', 'd'] }));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 }).chain((rows) => fc.tuple(column(rows), column(rows))), ([a, b]) => {
      const { codes, cells, missing } = intersect([a, b]);
      codes.forEach((code, i) => {
        if (a.codes[i]! < 0 || b.codes[i]! < 0) expect(code).toBe(-1);
        else expect(cells[code]!.parts).toEqual([a.codes[i], b.codes[i]]);
      });
      expect(cells.reduce((sum, { count }) => sum + count, 0) + missing).toBe(codes.length);
    }),
  );
});

describe('any fourfold table', () => {
  test('has intervals that hold the share and mirror', () => {
    fc.assert(
      fc.property(tally, fc.constantFrom(0.5, 0.66, 0.95, 0.999), ([k, n], level) => {
        for (const method of [wilson, clopperPearson, jeffreys]) {
          const [here, there] = [method(k, n, level)!, method(n - k, n, level)!];
          expect(here.lower).toBeLessThanOrEqual(k / n + 1e-12);
          expect(here.upper).toBeGreaterThanOrEqual(k / n - 1e-12);
          expect(here.lower).toBeCloseTo(1 - there.upper, 11);
        }
      }),
    );
  });

  test('has a difference within −1 and 1, and p-values that agree on side and order', () => {
    fc.assert(
      fc.property(tally, tally, ([k1, n1], [k2, n2]) => {
        const limits = newcombe(k1, n1, k2, n2)!;
        expect(limits.lower).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(limits.upper).toBeLessThanOrEqual(1 + 1e-12);
        const { twoSided, midP, less, greater } = fisherExact(k1, n1, k2, n2)!;
        expect(midP).toBeLessThanOrEqual(twoSided);
        expect(twoSided).toBeGreaterThanOrEqual(Math.min(less, greater) - 1e-12);
        const { p, chance } = exactNull(k1, n1, k2, n2)!;
        expect(p).toBeGreaterThanOrEqual(Math.min(less, greater) - 1e-9);
        expect(chance.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
      }),
    );
  });
});

test('adjusted p-values keep the order, never shrink, and Benjamini–Hochberg is at most Holm', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (p) => {
      const [strict, loose] = [holm(p), benjaminiHochberg(p)];
      p.forEach((value, i) => {
        expect(strict[i]).toBeGreaterThanOrEqual(value);
        expect(loose[i]).toBeGreaterThanOrEqual(value - 1e-15);
        expect(loose[i]).toBeLessThanOrEqual(strict[i]! + 1e-15);
        p.forEach((other, j) => {
          if (value < other) expect(strict[i]).toBeLessThanOrEqual(strict[j]!);
        });
      });
    }),
  );
});
