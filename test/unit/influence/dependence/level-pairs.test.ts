import { describe, expect, test } from 'vitest';
import { type Axis, blockAxis, levelAxis, numberAxis } from '../../../../src/engine/influence/dependence/axes';
import { dependenceJob } from '../../../../src/engine/influence/dependence/job';
import { axisPlaces, type LevelPair } from '../../../../src/engine/influence/dependence/level-pairs';
import { DEPENDENCE_SETTINGS, type DependenceQuestion } from '../../../../src/engine/influence/dependence/types';
import { runInline } from '../../../../src/engine/jobs/inline';
import { Random } from '../../../../src/engine/stats/random';
import { distance, scorerOf, VALUE, type RowFunction } from '../oracle';

const WIDTH = 4;
const ROWS = 240;
/** A number, a level of three, and a block of two 0/1 inputs, one of the levels missing now and then. */
const values = (() => {
  const random = new Random(5);
  return Float64Array.from(Array.from({ length: ROWS }, (_, row) => {
    const own = random.below(2);
    return [random.normal(), row % 40 === 0 ? NaN : random.below(3), own, 1 - own];
  }).flat());
})();
const column = (feature: number): Float64Array<ArrayBuffer> => Float64Array.from({ length: ROWS }, (_, row) => values[row * WIDTH + feature]!);
const axes: readonly Axis[] = [numberAxis('number', 0, column(0), { bins: 4 }), levelAxis('level', 1, column(1)), blockAxis('block', [2, 3], values, WIDTH)];

async function find(pair: readonly [number, number], score: RowFunction, gridRows = 60): Promise<{ levels: LevelPair; rowsEvaluated: number; thin: Uint8Array }> {
  const question: DependenceQuestion = { values, width: WIDTH, axes, pairs: [pair], quantity: VALUE, settings: { ...DEPENDENCE_SETTINGS, curveRows: 0, pairRows: 0, gridRows } };
  const { pairs, rowsEvaluated } = await runInline(dependenceJob, question, scorerOf(score));
  return { levels: pairs[0]!.levels!, rowsEvaluated, thin: pairs[0]!.thin };
}

const level = (row: Float64Array): number => (Number.isNaN(row[1]!) ? -2 : row[1]! ** 2);

/** What a product has: distances from the means by people, multiplied. */
function product(one: readonly number[], other: readonly number[], [first, second]: readonly [Axis, Axis]): number[] {
  const from = (of: readonly number[], axis: Axis): number[] => {
    const { of: places } = axisPlaces(axis, values, WIDTH);
    const own = Array.from(places).filter((place) => place >= 0).map((place) => of[place]!);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    return of.map((value) => value - mean);
  };
  const [a, b] = [from(one, first), from(other, second)];
  return a.flatMap((x) => b.map((y) => x * y));
}

describe('what two inputs do together where one has no order', () => {
  test('a number and a level that are multiplied: exactly the product of their distances from the mean', async () => {
    const { levels, thin } = await find([0, 1], (row) => row[0]! * level(row) + 3 * row[0]! - level(row) + row[2]!);
    const { points } = axisPlaces(axes[0]!, values, WIDTH);
    expect(levels.counts).toHaveLength(4 * 4);
    expect(distance(levels.effect, product([...points], [0, 1, 4, -2], [axes[0]!, axes[1]!]))).toBeLessThan(1e-12);
    expect(levels.counts.reduce((sum, count) => sum + count, 0)).toBe(ROWS);
    // Six people without a level are spread over four bins.
    expect([...thin].filter((own) => own === 1).length).toBeGreaterThan(0);
  });

  test('a level and a block of 0/1 inputs: either order, place by place', async () => {
    const score: RowFunction = (row) => level(row) * (row[2] === 1 ? 1 : -1) + row[0]!;
    const block = axisPlaces(axes[2]!, values, WIDTH);
    const signs = [0, 1].map((place) => (block.points[2 * place] === 1 ? 1 : -1));
    expect(distance((await find([1, 2], score)).levels.effect, product([0, 1, 4, -2], signs, [axes[1]!, axes[2]!]))).toBeLessThan(1e-12);
    expect(distance((await find([2, 1], score)).levels.effect, product(signs, [0, 1, 4, -2], [axes[2]!, axes[1]!]))).toBeLessThan(1e-12);
  });

  test('inputs that only add do nothing together', async () => {
    for (const pair of [[0, 1], [1, 2], [0, 2]] as const) {
      const { levels } = await find(pair, (row) => row[0]! ** 3 + level(row) + 5 * row[2]!);
      expect(Math.max(...levels.effect.map(Math.abs))).toBeLessThan(1e-12);
    }
  });

  test('every cell is put into each row asked for beside the number’s own steps, and into none otherwise', async () => {
    expect((await find([1, 2], level, 30)).rowsEvaluated).toBe(30 * 4 * 2 + 2 * ROWS);
    expect((await find([1, 2], level, 0)).levels).toBeNull();
  });

  test('a level beyond the grid, and a number that is missing, are in no cell', () => {
    const short = { ...axes[1]!, grid: axes[1]!.grid.slice(0, 2) };
    const { of } = axisPlaces(short, values, WIDTH);
    expect(Array.from(of, (place) => place < 0)).toEqual(Array.from(column(1), (value) => !(value < 2)));
    const holed = Float64Array.from({ length: WIDTH * 6 }, (_, at) => (at === 0 ? NaN : at));
    expect(axisPlaces(numberAxis('x', 0, Float64Array.of(4, 8, 12, 16, 20), { bins: 2 }), holed, WIDTH).of[0]).toBe(-1);
  });
});
