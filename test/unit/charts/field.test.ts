import { describe, expect, test } from 'vitest';
import { fieldPlaces } from '../../../src/app/charts/dependence/field';
import { bandName, fieldTwin } from '../../../src/app/charts/dependence/field-twin';
import type { DotField } from '../../../src/app/charts/dependence/types';
import { influenceBands } from '../../../src/engine/influence/importance/spread';

const field = (ordered: boolean, values: number[], levels: readonly string[] = []): DotField => ({
  name: 'income',
  ordered,
  values: Float64Array.from(values),
  influence: Float64Array.from(values, (_, i) => i),
  tones: undefined,
  levels: levels.map((label, value) => ({ value, label })),
  labels: { missing: 'missing', others: (n) => `${n} others` },
  axis: '',
  value: (value) => value.toFixed(0),
  print: (value) => value.toFixed(1),
  tick: (value) => value.toFixed(0),
  ticks: [0, 1],
  extent: [0, 1],
});

describe('places of dots along the value', () => {
  test('of a number keep its order and distances, and a place leads back to the number', () => {
    const { x, scale, columns } = fieldPlaces(field(true, [0, 10, 20, 40]), 500);
    expect(columns).toEqual([]);
    expect((x[3]! - x[1]!) / (x[1]! - x[0]!)).toBeCloseTo(3, 4);
    expect(scale!.invert(x[2]!)).toBeCloseTo(20, 3);
  });

  test('of people without a value are in a strip of their own beyond all others', () => {
    const { x, columns } = fieldPlaces(field(true, [0, NaN, 40, NaN]), 500);
    const [strip] = columns;
    expect(columns).toHaveLength(1);
    expect(strip!.label).toBe('missing');
    for (const at of [1, 3]) {
      expect(x[at]!).toBeGreaterThan(strip!.from);
      expect(x[at]!).toBeLessThan(strip!.to);
    }
    expect(Math.max(x[0]!, x[2]!)).toBeLessThan(strip!.from);
    expect(x[1]).not.toBe(x[3]);
  });

  test('of levels lie within the level’s own column, spread in the same way each time', () => {
    const own = field(false, [0, 1, 0, 1, 2, NaN], ['own', 'rent', 'free']);
    const { x, columns, scale } = fieldPlaces(own, 500);
    expect(scale).toBeUndefined();
    expect(columns.map(({ label }) => label)).toEqual(['own', 'rent', 'free', 'missing']);
    own.values.forEach((value, at) => {
      const column = columns.find(({ level }) => Object.is(level, value))!;
      expect(x[at]!).toBeGreaterThan(column.from);
      expect(x[at]!).toBeLessThan(column.to);
    });
    expect(fieldPlaces(own, 500).x).toEqual(x);
  });

  test('of more levels than there is room for end in one column of the rarer ones', () => {
    const names = Array.from({ length: 40 }, (_, i) => `level ${i}`);
    const { columns, x } = fieldPlaces(field(false, names.map((_, i) => i), names), 400);
    expect(columns.at(-1)!.level).toBe(-1);
    expect(columns.at(-1)!.label).toBe(`${40 - columns.length + 1} others`);
    expect(x.every((place) => place > 0 && place < 400)).toBe(true);
  });

  test.each([
    ['one value', [5, 5]],
    ['one person', [5]],
    ['only missing values', [NaN, NaN]],
  ])('are finite for %s', (_, values) => expect(fieldPlaces(field(true, values), 360).x.every(Number.isFinite)).toBe(true));
});

test('bands are named by their ends, their level, or as missing', () => {
  const number = field(true, [1, 2, 3, 4, NaN]);
  const bands = influenceBands({ ordered: true, values: Float64Array.from(number.values), combinations: [] }, Float64Array.from(number.influence), 2);
  expect(bands.map((band) => bandName(number, band))).toEqual(['1 to 2', '3 to 4', 'missing']);
  const level = field(false, [1, 1, 0], ['own', 'rent']);
  const levels = influenceBands({ ordered: false, values: Float64Array.from(level.values), combinations: [] }, Float64Array.from(level.influence));
  const twin = fieldTwin(level, levels, 'summary');
  expect(twin.table.rows.map((row) => row.slice(0, 2))).toEqual([['own', 1], ['rent', 2]]);
  expect(twin.items[1]!.text).toBe('income rent: 2 people, influence from 0.0 to 1.0, middle 0.5');
});
