import { describe, expect, test } from 'vitest';
import { bindingTable } from '../../../src/engine/recourse/groups/binding';
import { chanceCostlier, costQuantile, meanCostDifference, noWayShare, rangedDifference, rangedInterval } from '../../../src/engine/recourse/groups/ranged';
import { groupSample } from '../../../src/engine/recourse/groups/sample';
import { costSide } from '../../../src/engine/recourse/groups/side';
import { waysTable } from '../../../src/engine/recourse/groups/table';
import type { RelaxedWay, PersonWay, WayKind } from '../../../src/engine/recourse/groups/types';
import { newcombe, wilson } from '../../../src/engine/stats/intervals';
import { benjaminiHochberg } from '../../../src/engine/stats/multiplicity';
import { Random } from '../../../src/engine/stats/random';
import { exactNull } from '../../../src/engine/stats/tests';

const way = (person: number, kind: WayKind, cost: number, bound = cost, changed: readonly number[] = []): PersonWay => ({ person, kind, cost, bound, fewest: changed.length, changed });
/** `none` people without a way, the others with these costs. */
const people = (costs: readonly number[], none: number, from = 0): PersonWay[] =>
  [...costs.map((cost) => [cost, 'proved'] as const), ...Array.from({ length: none }, () => [Infinity, 'none'] as const)].map(([cost, kind], at) => way(from + at, kind, cost));
const OPTIONS = { against: 'others', margin: 0.02 } as const;

describe('shares without a way', () => {
  const costs = Array.from({ length: 60 }, (_, k) => (k + 1) / 100);

  test('are Wilson’s and Newcombe’s where everything is proved', () => {
    const group = Int32Array.from({ length: 180 }, (_, person) => (person < 80 ? 0 : 1));
    const ways = [...people(costs, 20), ...people(Array.from({ length: 90 }, () => 0.2), 10, 80)];
    const { groups, comparisons, certified } = waysTable(ways, { group, denied: [80, 100] }, OPTIONS, 0);
    expect(certified).toBe(true);
    expect(groups[0]!.noWay).toMatchObject({ value: 0.25, proved: 0.25, interval: wilson(20, 80)!, inner: wilson(20, 80, 0.66)! });
    expect([groups[0]!.none, groups[0]!.unfound, groups[1]!.none]).toEqual([20, 0, 10]);
    const [only] = comparisons;
    expect(comparisons.length).toBe(1);
    expect([only!.group, only!.against]).toEqual([0, 1]);
    expect(only!.noWay!.difference).toBeCloseTo(0.15, 12);
    expect(only!.noWay!.interval).toEqual(newcombe(20, 80, 10, 100)!);
    expect(only!.noWay!.p).toBeCloseTo(exactNull(20, 80, 10, 100)!.p, 12);
  });

  test('of people the search left open run from what is proved to what was found, also in the difference', () => {
    const side = costSide([...people(costs, 10), ...Array.from({ length: 10 }, (_, k) => way(70 + k, 'unfound', Infinity, 0.1))]);
    const other = costSide(people(costs, 40));
    const share = noWayShare(side)!;
    expect(share.value).toBe(20 / 80);
    expect(share.least.value).toBe(10 / 80);
    expect(rangedInterval(share)).toEqual({ lower: wilson(10, 80)!.lower, upper: wilson(20, 80)!.upper });
    const { value, interval } = rangedDifference(share, noWayShare(other)!);
    expect(value).toBeCloseTo(0.25 - 0.4, 12);
    expect(interval).toEqual({ lower: newcombe(10, 80, 40, 100)!.lower, upper: newcombe(20, 80, 40, 100)!.upper });
  });

  test('of a model without proofs are taken as found, and not called certified', () => {
    const ways = [way(0, 'found', 0.1, NaN), way(1, 'unfound', Infinity, NaN), way(2, 'found', 0.2, NaN), way(3, 'found', 0.3, NaN)];
    const { groups, certified } = waysTable(ways, { group: new Int32Array(4), denied: [4] }, OPTIONS, 0);
    expect(certified).toBe(false);
    expect(groups[0]!.noWay).toMatchObject({ value: 0.25, interval: wilson(1, 4)! });
    expect(groups[0]!.unfound).toBe(1);
  });

  test('a group nobody of whom was looked at has none, and is compared with nobody', () => {
    const { groups, comparisons } = waysTable(people(costs, 5), { group: new Int32Array(65), denied: [65, 0] }, OPTIONS, 0);
    expect(groups[1]!.noWay).toBeNull();
    expect(groups[1]!.quartiles).toBeNull();
    expect(comparisons).toEqual([]);
  });

  test('count people by their weight, those of several groups together also by the chance they were drawn with', () => {
    const group = Int32Array.of(0, 0, 1, 1, 2, 2);
    const ways = [way(0, 'none', Infinity), way(1, 'proved', 0.1), way(2, 'none', Infinity), way(3, 'proved', 0.2), way(4, 'proved', 0.3), way(5, 'proved', 0.4)];
    const weights = Float64Array.of(3, 1, 1, 1, 2, 2);
    const { groups, comparisons } = waysTable(ways, { group, denied: [2, 20, 60], weights }, OPTIONS, 0);
    expect(groups[0]!.noWay!.value).toBeCloseTo(0.75, 12);
    // Others of group 0: each of group 1 stands for 10 people, each of group 2 for 30 that weigh 2.
    expect(comparisons[0]!.noWay!.difference).toBeCloseTo(0.75 - 10 / (20 + 120), 12);
  });
});

describe('costs', () => {
  test('of a gap count at least its bound and at most what was found', () => {
    const gaps = costSide(Array.from({ length: 50 }, (_, k) => way(k, 'gap', 0.5 + k / 100, 0.3 + k / 100)));
    const exact = costSide(Array.from({ length: 50 }, (_, k) => way(k, 'proved', 0.5 + k / 100)));
    const low = costSide(Array.from({ length: 50 }, (_, k) => way(k, 'proved', 0.3 + k / 100)));
    const median = costQuantile(gaps, 0.5)!;
    expect(median.value).toBeCloseTo(0.745, 12);
    expect(median.upper).toBe(costQuantile(exact, 0.5)!.upper);
    expect(median.lower).toBe(costQuantile(low, 0.5)!.lower);
    const other = costSide(Array.from({ length: 40 }, (_, k) => way(k, 'proved', 0.4 + k / 80)));
    expect(meanCostDifference(gaps, other)!.lower).toBeCloseTo(meanCostDifference(low, other)!.lower, 12);
    expect(meanCostDifference(gaps, other)!.upper).toBeCloseTo(meanCostDifference(exact, other)!.upper, 12);
  });

  test('are compared with no way as the dearest: the chance is that of all pairs of people', () => {
    const random = new Random(4);
    const draw = (n: number, none: number): PersonWay[] => people(Array.from({ length: n - none }, () => random.below(6) / 10), none);
    const [a, b] = [draw(40, 8), draw(55, 20)];
    let sum = 0;
    for (const { cost: mine } of a) for (const { cost } of b) sum += mine > cost ? 1 : mine === cost ? 0.5 : 0;
    expect(chanceCostlier(costSide(a), costSide(b))!.value).toBeCloseTo(sum / (40 * 55), 12);
  });

  test('that are all the same leave no chance to be told', () => {
    expect(chanceCostlier(costSide(people([], 30)), costSide(people([], 30)))).toBeNull();
  });

  test('a verdict holds only after all comparisons are counted in', () => {
    const random = new Random(8);
    const group = Int32Array.from({ length: 1200 }, (_, person) => person % 6);
    const ways = Array.from(group, (_, person) => (random.uniform() < 0.2 ? way(person, 'none', Infinity) : way(person, 'proved', random.uniform())));
    const { comparisons } = waysTable(ways, { group, denied: [200, 200, 200, 200, 200, 200] }, OPTIONS, 0);
    const told = comparisons.flatMap(({ noWay, costlier }) => [noWay!, costlier!]);
    expect(told.map(({ q }) => q)).toEqual([...benjaminiHochberg(told.map(({ p }) => p))]);
    expect(comparisons.map(({ group: own }) => own)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('changed inputs are shares of the ways found', () => {
    const ways = [way(0, 'proved', 0.1, 0.1, [0, 2]), way(1, 'proved', 0.1, 0.1, [2]), way(2, 'none', Infinity)];
    expect([...waysTable(ways, { group: new Int32Array(3), denied: [3] }, OPTIONS, 3).groups[0]!.changes]).toEqual([0.5, 0, 1]);
  });
});

describe('limits given up', () => {
  test('count who gains a way, of whom it stays open, and what the others save', () => {
    const ways = [way(0, 'none', Infinity), way(1, 'none', Infinity), way(2, 'unfound', Infinity, 0.2), way(3, 'proved', 0.8), way(4, 'proved', 0.6)];
    const relaxed = (relaxation: number, own: readonly PersonWay[]): RelaxedWay[] => own.map((one) => ({ ...one, relaxation }));
    const rows = bindingTable(
      {
        ways,
        relaxations: [{ kind: 'most' }, { kind: 'input', feature: 3 }, { kind: 'all' }],
        relaxed: [
          ...relaxed(0, [way(0, 'none', Infinity), way(1, 'none', Infinity), way(2, 'unfound', Infinity, 0.1), way(3, 'proved', 0.8), way(4, 'proved', 0.6)]),
          ...relaxed(1, [way(0, 'proved', 0.4), way(1, 'none', Infinity), way(2, 'proved', 0.3), way(3, 'proved', 0.5), way(4, 'proved', 0.6)]),
          ...relaxed(2, [way(0, 'proved', 0.4), way(1, 'proved', 0.4), way(2, 'proved', 0.3), way(3, 'proved', 0.5), way(4, 'proved', 0.6)]),
        ],
      },
      Int32Array.of(0, 1, 0, 0, 1),
      2,
    );
    expect(rows.map(({ relaxation }) => relaxation.kind)).toEqual(['input', 'most', 'all']);
    expect(rows[0]!.all).toMatchObject({ tried: 3, gained: 2, unsettled: 0, interval: wilson(2, 3), costly: 2, cheaper: 1 });
    expect(rows[0]!.all.saving).toBeCloseTo(0.15, 12);
    expect(rows[0]!.groups[1]).toMatchObject({ tried: 1, gained: 0, costly: 1, cheaper: 0, saving: 0 });
    expect(rows[1]!.all).toMatchObject({ gained: 0, unsettled: 1, saving: 0 });
  });
});

describe('coverage of 95% intervals over tables drawn from a population and people drawn from the table', () => {
  const RUNS = 1500;
  /** Two groups: the share without a way and the mean cost of the others, exponential. */
  const TRUTH = [
    { none: 0.15, mean: 0.3, denied: 400 },
    { none: 0.3, mean: 0.45, denied: 250 },
  ] as const;
  /** P(A dearer than B): both without are equal; A without and B with; both with and A dearer. */
  const chance = (() => {
    const [a, b] = TRUTH;
    return (a.none * b.none) / 2 + a.none * (1 - b.none) + ((1 - a.none) * (1 - b.none) * a.mean) / (a.mean + b.mean);
  })();

  test('shares, differences, quartiles, means and ranks', () => {
    const random = new Random(2024);
    const held = { share: 0, difference: 0, low: 0, median: 0, high: 0, mean: 0, meanDifference: 0, chance: 0 };
    const inside = (limits: { lower: number; upper: number } | null | undefined, value: number): number => Number(limits !== null && limits !== undefined && limits.lower <= value && value <= limits.upper);
    for (let run = 0; run < RUNS; run++) {
      // As many of a table’s people of each group were turned down as chance has it.
      const table = TRUTH.flatMap(({ denied }, group) => Array.from({ length: random.poisson(denied) }, () => group));
      const drawn = groupSample(Int32Array.from(table), 2, 240, run);
      const group = Int32Array.from(drawn, (person) => table[person]!);
      const ways = Array.from(group, (own, person) => {
        const { none, mean } = TRUTH[own]!;
        return random.uniform() < none ? way(person, 'none', Infinity) : way(person, 'proved', -mean * Math.log(1 - random.uniform()));
      });
      const { groups } = waysTable(ways, { group, denied: [0, 1].map((own) => table.filter((one) => one === own).length) }, OPTIONS, 0);
      const sides = [0, 1].map((own) => costSide(ways.filter(({ person }) => group[person] === own)));
      const [a, b] = TRUTH;
      held.share += inside(groups[1]!.noWay!.interval, b.none);
      held.difference += inside(rangedDifference(noWayShare(sides[0]!)!, noWayShare(sides[1]!)!).interval, a.none - b.none);
      const quantile = (p: number): number => -b.mean * Math.log(1 - p);
      held.low += inside(groups[1]!.quartiles![0], quantile(0.25));
      held.median += inside(groups[1]!.quartiles![1], quantile(0.5));
      held.high += inside(groups[1]!.quartiles![2], quantile(0.75));
      held.mean += inside(groups[1]!.mean, b.mean);
      held.meanDifference += inside(meanCostDifference(sides[0]!, sides[1]!), a.mean - b.mean);
      held.chance += inside(chanceCostlier(sides[0]!, sides[1]!), chance);
    }
    for (const [name, times] of Object.entries(held)) {
      expect(times / RUNS, name).toBeGreaterThanOrEqual(0.93);
      expect(times / RUNS, name).toBeLessThanOrEqual(0.97);
    }
  });

  test('quartiles of ranks that tie are held at least as often', () => {
    const random = new Random(5);
    let held = 0;
    for (let run = 0; run < 600; run++) {
      const costs = Array.from({ length: 80 }, () => Math.floor(random.uniform() * 5) / 5);
      const { lower, upper } = costQuantile(costSide(people(costs, 0)), 0.5)!;
      held += Number(lower <= 0.4 && 0.4 <= upper);
    }
    expect(held / 600).toBeGreaterThanOrEqual(0.95);
  });

  test('with weights that have nothing to do with costs', () => {
    const random = new Random(77);
    const held = { share: 0, median: 0, chance: 0, others: 0 };
    for (let run = 0; run < 1000; run++) {
      const group = Int32Array.from({ length: 360 }, (_, person) => person % 3);
      const weights = Float64Array.from(group, () => 1 + 2 * random.uniform());
      const ways = Array.from(group, (_, person) => (random.uniform() < 0.25 ? way(person, 'none', Infinity) : way(person, 'proved', random.uniform())));
      const { groups, comparisons } = waysTable(ways, { group, denied: [200, 1000, 3000], weights }, OPTIONS, 0);
      const inside = ({ lower, upper }: { lower: number; upper: number }, value: number): number => Number(lower <= value && value <= upper);
      held.share += inside(groups[0]!.noWay!.interval, 0.25);
      held.median += inside(groups[0]!.quartiles![1], 0.5);
      held.chance += inside(comparisons[0]!.costlier!, 0.5);
      held.others += inside(comparisons[0]!.noWay!.interval, 0);
    }
    for (const [name, times] of Object.entries(held)) {
      expect(times / 1000, name).toBeGreaterThanOrEqual(0.93);
      expect(times / 1000, name).toBeLessThanOrEqual(0.97);
    }
  });
});
