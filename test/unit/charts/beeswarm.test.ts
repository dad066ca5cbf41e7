import { describe, expect, test } from 'vitest';
import { swarm, swarmOffsets } from '../../../src/app/charts/beeswarm/layout';
import { swarmTwin } from '../../../src/app/charts/beeswarm/twin';
import type { SwarmChart, SwarmRow } from '../../../src/app/charts/beeswarm/types';
import { nearestDot } from '../../../src/app/charts/dots/nearest';
import { TONE, commonLevel, tonesOf } from '../../../src/app/charts/dots/tones';
import { influenceSpread } from '../../../src/engine/influence/importance/spread';
import type { PlayerValues } from '../../../src/engine/influence/values';

const own = (ordered: boolean, values: number[]): PlayerValues => ({ ordered, values: Float64Array.from(values), combinations: [] });
const row = (id: string, influence: number[]): SwarmRow => {
  const values = own(true, influence.map((_, i) => i));
  const phi = Float64Array.from(influence);
  return { id, label: `input ${id}`, influence: phi, tones: tonesOf(values), spread: influenceSpread(values, phi) };
};

describe('dots of a crowd', () => {
  test('are stacked to both sides in turn', () => expect([...swarmOffsets([10, 10.5, 11, 10.2, 40], 4, 20)]).toEqual([0, 4, -4, 8, 0]));

  test('stay within their row however many there are, and use all of it', () => {
    for (const many of [2, 3, 50, 5000]) {
      const offsets = swarmOffsets(new Float32Array(many).fill(3), 5, 15);
      expect(Math.max(...offsets.map(Math.abs))).toBeLessThanOrEqual(15 + 1e-4);
      if (many >= 50) expect(Math.max(...offsets)).toBeCloseTo(15, 0);
    }
  });

  test('stand in the same places again', () => {
    const x = Float32Array.from({ length: 400 }, (_, i) => (i * 37) % 101);
    expect(swarmOffsets(x, 5, 15)).toEqual(swarmOffsets(x, 5, 15));
  });

  test('of ten rows of 5,000 people stay in their row', () => {
    const rows = Array.from({ length: 10 }, (_, r) => row(String(r), Array.from({ length: 5000 }, (_v, i) => Math.sin(i * (r + 1)))));
    const dots = swarm(rows, (influence) => 300 + 200 * influence, (at) => 20 + 40 * at, 3.4, 15);
    expect(dots.x).toHaveLength(50_000);
    rows.forEach((_, r) => {
      const ys = dots.y.subarray(r * 5000, (r + 1) * 5000);
      expect(Math.min(...ys)).toBeGreaterThanOrEqual(5 + 40 * r - 0.01);
      expect(Math.max(...ys)).toBeLessThanOrEqual(35 + 40 * r + 0.01);
    });
  });

  test('are found by a click near them only', () => {
    const [x, y] = [[0, 10, 20], [0, 0, 0]] as const;
    expect(nearestDot(x, y, 11, 1, 5)).toBe(1);
    expect(nearestDot(x, y, 15, 6, 5)).toBeUndefined();
    expect(nearestDot([], [], 0, 0, 5)).toBeUndefined();
  });
});

describe('tones', () => {
  test('of a number are its fifths among people, equal values alike, missing ones plain', () => {
    expect([...tonesOf(own(true, [1, 2, 3, 4, 5, NaN]))]).toEqual([1, 2, 3, 4, 5, TONE.plain]);
    expect([...tonesOf(own(true, [7, 7, 7]))]).toEqual([3, 3, 3]);
    expect([...tonesOf(own(true, [0, 0, 0, 0, 0, 0, 0, 0, 9, 9]))].slice(-2)).toEqual([5, 5]);
    expect([...tonesOf(own(true, [1e9]))]).toEqual([3]);
  });

  test('of a level are filled for the most frequent one, hollow for the others', () => {
    expect(commonLevel(own(false, [2, 0, 2, NaN]))).toBe(2);
    expect([...tonesOf(own(false, [2, 0, 2, NaN]))]).toEqual([TONE.filled, TONE.hollow, TONE.filled, TONE.plain]);
    expect(commonLevel(own(true, [1, 1]))).toBeUndefined();
    expect(commonLevel(own(false, [NaN]))).toBeUndefined();
  });
});

test('the table holds the spread of every row that is drawn', () => {
  const chart: SwarmChart = { rows: [row('0', [1, 2, 3, 4]), { ...row('1', [0, 0, 0, 0]), tones: undefined }], axis: '', ends: ['', ''], print: (value) => value.toFixed(2), tick: String };
  const twin = swarmTwin(chart, 'summary');
  expect(twin.table.columns).toHaveLength(8);
  expect(twin.table.rows[0]).toEqual(['input 0', 4, 1, 1.5, 2.5, 3.5, 4, 1]);
  expect(twin.table.rows[1]!.at(-1)).toBe('no order');
  expect(twin.items.map(({ id }) => id)).toEqual(['0', '1']);
  expect(twin.items[0]!.text).toBe('input 0: nine of ten people from 1.00 to 4.00, middle 2.50, link of value to influence 1.00, 1 of 2');
});
