import { expect, test } from 'vitest';
import { planeTwin } from '../../../src/app/charts/plane/twin';
import type { PlaneData, PlanePoint } from '../../../src/app/charts/plane/types';
import { bitsSet, fillOf, stretches } from '../../../src/app/charts/region/layout';
import { en } from '../../../src/app/text/en';
import { gapSize, peopleText, ruleText, utilitySize } from '../../../src/app/text/lines';

test('the plane of two groups is drawn with few marks that cover just the pairs of lines which keep a limit', () => {
  const across = [0, 10, 20, 40];
  const up = [0, 5, 30];
  const kept = Uint8Array.from([7, 0, 1, 7, 3, 1, 0, 3, 1, 0, 7, 5]);
  const drawn = stretches(kept, across, up);
  const at = (x: number, y: number): number => drawn.find(({ from, to, low, high }) => x >= from && x < to && y >= low && y < high)?.kept ?? 0;
  across.slice(0, -1).forEach((x, i) => up.slice(0, -1).forEach((y, j) => expect(at(x, y)).toBe(bitsSet(kept[i * 3 + j]!))));
  expect(drawn.every(({ from, to, low, high }) => from <= to && low <= high && to <= 40 && high <= 30)).toBe(true);
  expect(drawn.length).toBeLessThan(kept.length);
});

test('all limits kept has one fill, whatever their number, and fewer kept a paler one', () => {
  for (let limits = 1; limits <= 6; limits++) {
    const steps = Array.from({ length: limits + 1 }, (_, kept) => fillOf(kept, limits));
    expect(steps[0]).toBe('fill-sunken');
    expect(steps[limits]).toBe('fill-sequential-6');
    expect(steps.slice(1, -1)).toEqual([...steps.slice(1, -1)].sort());
    expect(steps.slice(0, -1)).not.toContain('fill-sequential-6');
  }
});

test('the table of the plane holds the lines that are drawn, what is not estimable as nothing', () => {
  const point = (id: string, threshold: number, gap: number): PlanePoint => ({ id, threshold, gap, utility: 0.7, spoken: `line ${threshold}` });
  const plane: PlaneData = {
    curve: [],
    heavy: [],
    front: [point('front-0', 0.4, 0.1)],
    now: point('now', 0.5, NaN),
    best: point('best', 0.6, 0.2),
    across: '',
    up: '',
    gapTick: String,
    utilityTick: String,
    nowText: '',
    bestText: '',
  };
  const twin = planeTwin(plane, String, (gap) => gapSize('selection', gap), (utility) => utilitySize('accuracy', utility));
  expect(twin.items.map(({ id }) => id)).toEqual(['now', 'best', 'front-0']);
  expect(twin.table.rows.map((row) => row.slice(0, 3))).toEqual([
    ['0.5', null, 0.7],
    ['0.6', 0.2, 0.7],
    ['0.4', 0.1, 0.7],
  ]);
  expect(twin.table.columns[1]!.format!(0.123)).toBe('12.3 points');
});

test('rules and people by lot are told as what they are', () => {
  const text = (line: number): string => String(line);
  expect(ruleText([{ threshold: 0.5, share: 1 }], text, 'approved')).toBe('0.5');
  const lot = ruleText([{ threshold: 0.5, share: 0.75 }, { threshold: -Infinity, share: 0.1 }, { threshold: Infinity, share: 0.15 }], text, 'approved');
  expect(lot).toBe(`${en.lines.lotLead}: 75.0 of 100 from 0.5, 10.0 of 100 approved whatever the score, 15.0 of 100 not approved whatever the score`);
  expect([peopleText(12), peopleText(12.4)]).toEqual(['12', 'about 12']);
  expect([gapSize('treatment', 0.5), gapSize('tpr', NaN), utilitySize('cost', -0.25)]).toEqual(['0.50', 'not estimable', '25']);
});
