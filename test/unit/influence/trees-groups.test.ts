import { describe, expect, test } from 'vitest';
import { TreeInfluence } from '../../../src/engine/influence/trees/interventional';
import { groupError, groupGap } from '../../../src/engine/influence/trees/tally';
import { Random } from '../../../src/engine/stats/random';
import { distance } from './oracle';
import { cells, INPUTS, randomForest } from './random-forest';

const forest = randomForest(3, 2, 'sum');
const influence = new TreeInfluence(forest, Float64Array.from(cells(new Random(1), 20).flat()));
const SIZE = 2 * INPUTS;

describe('influence over groups of rows', () => {
  const rows = 500;
  const values = Float64Array.from(cells(new Random(2), rows).flat());
  const codes = Int32Array.from({ length: rows }, (_, row) => (row % 7 === 0 ? -1 : row === 1 ? 2 : row % 2));
  const found = influence.explainGroups(values, rows, codes, 4);
  const phi = influence.explain(values, rows);
  const ofGroup = (group: number, at: number): number[] => Array.from({ length: rows }, (_, row) => phi[row * SIZE + at]!).filter((_, row) => codes[row] === group);
  const meanOf = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  const varianceOf = (list: readonly number[]): number => list.reduce((sum, value) => sum + (value - meanOf(list)) ** 2, 0) / (list.length - 1);

  test('means and variances are those of the rows', () => {
    for (const group of [0, 1]) {
      for (let at = 0; at < SIZE; at++) {
        const own = ofGroup(group, at);
        const size = own.map(Math.abs);
        const to = group * SIZE + at;
        expect(distance([found.mean[to]!, found.meanAbsolute[to]!], [meanOf(own), meanOf(size)])).toBeLessThan(1e-12);
        expect(distance([found.variance[to]!, found.varianceAbsolute[to]!], [varianceOf(own), varianceOf(size)])).toBeLessThan(1e-12);
      }
    }
  });

  test('a group of one has no variance, one of none no mean', () => {
    expect([...found.rows]).toEqual([codes.filter((code) => code === 0).length, codes.filter((code) => code === 1).length, 1, 0]);
    expect(found.mean[2 * SIZE]).toBeCloseTo(phi[SIZE]!, 12);
    expect([found.variance[2 * SIZE], found.mean[3 * SIZE], found.meanAbsolute[3 * SIZE], found.variance[3 * SIZE]]).toEqual([NaN, NaN, NaN, NaN]);
    expect([groupError(found, 2)[0], groupGap(found, 0, 3).gap[0]]).toEqual([NaN, NaN]);
  });

  test('one group of all rows has the mean that counting patterns gives', () => {
    expect(distance(influence.explainGroups(values, rows, new Int32Array(rows), 1).mean, influence.explainMean(values, rows))).toBeLessThan(1e-12);
  });

  test('rows in many chunks give what rows in one do', () => {
    const many = Math.ceil((3 * 2 ** 20) / SIZE);
    const long = new Float64Array(many * INPUTS).map((_, at) => values[at % values.length]!);
    const tally = influence.explainGroups(long, many, new Int32Array(many), 1);
    const weights = Float64Array.from({ length: rows }, (_, row) => Math.floor(many / rows) + +(row < many % rows));
    for (let at = 0; at < SIZE; at++) {
      const mean = weights.reduce((sum, weight, row) => sum + (weight / many) * phi[row * SIZE + at]!, 0);
      const variance = weights.reduce((sum, weight, row) => sum + (weight / (many - 1)) * (phi[row * SIZE + at]! - mean) ** 2, 0);
      expect(distance([tally.mean[at]!, tally.variance[at]!], [mean, variance])).toBeLessThan(1e-10);
    }
  });
});

test('intervals of a group mean and of a gap hold the truth in 95 of 100 samples', () => {
  const population = 4000;
  const values = Float64Array.from(cells(new Random(5), population).flat());
  const codes = Int32Array.from({ length: population }, (_, row) => +(row >= 1500));
  const truth = influence.explainGroups(values, population, codes, 2);
  const truths = [truth.mean, groupGap(truth, 0, 1).gap] as const;
  const random = new Random(6);
  const hits = [0, 0];
  let asked = 0;
  for (let run = 0; run < 600; run++) {
    const drawn = Int32Array.from({ length: 300 }, () => random.below(population));
    const rows = drawn.length;
    const sample = new Float64Array(rows * INPUTS);
    drawn.forEach((row, to) => sample.set(values.subarray(row * INPUTS, (row + 1) * INPUTS), to * INPUTS));
    const found = influence.explainGroups(sample, rows, drawn.map((row) => codes[row]!), 2);
    const error = groupError(found, 0);
    const { gap, error: gapError } = groupGap(found, 0, 1);
    for (let at = 0; at < SIZE; at++) {
      asked++;
      hits[0]! += +(Math.abs(found.mean[at]! - truths[0][at]!) <= 1.96 * error[at]!);
      hits[1]! += +(Math.abs(gap[at]! - truths[1][at]!) <= 1.96 * gapError[at]!);
    }
  }
  for (const hit of hits) {
    expect(hit / asked).toBeGreaterThan(0.93);
    expect(hit / asked).toBeLessThan(0.97);
  }
}, 60_000);
