import { describe, expect, test } from 'vitest';
import { compare, extremes } from '../../../src/engine/fairness/compare';
import { CELL, countDecisions, emptyCounts, groupCounts } from '../../../src/engine/fairness/counts';
import type { Counts, CountTable } from '../../../src/engine/fairness/counts';
import { METRIC_IDS, type MetricId, METRICS, missingFor } from '../../../src/engine/fairness/metrics/catalogue';
import { contrast, standardisedDifference } from '../../../src/engine/fairness/metrics/contrast';
import { measure } from '../../../src/engine/fairness/metrics/estimators';
import { adverseImpact, quantileImpact } from '../../../src/engine/fairness/metrics/impact';
import { type Side, type Sides, countSides, joinSides, scoreSide, scoreSides, valueSides } from '../../../src/engine/fairness/metrics/sides';
import { metricTable } from '../../../src/engine/fairness/metrics/table';
import { RATE_IDS, rate } from '../../../src/engine/fairness/rates';
import { meanScoreDifference } from '../../../src/engine/fairness/score-metrics';
import { groupScores } from '../../../src/engine/fairness/scores';
import { buildThresholdIndex, countsAt } from '../../../src/engine/fairness/threshold-index';
import { benjaminiHochberg, holm } from '../../../src/engine/stats/multiplicity';
import { Random } from '../../../src/engine/stats/random';
import { drawMultinomial } from '../../../src/engine/stats/sampling';
import { fisherExact } from '../../../src/engine/stats/tests';
import { people } from './people';

const input = { ...people(4000, 3, 21), weights: undefined };
const index = buildThresholdIndex(input);
const table = countsAt(index, 0.5);

const sidesOf = (table: CountTable, scores?: ReturnType<typeof scoreSides>) => joinSides(countSides(table), scores);
const sides = sidesOf(table, scoreSides(index));
const options = { margin: 0.02, against: 'others', primary: ['selection'] } as const;

const cellsOf = (tp: number, fp: number, fn: number, tn: number): Counts => {
  const cells = new Float64Array(6);
  cells.set([tp, fp], CELL.truePositive);
  cells.set([fn, tn], CELL.falseNegative);
  return { people: cells, weight: cells, square: cells };
};

describe('the table of all measures', () => {
  test('has the rates and comparisons that are computed one by one', () => {
    for (const row of metricTable(RATE_IDS, sides, options)) {
      row.groups.forEach((own, g) => {
        const single = rate(row.id as (typeof RATE_IDS)[number], groupCounts(table, g));
        expect([own.value, own.interval, own.inner, own.people]).toEqual([single.value, single.interval, single.inner, single.people]);
        const pair = compare(table, row.id as (typeof RATE_IDS)[number], g, 'others', options);
        const found = row.contrasts[g]!;
        expect([found.difference, found.interval, found.ratio, found.ratioInterval]).toEqual([pair.difference, pair.interval, pair.ratio, pair.ratioInterval]);
        if (!['treatment', 'balanced', 'f1'].includes(row.id)) expect([found.minimumDetectable, found.rowsNeeded]).toEqual([pair.minimumDetectable, pair.rowsNeeded]);
        if (row.id !== 'treatment') expect(found.judgement).toEqual(pair.judgement);
      });
    }
  });

  test('has the largest differences of any two groups with the interval of the largest', () => {
    for (const row of metricTable(['selection', 'tpr', 'accuracy'], sides, { ...options, against: 'extremes' })) {
      const expected = extremes(table, row.id as 'tpr', options)!;
      const [found] = row.contrasts;
      expect([found!.group, found!.against, found!.difference, found!.interval, found!.judgement]).toEqual([expected.highest, expected.lowest, expected.difference, expected.interval, expected.judgement]);
    }
  });

  test('adjusts primary measures by Holm and all others by Benjamini and Hochberg, each family for itself', () => {
    const rows = metricTable(['selection', 'tpr', 'fpr', 'ppv', 'auc'], sides, { ...options, primary: ['tpr', 'selection'] });
    for (const primary of [true, false]) {
      const members = rows.filter((row) => row.primary === primary).flatMap(({ contrasts }) => contrasts).filter(({ judgement }) => judgement.verdict !== 'few');
      const expected = (primary ? holm : benjaminiHochberg)(members.map(({ p }) => p!));
      members.forEach(({ adjusted }, i) => expect(adjusted).toBe(expected[i]));
      expect(members.length).toBeGreaterThan(4);
    }
  });

  test('of two groups counts a comparison and its mirror once', () => {
    const two = sidesOf(countDecisions(Int8Array.from(input.scores, (s) => (s >= 0.5 ? 1 : 0)), { groups: input.groups.map((g) => (g === 2 ? -1 : g)), groupCount: 2, labels: input.labels }).table);
    const [row] = metricTable(['selection'], two, options);
    expect(row!.contrasts[0]!.adjusted).toBe(row!.contrasts[0]!.p);
    expect(row!.contrasts[1]!.adjusted).toBe(row!.contrasts[0]!.p);
    expect(row!.contrasts[0]!.difference).toBeCloseTo(-row!.contrasts[1]!.difference!, 12);
  });

  test('a chosen group is compared with nobody, and one group alone neither', () => {
    const [row] = metricTable(['selection'], sides, { ...options, against: 1 });
    expect(row!.contrasts.map(({ group }) => group)).toEqual([0, 2]);
    const alone = sidesOf(countDecisions(Int8Array.of(1, 0), { groups: Int32Array.of(0, 0), groupCount: 1 }).table);
    expect(metricTable(METRIC_IDS, alone, options).every(({ contrasts }) => contrasts.length === 0)).toBe(true);
  });
});

describe('measures by hand', () => {
  const side: Side = { counts: cellsOf(30, 20, 10, 40) };
  test.each<[MetricId, number]>([
    ['averageOdds', (30 / 40 + 20 / 60) / 2],
    ['acceptance', 40 / 50],
    ['rejection', 60 / 50],
  ])('%s', (id, value) => {
    const { value: found, interval } = measure(id, side);
    expect(found).toBeCloseTo(value, 12);
    expect(interval!.lower).toBeLessThan(value);
    expect(interval!.upper).toBeGreaterThan(value);
  });
  test('equalized odds is the larger of two differences, and wider than either', () => {
    const other: Side = { counts: cellsOf(20, 30, 20, 30) };
    const both = (['tpr', 'fpr'] as const).map((id) => contrast(id, side, other, { margin: 0.02 }));
    const odds = contrast('equalizedOdds', side, other, { margin: 0.02 });
    expect(odds.difference).toBeCloseTo(Math.max(...both.map(({ difference }) => Math.abs(difference!))), 12);
    for (const { interval } of both) expect(odds.interval!.upper).toBeGreaterThan(Math.max(-interval!.lower, interval!.upper));
  });
  test('treatment equality is judged as a share of mistakes, so that a margin in points means something', () => {
    const same = contrast('treatment', { counts: cellsOf(0, 2000, 4000, 0) }, { counts: cellsOf(0, 2010, 3990, 0) }, { margin: 0.05 });
    expect(same.difference).toBeCloseTo(2 - 3990 / 2010, 12);
    expect(same.judgement.verdict).toBe('parity');
  });
  test('scores: means and differences as Welch has them, standard deviations as Cohen', () => {
    const [a, b] = [{ scores: scoreSide(groupScores(index, 0)) }, { scores: scoreSide(groupScores(index, 1)) }];
    const welch = meanScoreDifference(groupScores(index, 0), groupScores(index, 1))!;
    const found = contrast('score', a, b, { margin: 0.02 });
    expect(found.difference).toBeCloseTo(welch.difference, 12);
    expect(found.interval!.lower).toBeCloseTo(welch.interval.lower, 10);
    expect(found.p).toBeCloseTo(welch.p, 10);
    const simple = scoreSide({ positive: Float64Array.of(1, 3), negative: Float64Array.of(2), unknown: new Float64Array(0) });
    const other = scoreSide({ positive: Float64Array.of(4), negative: Float64Array.of(2, 6), unknown: new Float64Array(0) });
    // Means 2 and 4, variances 1 and 4: pooled deviation √2.5.
    expect(standardisedDifference({ scores: simple }, { scores: other })!.value).toBeCloseTo(-2 / Math.sqrt(2.5), 12);
  });
  test('a row of weight 2 counts as two rows in every value, one of weight 0 as none', () => {
    const weights = Float64Array.from(input.weights ?? people(4000, 3, 21).weights, (w) => Math.round(w));
    const copies = (values: ArrayLike<number>): number[] => Array.from(values).flatMap((value, i) => Array.from({ length: weights[i]! }, () => value));
    const weighted = buildThresholdIndex({ ...input, weights });
    const plain = buildThresholdIndex({ groupCount: 3, scores: Float64Array.from(copies(input.scores)), groups: Int32Array.from(copies(input.groups)), labels: Int8Array.from(copies(input.labels)) });
    const rows = [weighted, plain].map((own) => metricTable(METRICS.filter(({ unit }) => unit !== 'value').map(({ id }) => id), sidesOf(countsAt(own, 0.5), scoreSides(own)), options));
    rows[0]!.forEach((row, r) =>
      row.groups.forEach((own, g) => {
        const other = rows[1]![r]!.groups[g]!;
        if (other.value === null) expect(own.value).toBeNull();
        else if (Number.isFinite(other.value)) expect(own.value).toBeCloseTo(other.value, 9);
      }),
    );
    expect(rows[0]![0]!.groups[0]!.effective).toBeLessThan(rows[0]![0]!.groups[0]!.people);
  });
});

describe('what cannot be estimated', () => {
  const everyNull = (row: ReturnType<typeof metricTable>[number]): boolean => row.groups.every(({ value }) => value === null) && row.contrasts.every(({ difference, p }) => difference === null && p === null);
  test('without outcomes only selection and scores are left; nothing is 0', () => {
    const bare = buildThresholdIndex({ ...input, labels: undefined });
    const able = metricTable(METRIC_IDS, sidesOf(countsAt(bare, 0.5), scoreSides(bare)), options).filter((row) => !everyNull(row)).map(({ id }) => id);
    expect(able).toEqual(['selection', 'score']);
    expect(missingFor('tpr', new Set(['decisions']))).toEqual(['labels']);
  });
  test('with one kind of outcome, its rates are left and those of the other kind are null', () => {
    const ones = buildThresholdIndex({ ...input, labels: new Int8Array(4000).fill(1) });
    const rows = new Map(metricTable(METRIC_IDS, sidesOf(countsAt(ones, 0.5), scoreSides(ones)), options).map((row) => [row.id, row]));
    for (const id of ['fpr', 'tnr', 'auc', 'balanced', 'averageOdds', 'equalizedOdds', 'negativeBalance'] as const) expect(everyNull(rows.get(id)!), id).toBe(true);
    expect(rows.get('tpr')!.groups[0]!.value).toBeGreaterThan(0);
  });
  test('an empty group, a group of weight 0 and 40 groups of every size are told without failing', () => {
    const forty = { ...people(1500, 40, 3) };
    const weights = forty.weights.map((w, i) => (forty.groups[i] === 5 ? 0 : w));
    const own = buildThresholdIndex({ ...forty, groupCount: 41, weights });
    const rows = metricTable(METRIC_IDS, sidesOf(countsAt(own, 0.5), scoreSides(own)), options);
    const selection = rows.find(({ id }) => id === 'selection')!;
    expect([selection.groups[40]!.value, selection.groups[5]!.value]).toEqual([null, null]);
    expect(selection.contrasts).toHaveLength(41);
    for (const against of ['extremes', 3] as const) metricTable(METRIC_IDS, sidesOf(countsAt(own, 0.5), scoreSides(own)), { ...options, against });
    expect(selection.contrasts[0]!.judgement.verdict).not.toBe('gap');
  });
  test('an empty table has rows and no values', () => {
    expect(metricTable(METRIC_IDS, sidesOf(emptyCounts(3, true, false)), options).every(everyNull)).toBe(true);
  });
});

describe('predicted values by group', () => {
  const random = new Random(2);
  const predicted = Float64Array.from({ length: 900 }, () => 10 * random.normal());
  const groups = Int32Array.from({ length: 900 }, (_, i) => (i % 10 === 9 ? -1 : i % 3));
  const actual = predicted.map((x, i) => x + random.normal() + (groups[i] === 1 ? 2 : 0));
  const { scale, ...values } = valueSides({ predicted, actual, groups, groupCount: 3 });
  const wrap = (side: (typeof values)['everyone']): Side => ({ values: side });
  const all: Sides<Side> = { groups: values.groups.map(wrap), others: values.others.map(wrap), everyone: wrap(values.everyone) };
  test('a group that is predicted too low has a positive residual against everyone else, judged in standard deviations of the outcome', () => {
    const [row] = metricTable(['residual'], all, { ...options, scale });
    const gap = row!.contrasts[1]!;
    expect(gap.difference).toBeCloseTo(2, 0);
    expect(gap.verdict).toBe('gap');
    expect(metricTable(['residual'], all, { ...options, scale, margin: 0.5 })[0]!.contrasts[1]!.verdict).toBe('parity');
    expect(scale).toBeCloseTo(10, 0);
  });
  test('all six measures are there and compared', () => {
    const rows = metricTable(['prediction', 'residual', 'mae', 'rmse', 'r2', 'coverage'], all, { ...options, scale });
    for (const { groups: own, contrasts } of rows) {
      expect(own.every(({ value, interval }) => value !== null && interval!.lower <= value && value <= interval!.upper)).toBe(true);
      expect(contrasts.every(({ p }) => p !== null && p >= 0 && p <= 1)).toBe(true);
    }
  });
});

describe('adverse impact', () => {
  test('holds ratio, shortfalls, tests and the chance of a gap together', () => {
    const impact = adverseImpact(cellsOf(30, 0, 70, 0), cellsOf(60, 0, 40, 0), 0)!;
    expect(impact.ratio).toBeCloseTo(0.5, 12);
    expect([impact.shortfall80, impact.shortfallParity, impact.firstLower]).toEqual([18, 30, true]);
    expect(impact.p).toBe(fisherExact(30, 100, 60, 100)!.twoSided);
    expect(impact.interval!.upper).toBeLessThan(0.8);
    expect(impact.chance).toBeGreaterThan(0.999);
    expect(adverseImpact(cellsOf(60, 0, 40, 0), cellsOf(30, 0, 70, 0), 0)!.ratio).toBe(impact.ratio);
    expect(adverseImpact(cellsOf(0, 0, 5, 0), cellsOf(0, 0, 5, 0), 0)).toBeNull();
  });
  test('at quantiles it is that of selecting the best-scored part of everyone', () => {
    const own = buildThresholdIndex({ scores: Float64Array.from({ length: 100 }, (_, i) => i), groups: Int32Array.from({ length: 100 }, (_, i) => i % 2), groupCount: 2 });
    const [tenth, odd, all] = quantileImpact(own, 0, 1, [0.1, 0.03, 1]);
    expect(tenth!.ratio).toBeCloseTo(1, 12);
    expect(odd!.ratio).toBeCloseTo(0.5, 12);
    expect(all!.ratio).toBe(1);
  });
});

describe('coverage and uniformity of what is not a plain share', () => {
  const chances = (base: number, tpr: number, fpr: number): number[] => [base * tpr, (1 - base) * fpr, 0, base * (1 - tpr), (1 - base) * (1 - fpr), 0];
  const draw = (n: number, cells: readonly number[], random: Random): Side => {
    const out = new Float64Array(6);
    drawMultinomial(n, cells, random, out);
    return { counts: { people: out, weight: out, square: out } };
  };
  const sizes: [number, number] = [300, 900];
  const [first, second] = [chances(0.4, 0.7, 0.3), chances(0.55, 0.8, 0.2)];
  const whole = (cells: readonly number[]): Side => {
    const out = Float64Array.from(cells, (p) => p * 1e12);
    return { counts: { people: out, weight: out, square: out } };
  };
  test.each<MetricId>(['f1', 'treatment', 'balanced', 'averageOdds', 'acceptance', 'rejection'])('%s: the interval of a difference covers about 95 times in 100', (id) => {
    const random = new Random(33);
    const truth = contrast(id, whole(first), whole(second), { margin: 0 }).difference!;
    let hits = 0;
    const runs = 2000;
    for (let run = 0; run < runs; run++) {
      const { interval } = contrast(id, draw(sizes[0], first, random), draw(sizes[1], second, random), { margin: 0 });
      if (interval && interval.lower <= truth && truth <= interval.upper) hits++;
    }
    expect(hits / runs).toBeGreaterThan(0.93);
    expect(hits / runs).toBeLessThan(0.97);
  });
  test.each<MetricId>(['selection', 'f1', 'treatment', 'balanced', 'averageOdds', 'acceptance', 'rejection'])('%s: p-values are uniform over 1,000 studies without a difference', (id) => {
    const random = new Random(44);
    const found = Array.from({ length: 1000 }, () => contrast(id, draw(400, first, random), draw(700, first, random), { margin: 0 }).p!).sort((a, b) => a - b);
    const distance = Math.max(...found.map((p, i) => Math.max((i + 1) / 1000 - p, p - i / 1000)));
    expect(distance).toBeLessThan(1.63 / Math.sqrt(1000));
  });
  test('equalized odds holds the truth at least 95 times in 100, and finds a difference where there is none at most 5', () => {
    const random = new Random(55);
    let [hits, found] = [0, 0];
    for (let run = 0; run < 1000; run++) {
      const gap = contrast('equalizedOdds', draw(sizes[0], first, random), draw(sizes[1], second, random), { margin: 0 });
      if (gap.interval!.lower <= 0.1 + 1e-9 && 0.1 <= gap.interval!.upper + 1e-9) hits++;
      if (contrast('equalizedOdds', draw(300, first, random), draw(500, first, random), { margin: 0 }).p! < 0.05) found++;
    }
    expect(hits).toBeGreaterThan(950);
    expect(found).toBeLessThan(65);
  });
});
