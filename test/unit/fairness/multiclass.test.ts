import { expect, test } from 'vitest';
import { CELL } from '../../../src/engine/fairness/counts';
import { classCounts, topClasses } from '../../../src/engine/fairness/multiclass';

test('the decided class has the highest score; a missing score decides nothing', () => {
  expect([...topClasses(Float64Array.of(0.2, 0.5, 0.3, 0.4, 0.4, 0.2, NaN, 1, 0), 3)]).toEqual([1, 0, -1]);
});

test('one class against the rest counts decisions for it and people of it', () => {
  const decided = Int32Array.of(0, 1, 2, 1, -1, 1);
  const truth = Float64Array.of(0, 1, 1, 2, 1, NaN);
  const { table, missing } = classCounts(decided, truth, 1, { groups: Int32Array.of(0, 0, 0, 0, 0, 0), groupCount: 1 });
  expect(missing).toBe(1);
  const cells = Object.fromEntries(Object.entries(CELL).map(([name, at]) => [name, table.people[at]]));
  expect(cells).toEqual({ truePositive: 1, falsePositive: 1, selectedUnknown: 1, falseNegative: 1, trueNegative: 1, rejectedUnknown: 0 });
});
