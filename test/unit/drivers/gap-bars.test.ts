import { expect, test } from 'vitest';
import { gapTwin } from '../../../src/app/charts/gap/twin';
import { printedParts, stepsOf, wayOf } from '../../../src/app/screens/drivers/gap/bars';
import type { GroupsState } from '../../../src/app/state/groups.svelte';
import { en } from '../../../src/app/text/en';
import type { GapShares } from '../../../src/engine/fairness/gap/types';

const groups = { names: ['Circles', 'Triangles'], slot: (group: number) => group + 1 } as unknown as GroupsState;
const half = Float64Array.of(0.01, 0.02, 0);
const shares: GapShares = {
  a: 0.7186,
  b: 0.47,
  total: 0.2486,
  phi: Float64Array.of(0.1586, 0.09, 0),
  se: half,
  halfWidth: half,
  bandHalfWidth: half,
  covariance: Float64Array.of(0.0001, 0, 0, 0, 0.0004, 0, 0, 0, 0),
  freedom: 1000,
  remainder: 0,
  remainderHalfWidth: 0,
};
const PRINT = { factor: 100, decimals: 1 };
const { chart } = wayOf(shares, ['employment', 'income', 'term'], groups, { a: 0, b: 'others' }, PRINT, 'axis', 0.05, (player) => (player === 0 ? 'tells group' : undefined));

test('the way has both groups, each input, the rest by its number, and what is left over', () => {
  expect([chart.start.name, chart.start.text, chart.end.name, chart.end.text]).toEqual([en.gap.restOf, '47.0', 'Circles', '71.9']);
  expect(chart.bars.map(({ name, text }) => [name, text])).toEqual([['employment', '+15.9'], ['income', '+9.0'], [en.gap.others(1), '0.0'], [en.gap.remainder, '0.0']]);
  expect(chart.bars[0]!.note).toBe('tells group');
  expect(chart.bars[0]!.low).toBeCloseTo(15.86 - 1.96, 1);
  expect([chart.bars[2]!.low, chart.bars[3]!.high]).toEqual([null, null]);
});

test('the table holds what is drawn, and what is spoken has the interval', () => {
  const twin = gapTwin(chart, { ...en.gap.twin, summary: 's' });
  expect(twin.table.rows).toHaveLength(6);
  expect(twin.table.rows[1]!.slice(0, 2)).toEqual(['employment', { value: chart.bars[0]!.to - chart.bars[0]!.from, text: '+15.9' }]);
  expect(twin.items[1]!.text).toMatch(/^employment: \+15\.9, 95% interval \+13\.9 to \+17\.8$/);
});

test('parts are printed elsewhere as in the way', () => {
  expect([...printedParts(stepsOf(shares, PRINT, 0.05))]).toEqual([[0, 15.9], [1, 9]]);
});
