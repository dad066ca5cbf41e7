import { expect, test } from 'vitest';
import { typicalValues } from '../../../src/engine/influence/typical';

const number = { kind: 'number' } as const;
const level = { kind: 'level' } as const;

test.each([
  ['the middle number', [number], [3, 1, 2], [2]],
  ['the mean of two middle numbers, missing cells left out', [number], [4, NaN, 1, 2, 3], [2.5]],
  ['the most frequent level, the first of equals', [level], [2, 0, 2, 0, 1], [0]],
  ['nothing where all is missing', [number], [NaN, NaN], [NaN]],
  ['each feature on its own', [number, level], [1, 5, 9, 5, 2, 7], [2, 5]],
])('typical is %s', (_, features, values, expected) => {
  expect([...typicalValues(features, Float64Array.from(values))]).toEqual(expected);
});
