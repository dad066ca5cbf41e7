import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rate } from '../../../src/engine/fairness/rates';
import type { RateId } from '../../../src/engine/fairness/rates';
import { groupCounts } from '../../../src/engine/fairness/counts';
import { buildThresholdIndex, countsAt } from '../../../src/engine/fairness/threshold-index';
import { changes } from '../../../src/engine/fairness/thresholds/changes';
import { sweepCommon, frontier } from '../../../src/engine/fairness/thresholds/common';
import { gapBetween } from '../../../src/engine/fairness/thresholds/criteria';
import { peak, placeAt, upperHull } from '../../../src/engine/fairness/thresholds/hull';
import type { Objective } from '../../../src/engine/fairness/thresholds/objectives';
import { utilityOf } from '../../../src/engine/fairness/thresholds/objectives';
import { planLines } from '../../../src/engine/fairness/thresholds/plan';
import { countsUnder, isDeterministic } from '../../../src/engine/fairness/thresholds/rules';
import { bestMixture, bestNear, corners, few, pointsOf, reachable, tuples } from '../../unit/fairness/thresholds/brute';

const objective: fc.Arbitrary<Objective> = fc.oneof(
  fc.constant({ kind: 'accuracy' } as const),
  fc.constant({ kind: 'balanced' } as const),
  fc.record({ kind: fc.constant('cost' as const), falsePositive: fc.integer({ min: 0, max: 5 }), falseNegative: fc.integer({ min: 1, max: 5 }) }),
);
const seed = fc.integer({ min: 0, max: 2 ** 31 });
const tolerance = fc.constantFrom(0, 0.02, 0.1, 0.25, 1);
const SINGLE = ['selection', 'tpr', 'fpr', 'fnr', 'tnr', 'error'] as const;

function same(a: number, b: number): void {
  if (Number.isNaN(b)) expect(a).toBeNaN();
  else expect(a).toBeCloseTo(b, 10);
}

const usable = (people: ReturnType<typeof few>): boolean =>
  Array.from({ length: people.groupCount }, (_, g) => [0, 1].every((label) => people.labels.some((l, i) => l === label && people.groups[i] === g))).every(Boolean);

/** The best total over windows of the rate, by trying every start that could matter. */
function byWindows(points: readonly (readonly { x: number }[])[], width: number, best: (group: number, low: number, high: number) => number): number {
  const starts = points.flatMap((own) => own.flatMap(({ x }) => [x, x - width]));
  return Math.max(...starts.map((low) => points.reduce((sum, _, g) => sum + best(g, low, low + width), 0)));
}

describe('lines by group for any few people', () => {
  test('are the best of all mixtures of two lines with the rate in a common window', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 2, max: 3 }), fc.constantFrom(...SINGLE), objective, tolerance, fc.boolean(), (start, groupCount, criterion, goal, width, weighted) => {
        const people = few(24, groupCount, start, { weighted });
        fc.pre(usable(people));
        const index = buildThresholdIndex(people);
        const plan = planLines(index, { criterion, objective: goal, tolerance: width, randomised: true, line: 0.5, minimum: 1 });
        const points = Array.from({ length: groupCount }, (_, g) => pointsOf(people, g, [criterion], goal));
        expect(plan.utility).toBeCloseTo(byWindows(points, width, (g, low, high) => bestMixture(points[g]!, low, high)), 10);
        expect(plan.gap).toBeLessThanOrEqual(width + 1e-9);
        expect(gapBetween(countsUnder(index, plan.rules), criterion, plan.considered)).toBeCloseTo(plan.gap, 12);
      }),
      { numRuns: 150 },
    );
  });

  test('without a lot are the best of all tuples of lines within the tolerance', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 2, max: 3 }), fc.constantFrom(...SINGLE, 'odds' as const), objective, tolerance, fc.boolean(), (start, groupCount, criterion, goal, width, weighted) => {
        const people = few(24, groupCount, start, { weighted });
        fc.pre(usable(people));
        const plan = planLines(buildThresholdIndex(people), { criterion, objective: goal, tolerance: width, randomised: false, line: 0.5, minimum: 1 });
        const ids: readonly [RateId, RateId?] = criterion === 'odds' ? ['fpr', 'tpr'] : [criterion];
        const all = tuples(Array.from({ length: groupCount }, (_, g) => pointsOf(people, g, ids, goal)));
        const span = (values: number[]): number => Math.max(...values) - Math.min(...values);
        const gapOf = (tuple: (typeof all)[number]): number => Math.max(span(tuple.map(({ x }) => x)), span(tuple.map(({ y }) => y)));
        const allowed = all.filter((tuple) => gapOf(tuple) <= width + 1e-12);
        expect(isDeterministic(plan.rules)).toBe(true);
        expect(plan.met).toBe(allowed.length > 0);
        if (allowed.length === 0) expect(plan.gap).toBeCloseTo(Math.min(...all.map(gapOf)), 12);
        else {
          expect(plan.utility).toBeCloseTo(Math.max(...allowed.map((tuple) => tuple.reduce((sum, { utility }) => sum + utility, 0))), 10);
          expect(plan.gap).toBeLessThanOrEqual(width + 1e-9);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('with equalized odds reach the best point that a lot over lines of both groups can reach', () => {
    fc.assert(
      fc.property(seed, objective, fc.boolean(), (start, goal, weighted) => {
        const people = few(18, 2, start, { weighted, levels: 4, unknown: 0 });
        fc.pre(usable(people));
        const index = buildThresholdIndex(people);
        const plan = planLines(index, { criterion: 'odds', objective: goal, tolerance: 0, randomised: true, line: 0.5, minimum: 1 });
        const points = [0, 1].map((g) => pointsOf(people, g, ['fpr', 'tpr'], goal));
        const table = countsAt(index, -Infinity);
        const [P, N] = [0, 1].map((o) => [0, 1].reduce((sum, g) => sum + groupCounts(table, g).weight[o]!, 0)) as [number, number];
        const worth = ({ x, y }: { x: number; y: number }): number => {
          if (goal.kind === 'balanced') return (y + 1 - x) / 2;
          const [fp, fn, right] = goal.kind === 'cost' ? [goal.falsePositive, goal.falseNegative, 0] : [1, 1, 1];
          return right - (fp * N * x + fn * P * (1 - y)) / (P + N);
        };
        const reached = corners(points[0]!, points[1]!).filter(({ x, y }) => points.every((own) => reachable(own, x, y)));
        expect(plan.utility).toBeCloseTo(Math.max(...reached.map(worth)), 9);
        expect(plan.gap).toBeLessThan(1e-9);
      }),
      { numRuns: 100 },
    );
  });

  test('with equalized odds within a tolerance reach the best pair of points that lots over lines of both groups can reach', () => {
    fc.assert(
      fc.property(seed, objective, fc.constantFrom(0.02, 0.1, 0.25), fc.boolean(), (start, goal, width, weighted) => {
        const people = few(14, 2, start, { weighted, levels: 3, unknown: 0 });
        fc.pre(usable(people));
        const plan = planLines(buildThresholdIndex(people), { criterion: 'odds', objective: goal, tolerance: width, randomised: true, line: 0.5, minimum: 1 });
        const points = [0, 1].map((g) => pointsOf(people, g, ['fpr', 'tpr'], goal));
        expect(plan.utility).toBeCloseTo(bestNear(points[0]!, points[1]!, width), 8);
        expect(plan.gap).toBeLessThanOrEqual(width + 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  test('with equalized odds within a tolerance do the same for a group given twice as for one whose people count twice', () => {
    fc.assert(
      fc.property(seed, objective, fc.constantFrom(0.02, 0.1, 0.25), (start, goal, width) => {
        const people = few(40, 3, start, { unknown: 0 });
        fc.pre(usable(people));
        const twice = [...people.groups.keys()].filter((i) => people.groups[i] === 0);
        const more = <T extends Float64Array | Int8Array>(values: T): T => (values.constructor as unknown as { from: (a: Iterable<number>) => T }).from([...values, ...twice.map((i) => values[i]!)]);
        const four = { scores: more(people.scores), labels: more(people.labels), groups: Int32Array.from([...people.groups, ...twice.map(() => 3)]), groupCount: 4 };
        const ask = { criterion: 'odds', objective: goal, tolerance: width, randomised: true, line: 0.5, minimum: 1 } as const;
        const weighted = { ...people, weights: Float64Array.from(people.groups, (g) => (g === 0 ? 2 : 1)) };
        const [a, b] = [planLines(buildThresholdIndex(four), ask), planLines(buildThresholdIndex(weighted), ask)];
        expect(a.utility).toBeCloseTo(b.utility, 9);
        expect(a.gap).toBeLessThanOrEqual(width + 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  test('shares of a lot sum to 1, and what changes is the difference of the counts', () => {
    fc.assert(
      fc.property(seed, fc.constantFrom(...SINGLE, 'odds' as const, 'none' as const), fc.boolean(), (start, criterion, randomised) => {
        const people = few(40, 3, start);
        fc.pre(usable(people));
        const index = buildThresholdIndex(people);
        const { rules } = planLines(index, { criterion, objective: { kind: 'accuracy' }, tolerance: 0.05, randomised, line: 0.5, minimum: 1 });
        for (const rule of rules) {
          expect(rule.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
          expect(rule.every(({ share }) => share > 0)).toBe(true);
        }
        const [before, after] = [countsAt(index, 0.5), countsUnder(index, rules)];
        for (const change of changes(index, 0.5, rules)) {
          const selected = (table: typeof before): number => groupCounts(table, change.group).people.slice(0, 3).reduce((sum, n) => sum + n, 0);
          expect(change.before).toBe(selected(before));
          expect(change.after).toBeCloseTo(selected(after), 9);
          expect(change.byOutcome.reduce((sum, { gained }) => sum + gained, 0)).toBeCloseTo(change.gained, 9);
          expect(change.gained).toBeGreaterThanOrEqual(0);
          expect(change.lost).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('one line for any few people', () => {
  test('has at every score the gap and the utility of its count table', () => {
    fc.assert(
      fc.property(seed, fc.constantFrom('selection', 'tpr', 'fpr', 'ppv', 'npv', 'error', 'f1', 'treatment', 'balanced', 'odds'), fc.constantFrom('accuracy', 'balanced', 'ppv', 'f1', 'selection'), fc.boolean(), (start, gap, kind, weighted) => {
        const people = few(30, 3, start, { weighted });
        const index = buildThresholdIndex(people);
        const sweep = sweepCommon(index, { gap: gap as RateId, utility: { kind: kind as 'accuracy' }, minimum: 0 });
        expect([...sweep.thresholds]).toEqual([Infinity, ...[...new Set(people.scores)].sort((a, b) => b - a)]);
        sweep.thresholds.forEach((line, i) => {
          const table = countsAt(index, line);
          same(sweep.gap[i]!, gapBetween(table, gap as RateId, [0, 1, 2]));
          same(sweep.utility[i]!, utilityOf({ kind: kind as 'accuracy' }, table));
          if (gap === 'odds') return;
          const known = [0, 1, 2].flatMap((g) => rate(gap as RateId, groupCounts(table, g)).value ?? []);
          same(sweep.gap[i]!, known.length < 2 ? NaN : Math.max(...known) - Math.min(...known));
        });
        const front = frontier(sweep);
        const dominated = (i: number): boolean =>
          sweep.thresholds.some((_, j) => sweep.gap[j]! <= sweep.gap[i]! && sweep.utility[j]! >= sweep.utility[i]! && (sweep.gap[j]! < sweep.gap[i]! || sweep.utility[j]! > sweep.utility[i]!));
        sweep.thresholds.forEach((_, i) => {
          if (Number.isNaN(sweep.gap[i]!) || Number.isNaN(sweep.utility[i]!)) expect(front).not.toContain(i);
          else if (front.includes(i)) expect(dominated(i)).toBe(false);
          else expect(dominated(i) || [...front].some((j) => sweep.gap[j] === sweep.gap[i] && sweep.utility[j] === sweep.utility[i])).toBe(true);
        });
      }),
      { numRuns: 150 },
    );
  });

});

test('a hull is concave, at or above every point, and made of points', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 60 })), { minLength: 1, maxLength: 40 }), (points) => {
      const [x, y] = [Float64Array.from(points, ([a]) => a), Float64Array.from(points, ([, b]) => b)];
      const hull = upperHull(x, y);
      for (let i = 0; i < hull.x.length; i++) {
        expect([hull.x[i], hull.y[i]]).toEqual([x[hull.at[i]!], y[hull.at[i]!]]);
        if (i > 0) expect(hull.x[i]).toBeGreaterThan(hull.x[i - 1]!);
        if (i > 1) {
          const slope = (k: number): number => (hull.y[k]! - hull.y[k - 1]!) / (hull.x[k]! - hull.x[k - 1]!);
          expect(slope(i)).toBeLessThan(slope(i - 1));
        }
      }
      for (const [a, b] of points) expect(placeAt(hull, a).y).toBeGreaterThanOrEqual(b - 1e-9);
      expect(placeAt(hull, peak(hull)).y).toBe(Math.max(...y));
    }),
  );
});
