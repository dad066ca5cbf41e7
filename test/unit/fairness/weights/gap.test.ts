import { describe, expect, test } from 'vitest';
import { gapJob } from '../../../../src/engine/fairness/gap/job';
import { countStrata, kitagawa } from '../../../../src/engine/fairness/gap/kitagawa';
import { gapTreesJob } from '../../../../src/engine/fairness/gap/trees-job';
import { GAP_SETTINGS, type GapLens, type GapSide } from '../../../../src/engine/fairness/gap/types';
import { drawWeighted } from '../../../../src/engine/fairness/gap/units';
import { makeQuantity } from '../../../../src/engine/influence/quantities';
import { runInline } from '../../../../src/engine/jobs/inline';
import { meanEstimate } from '../../../../src/engine/stats/intervals';
import { Random } from '../../../../src/engine/stats/random';
import { bruteShapley, distance, scorerOf, single, VALUE } from '../../influence/oracle';
import { cells as forestCells, INPUTS, randomForest } from '../../influence/random-forest';
import { cellRow, drawRows, gameOf, population, rankGame, WIDTH } from '../gap/population';

const THRESHOLD = 1.7;
const score = (row: ArrayLike<number>): number => 0.6 * row[0]! * row[1]! + 0.9 * row[2]! - 0.3 * row[0]!;
const decide = (row: ArrayLike<number>): number => (score(row) >= THRESHOLD ? 1 : 0);
const quantities = [VALUE, makeQuantity({ kind: 'decision' }, { task: 'regression', classes: 0, favourable: 1, threshold: THRESHOLD })];
const [A, B] = [population([0.5, 0.2, 0.3], 0.5), population([-0.2, 0.3, -0.1], -0.2)];
/** People who score high come less often into the table. */
const chanceOf = (row: readonly number[]): number => (decide(row) === 1 ? 0.25 : 0.6) * (row[1] === 2 ? 0.6 : 1);

interface Drawn {
  readonly rows: number[][];
  readonly weights: Float64Array<ArrayBuffer>;
}

function sampled(chances: Float64Array, size: number, random: Random): Drawn {
  const rows: number[][] = [];
  while (rows.length < size) rows.push(...drawRows(chances, 1, random).filter((row) => random.uniform() < chanceOf(row)));
  return { rows, weights: Float64Array.from(rows, (row) => 1 / chanceOf(row)) };
}

function sideOf({ rows, weights }: Drawn, units: number, random: Random): GapSide {
  const drawn = drawWeighted(weights, units, random);
  const known = [score, decide].map((q) => {
    const { mean, error } = meanEstimate(rows.map(q), weights);
    return { mean, variance: rows.length * error ** 2 };
  });
  return { rows: Float64Array.from(Array.from(drawn.rows, (row) => rows[row]!).flat()), weights: drawn.weights, of: rows.length, known };
}

/** Shares of the two populations in all comparison rows: half each, as groups of equal population stand in the table. */
const pooled = A.map((own, cell) => (own + B[cell]!) / 2);

function truth(lens: GapLens, q: typeof score): ArrayLike<number> {
  if (lens === 'swap') return bruteShapley(gameOf(q, A, B), WIDTH);
  if (lens === 'swap-ranks') return bruteShapley(rankGame(q, A, B), WIDTH);
  const [a, b] = [gameOf(q, A, pooled), gameOf(q, B, pooled)];
  const game = a.map((value, mask) => value - b[mask]!);
  if (lens === 'shared') return bruteShapley(game, WIDTH);
  return Float64Array.from({ length: WIDTH }, (_, j) => game.at(-1)! - game[(2 ** WIDTH - 1) ^ (1 << j)]!);
}

describe('with people drawn by what they score, 95% intervals hold the parts of the population’s gap in .93 to .97 of 800 runs', () => {
  test.each<[GapLens, string, { size: number; units: number }]>([
    ['shared', 'a draw from a large table', { size: 1500, units: 250 }],
    ['shared', 'small groups, everybody many times', { size: 100, units: 500 }],
    ['unary', 'a draw', { size: 1200, units: 200 }],
    ['swap', 'a draw', { size: 1200, units: 250 }],
    ['swap-ranks', 'a draw', { size: 1500, units: 600 }],
  ])('%s, %s', { timeout: 120_000 }, async (lens, _, { size, units }) => {
    const exact = [score, decide].map((q) => truth(lens, q));
    const inside = [0, 0];
    for (let run = 1; run <= 800; run++) {
      const random = new Random(run, 98);
      const [a, b] = [sampled(A, size, random), sampled(B, size, random)];
      const scale = (own: Drawn): number => own.weights.reduce((sum, weight) => sum + weight, 0);
      // Both populations are equally large, so the second group's weights are scaled to the first's.
      const all = { rows: [...a.rows, ...b.rows], weights: Float64Array.from([...a.weights, ...b.weights.map((weight) => (weight * scale(a)) / scale(b))]) };
      const compared = drawWeighted(all.weights, 800, random);
      const { shares } = await runInline(
        gapJob,
        {
          lens,
          a: sideOf(a, units, random),
          b: sideOf(b, units, random),
          width: WIDTH,
          background: Float64Array.from(Array.from(compared.rows, (row) => all.rows[row]!).flat()),
          backgroundWeights: compared.weights,
          players: single(WIDTH),
          quantities,
          settings: { ...GAP_SETTINGS, units, seed: run, shuffles: 5 },
        },
        scorerOf(score),
      );
      shares.forEach(({ phi, halfWidth }, index) => (inside[index]! += phi.filter((value, j) => Math.abs(value - exact[index]![j]!) <= halfWidth[j]!).length / WIDTH));
    }
    for (const held of inside) {
      expect(held / 800).toBeGreaterThanOrEqual(0.93);
      expect(held / 800).toBeLessThanOrEqual(0.97);
    }
  });

  test('composition and what is within strata', () => {
    const found = [0, 0];
    const cellsOf = (chances: Float64Array) => [0, 1, 2].map((level) => {
      let [n, k] = [0, 0];
      chances.forEach((own, cell) => {
        if (cellRow(cell)[1] !== level) return;
        n += own;
        k += own * decide(cellRow(cell));
      });
      return { n, k };
    });
    const [here, there] = [cellsOf(A), cellsOf(B)];
    const whole = kitagawa(here.map((own, level) => ({ here: own, there: there[level]! })))!;
    for (let run = 0; run < 1000; run++) {
      const random = new Random(run, 97);
      const [a, b] = [sampled(A, 300, random), sampled(B, 500, random)];
      const rows = [...a.rows, ...b.rows];
      const split = kitagawa(
        countStrata(Int32Array.from(rows, (row) => row[1]!), 3, { here: Int32Array.from(a.rows.keys()), there: Int32Array.from(b.rows.keys(), (row) => row + 300) }, (row) => decide(rows[row]!) === 1, Float64Array.from([...a.weights, ...b.weights])),
      )!;
      ([['composition', 0], ['within', 1]] as const).forEach(([part, at]) => (found[at]! += Math.abs(split[part].value - whole[part].value) <= split[part].halfWidth ? 1 : 0));
    }
    for (const held of found) {
      expect(held / 1000).toBeGreaterThanOrEqual(0.93);
      expect(held / 1000).toBeLessThanOrEqual(0.97);
    }
  });
});

describe('whole weights are repeated rows', () => {
  const random = new Random(3);
  const weights = Float64Array.from({ length: 400 }, () => random.below(4));
  const repeated = [...weights.keys()].flatMap((row) => Array.from({ length: weights[row]! }, () => row));

  test('for the parts read off leaves, in one part or several', async () => {
    const forest = randomForest(4, 1, 'sum');
    const structure = { forest, task: 'binary', link: 'sigmoid', scale: 2, featureOf: Int32Array.from({ length: INPUTS }, (_, j) => j), inputs: (values: Float64Array) => Float64Array.from(values) } as const;
    const rows = forestCells(random, 400);
    const common = { background: Float64Array.from(forestCells(new Random(1), 25).flat()), width: INPUTS, players: single(INPUTS), favourable: 1, seed: 1, delta: 0.05 };
    const side = (row: number): number => (row % 3 === 0 ? 1 : 0);
    const none = scorerOf(() => NaN);
    const one = await runInline(gapTreesJob, { ...common, people: Float64Array.from(rows.flat()), side: Uint8Array.from(rows.keys(), side), weights }, none, structure);
    const other = await runInline(gapTreesJob, { ...common, people: Float64Array.from(repeated.flatMap((row) => rows[row]!)), side: Uint8Array.from(repeated, side) }, none, structure);
    expect(distance(one.shares[0]!.phi, other.shares[0]!.phi)).toBeLessThan(1e-12);
    expect(one.shares[0]!.total).toBeCloseTo(other.shares[0]!.total, 12);
    expect(one.people.a + one.people.b).toBe(weights.filter((weight) => weight > 0).length);
  });

  test('for composition and what is within strata', () => {
    const codes = Int32Array.from(weights, () => random.below(5) - 1);
    const favourable = (row: number): boolean => (row * 7) % 5 < 2;
    const halves = (rows: readonly number[]) => ({ here: Int32Array.from(rows.filter((row) => row < 220)), there: Int32Array.from(rows.filter((row) => row >= 220)) });
    const one = kitagawa(countStrata(codes, 4, halves([...weights.keys()]), favourable, weights))!;
    const other = kitagawa(countStrata(codes, 4, halves(repeated), favourable))!;
    for (const part of ['composition', 'within', 'unmatched'] as const) expect(one[part].value).toBeCloseTo(other[part].value, 12);
    expect([one.total, one.alone]).toEqual([expect.closeTo(other.total, 12), other.alone]);
  });

  test('for draws: everybody comes as often as their share says, and those of no weight never', () => {
    expect(drawWeighted(weights, 400, new Random(1)).rows.length).toBe(weights.filter((weight) => weight > 0).length);
    const times = new Float64Array(weights.length);
    const { rows, weights: drawn } = drawWeighted(weights, 90, new Random(5));
    rows.forEach((row, at) => (times[row] = drawn[at]!));
    expect(times.reduce((sum, count) => sum + count, 0)).toBe(90);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    times.forEach((count, row) => expect(Math.abs(count - (90 * weights[row]!) / total)).toBeLessThan(1));
  });
});

test('the moved parts of a weighted gap add up to the gap of the whole table', async () => {
  const random = new Random(8);
  const [a, b] = [sampled(A, 700, random), sampled(B, 500, random)];
  const background = Float64Array.from([...a.rows, ...b.rows].flat());
  const question = { lens: 'shared' as const, a: sideOf(a, 200, random), b: sideOf(b, 200, random), width: WIDTH, background, players: single(WIDTH), quantities, settings: { ...GAP_SETTINGS, units: 200 } };
  const { shares } = await runInline(gapJob, question, scorerOf(score));
  shares.forEach(({ phi, total, remainder }, index) => {
    const mean = ({ rows, weights }: Drawn): number => meanEstimate(rows.map([score, decide][index]!), weights).mean;
    expect(total).toBeCloseTo(mean(a) - mean(b), 12);
    expect(phi.reduce((sum, value) => sum + value, 0)).toBeCloseTo(total, 12);
    expect(remainder).toBeCloseTo(0, 12);
  });
});
