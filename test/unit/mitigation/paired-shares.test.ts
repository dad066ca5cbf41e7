import { describe, expect, test } from 'vitest';
import { accuracyChange } from '../../../src/engine/fairness/mitigation/paired/cost';
import { balancedChange, balancedGapChange, FIXED_SHARES, shareChange, shareGapChange } from '../../../src/engine/fairness/mitigation/paired/shares';
import { countPaired, oneSide, PAIRED_CELLS, pairedCells, sideTable } from '../../../src/engine/fairness/mitigation/paired/table';
import { countDecisions, groupCounts } from '../../../src/engine/fairness/counts';
import { estimate } from '../../../src/engine/fairness/rates';
import { Random } from '../../../src/engine/stats/random';
import { drawMultinomial } from '../../../src/engine/stats/sampling';
import { people } from '../fairness/people';

const Z = 1.959963984540054;
const made = { ...people(3000, 3, 17), weights: undefined };
const moved = new Random(4);
const after = made.scores.map((score) => score + 0.1 * moved.normal());
const scores = { ...made, before: made.scores, after, lineBefore: 0.5, lineAfter: 0.45 };
const table = countPaired(scores);

test('both sides of the table are the plain counts of each list of decisions', () => {
  for (const [side, values, line] of [['before', made.scores, 0.5], ['after', after, 0.45]] as const) {
    const decisions = Int8Array.from(values, (score, i) => (Number.isNaN(made.scores[i]!) ? -1 : score >= line ? 1 : 0));
    const { table: plain, missing } = countDecisions(decisions, { groups: made.groups, groupCount: 3, labels: made.labels });
    expect(sideTable(table, side).people).toEqual(plain.people);
    expect(table.missing).toBe(missing);
  }
});

test('only the rows asked for are counted', () => {
  const rows = Int32Array.of(5, 10, 20);
  expect(countPaired({ ...scores, rows }).cells.reduce((sum, n) => sum + n, 0) + countPaired({ ...scores, rows }).missing).toBe(3);
});

describe('a share of the same people', () => {
  test.each(FIXED_SHARES)('%s before and after are the plain rates', (id) => {
    const cells = pairedCells(table, 1);
    const change = shareChange(id, cells);
    expect(change.before).toBeCloseTo(estimate(id, groupCounts(sideTable(table, 'before'), 1))!.value, 14);
    expect(change.after).toBeCloseTo(estimate(id, groupCounts(sideTable(table, 'after'), 1))!.value, 14);
    expect(change.difference).toBeCloseTo(change.after! - change.before!, 14);
    expect(change.interval!.lower).toBeLessThan(change.difference!);
    expect(change.interval!.upper).toBeGreaterThan(change.difference!);
  });

  test('has Tango’s interval, at whose limits the score statistic is the critical value', () => {
    // 100 people, 12 newly approved, 5 newly denied.
    const cells = new Float64Array(PAIRED_CELLS);
    cells.set([40, 12, 5, 43], 8);
    const { difference, interval, people: n, p } = shareChange('selection', cells);
    /** Chance of losing that makes the counts likeliest were the difference `d`, by golden search of the likelihood. */
    const likeliest = (d: number): number => {
      const fit = (q: number): number => 12 * Math.log(q + d) + 5 * Math.log(q) + 83 * Math.log(1 - 2 * q - d);
      let [low, high] = [Math.max(0, -d), (1 - d) / 2];
      for (let k = 0; k < 200; k++) {
        const [left, right] = [low + 0.382 * (high - low), low + 0.618 * (high - low)];
        if (fit(left) < fit(right)) low = left;
        else high = right;
      }
      return (low + high) / 2;
    };
    const statistic = (d: number): number => (7 - 100 * d) / Math.sqrt(100 * (2 * likeliest(d) + d - d * d));
    expect(difference).toBeCloseTo(0.07, 14);
    expect(n).toBe(100);
    expect(statistic(interval!.lower)).toBeCloseTo(Z, 5);
    expect(statistic(interval!.upper)).toBeCloseTo(-Z, 5);
    expect(p).toBeCloseTo(0.08956, 4);
  });

  test('turns round with the sides', () => {
    const [there, back] = [new Float64Array(PAIRED_CELLS), new Float64Array(PAIRED_CELLS)];
    there.set([7, 9, 0, 4], 8);
    back.set([7, 0, 9, 4], 8);
    const [a, b] = [shareChange('selection', there), shareChange('selection', back)];
    expect(a.interval!.lower).toBeCloseTo(-b.interval!.upper, 12);
    expect(a.interval!.upper).toBeCloseTo(-b.interval!.lower, 12);
  });

  test('is not estimable of nobody, and has a width where nobody moved', () => {
    expect(shareChange('tpr', new Float64Array(PAIRED_CELLS))).toMatchObject({ before: null, difference: null, interval: null, p: null });
    const still = new Float64Array(PAIRED_CELLS);
    still.set([10, 0, 0, 20], 8);
    const { difference, interval, p } = shareChange('selection', still);
    expect([difference, p]).toEqual([0, 1]);
    expect(interval!.upper).toBeCloseTo(-interval!.lower, 15);
    expect(interval!.upper).toBeGreaterThan(0);
  });
});

test('balanced accuracy is the mean of its two parts', () => {
  const cells = pairedCells(table);
  const change = balancedChange(cells);
  expect(change.difference).toBeCloseTo((shareChange('tpr', cells).difference! + shareChange('tnr', cells).difference!) / 2, 14);
});

test('a change of accuracy is told with how many decisions are others; without outcomes it is not estimable', () => {
  const cost = accuracyChange(scores, 0.02);
  let [changed, counted, right, rightBefore, known] = [0, 0, 0, 0, 0];
  made.scores.forEach((before, i) => {
    if (Number.isNaN(before)) return;
    const [was, is] = [before >= 0.5, after[i]! >= 0.45];
    counted++;
    if (was !== is) changed++;
    if (made.labels[i]! < 0) return;
    known++;
    if ((made.labels[i] === 1) === is) right++;
    if ((made.labels[i] === 1) === was) rightBefore++;
  });
  expect(cost.changed).toBeCloseTo(changed / counted, 14);
  expect(cost.difference).toBeCloseTo((right - rightBefore) / known, 14);
  const { labels: _, ...blind } = scores;
  expect(accuracyChange(blind, 0.02)).toMatchObject({ difference: null, interval: null, judgement: { verdict: 'few' } });
  expect(accuracyChange(blind, 0.02).changed).toBeCloseTo(changed / counted, 14);
});

describe('95% intervals hold the true change in .93 to .97 of 2,000 runs', () => {
  const RUNS = 2000;
  /** Chances of the 12 cells: outcomes, then who is moved. */
  const chances = (positive: number, base: number, up: number, down: number): number[] =>
    [positive, 1 - positive, 0].flatMap((share, known) => {
      const selected = known === 0 ? base + 0.2 : base;
      return [(1 - selected) * (1 - up), (1 - selected) * up, selected * down, selected * (1 - down)].map((p) => share * p);
    });
  const A = chances(0.6, 0.4, 0.15, 0.05);
  const B = chances(0.45, 0.25, 0.3, 0.02);
  const exact = (cells: readonly number[], of: (six: Float64Array<ArrayBuffer>, side: 'before' | 'after') => number): number => {
    const filled = Float64Array.from(cells);
    return of(oneSide(filled, 'after'), 'after') - of(oneSide(filled, 'before'), 'before');
  };
  const value = (id: 'selection' | 'accuracy' | 'tpr' | 'fpr' | 'balanced') => (six: Float64Array<ArrayBuffer>): number => estimate(id, { people: six, weight: six, square: six })!.value;

  test.each([
    [120, 120],
    [300, 120],
    [1000, 400],
  ])('with groups of %s and %s people', (n, m) => {
    const random = new Random(n);
    const inside: Record<string, number> = {};
    const [a, b] = [new Float64Array(PAIRED_CELLS), new Float64Array(PAIRED_CELLS)];
    const note = (name: string, interval: { lower: number; upper: number } | null, truth: number): void => {
      inside[name] = (inside[name] ?? 0) + (interval !== null && interval.lower <= truth && truth <= interval.upper ? 1 : 0);
    };
    for (let run = 0; run < RUNS; run++) {
      drawMultinomial(n, A, random, a);
      drawMultinomial(m, B, random, b);
      for (const id of ['selection', 'accuracy', 'tpr', 'fpr'] as const) {
        note(id, shareChange(id, a).interval, exact(A, value(id)));
        note(`gap in ${id}`, shareGapChange(id, a, b).interval, exact(A, value(id)) - exact(B, value(id)));
      }
      note('balanced', balancedChange(a).interval, exact(A, value('balanced')));
      note('gap in balanced', balancedGapChange(a, b).interval, exact(A, value('balanced')) - exact(B, value('balanced')));
    }
    for (const [name, count] of Object.entries(inside)) {
      expect(count / RUNS, name).toBeGreaterThanOrEqual(0.93);
      expect(count / RUNS, name).toBeLessThanOrEqual(0.97);
    }
  });
});
