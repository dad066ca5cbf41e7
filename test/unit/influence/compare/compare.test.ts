import { describe, expect, test } from 'vitest';
import { agreement } from '../../../../src/engine/influence/compare/agreement';
import { changeBetween } from '../../../../src/engine/influence/compare/change';
import { ranksBySize } from '../../../../src/engine/influence/compare/ranks';

const of = (values: number[], halfWidths?: number[]) => ({ values: Float64Array.from(values), ...(halfWidths ? { halfWidths: Float64Array.from(halfWidths) } : {}) });

test('ranks go by size, equals and what is not known in their order', () => {
  expect([...ranksBySize([1, -3, 1, NaN, 2])]).toEqual([2, 0, 3, 4, 1]);
});

describe('a change between two answers', () => {
  const change = changeBetween(of([-13.8, -12.5, 2], [0.5, 0.5, 0]), of([-12, -16.2, -2], [0.25, 0.5, 0]), true);

  test('names the largest moves first, with their error at most and their places before and after', () => {
    expect(change.moves.map(({ player }) => player)).toEqual([2, 1, 0]);
    expect(change.moves[1]).toEqual({ player: 1, before: -12.5, after: -16.2, change: -16.2 + 12.5, halfWidth: 1, rankBefore: 1, rankAfter: 0, turned: false });
    expect(change.moves[2]!.halfWidth).toBe(0.75);
  });

  test('tells a sign that turned, but not where an interval reaches to zero', () => {
    expect(change.moves[0]!.turned).toBe(true);
    expect(changeBetween(of([2], [3]), of([-2], [0]), true).moves[0]!.turned).toBe(false);
    expect(changeBetween(of([2], [NaN]), of([-2], [0]), true).moves[0]!.turned).toBe(false);
  });

  test('says how far the two orders agree', () => {
    expect(change.tau).toBeCloseTo(1 / 3, 14);
  });

  test('in other units, compares shares of all sizes', () => {
    const { moves, sameUnit } = changeBetween(of([30, -10, 0]), of([0.3, -0.2, 0.1]), false);
    expect(sameUnit).toBe(false);
    expect(moves.map(({ player }) => player)).toEqual([0, 2, 1]);
    expect(moves.map(({ change: by }) => by)).toEqual([0.3 / 0.6 - 0.75, 0.1 / 0.6, -0.2 / 0.6 + 0.25].map((by) => expect.closeTo(by, 12) as number));
    expect(moves[0]).toMatchObject({ before: 30, after: 0.3 });
  });

  test('no influence at all has no shares and no order', () => {
    const { moves, tau } = changeBetween(of([0, 0]), of([1, 3]), false);
    expect(moves.map(({ change: by }) => by)).toEqual([0.75, 0.25]);
    expect(tau).toBeNull();
  });

  test('refuses answers about other players', () => expect(() => changeBetween(of([1]), of([1, 2]), true)).toThrow(RangeError));
});

describe('agreement of two methods', () => {
  test('goes by the order of sizes, whatever the unit', () => {
    const { tau, sameFirst, turned, first } = agreement(of([-10, 4, 1]), of([-0.5, 0.2, 0.1]));
    expect([tau, sameFirst, first, turned]).toEqual([1, true, 0, []]);
  });

  test('finds the inputs with the other sign, the largest first, and another first input', () => {
    const found = agreement(of([4, -10, 6, 1]), of([-5, 9, 12, 1]));
    expect(found.turned).toEqual([1, 0]);
    expect([found.first, found.sameFirst]).toEqual([2, false]);
  });

  test.each([
    ['the value is hardly anything in one of them', of([10, 0.4]), of([10, -5])],
    ['the interval of one reaches to zero', of([10, 5], [0, 0]), of([10, -3], [0, 4])],
    ['one is not known', of([10, 5]), of([10, NaN])],
  ])('is not called turned where %s', (_, reference, other) => expect(agreement(reference, other).turned).toEqual([]));

  test('without any influence there is no first input', () => {
    expect(agreement(of([1, 2]), of([0, 0]))).toEqual({ tau: null, first: -1, sameFirst: false, turned: [] });
  });
});
