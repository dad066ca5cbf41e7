import { describe, expect, test } from 'vitest';
import { blockAxis, levelAxis, numberAxis, quantileEdges } from '../../../../src/engine/influence/dependence/axes';
import { accumulatedEffect, binOf } from '../../../../src/engine/influence/dependence/accumulated';
import { hSquared, rootMeanSquare } from '../../../../src/engine/influence/dependence/interaction';
import { dependenceJob, strongestPairs } from '../../../../src/engine/influence/dependence/job';
import { cellEffects } from '../../../../src/engine/influence/dependence/pairs';
import { centredCurves, partialDependence } from '../../../../src/engine/influence/dependence/partial';
import type { Dependence, DependenceQuestion, DependenceSettings } from '../../../../src/engine/influence/dependence/types';
import { DEPENDENCE_SETTINGS } from '../../../../src/engine/influence/dependence/types';
import { runInline } from '../../../../src/engine/jobs/inline';
import { Random } from '../../../../src/engine/stats/random';
import { distance, scorerOf, VALUE } from '../oracle';
import type { RowFunction } from '../oracle';

const column = (values: Float64Array, width: number, feature: number): Float64Array<ArrayBuffer> =>
  Float64Array.from({ length: values.length / width }, (_, row) => values[row * width + feature]!);

function ask(
  rows: readonly (readonly number[])[],
  pairs: DependenceQuestion['pairs'] = [],
  settings: Partial<DependenceSettings> = {},
  bins = 10,
): DependenceQuestion {
  const width = rows[0]!.length;
  const values = Float64Array.from(rows.flat());
  const axes = Array.from({ length: width }, (_, j) => numberAxis(`x${j}`, j, column(values, width, j), { bins }));
  return { values, width, axes, pairs, quantity: VALUE, settings: { ...DEPENDENCE_SETTINGS, ...settings } };
}

const find = (question: DependenceQuestion, score: RowFunction): Promise<Dependence> => runInline(dependenceJob, question, scorerOf(score));

/** Two normal numbers with correlation `rho`, and a third on its own. */
function correlated(count: number, rho: number, seed: number): number[][] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const [a, b, c] = [random.normal(), random.normal(), random.normal()];
    return [a, rho * a + Math.sqrt(1 - rho * rho) * b, c];
  });
}

describe('a linear model gives straight lines of its own slopes', () => {
  const score: RowFunction = (row) => 2 * row[0]! - 3 * row[1]! + 0.5 * row[2]! + 1;
  const slopes = [2, -3, 0.5];
  test('partial dependence, individual curves and accumulated effects', async () => {
    const question = ask(correlated(200, 0.9, 1), [
      [0, 1],
      [0, 2],
    ]);
    const found = await find(question, score);
    for (const [j, { axis, partial, accumulated }] of found.axes.entries()) {
      const line = axis.grid.map((value) => slopes[j]! * (value - axis.grid[0]!));
      expect(distance(partial!.change, line)).toBeLessThan(1e-12);
      expect(distance(centredCurves(partial!.curves.slice(0, axis.grid.length), axis.grid.length), line)).toBeLessThan(1e-12);
      expect(Math.max(...partial!.changeHalfWidth)).toBeLessThan(1e-12);
      const steps = accumulated!.effect.map((value) => value - accumulated!.effect[0]!);
      expect(distance(steps, axis.edges.map((edge) => slopes[j]! * (edge - axis.edges[0]!)))).toBeLessThan(1e-12);
    }
    for (const { hSquared: h, accumulated } of found.pairs) {
      expect(h).toBeLessThan(1e-24);
      expect(distance(accumulated!.effect, new Float64Array(accumulated!.effect.length))).toBeLessThan(1e-11);
    }
  });
});

describe('a product of correlated inputs', () => {
  const RHO = 0.8;
  const rows = correlated(20_000, RHO, 2);
  const question = ask(rows, [[0, 1]], { curveRows: 5000 }, 40);
  const score: RowFunction = (row) => row[0]! * row[1]! + row[2]!;

  test('has flat partial dependence and a bent accumulated effect, half the correlation times the square', async () => {
    const { axes } = await find(question, score);
    const { partial, axis } = axes[0]!;
    // E[x₂] = 0, so the curve is flat; ∂f/∂x₁ = x₂ has mean ρ·x₁ given x₁.
    partial!.change.forEach((value, point) => {
      if (Math.abs(axis.grid[point]!) < 2) expect(Math.abs(value)).toBeLessThan(0.15);
    });
    const { edges, effect } = axes[0]!.accumulated!;
    // Measured from the middle: the outermost bins are wide, so their own mean slope is not that at their middle.
    const middle = edges.length >> 1;
    effect.forEach((value, edge) => {
      const truth = (RHO / 2) * (edges[edge]! ** 2 - edges[middle]! ** 2);
      if (Math.abs(edges[edge]!) < 1.9) expect(Math.abs(value - effect[middle]! - truth)).toBeLessThan(0.05);
    });
  });

  test('has a second-order effect equal to the product less what the single effects carry', async () => {
    const { pairs } = await find(question, score);
    const { edges, effect, counts } = pairs[0]!.accumulated!;
    const wide = edges[1].length;
    // x₁x₂ − ρ/2(x₁² − 1) − ρ/2(x₂² − 1) − ρ has no main effects of its own under this law.
    const truth = (a: number, b: number): number => a * b - (RHO / 2) * (a * a + b * b - 2) - RHO;
    let worst = 0;
    for (let k = 0; k + 1 < edges[0].length; k++) {
      for (let m = 0; m + 1 < wide; m++) {
        const [a, b] = [edges[0][k]!, edges[1][m]!];
        if (counts[k * (wide - 1) + m]! <= 5 || Math.abs(a) >= 1.6 || Math.abs(b) >= 1.6) continue;
        worst = Math.max(worst, Math.abs(effect[k * wide + m]! - truth(a, b)));
      }
    }
    expect(worst).toBeLessThan(0.12);
  });
});

describe('the H statistic', () => {
  test('is above 0 for the one pair that interacts only', async () => {
    const pairs = [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const;
    const { pairs: found } = await find(ask(correlated(60, 0.3, 3), pairs), (row) => row[0]! * row[1]! + row[2]!);
    expect(found[0]!.hSquared).toBeGreaterThan(0.5);
    expect(found[1]!.hSquared).toBeLessThan(1e-24);
    expect(found[2]!.hSquared).toBeLessThan(1e-24);
    expect(strongestPairs(found, 1)[0]!.axes).toEqual([0, 1]);
  });

  test('is 1 for a pure product of balanced signs and not estimable for a constant', () => {
    const signs = [Float64Array.of(1, 1, -1, -1), Float64Array.of(1, -1, 1, -1)] as const;
    const zero = new Float64Array(4);
    expect(hSquared(zero, zero, signs[0].map((a, i) => a * signs[1][i]!))).toBe(1);
    expect(hSquared(zero, zero, zero)).toBeNull();
    expect(hSquared(zero, zero, zero.map(() => 0.1))).toBeNull();
  });

  test('has a size beside it, so that a large share of little ranks behind a small share of much', async () => {
    const pairs = [
      [0, 1],
      [0, 2],
    ] as const;
    const question = ask(correlated(60, 0, 3), pairs);
    const { pairs: found } = await find(question, (row) => 0.01 * row[0]! * row[1]! + 5 * row[2]! + row[0]! * row[2]!);
    const [x, z] = [0, 2].map((j) => column(question.values, 3, j)) as [Float64Array, Float64Array];
    const centred = (values: Float64Array): Float64Array => values.map((value) => value - values.reduce((sum, other) => sum + other / 60, 0));
    // Partial dependences of x·z are x·mean z and z·mean x, so what is left is the product of both about their means, itself about its mean.
    const left = centred(centred(x).map((value, i) => value * centred(z)[i]!));
    expect(distance(found[1]!.squares!, left.map((value) => value * value))).toBeLessThan(1e-12);
    expect(found[1]!.size).toBeCloseTo(Math.sqrt(left.reduce((sum, value) => sum + value ** 2 / 60, 0)), 12);
    expect(strongestPairs(found, 1)[0]!.axes).toEqual([0, 1]);
    expect(strongestPairs(found, 1, 'size')[0]!.axes).toEqual([0, 2]);
    expect(rootMeanSquare(new Float64Array(0))).toBeNaN();
  });
});

test('a cell of a surface is the mean of its corners, which for a product is the product of the middles about their means', async () => {
  const question = ask(correlated(800, 0, 5), [[0, 1]], { curveRows: 0, pairRows: 0 }, 6);
  const { accumulated } = (await find(question, (row) => row[0]! * row[1]!)).pairs[0]!;
  const { edges, effect } = accumulated!;
  const cells = cellEffects(accumulated!);
  expect(cells).toHaveLength(36);
  const wide = edges[1].length;
  cells.forEach((value, cell) => {
    const at = Math.floor(cell / 6) * wide + (cell % 6);
    expect(value).toBeCloseTo((effect[at]! + effect[at + 1]! + effect[at + wide]! + effect[at + wide + 1]!) / 4, 12);
  });
  const middle = (axis: 0 | 1, bin: number): number => (edges[axis][bin]! + edges[axis][bin + 1]!) / 2;
  // Two cells a bin apart both ways differ by the product of the distances, whatever was taken away from rows and columns.
  for (const [k, m] of [[0, 0], [2, 3], [4, 1]] as const) {
    const second = cells[(k + 1) * 6 + m + 1]! - cells[k * 6 + m + 1]! - cells[(k + 1) * 6 + m]! + cells[k * 6 + m]!;
    expect(second).toBeCloseTo((middle(0, k + 1) - middle(0, k)) * (middle(1, m + 1) - middle(1, m)), 10);
  }
});

describe('axes', () => {
  test.each([
    { name: 'ties give fewer bins', values: [0, 0, 0, 0, 0, 0, 1, 1, 2, 5], bins: 5, edges: [0, 0.4, 1.2, 5] },
    { name: 'no edge closes a bin without a row', values: [0, 10], bins: 4, edges: [0, 2.5, 10] },
    { name: 'missing cells are left out', values: [NaN, 1, 3, NaN], bins: 2, edges: [1, 2, 3] },
    { name: 'one value has no bins', values: [0.1, 0.1, 0.1], bins: 4, edges: [] },
    { name: 'no value has no bins', values: [NaN], bins: 4, edges: [] },
  ])('$name', ({ values, bins, edges }) => {
    expect(distance(quantileEdges(Float64Array.from(values), bins), edges)).toBeLessThan(1e-12);
  });

  test('every bin has a row, whatever the ties', () => {
    const random = new Random(5);
    for (let run = 0; run < 200; run++) {
      const values = Float64Array.from({ length: 2 + random.below(40) }, () => random.below(12) * 0.1);
      const edges = quantileEdges(values, 1 + random.below(10));
      const counts = new Int32Array(Math.max(0, edges.length - 1));
      if (counts.length > 0) for (const value of values) counts[binOf(edges, value)]!++;
      expect(counts.every((count) => count > 0)).toBe(true);
    }
  });

  test('a missing value is the last point, and points with few rows near are thin', async () => {
    const rows = [...Array.from({ length: 600 }, (_, i) => [i / 100]), [50], [NaN], [NaN], [NaN], [NaN], [NaN]];
    const found = await find(ask(rows), (row) => (Number.isNaN(row[0]!) ? -7 : row[0]!));
    const { axis, partial, thin } = found.axes[0]!;
    expect(axis.grid[axis.grid.length - 1]).toBeNaN();
    expect(partial!.mean[axis.grid.length - 1]).toBe(-7);
    expect(axis.neighbours[axis.grid.length - 1]).toBe(5);
    expect([...axis.grid].filter((_, point) => thin[point] === 1)).toEqual([50]);
  });

  test('levels and blocks keep their points apart and have no accumulated effect', async () => {
    const rows = [
      [0, 1, 0],
      [2, 0, 1],
      [2, 0, 1],
      [1, 0, 1],
    ];
    const values = Float64Array.from(rows.flat());
    const axes = [levelAxis('job', 0, column(values, 3, 0)), blockAxis('sex', [1, 2], values, 3)];
    const question: DependenceQuestion = { values, width: 3, axes, pairs: [[0, 1]], quantity: VALUE, settings: DEPENDENCE_SETTINGS };
    const found = await find(question, (row) => 10 * row[0]! + row[1]! - row[2]! * row[0]!);
    expect([...found.axes[0]!.axis.neighbours]).toEqual([1, 1, 2]);
    expect([...found.axes[1]!.axis.grid]).toEqual([0, 1, 1, 0]);
    // Mean over rows of 10·level + x1 − x2·level, and of 10·x0 − x0 or 10·x0 + 1.
    expect([...found.axes[0]!.partial!.mean]).toEqual([0.25, 9.5, 18.75]);
    expect([...found.axes[1]!.partial!.mean]).toEqual([11.25, 13.5]);
    expect(found.axes.map(({ accumulated }) => accumulated)).toEqual([null, null]);
    expect(found.pairs[0]!.accumulated).toBeNull();
    expect(found.pairs[0]!.hSquared).toBeGreaterThan(0);
  });
});

test('pieces may come in any order, and the picture stands on the rows done so far', async () => {
  const question = ask(correlated(3000, 0.5, 6), [[0, 1]], { curveRows: 900, pairRows: 20 });
  const scorer = scorerOf((row) => Math.sin(row[0]! * row[1]!) + row[2]!);
  const context = { scorer, breathe: () => Promise.resolve() };
  const shards = dependenceJob.plan(question, undefined, 3);
  const parts = await Promise.all(shards.map((shard) => dependenceJob.run(shard, context)));
  const merged = new Random(1).shuffle(Int32Array.from(parts.keys())).reduce<(typeof parts)[number] | undefined>(
    (known, index) => (known === undefined ? parts[index]! : dependenceJob.merge(parts[index]!, known)),
    undefined,
  );
  const forwards = parts.reduce((known, part) => dependenceJob.merge(known, part));
  const [one, other] = [merged!, forwards].map((known) => dependenceJob.result(question, known));
  expect(one).toEqual(other);
  expect(dependenceJob.plan(question, forwards, 3)).toEqual([]);
  expect(one!.rowsEvaluated).toBe(scorer.rows);
  const early = dependenceJob.result(question, parts[0]!);
  expect(early.axes[0]!.partial!.rows).toBeLessThan(900);
  expect(early.axes[0]!.accumulated).toBeNull();
});

describe('95% intervals hold the truth in .93 to .97 of 1000 runs', () => {
  const RUNS = 1000;
  const share = (inside: number, cases: number): void => {
    expect(inside / RUNS / cases).toBeGreaterThan(0.93);
    expect(inside / RUNS / cases).toBeLessThan(0.97);
  };

  test('partial dependence and its change', () => {
    // f(v, z) = e^{z/2}·v² with z standard normal has mean e^{1/8}·v².
    const grid = [0.5, 1, 2];
    let [height, change] = [0, 0];
    for (let run = 0; run < RUNS; run++) {
      const random = new Random(7, run);
      const factors = Array.from({ length: 80 }, () => Math.exp(random.normal() / 2));
      const curves = Float64Array.from(factors.flatMap((factor) => grid.map((v) => factor * v * v)));
      const found = partialDependence(curves, grid.length);
      grid.forEach((v, point) => {
        if (Math.abs(found.mean[point]! - Math.exp(0.125) * v * v) <= found.halfWidth[point]!) height++;
        if (point > 0 && Math.abs(found.change[point]! - Math.exp(0.125) * (v * v - 0.25)) <= found.changeHalfWidth[point]!) change++;
      });
    }
    share(height, 3);
    share(change, 2);
  });

  test('accumulated effects for given bins', () => {
    // x uniform on 0…1, f = x·(1 + z): every bin's mean difference is its width; the effect is x − ½.
    const edges = Float64Array.of(0, 0.1, 0.3, 0.6, 1);
    let inside = 0;
    for (let run = 0; run < RUNS; run++) {
      const random = new Random(8, run);
      const values = Float64Array.from({ length: 150 }, () => random.uniform());
      const differences = values.map((value) => {
        const bin = binOf(edges, value);
        return (edges[bin + 1]! - edges[bin]!) * (1 + random.normal());
      });
      const found = accumulatedEffect(edges, values, differences);
      edges.forEach((edge, k) => (inside += Math.abs(found.effect[k]! - (edge - 0.5)) <= found.halfWidth[k]! ? 1 : 0));
    }
    share(inside, 5);
  });
});
