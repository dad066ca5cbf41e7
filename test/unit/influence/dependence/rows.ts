import { sigmoid } from '../../../../src/engine/models/links';
import type { Random } from '../../../../src/engine/stats/random';

export type Row = readonly [number, number, number];
export type Model = (a: number, b: number, c: number) => number;

/** How values are drawn, each of mean 0 and variance 1. */
export const VALUES = {
  /** Between −√3 and √3. */
  bounded: (random: Random) => (2 * random.uniform() - 1) * Math.sqrt(3),
  normal: (random: Random) => random.normal(),
  exponential: (random: Random) => -Math.log(1 - random.uniform()) - 1,
};

/** The quantity of every row with each row's own values put in: of the first input, of the second, of both. */
export function filled(rows: readonly Row[], model: Model): [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>] {
  const n = rows.length;
  const out = [new Float64Array(n * n), new Float64Array(n * n), new Float64Array(n * n)] as const;
  for (let point = 0, at = 0; point < n; point++) {
    const [a, b] = rows[point]!;
    for (let row = 0; row < n; row++, at++) {
      const [ownA, ownB, c] = rows[row]!;
      out[0][at] = model(a, ownB, c);
      out[1][at] = model(ownA, b, c);
      out[2][at] = model(a, b, c);
    }
  }
  return [...out];
}

/** Rows whose second value is the same as the first for some. */
export function draw(random: Random, count: number, same = 0, value: (random: Random) => number = VALUES.bounded): Row[] {
  return Array.from({ length: count }, () => {
    const first = value(random);
    return [first, random.uniform() < same ? first : value(random), value(random)];
  });
}

export const curved: Model = (a, b, c) => sigmoid(a + b + a * b + 0.5 * c);
