import { describe, expect, test } from 'vitest';
import { powerCurve, sizeNeeded } from '../../../../src/engine/fairness/experiments/power/curve';
import { netPower } from '../../../../src/engine/fairness/experiments/power/net';
import { toldApartPower } from '../../../../src/engine/fairness/experiments/power/told-apart';
import { binomialMass } from '../../../../src/engine/stats/distributions';
import { Random } from '../../../../src/engine/stats/random';
import { drawBinomial } from '../../../../src/engine/stats/sampling';
import { fisherExact, mcNemar } from '../../../../src/engine/stats/tests';

describe('power of paired experiments', () => {
  test.each([
    [12, 0.3, 0.5],
    [40, 0.2, 0.2],
    [60, -0.1, 0.4],
  ])('%i people, net %f, changed %f: the sum over every outcome', (n, net, changed) => {
    let brute = 0;
    for (let people = 0; people <= n; people++) {
      for (let gain = 0; gain <= people; gain++) {
        const p = mcNemar(gain, people - gain)?.exact ?? 1;
        if (p <= 0.05) brute += binomialMass(people, n, changed) * binomialMass(gain, people, (changed + net) / (2 * changed));
      }
    }
    expect(netPower(n, { net, changed }, 0.05)).toBeCloseTo(brute, 12);
  });

  test('everybody changes: the closed form of the sign test', () => {
    // P(at most 4, or at least 16, of 20) at 0.75: the critical region of the exact test at 5 % is {0 … 5, 15 … 20}.
    let closed = 0;
    for (let k = 0; k <= 20; k++) if (k <= 5 || k >= 15) closed += binomialMass(k, 20, 0.75);
    expect(netPower(20, { net: 0.5, changed: 1 }, 0.05)).toBeCloseTo(closed, 13);
  });

  test('agrees with 4,000 simulated experiments', () => {
    const random = new Random(31);
    let found = 0;
    for (let run = 0; run < 4000; run++) {
      const people = drawBinomial(400, 0.1, random);
      const gain = drawBinomial(people, 0.75, random);
      if ((mcNemar(gain, people - gain)?.exact ?? 1) <= 0.05) found++;
    }
    const power = netPower(400, { net: 0.05, changed: 0.1 }, 0.05);
    expect(Math.abs(found / 4000 - power)).toBeLessThan(4 * Math.sqrt((power * (1 - power)) / 4000));
  });

  test('without an effect the power is at most alpha; three people have none', () => {
    for (const n of [5, 50, 500, 5000]) expect(netPower(n, { net: 0, changed: 0.1 }, 0.05)).toBeLessThanOrEqual(0.05);
    expect(netPower(3, { net: 1, changed: 1 }, 0.05)).toBe(0);
    expect(netPower(6, { net: 1, changed: 1 }, 0.05)).toBe(1);
  });
});

describe('power of telling groups apart', () => {
  test.each([
    [20, 12, 0.75],
    [8, 30, 0.6],
  ])('%i and %i held out, %f right: the sum over every outcome', (n1, n2, right) => {
    let brute = 0;
    for (let a = 0; a <= n1; a++) {
      for (let b = 0; b <= n2; b++) if (fisherExact(a, n1, b, n2)!.greater <= 0.05) brute += binomialMass(a, n1, right) * binomialMass(b, n2, 1 - right);
    }
    expect(toldApartPower(n1, n2, right, 0.05)).toBeCloseTo(brute, 12);
  });

  test('guessing finds something in at most alpha of all experiments', () => {
    for (const [n1, n2] of [[10, 10], [300, 100], [1500, 1500]]) expect(toldApartPower(n1!, n2!, 0.5, 0.05)).toBeLessThanOrEqual(0.05);
    expect(toldApartPower(0, 10, 0.9, 0.05)).toBe(0);
  });
});

test('the size needed is the first found to reach the wanted power, and none where the largest does not', () => {
  const power = (n: number): number => netPower(n, { net: 0.03, changed: 0.06 }, 0.05);
  const needed = sizeNeeded(power, 0.8, 10_000)!;
  expect(power(needed)).toBeGreaterThanOrEqual(0.8);
  expect(power(Math.floor(needed * 0.9))).toBeLessThan(0.8);
  expect(sizeNeeded(power, 0.8, 100)).toBeNull();
  const curve = powerCurve(power, 10, 2000);
  expect(curve[0]!.size).toBe(10);
  expect(curve.at(-1)).toEqual({ size: 2000, power: power(2000) });
});
