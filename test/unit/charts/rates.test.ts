import { describe, expect, test } from 'vitest';
import { fractionLayout } from '../../../src/app/charts/fractions/layout';
import { fractionTwin } from '../../../src/app/charts/fractions/twin';
import type { FractionRow } from '../../../src/app/charts/fractions/types';
import { rateDomain } from '../../../src/app/charts/rates/domain';
import { rateTwin } from '../../../src/app/charts/rates/twin';
import type { RateMark, RateRow } from '../../../src/app/charts/rates/types';
import { scoreTwin } from '../../../src/app/charts/score/twin';
import { PROBABILITY } from '../../../src/app/text/scale';

const mark = (over: Partial<RateMark>): RateMark => ({
  id: 'c',
  name: 'Circles',
  slot: 1,
  n: 2012,
  rate: 0.732,
  low95: 0.712,
  high95: 0.751,
  low66: 0.722,
  high66: 0.741,
  ...over,
});
const row = (...marks: RateMark[]): RateRow => ({ id: marks[0]!.id, label: marks[0]!.name, marks });

describe('the axis of rates', () => {
  test.each([
    [[0.46, 0.75], 0.6, [0.4, 0.8]],
    [[0.05, 0.1], null, [0, 0.4]],
    [[0.93, 0.99], null, [0.6, 1]],
    [[0.1, 0.9], null, [0, 1]],
    [[0.5, 0.5], 0.5, [0.3, 0.7]],
  ] as const)('for intervals within %j', ([low, high], everyone, expected) => {
    const domain = rateDomain([row(mark({ rate: (low + high) / 2, low95: low, high95: high }))], everyone);
    expect(domain[0]).toBeCloseTo(expected[0], 9);
    expect(domain[1]).toBeCloseTo(expected[1], 9);
  });

  test('is whole without any rate', () => {
    expect(rateDomain([row(mark({ rate: null, low95: null, high95: null }))], null)).toEqual([0, 1]);
  });
});

describe('the words of rates', () => {
  test('give rate, interval, people and the difference to everyone else', () => {
    const twin = rateTwin([row(mark({ versus: { difference: 0.134, low: 0.1, high: 0.16 } }))], 'Summary.');
    expect(twin.items[0]!.text).toBe('Circles: 73 of 100, 95% interval 71 to 75, 2012 people, +13 points against everyone else');
    expect(twin.table.rows[0]).toEqual(['Circles', 2012, 1473, 0.732, 0.712, 0.751, 0.134]);
  });

  test('say when there are too few and when there is nobody', () => {
    expect(rateTwin([row(mark({ n: 24, tooFew: true }))], '').items[0]!.text).toBe('Circles: too few people to say, 24');
    const nobody = rateTwin([row(mark({ n: 0, rate: null, low95: null, high95: null }))], '');
    expect(nobody.items[0]!.text).toContain('not estimable');
    expect(nobody.table.rows[0]!.slice(2)).toEqual([null, null, null, null, null]);
  });

  test('name the stratum where a row has several groups', () => {
    const twin = rateTwin([{ id: 's', label: 'No late payments', marks: [mark({}), mark({ id: 't', name: 'Triangles' })] }], '');
    expect(twin.table.columns).toHaveLength(8);
    expect(twin.table.rows.map((cells) => cells.slice(0, 2))).toEqual([
      ['No late payments', 'Circles'],
      ['No late payments', 'Triangles'],
    ]);
  });
});

describe('fractions', () => {
  const rows: FractionRow[] = [
    {
      id: 'fnr',
      label: 'Denied, among those who would have repaid',
      strong: 'hollow',
      pale: 'filled',
      evidence: 'clear',
      note: '22 points more for Triangles',
      fractions: [
        { id: 'c', name: 'Circles', slot: 1, part: 153, whole: 1251 },
        { id: 't', name: 'Triangles', slot: 2, part: 0, whole: 0 },
      ],
    },
  ];

  test('are said with counts, and an empty whole is not a zero', () => {
    const twin = fractionTwin(rows, '');
    expect(twin.items[0]!.text).toBe(
      'Denied, among those who would have repaid, Circles: 12 of 100, that is 153 of 1251 people. ' +
        'Denied, among those who would have repaid, Triangles: nobody to count. clear. 22 points more for Triangles',
    );
    expect(twin.table.rows[1]!.at(-1)).toBeNull();
  });

  test.each([260, 310, 520, 1100])('are placed within %d', (width) => {
    const layout = fractionLayout(rows, width);
    for (const placed of layout.rows) {
      for (const block of placed.blocks) {
        expect(block.x).toBeGreaterThanOrEqual(0);
        expect(block.x + layout.block).toBeLessThanOrEqual(width + 0.01);
        expect(block.y + 44).toBeLessThanOrEqual(layout.height);
      }
    }
  });
});

test('the words of a score strip place the person against the line', () => {
  const bins = Array.from({ length: 200 }, () => 2);
  const twin = scoreTwin(bins, PROBABILITY, 0.5, { name: 'Jane', score: 0.291 });
  expect(twin.summary).toBe('Jane: 29, 21 points short');
  expect(twin.items).toHaveLength(11);
  expect(twin.items[1]!.text).toBe('Score 0 to 10: 40 people');
  expect(twin.table.rows.reduce((sum, cells) => sum + Number(cells[2]), 0)).toBe(400);
});
