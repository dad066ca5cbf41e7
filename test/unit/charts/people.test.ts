import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsFor, filledMarks, marksPerColumn, mergeBins, peoplePerMark, thresholdBin } from '../../../src/app/charts/people/columns';
import { peopleLayout, type PeopleGroup } from '../../../src/app/charts/people/layout';

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const group = (bins: readonly number[], slot: 1 | 2 = 1): PeopleGroup => ({ id: `g${slot}`, name: 'Circles', slot, n: sum(bins), bins, rate: 0.5 });

describe('columns of people', () => {
  test.each([
    [200, 600, 8.6, 50],
    [200, 300, 5.6, 50],
    [200, 900, 8.6, 100],
    [200, 10, 8.6, 1],
    [100, 250, 5, 50],
  ])('%d bins on %d at least %d wide make %d', (bins, width, pitch, columns) => expect(columnsFor(bins, width, pitch)).toBe(columns));

  test('merging keeps everyone', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 200, maxLength: 200 }), fc.constantFrom(1, 10, 25, 50, 100, 200), (bins, columns) => {
        const merged = mergeBins(bins, columns);
        expect(merged).toHaveLength(columns);
        expect(sum(merged)).toBe(sum(bins));
      }),
    );
    expect(mergeBins([1, 2, 3, 4], 2)).toEqual([3, 7]);
  });

  test.each([
    [[[5, 3]], 10, 1],
    [[[15, 3]], 10, 2],
    [[[100, 3], [11, 2]], 10, 10],
    [[[101]], 10, 20],
    [[[0]], 10, 1],
    [[[1_000_000]], 5, 200_000],
  ])('people per mark of %j within %d', (columns, tallest, expected) => expect(peoplePerMark(columns, tallest)).toBe(expected));

  test('marks add up to the people of the group', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { minLength: 5, maxLength: 60 }), fc.constantFrom(1, 2, 5, 10, 20), (counts, perMark) => {
        const marks = marksPerColumn(counts, perMark);
        expect(sum(marks)).toBe(sum(counts) === 0 ? 0 : Math.max(1, Math.round(sum(counts) / perMark)));
        marks.forEach((each, i) => expect(Math.abs(each - counts[i]! / perMark)).toBeLessThan(1));
      }),
    );
  });

  test('a group too small for a mark still gets one', () => {
    expect(marksPerColumn([0, 1, 2, 0], 20)).toEqual([0, 0, 1, 0]);
    expect(marksPerColumn([0, 0], 20)).toEqual([0, 0]);
  });
});

describe('the line', () => {
  test.each([
    [0.5, [0, 1], 200, 100],
    [0.07, [0, 1], 200, 14],
    [0, [0, 1], 200, 0],
    [1, [0, 1], 200, 200],
    [-3, [0, 1], 200, 0],
    [0.0025, [0, 1], 200, 0.5],
  ] as const)('at %d of %j cuts bin %d', (threshold, domain, bins, expected) => expect(thresholdBin(threshold, domain, bins)).toBeCloseTo(expected, 9));

  test('fills what is above, leaves what is below hollow, and parts the column it cuts', () => {
    const bins = [4, 4, 4, 4, 0, 8, 2, 2];
    expect(filledMarks([8, 8, 8, 4], bins, 4)).toEqual([0, 0, 8, 4]);
    expect(filledMarks([8, 8, 8, 4], bins, 0)).toEqual([8, 8, 8, 4]);
    expect(filledMarks([8, 8, 8, 4], bins, 8)).toEqual([0, 0, 0, 0]);
    expect(filledMarks([8, 8, 8, 4], bins, 1)).toEqual([4, 8, 8, 4]);
    expect(filledMarks([8, 8, 8, 4], bins, 5)).toEqual([0, 0, 8, 4]);
    expect(filledMarks([8, 8, 8, 4], bins, 5.5)).toEqual([0, 0, 4, 4]);
  });

  test('never fills more marks when it moves up', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 20, maxLength: 20 }), fc.nat(19), (bins, cut) => {
        const marks = marksPerColumn(mergeBins(bins, 5), 1);
        expect(sum(filledMarks(marks, bins, cut + 1))).toBeLessThanOrEqual(sum(filledMarks(marks, bins, cut)));
        expect(sum(filledMarks(marks, bins, cut))).toBe(sum(bins.slice(cut)));
      }),
    );
  });
});

describe('the picture of people', () => {
  const bins = Array.from({ length: 200 }, (_, i) => i % 7);
  test.each([310, 420, 620, 900])('at %d wide keeps marks apart and inside', (width) => {
    const layout = peopleLayout([group(bins), group(bins, 2)], { width, difference: true });
    const pitch = (layout.right - layout.left) / layout.columns;
    expect(2 * (layout.radius + 0.55)).toBeLessThanOrEqual(pitch + 0.2);
    expect(layout.left).toBeGreaterThanOrEqual(0);
    expect(layout.right).toBeLessThanOrEqual(width);
    for (const row of layout.rows) expect(row.base - 5 - Math.max(...row.marks) * layout.rise).toBeGreaterThan(row.top - 10);
    const [first, second] = layout.rows;
    expect(second!.top).toBeGreaterThan(first!.base);
    expect(layout.axis).toBeGreaterThan(second!.base);
    expect(layout.height).toBeGreaterThan(layout.axis);
  });

  test('is drawn for narrow pages, not shrunk', () => {
    expect(peopleLayout([group(bins)], { width: 310, difference: false }).left).toBeLessThan(10);
    expect(peopleLayout([group(bins)], { width: 900, difference: false }).left).toBeGreaterThan(100);
  });

  test('stands for a group of nobody', () => {
    const layout = peopleLayout([group(new Array(200).fill(0))], { width: 600, difference: false });
    expect(layout.perMark).toBe(1);
    expect(layout.rows[0]!.marks.every((each) => each === 0)).toBe(true);
  });
});
