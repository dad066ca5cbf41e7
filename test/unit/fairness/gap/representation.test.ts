import { expect, test } from 'vitest';
import { representation, thinCells } from '../../../../src/engine/fairness/gap/representation';
import { Random } from '../../../../src/engine/stats/random';
import { wilson } from '../../../../src/engine/stats/intervals';

test('tells the share of each group here and in a second table, and how often decisions are right', () => {
  const [few, many] = representation({ counts: [20, 80], second: [50, 50], right: [12, 70], known: [20, 75] });
  expect(few).toMatchObject({ group: 0, people: 20, share: 0.2, second: { people: 50, share: 0.5 }, accuracy: { right: 12, of: 20, share: 0.6 } });
  expect(few!.interval).toEqual(wilson(20, 100));
  expect(many!.accuracy!.interval).toEqual(wilson(70, 75));
});

test('has no accuracy without outcomes, no second share without a second table, nothing without people', () => {
  expect(representation({ counts: [3, 0], right: [1, 0], known: [2, 0] }).map(({ accuracy, second }) => [accuracy?.of ?? null, second])).toEqual([[2, null], [null, null]]);
  expect(representation({ counts: [3, 7], second: [0, 0] }).map(({ second }) => second)).toEqual([null, null]);
  expect(representation({ counts: [0, 0] })).toEqual([]);
});

test('the difference of two tables’ shares has Newcombe’s interval, which holds the true one in .93 to .97 of 2,000 runs, with weights as well', () => {
  const [few] = representation({ counts: [20, 80], second: [50, 50] });
  const [d, a, b] = [few!.difference!, wilson(20, 100)!, wilson(50, 100)!];
  expect(d.value).toBeCloseTo(-0.3, 14);
  expect(d.interval.lower).toBeCloseTo(-0.3 - Math.hypot(0.2 - a.lower, b.upper - 0.5), 12);
  for (const weighted of [false, true]) {
    let held = 0;
    for (let run = 0; run < 2000; run++) {
      const random = new Random(run, 2);
      const counts = [0, 0];
      const squares = [0, 0];
      for (let drawn = 0; drawn < 200; ) {
        const group = random.uniform() < 0.25 ? 0 : 1;
        const chance = weighted ? (group === 0 ? 0.9 : 0.3) * (0.5 + 0.5 * random.uniform()) : 1;
        if (random.uniform() >= chance) continue;
        counts[group]! += 1 / chance;
        squares[group]! += 1 / chance ** 2;
        drawn++;
      }
      const second = [0, 0];
      for (let i = 0; i < 300; i++) second[random.uniform() < 0.35 ? 0 : 1]!++;
      const { lower, upper } = representation({ counts, squares, second })[0]!.difference!.interval;
      held += lower <= -0.1 && -0.1 <= upper ? 1 : 0;
    }
    expect(held / 2000).toBeGreaterThanOrEqual(0.93);
    expect(held / 2000).toBeLessThanOrEqual(0.97);
  }
});

test('finds cells where a group is thin although it would be there by its share', () => {
  // 100 people, 30 of group 1; cell 0 has 60 people, 2 of them of group 1, where 18 would be expected.
  const groups = Int32Array.from({ length: 100 }, (_, row) => (row < 30 ? 1 : 0));
  const codes = Int32Array.from({ length: 100 }, (_, row) => (row < 2 || row >= 42 ? 0 : 1));
  expect(thinCells([{ codes, names: ['young', 'old'] }], groups, 2)).toEqual([{ input: 0, cell: 0, group: 1, people: 2, all: 60, expected: 18 }]);
  expect(thinCells([{ codes, names: ['young', 'old'] }], groups, 2, 2)).toEqual([]);
});

test('rows without a group or a value are nobody’s', () => {
  const groups = Int32Array.of(-1, 0, 1, 1, 1, 0);
  const found = thinCells([{ codes: Int32Array.of(0, -1, 0, 0, 0, -1), names: ['a'] }], groups, 2, 1);
  expect(found).toEqual([{ input: 0, cell: 0, group: 0, people: 0, all: 3, expected: 1.2 }]);
});
