import { describe, expect, test } from 'vitest';
import { auc } from '../../../src/engine/fairness/auc';
import { groupCounts, overallCounts } from '../../../src/engine/fairness/counts';
import { aucChange, aucGapChange } from '../../../src/engine/fairness/mitigation/paired/auc-change';
import { comparePaired, MEASURES, type ComparisonFacts } from '../../../src/engine/fairness/mitigation/paired/compare';
import { allMoves } from '../../../src/engine/fairness/mitigation/paired/moved';
import { meanChange, meanGapChange } from '../../../src/engine/fairness/mitigation/paired/numbers';
import type { PairedChange } from '../../../src/engine/fairness/mitigation/paired/change';
import { RESAMPLED, resampledChanges } from '../../../src/engine/fairness/mitigation/paired/resampled';
import { countPaired } from '../../../src/engine/fairness/mitigation/paired/table';
import { estimate, RATE_IDS, type RateId } from '../../../src/engine/fairness/rates';
import { Random } from '../../../src/engine/stats/random';
import { people } from '../fairness/people';

const made = { ...people(2500, 3, 23), weights: undefined };
const moved = new Random(6);
const after = made.scores.map((score, i) => Math.min(1, Math.max(0, score + 0.08 * moved.normal() + (made.groups[i] === 2 ? 0.05 : 0))));
const truth = Float64Array.from(made.labels, (label) => (label < 0 ? NaN : label));
const facts: ComparisonFacts = { ...made, before: made.scores, after, lineBefore: 0.5, lineAfter: 0.48, pair: [0, 2], truth, seed: 1 };
const found = comparePaired(facts);

describe('every measure before and after is the plain one of either list', () => {
  test.each(RATE_IDS.filter((id) => id !== 'base'))('%s', (id) => {
    const { everyone, groups, gap } = found.measures[id as Exclude<RateId, 'base'>];
    expect(everyone.before).toBeCloseTo(estimate(id, overallCounts(found.before))!.value, 12);
    expect(everyone.after).toBeCloseTo(estimate(id, overallCounts(found.after))!.value, 12);
    groups.forEach((change, group) => {
      expect(change.before).toBeCloseTo(estimate(id, groupCounts(found.before, group))!.value, 12);
      expect(change.after).toBeCloseTo(estimate(id, groupCounts(found.after, group))!.value, 12);
      expect(change.interval!.lower).toBeLessThanOrEqual(change.difference!);
      expect(change.interval!.upper).toBeGreaterThanOrEqual(change.difference!);
    });
    expect(gap.before).toBeCloseTo(groups[0]!.before! - groups[2]!.before!, 12);
    expect(gap.difference).toBeCloseTo(groups[0]!.difference! - groups[2]!.difference!, 12);
  });

  test('scores, AUC and loss', () => {
    const rows = (group: number): number[] => [...made.groups.keys()].filter((i) => made.groups[i] === group && !Number.isNaN(made.scores[i]!));
    const mean = (values: number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
    const { score, auc: ranking, loss } = found.measures;
    expect(score.groups[1]!.after).toBeCloseTo(mean(rows(1).map((i) => after[i]!)), 12);
    const side = (values: Float64Array, label: number): Float64Array => Float64Array.from(rows(1).filter((i) => made.labels[i] === label), (i) => values[i]!).sort();
    expect(ranking.groups[1]!.before).toBeCloseTo(auc(side(made.scores, 1), side(made.scores, 0))!.value, 12);
    expect(ranking.groups[1]!.after).toBeCloseTo(auc(side(after, 1), side(after, 0))!.value, 12);
    expect(loss.groups[1]!.after).toBeCloseTo(mean(rows(1).filter((i) => made.labels[i]! >= 0).map((i) => (after[i]! - made.labels[i]!) ** 2)), 12);
  });
});

test('equal scores move nothing', () => {
  const same = comparePaired({ ...facts, after: made.scores, lineAfter: 0.5 });
  expect(same.changed).toBe(0);
  for (const id of MEASURES) {
    expect(same.measures[id].everyone.difference, id).toBe(0);
    expect(same.measures[id].everyone.p, id).toBe(1);
  }
  expect(allMoves(same).every(({ q }) => q === 1)).toBe(true);
});

test('moves are told with their q-values, clearest first', () => {
  const moves = allMoves(found);
  expect(moves.length).toBe((MEASURES.length - 5) * 5);
  for (let i = 1; i < moves.length; i++) expect(moves[i]!.q).toBeGreaterThanOrEqual(moves[i - 1]!.q);
});

describe('where little is known', () => {
  test('without outcomes only decisions and scores can be told', () => {
    const { labels: _labels, truth: _truth, ...blind } = facts;
    const { measures, labelled } = comparePaired(blind);
    expect(labelled).toBe(false);
    expect(measures.selection.gap.difference).not.toBeNull();
    expect(measures.score.everyone.interval).not.toBeNull();
    for (const id of ['accuracy', 'tpr', 'ppv', 'balanced', 'auc', 'loss'] as const) expect(measures[id].everyone, id).toMatchObject({ before: null, difference: null, interval: null });
  });

  test('with one group there is no gap', () => {
    const one = comparePaired({ ...facts, groups: new Int32Array(2500), groupCount: 1, pair: undefined });
    expect(one.measures.selection.gap.difference).toBeNull();
    expect(one.measures.selection.groups[0]!.difference).toBeCloseTo(one.measures.selection.everyone.difference!, 15);
  });

  test('of three rows nothing is certain and nothing breaks', () => {
    const three = comparePaired({ ...facts, rows: Int32Array.of(0, 1, 2) });
    expect(three.people + three.missing).toBe(3);
    expect(comparePaired({ ...facts, rows: new Int32Array(0) })).toMatchObject({ people: 0, changed: null });
  });

  test('values of a regression have an absolute error', () => {
    const { measures } = comparePaired({ ...facts, loss: 'absolute' });
    const rows = [...made.labels.keys()].filter((i) => made.labels[i]! >= 0 && !Number.isNaN(made.scores[i]!));
    expect(measures.loss.everyone.before).toBeCloseTo(rows.reduce((sum, i) => sum + Math.abs(made.scores[i]! - made.labels[i]!), 0) / rows.length, 12);
  });
});

describe('95% intervals hold the true change in .93 to .97 of the runs', () => {
  /** A person of a group: outcome, score before, score after. */
  const person = (random: Random, group: number): [label: number, before: number, after: number] => {
    const label = random.uniform() < (group === 0 ? 0.6 : 0.45) ? 1 : 0;
    const before = 0.45 + 0.15 * label + 0.12 * random.normal() - 0.05 * group;
    return [label, before, 0.5 * before + 0.26 + 0.08 * random.normal() + 0.03 * group];
  };
  const sample = (random: Random, sizes: readonly number[]): ComparisonFacts => {
    const rows = sizes.flatMap((n, group) => Array.from({ length: n }, () => [group, ...person(random, group)] as const));
    return {
      before: Float64Array.from(rows, (row) => row[2]),
      after: Float64Array.from(rows, (row) => row[3]),
      lineBefore: 0.5,
      lineAfter: 0.5,
      groups: Int32Array.from(rows, (row) => row[0]),
      groupCount: 2,
      labels: Int8Array.from(rows, (row) => row[1]),
      truth: Float64Array.from(rows, (row) => row[1]),
      pair: [0, 1],
      seed: 1,
    };
  };

  test.each([
    ['PPV, F1 and the like', 500, [400, 300], RESAMPLED],
    ['mean score, loss and AUC', 2000, [80, 60], ['score', 'auc', 'loss'] as const],
  ] as const)('%s', (_name, runs, sizes, ids) => {
    const random = new Random(31);
    const big = comparePaired(sample(new Random(77), [300_000, 300_000]));
    // Everybody is a mixture in the proportion of the sample, so only groups and their gap are held against the truth of large groups.
    const inside = new Map<string, number>();
    for (let run = 0; run < runs; run++) {
      const drawn = sample(random, sizes);
      const sets = ids as readonly string[];
      const measures: Record<string, { groups: readonly PairedChange[]; gap: PairedChange }> = sets.includes('auc')
        ? quick(drawn)
        : resampledChanges(countPaired(drawn), [0, 1], run, 0.95, 500);
      for (const id of ids) {
        const [own, known] = [measures[id]!, big.measures[id]];
        for (const [name, change, exact] of [
          ['group', own.groups[1]!, known.groups[1]!],
          ['gap', own.gap, known.gap],
        ] as const) {
          const { interval } = change;
          const held = interval !== null && interval.lower <= exact.difference! && exact.difference! <= interval.upper;
          inside.set(`${id} ${name}`, (inside.get(`${id} ${name}`) ?? 0) + (held ? 1 : 0));
        }
      }
    }
    for (const [name, count] of inside) {
      expect(count / runs, name).toBeGreaterThanOrEqual(0.93);
      expect(count / runs, name).toBeLessThanOrEqual(0.97);
    }
  }, 120_000);

  /** The measures that need no resampling, by the functions behind the comparison. */
  function quick({ before, after: changed, groups, labels, truth: known }: ComparisonFacts): Record<string, { groups: ReturnType<typeof meanChange>[]; gap: ReturnType<typeof meanChange> }> {
    const part = (group: number, label: number | undefined, of: (row: number, side: Float64Array) => number) => {
      const rows = [...groups.keys()].filter((row) => groups[row] === group && (label === undefined || labels![row] === label));
      return { before: Float64Array.from(rows, (row) => of(row, before)), after: Float64Array.from(rows, (row) => of(row, changed)) };
    };
    const plain = (row: number, side: Float64Array): number => side[row]!;
    const brier = (row: number, side: Float64Array): number => (side[row]! - known![row]!) ** 2;
    const means = (of: typeof plain) => ({ groups: [0, 1].map((g) => meanChange(part(g, undefined, of))), gap: meanGapChange(part(0, undefined, of), part(1, undefined, of)) });
    const sides = [0, 1].map((g) => ({ positive: part(g, 1, plain), negative: part(g, 0, plain) }));
    const aucs = sides.map(({ positive, negative }) => aucChange(positive, negative));
    const gap = aucGapChange(sides[0]!, sides[1]!);
    return { score: means(plain), loss: means(brier), auc: { groups: aucs, gap } };
  }
});
