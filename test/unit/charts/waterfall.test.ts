import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { waterfallAxis, waterfallRows, type WaterfallData } from '../../../src/app/charts/waterfall/layout';
import { waterfallTwin } from '../../../src/app/charts/waterfall/twin';
import { PROBABILITY, valueScale } from '../../../src/app/text/scale';

const other = (n: number): string => `Other ${n}`;

function made(start: number, effects: readonly number[], rest: number | null): WaterfallData {
  const total = effects.reduce((sum, each) => sum + each, start) + (rest ?? 0);
  return {
    start: { name: 'Average of everyone', score: start },
    end: { name: 'Jane', score: total },
    parts: effects.map((effect, i) => ({ id: `p${i}`, name: `Input ${i}`, value: '1', typical: '2', effect })),
    other: rest === null ? null : { count: 4, effect: rest },
    threshold: 0.5,
  };
}

describe('the rows of a waterfall', () => {
  test('run from the reference to the person', () => {
    const rows = waterfallRows(made(0.577, [-0.138, -0.125, 0.026], -0.049), other, PROBABILITY);
    expect(rows.map((row) => row.kind)).toEqual(['start', 'part', 'part', 'part', 'other', 'end']);
    rows.slice(1, -1).forEach((row, i) => expect(row.from).toBeCloseTo(rows[i]!.to, 12));
    expect(rows.at(-2)!.to).toBeCloseTo(0.291, 12);
  });

  test('print parts that add up to the printed end', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 1, maxLength: 8 }),
        fc.option(fc.double({ min: -0.05, max: 0.05, noNaN: true })),
        (effects, rest) => {
          const data = made(0.5, effects, rest);
          const rows = waterfallRows(data, other, PROBABILITY);
          const printed = rows.reduce((sum, row) => sum + Math.round(row.printed * 1000), 0);
          expect(printed).toBe(Math.round(data.end.score * 1000) - 500);
        },
      ),
    );
  });
});

describe('the axis', () => {
  const spanOf = (data: WaterfallData, range: [number, number] = [300, 650]): ReturnType<typeof waterfallAxis> =>
    waterfallAxis(waterfallRows(data, other, PROBABILITY), data.threshold, PROBABILITY, range, 44);

  test('holds every running value and the threshold, and says when it is cut', () => {
    const data = made(0.577, [-0.138, -0.125, -0.075, 0.026], null);
    const { x, zoomed, ticks } = spanOf(data);
    expect(zoomed).toBe(true);
    for (const score of [0.577, 0.239, 0.265, 0.5]) {
      expect(x(score)).toBeGreaterThan(300);
      expect(x(score)).toBeLessThan(650);
    }
    expect(ticks.length).toBeGreaterThanOrEqual(2);
  });

  test('is whole when most of it is needed anyway', () => {
    const { x, zoomed } = spanOf(made(0.9, [-0.8], null));
    expect(zoomed).toBe(false);
    expect(x.domain()).toEqual([0, 1]);
  });

  test('holds the whiskers', () => {
    const data: WaterfallData = { ...made(0.5, [-0.1], null), threshold: null };
    const wide: WaterfallData = { ...data, parts: [{ ...data.parts[0]!, low: -0.3, high: 0.1 }] };
    expect(spanOf(wide).x.domain()[0]).toBeLessThan(0.2);
    expect(spanOf(wide).x.domain()[1]).toBeGreaterThan(0.6);
  });

  test('stands when nothing moves', () => {
    const { x } = spanOf({ ...made(0.5, [0], null), threshold: null });
    expect(x(0.5)).toBeGreaterThan(300);
    expect(Number.isFinite(x(0.5))).toBe(true);
  });
});

describe('the words of a waterfall', () => {
  test('name value, typical value, direction, size and place', () => {
    const data: WaterfallData = {
      start: { name: 'Average of everyone', score: 0.577 },
      end: { name: 'Jane', score: 0.439 },
      parts: [{ id: 'debt', name: 'Debt', value: '42%', typical: '33%', effect: -0.138, low: -0.15, high: -0.12 }],
      other: null,
      threshold: 0.5,
    };
    const twin = waterfallTwin(data, PROBABILITY);
    expect(twin.items.map((item) => item.text)).toEqual([
      'Start: Average of everyone, 57.7',
      'Debt 42%, typical 33%: lowers by 13.8 points, 1 of 1, 95% range −15.0 to −12.0',
      'End: Jane, 43.9',
    ]);
    expect(twin.table.rows).toEqual([
      ['Average of everyone', '', '', '', '', '', 0.577],
      ['Debt', '42%', '33%', { value: -0.138, text: '−13.8' }, -0.15, -0.12, expect.closeTo(0.439, 12)],
      ['Jane', '', '', '', '', '', 0.439],
    ]);
    expect(twin.table.rows.every((row) => row.length === twin.table.columns.length)).toBe(true);
  });

  test('use the value’s own unit for a regression', () => {
    const data: WaterfallData = { ...made(214_000, [141_250], null), threshold: null };
    expect(waterfallTwin(data, valueScale(100_000, 500_000)).items[1]!.text).toContain('raises by 141,250, 1 of 1');
  });
});
