import { describe, expect, test } from 'vitest';
import { numberAxis } from '../../../../src/engine/influence/dependence/axes';
import { dependenceJob } from '../../../../src/engine/influence/dependence/job';
import { sizeAt, type SpreadInteraction, spreadDesign, spreadInteraction, spreadRows } from '../../../../src/engine/influence/dependence/spread';
import { DEPENDENCE_SETTINGS } from '../../../../src/engine/influence/dependence/types';
import { runInline } from '../../../../src/engine/jobs/inline';
import { Random } from '../../../../src/engine/stats/random';
import { scorerOf, VALUE } from '../oracle';
import { curved, draw, type Model, type Row, VALUES } from './rows';

/** As the screen has them. */
const SPREAD = { points: 1600, against: 4 };

function measure(rows: readonly Row[], model: Model, settings = SPREAD): SpreadInteraction {
  const { points, against, others } = spreadDesign(rows.length, settings);
  const fill = (of: (point: Row, other: Row) => Row): Float64Array<ArrayBuffer> => Float64Array.from(others, (other, at) => model(...of(rows[Math.floor(at / against)]!, rows[other]!)));
  return spreadInteraction(
    fill(([a], [, b, c]) => [a, b, c]),
    fill(([, b], [a, , c]) => [a, b, c]),
    fill(([a, b], [, , c]) => [a, b, c]),
    fill((_, other) => other),
    points,
  );
}

describe('other rows of each point', () => {
  test.each([
    ['more rows than are needed', 9000, 1600, 4],
    ['just as many', 8000, 1600, 4],
    ['too few for different ones', 3000, 1600, 4],
    ['fewer rows than points', 400, 400, 16],
    ['so few that all are taken', 60, 60, 59],
    ['three', 3, 3, 2],
  ])('%s', (_, rows, points, against) => {
    const design = spreadDesign(rows, SPREAD);
    expect(design).toMatchObject({ points, against });
    const uses = new Int32Array(rows);
    for (let point = 0; point < points; point++) {
      const own = [...design.others.subarray(point * against, (point + 1) * against)];
      expect(new Set(own).size).toBe(against);
      expect(own).not.toContain(point);
      for (const other of own) uses[other]! += 1;
    }
    if (rows >= spreadRows(SPREAD)) expect(Math.max(...uses)).toBe(1);
    // Dealt out evenly: none is used far more often than on average.
    else expect(Math.max(...uses)).toBeLessThanOrEqual(2 * Math.ceil((points * against) / rows));
  });
});

describe('what two inputs do together, from few other rows of many points', () => {
  test('is the mean product of two different rows, less that of two different points', () => {
    const rows = draw(new Random(5), 12);
    const found = measure(rows, curved);
    const doubled = ([a, b]: Row, [ownA, ownB, c]: Row): number => curved(a, b, c) - curved(a, ownB, c) - curved(ownA, b, c) + curved(ownA, ownB, c);
    const raised = ([a, b]: Row, [ownA, ownB, c]: Row): number => curved(a, b, c) - curved(ownA, ownB, c);
    const variance = (of: (point: Row, other: Row) => number): number => {
      const others = (point: Row): Row[] => rows.filter((row) => row !== point);
      const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
      const means = rows.map((point) => mean(others(point).map((other) => of(point, other))));
      const squares = rows.map((point) => mean(others(point).flatMap((one) => others(point).flatMap((other) => (one === other ? [] : [of(point, one) * of(point, other)])))));
      return mean(squares) - mean(means.flatMap((one, i) => means.flatMap((other, j) => (i === j ? [] : [one * other]))));
    };
    expect(found.size).toBeCloseTo(Math.sqrt(variance(doubled)), 10);
    expect(found.hSquared).toBeCloseTo(variance(doubled) / variance(raised), 10);
    // At all points the squares come to the size, but for the difference of n and n − 1.
    expect(Math.abs(sizeAt(found.squares) / found.size - 1)).toBeLessThan(0.1);
  });

  test('inputs that only add have none for sure; a constant has nothing to tell', () => {
    const rows = draw(new Random(4), 200);
    const none = { lower: 0, upper: 0 };
    expect(measure(rows, (a, b, c) => a - 2 * b + c * a)).toMatchObject({ hSquared: 0, size: 0, hSquaredInterval: none, sizeInterval: none });
    expect(measure(rows, () => 0.1)).toMatchObject({ hSquared: null, size: 0, hSquaredInterval: null, sizeInterval: null });
    expect(sizeAt(new Float64Array(0))).toBeNaN();
  });

  test('where chance is larger than what the two do, it is 0 up to something', () => {
    // The product turns its sign with the third input, so that on average over it nothing is left.
    const turned: Model = (a, b, c) => a + b + c + a * b * Math.sign(c);
    const runs = Array.from({ length: 60 }, (_, run) => measure(draw(new Random(700 + run), 400), turned));
    const below = runs.filter(({ size }) => size === 0);
    expect(below.length).toBeGreaterThan(10);
    for (const { hSquared, sizeInterval, hSquaredInterval } of below) {
      expect(hSquared).toBe(0);
      expect([sizeInterval!.lower, hSquaredInterval!.lower]).toEqual([0, 0]);
      expect(sizeInterval!.upper).toBeGreaterThan(0);
      expect(sizeInterval!.upper).toBeLessThan(0.6);
    }
  });

  const product: Model = (a, b, c) => a + b + a * b + c;
  const step: Model = (a, b, c) => (a > 0 && b > 0 ? 1 : 0) + (a > 0.5 ? 0.5 : 0) + 0.3 * c;
  // Of independent inputs of variance 1 a product has the size 1, and a third of the variance of itself with both inputs beside it.
  test.each([
    ['a product of bounded inputs', product, 'bounded', 0, 8000, [1 / 3, 1], 0.93, 0.97],
    ['a product of normal inputs, whose square has a kurtosis of 170', product, 'normal', 0, 8000, [1 / 3, 1], 0.93, 0.97],
    ['a product of normal inputs of 1,000 people', product, 'normal', 0, 1000, [1 / 3, 1], 0.93, 0.97],
    ['a curved score of bounded inputs that go together', curved, 'bounded', 0.5, 8000, undefined, 0.93, 0.97],
    ['a curved score of normal inputs that go together', curved, 'normal', 0.5, 8000, undefined, 0.93, 0.97],
    ['steps', step, 'normal', 0.3, 8000, undefined, 0.93, 0.97],
    // Inputs with heavier tails still: too narrow, but not far.
    ['a product of exponential inputs', product, 'exponential', 0, 8000, [1 / 3, 1], 0.9, 0.97],
  ] as const)('%s: the intervals hold what a very large sample has in about 95 of 100 samples', (_, model, kind, same, people, closed, least, most) => {
    const runs = 600;
    const rows = (seed: number, count: number): Row[] => draw(new Random(seed), count, same, VALUES[kind]);
    const truth = closed ?? large(rows(99, 600_000), model);
    const held = [0, 0];
    for (let run = 1; run <= runs; run++) {
      const { hSquaredInterval, sizeInterval } = measure(rows(run, people), model);
      [hSquaredInterval!, sizeInterval!].forEach(({ lower, upper }, which) => (held[which]! += +(lower <= truth[which]! && truth[which]! <= upper)));
    }
    for (const count of held) {
      expect(count / runs).toBeGreaterThanOrEqual(least);
      expect(count / runs).toBeLessThanOrEqual(most);
    }
  }, 120_000);

  /** H² and size from a sample so large that its own error is of no account. */
  function large(rows: readonly Row[], model: Model): readonly [number, number] {
    const { hSquared, size } = measure(rows, model, { points: 120_000, against: 4 });
    return [hSquared!, size];
  }

  test('the job gives it beside the values, with rows scored for points, others and pairs', async () => {
    const rows = draw(new Random(6), 300);
    const axes = [0, 1, 2].map((feature) => ({ ...numberAxis(`x${feature}`, feature, Float64Array.from(rows, (row) => row[feature]!)), edges: new Float64Array(0) }));
    const pairs = [[0, 1], [0, 2]] as const;
    const settings = { ...DEPENDENCE_SETTINGS, curveRows: 0, spread: { points: 100, against: 4 } };
    const scorer = scorerOf((row) => curved(row[0]!, row[1]!, row[2]!));
    const found = await runInline(dependenceJob, { values: Float64Array.from(rows.flat()), width: 3, axes, pairs, quantity: VALUE, settings }, scorer);
    const expected = measure(rows, curved, settings.spread);
    expect(found.pairs[0]!.hSquared).toBeCloseTo(expected.hSquared!, 12);
    expect(found.pairs[0]!.size).toBeCloseTo(expected.size, 12);
    expect(found.pairs[0]!.squares!.every((square, point) => Math.abs(square - expected.squares[point]!) < 1e-12)).toBe(true);
    expect(found.pairs[0]!.hSquaredInterval!.lower).toBeCloseTo(expected.hSquaredInterval!.lower, 12);
    expect(found.pairs[0]!.sizeInterval!.upper).toBeCloseTo(expected.sizeInterval!.upper, 12);
    expect(found.rows).toMatchObject({ pairs: 100, against: 4 });
    expect(scorer.rows).toBe(300 + (3 + 2) * 400);
    expect(found.pairs[1]!.size).toBeLessThan(found.pairs[0]!.size!);
  });
});
