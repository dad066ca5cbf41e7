import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dotGrid, overlap, stackDots } from '../../../src/app/charts/chance/dots';
import { chanceTwin } from '../../../src/app/charts/chance/twin';

describe('dots', () => {
  test('are stacked over bins on one grid, none lost', () => {
    expect(stackDots([0.1, 0.9, 1.1, 1.4, 2.6], 1)).toEqual([
      { value: 0, count: 1 },
      { value: 1, count: 3 },
      { value: 3, count: 1 },
    ]);
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 80 }), fc.double({ min: 0.001, max: 0.5, noNaN: true }), (values, width) => {
        const stacks = stackDots(values, width);
        expect(stacks.reduce((sum, stack) => sum + stack.count, 0)).toBe(values.length);
        for (const stack of stacks) expect(Object.is(stack.value, -0)).toBe(false);
      }),
    );
  });

  test('fit the height, and are not flat where they spread widely', () => {
    const close = Array.from({ length: 50 }, (_, i) => 0.2 + i * 0.0001);
    const wide = Array.from({ length: 50 }, (_, i) => i * 0.002);
    for (const set of [close, wide]) {
      const { size, bin } = dotGrid([set], 0.3 / 400, 150, 12);
      const tallest = Math.max(...stackDots(set, bin).map((stack) => stack.count));
      expect(tallest * size).toBeLessThanOrEqual(150);
      expect(bin).toBeGreaterThanOrEqual(size * (0.3 / 400) - 1e-12);
    }
    expect(Math.max(...stackDots(wide, dotGrid([wide], 0.1 / 400, 150, 12).bin).map((stack) => stack.count))).toBeGreaterThanOrEqual(7);
  });

  test('that are all equal still give a grid', () => {
    expect(dotGrid([new Array(50).fill(0)], 0.001, 150, 12).size).toBe(3);
    expect(dotGrid([[], []], 0.001, 150, 12).size).toBe(12);
  });

  test.each([
    [[0, 1], [2, 3], false],
    [[0, 2], [1, 3], true],
    [[], [1], false],
    [[1], [1], true],
  ])('%j and %j overlap: %s', (a, b, expected) => expect(overlap(a, b)).toBe(expected));
});

test('the words count the dots that are drawn', () => {
  const data = { difference: [-0.01, 0.005, 0.03, 0.04], shuffled: [-0.02, 0.02], margin: 0.02 };
  const twin = chanceTwin(data, 'Summary.');
  expect(twin.items.map((item) => item.text)).toEqual([
    '3 of 4 dots of the difference are above zero.',
    '2 of 4 dots of the difference are more than 2 points from zero.',
    'Dots of the difference run from −1.0 to +4.0 points.',
    'Shuffled dots run from −2.0 to +2.0 points.',
  ]);
  expect(twin.table.rows).toEqual([
    [1, -0.01, -0.02],
    [2, 0.005, 0.02],
    [3, 0.03, ''],
    [4, 0.04, ''],
  ]);
  expect(chanceTwin({ difference: [], shuffled: [], margin: 0.02 }, '').items).toEqual([]);
});
