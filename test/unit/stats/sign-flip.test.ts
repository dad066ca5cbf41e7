import { expect, test } from 'vitest';
import { Random } from '../../../src/engine/stats/random';
import { drawSigns, everySign, signFlipTest } from '../../../src/engine/stats/tests';

/** Darwin's maize: crossed minus self-fertilised height of 15 pairs, in eighths of an inch. From Fisher, The Design of Experiments (1935), § 17. */
const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

test('Fisher’s own example: 1,726 of 32,768 signings of Darwin’s maize reach the sum either way', () => {
  expect(everySign(maize)).toBe(1726 / 32_768);
});

test('differences of one size are McNemar’s test', () => {
  expect(everySign([...Array<number>(9).fill(0.2), -0.2, 0, NaN, 0])).toBeCloseTo(0.021484375, 15);
  expect(everySign([])).toBe(1);
});

test('drawn signs come near to all signs, can be spread and added up, and repeat by seed', () => {
  const exact = everySign(maize);
  const whole = drawSigns(maize, 3, 0, 20_000);
  expect(Math.abs(whole.asLarge / 20_000 - exact)).toBeLessThan(4 * Math.sqrt(exact / 20_000));
  expect(drawSigns(maize, 3, 0, 7000).asLarge + drawSigns(maize, 3, 7000, 13_000).asLarge).toBe(whole.asLarge);
});

test('p-values of drawn signs are even when nothing differs: 1,000 samples of 30 pairs', () => {
  const random = new Random(21);
  const p = Array.from({ length: 1000 }, (_, run) =>
    signFlipTest(Float64Array.from({ length: 30 }, () => random.normal()), run, 199),
  ).sort((a, b) => a - b);
  const distance = Math.max(...p.map((value, i) => Math.abs((i + 0.5) / 1000 - value)));
  expect(distance).toBeLessThan(1.63 / Math.sqrt(1000) + 1 / 200);
});
