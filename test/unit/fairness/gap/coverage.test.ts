import { describe, expect, test } from 'vitest';
import { gapJob } from '../../../../src/engine/fairness/gap/job';
import { GAP_SETTINGS } from '../../../../src/engine/fairness/gap/types';
import type { GapLens, GapSide } from '../../../../src/engine/fairness/gap/types';
import { makeQuantity } from '../../../../src/engine/influence/quantities';
import { runInline } from '../../../../src/engine/jobs/inline';
import { moments } from '../../../../src/engine/stats/intervals';
import { Random } from '../../../../src/engine/stats/random';
import { bruteShapley, scorerOf, single, VALUE } from '../../influence/oracle';
import { cellRow, drawRows, gameOf, population, rankGame, WIDTH } from './population';

const RUNS = 800;
const THRESHOLD = 1.7;
const score = (row: ArrayLike<number>): number => 0.6 * row[0]! * row[1]! + 0.9 * row[2]! - 0.3 * row[0]!;
const decide = (row: ArrayLike<number>): number => (score(row) >= THRESHOLD ? 1 : 0);
const quantities = [VALUE, makeQuantity({ kind: 'decision' }, { task: 'regression', classes: 0, favourable: 1, threshold: THRESHOLD })];
const [A, B] = [population([0.5, 0.2, 0.3], 0.5), population([-0.2, 0.3, -0.1], -0.2)];
/** Comparison rows come from both groups, as many of each as there are in a table. */
const pooled = (na: number, nb: number): Float64Array => A.map((own, cell) => (own * na + B[cell]! * nb) / (na + nb));

function truth(lens: GapLens, q: typeof score, na: number, nb: number): ArrayLike<number> {
  const pool = pooled(na, nb);
  if (lens === 'swap') return bruteShapley(gameOf(q, A, B), WIDTH);
  if (lens === 'swap-ranks') return bruteShapley(rankGame(q, A, B), WIDTH);
  const [a, b] = [gameOf(q, A, pool), gameOf(q, B, pool)];
  const game = a.map((value, mask) => value - b[mask]!);
  if (lens === 'shared') return bruteShapley(game, WIDTH);
  return Float64Array.from({ length: WIDTH }, (_, j) => game.at(-1)! - game[(2 ** WIDTH - 1) ^ (1 << j)]!);
}

function sideOf(people: readonly number[][], given: number): GapSide {
  const known = [score, decide].map((q) => {
    const { mean, variance } = moments(people.map(q));
    return { mean, variance };
  });
  return { rows: Float64Array.from(people.slice(0, given).flat()), of: people.length, known };
}

describe('95% intervals hold the parts for all people there could be in .93 to .97 of 800 runs', () => {
  test.each<[GapLens, string, { na: number; nb: number; units: number }]>([
    ['shared', 'a draw from a large table', { na: 1500, nb: 900, units: 250 }],
    ['shared', 'half of a table', { na: 400, nb: 400, units: 200 }],
    ['shared', 'small groups, everybody many times', { na: 90, nb: 40, units: 400 }],
    ['unary', 'a draw', { na: 1500, nb: 900, units: 200 }],
    ['unary', 'small groups', { na: 90, nb: 60, units: 90 }],
    ['swap', 'a draw', { na: 1500, nb: 900, units: 250 }],
    ['swap', 'small groups', { na: 90, nb: 60, units: 180 }],
    ['swap-ranks', 'a draw', { na: 1500, nb: 1200, units: 600 }],
  ])('%s, %s', async (lens, _, { na, nb, units }) => {
    const exact = [score, decide].map((q) => truth(lens, q, na, nb));
    const inside = [0, 0];
    const joint = [0, 0];
    const scorer = scorerOf(score);
    for (let run = 1; run <= RUNS; run++) {
      const random = new Random(run, 99);
      const [a, b] = [drawRows(A, na, random), drawRows(B, nb, random)];
      const background = random.shuffle(Int32Array.from({ length: na + nb }, (_, i) => i)).subarray(0, 400);
      const all = [...a, ...b];
      const asked = {
        lens,
        a: sideOf(a, Math.min(na, units)),
        b: sideOf(b, Math.min(nb, units)),
        width: WIDTH,
        background: Float64Array.from(Array.from(background, (row) => all[row]!).flat()),
        players: single(WIDTH),
        quantities,
        settings: { ...GAP_SETTINGS, units, seed: run, shuffles: 5 },
      };
      const { shares } = await runInline(gapJob, asked, scorer);
      shares.forEach(({ phi, halfWidth, bandHalfWidth }, index) => {
        const off = phi.map((value, j) => Math.abs(value - exact[index]![j]!));
        inside[index]! += off.filter((value, j) => value <= halfWidth[j]!).length / WIDTH;
        joint[index]! += off.every((value, j) => value <= bandHalfWidth[j]!) ? 1 : 0;
      });
    }
    for (const held of [...inside, ...joint]) {
      expect(held / RUNS).toBeGreaterThanOrEqual(0.93);
      expect(held / RUNS).toBeLessThanOrEqual(0.97);
    }
  });
});

test('the population of the tests is one', () => {
  expect(A.reduce((sum, own) => sum + own, 0)).toBeCloseTo(1, 12);
  expect(cellRow(26)).toEqual([2, 2, 2]);
});
