import { expect, test } from 'vitest';
import { PROBABILITY, digitsApart, flipped, valueScale } from '../../../src/app/text/scale';

test.each([
  ['scores that are printed differently anyway', PROBABILITY, 0.51, 0.5, undefined],
  ['the same score', PROBABILITY, 0.5, 0.5, undefined],
  ['a score just below a line', PROBABILITY, 0.4958, 0.5, 1],
  ['one that is closer still', PROBABILITY, 0.49996, 0.5, 3],
  ['values on a coarse scale', valueScale(0, 40_000), 22_400.2, 22_400, 1],
  ['values whose sign is turned', flipped(valueScale(0, 400)), -22.4, -22, 1],
] as const)('%s', (_, scale, one, other, digits) => {
  expect(digitsApart(scale, one, other)).toBe(digits);
  if (digits !== undefined) expect(scale.score(one, digits)).not.toBe(scale.score(other, digits));
});
