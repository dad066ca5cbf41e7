import { expect, test } from 'vitest';
import { Random } from '../../../src/engine/stats/random';
import { sortOrder } from '../../../src/engine/stats/sort';

test.each([0, 1, 50, 4095, 4096, 20_000])('orders %d numbers upwards and keeps the order of ties', (n) => {
  const random = new Random(n);
  const special = [0, -0, Infinity, -Infinity, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 1, -1];
  const values = Float64Array.from({ length: n }, () => {
    const draw = random.uniform();
    if (draw < 0.2) return special[random.below(special.length)]!;
    return draw < 0.5 ? Math.round(random.normal() * 5) : random.normal() * 10 ** (random.below(20) - 10);
  });
  const before = values.slice();
  const expected = Array.from({ length: n }, (_, i) => i).sort((a, b) => (values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : a - b));
  expect([...sortOrder(values)]).toEqual(expected);
  expect(values).toEqual(before);
});

test('numbers that differ in one 16-bit digit only are ordered', () => {
  const values = Float64Array.from({ length: 5000 }, (_, i) => 1 + ((i * 7919) % 5000) * 2 ** -40);
  const order = sortOrder(values);
  for (let i = 1; i < 5000; i++) expect(values[order[i - 1]!]).toBeLessThanOrEqual(values[order[i]!]!);
});
