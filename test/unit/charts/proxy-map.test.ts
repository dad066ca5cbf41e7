import { describe, expect, test } from 'vitest';
import { placeNames } from '../../../src/app/charts/proxy-map/layout';
import { mapTwin } from '../../../src/app/charts/proxy-map/twin';
import type { MapChart } from '../../../src/app/charts/proxy-map/types';

const plot = { left: 40, right: 440, top: 20, bottom: 320 };
const WIDTH = 60;

describe('names beside the dots of a map', () => {
  test('stand within the plot, on the side that is free', () => {
    const [left, right] = placeNames([{ id: 'a', x: 60, y: 100, width: WIDTH }, { id: 'b', x: 430, y: 200, width: WIDTH }], [], plot);
    expect(left).toMatchObject({ id: 'a', anchor: 'start' });
    expect(right).toMatchObject({ id: 'b', anchor: 'end' });
  });

  test('do not cover each other, and are left out rather than unreadable', () => {
    const crowd = Array.from({ length: 30 }, (_, at) => ({ id: String(at), x: 200 + (at % 3), y: 150 + (at % 4), width: WIDTH }));
    const placed = placeNames(crowd, [], plot);
    const boxes = placed.map(({ x, y, anchor }) => ({ left: anchor === 'start' ? x : x - WIDTH, right: anchor === 'start' ? x + WIDTH : x, top: y - 12, bottom: y + 3 }));
    boxes.forEach((a, i) =>
      boxes.slice(i + 1).forEach((b) => {
        const shared = Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
        expect(shared).toBeLessThanOrEqual((WIDTH * 15) / 2);
      }),
    );
    expect(placed.length).toBeGreaterThan(3);
    expect(placed.length).toBeLessThan(30);
  });

  test('keep clear of dots without a name where they can', () => {
    const [name] = placeNames([{ id: 'a', x: 200, y: 150, width: WIDTH }], [{ x: 225, y: 150 }, { x: 240, y: 150 }], plot);
    expect(name!.anchor === 'end' || Math.abs(name!.y - 154) > 6).toBe(true);
  });
});

test('the map in words says the corner first, both numbers with their ranges, and gives the same in its table', () => {
  const chart: MapChart = {
    points: [
      { id: '4', label: 'employment', x: 0.79, y: 17.7, xLow: 0.77, xHigh: 0.81, yLow: 16.5, yHigh: 18.9, place: 'proxy used' },
      { id: '0', label: 'income', x: 0.61, y: 8.8, xLow: null, xHigh: null, yLow: null, yHigh: null, place: 'proxy used' },
    ],
    named: new Set(['4', '0']),
    xLine: 0.6,
    yLine: 2.6,
    xAxis: '',
    yAxis: '',
    corners: { used: '', unused: '', driver: '', irrelevant: '' },
    printX: (value) => value.toFixed(2),
    printY: (value) => value.toFixed(1),
  };
  const { items, table } = mapTwin(chart, 'summary');
  expect(items[0]!.text).toBe('proxy used: employment, AUC of the group 0.79 (95% interval 0.77 to 0.81), part of the gap 17.7 (95% interval 16.5 to 18.9), 1 of 2');
  expect(items[1]!.text).toBe('proxy used: income, AUC of the group 0.61, part of the gap 8.8, 2 of 2');
  expect(table.rows).toEqual([
    ['employment', 'proxy used', 0.79, 0.77, 0.81, 17.7, 16.5, 18.9],
    ['income', 'proxy used', 0.61, null, null, 8.8, null, null],
  ]);
});
