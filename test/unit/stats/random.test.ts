import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/engine/stats/random';

/** χ² of counts against equal chances, as a standard score (Wilson and Hilferty 1931). */
function chiSquareScore(counts: ArrayLike<number>, total: number): number {
  const cells = counts.length;
  const expected = total / cells;
  let statistic = 0;
  for (let i = 0; i < cells; i++) statistic += (counts[i]! - expected) ** 2 / expected;
  const freedom = cells - 1;
  return (Math.cbrt(statistic / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom));
}

describe('xoshiro128**', () => {
  test('gives the numbers of the authors’ C code from state 1, 2, 3, 4', () => {
    const random = Random.fromState(1, 2, 3, 4);
    const drawn = Array.from({ length: 10 }, () => random.uint32());
    expect(drawn).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804]);
  });

  test('agrees with big-integer arithmetic over 2,000 draws', () => {
    const mask = 0xffffffffn;
    const turn = (x: bigint, k: bigint): bigint => ((x << k) | (x >> (32n - k))) & mask;
    let [a, b, c, d] = [0xdeadbeefn, 0x12345678n, 0x9abcdef0n, 0xffffffffn];
    const random = Random.fromState(0xdeadbeef, 0x12345678, 0x9abcdef0, 0xffffffff);
    for (let i = 0; i < 2000; i++) {
      const expected = (turn((b * 5n) & mask, 7n) * 9n) & mask;
      const shifted = (b << 9n) & mask;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = turn(d, 11n);
      expect(random.uint32()).toBe(Number(expected));
    }
  });

  test('repeats from a seed and differs between seeds that differ in any 32-bit half', () => {
    const first = (seed: number): string => {
      const random = new Random(seed);
      return [random.uint32(), random.uint32(), random.uint32()].join();
    };
    expect(first(7)).toBe(first(7));
    const seeds = [0, 1, 2, -1, -2, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 40, -(2 ** 40), 2 ** 53 - 1, 1 - 2 ** 53];
    expect(new Set(seeds.map(first)).size).toBe(seeds.length);
  });
});

describe('uniformity', () => {
  test.each([1, 2, 1047, 2 ** 45 + 3])('seed %d fills 1,000 cells evenly by high and by low bits', (seed) => {
    const random = new Random(seed);
    const high = new Uint32Array(1000);
    const low = new Uint32Array(1024);
    for (let i = 0; i < 200_000; i++) high[Math.floor(random.uniform() * 1000)]!++;
    for (let i = 0; i < 200_000; i++) low[random.uint32() & 1023]!++;
    expect(Math.abs(chiSquareScore(high, 200_000))).toBeLessThan(4);
    expect(Math.abs(chiSquareScore(low, 200_000))).toBeLessThan(4);
  });

  test('each of the 32 bits is set half the time, and pairs of neighbours fill 64 × 64 cells evenly', () => {
    const random = new Random(5);
    const bits = new Float64Array(32);
    const pairs = new Uint32Array(4096);
    const draws = 400_000;
    for (let i = 0; i < draws; i++) {
      const x = random.uint32();
      for (let bit = 0; bit < 32; bit++) bits[bit]! += (x >>> bit) & 1;
      pairs[(x >>> 26) * 64 + (random.uint32() >>> 26)]!++;
    }
    for (const count of bits) expect(Math.abs(count - draws / 2) / Math.sqrt(draws / 4)).toBeLessThan(4.5);
    expect(Math.abs(chiSquareScore(pairs, draws))).toBeLessThan(4);
  });

  test.each([1, 2, 3, 7, 100])('below(%d) is even', (below) => {
    const counts = new Uint32Array(below);
    const random = new Random(below);
    for (let i = 0; i < 100_000; i++) counts[random.below(below)]!++;
    if (below === 1) expect(counts[0]).toBe(100_000);
    else expect(Math.abs(chiSquareScore(counts, 100_000))).toBeLessThan(4);
  });

  test('below has no bias where a plain remainder has a large one', () => {
    const below = 3 * 2 ** 30;
    const random = new Random(9);
    let first = 0;
    for (let i = 0; i < 60_000; i++) if (random.below(below) < 2 ** 30) first++;
    expect(Math.abs(first - 20_000) / Math.sqrt((60_000 * 2) / 9)).toBeLessThan(4);
  });

  test.each([0, -1, 1.5, NaN, 2 ** 33])('below(%d) is refused instead of running for ever', (below) => {
    expect(() => new Random(1).below(below)).toThrow(RangeError);
  });
});

describe('streams', () => {
  const correlation = (a: Random, b: Random, draws: number): number => {
    let sum = 0;
    for (let i = 0; i < draws; i++) sum += (a.uniform() - 0.5) * (b.uniform() - 0.5);
    return (sum * 12) / Math.sqrt(draws);
  };

  test('neighbouring streams and neighbouring seeds are uncorrelated', () => {
    const scores: number[] = [];
    for (let i = 0; i < 200; i++) {
      scores.push(correlation(Random.stream(1, i), Random.stream(1, i + 1), 2000));
      scores.push(correlation(new Random(i), new Random(i + 1), 2000));
      scores.push(correlation(Random.stream(i, 3), Random.stream(i + 1, 3), 2000));
    }
    const meanSquare = scores.reduce((sum, z) => sum + z * z, 0) / scores.length;
    expect(Math.max(...scores.map(Math.abs))).toBeLessThan(4.5);
    expect(meanSquare).toBeGreaterThan(0.75);
    expect(meanSquare).toBeLessThan(1.25);
  });

  test('the first, second and third draws across streams are even, so short streams are as good as long ones', () => {
    const counts = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)];
    for (let i = 0; i < 60_000; i++) {
      const random = Random.stream(42, i);
      for (const cells of counts) cells[random.uint32() >>> 24]!++;
    }
    for (const cells of counts) expect(Math.abs(chiSquareScore(cells, 60_000))).toBeLessThan(4);
  });

  test('no first draw is shared by 3,000 streams more often than chance allows, nor with the main stream', () => {
    const seen = new Set([new Random(3).uint32()]);
    for (let i = 0; i < 3000; i++) seen.add(Random.stream(3, i).uint32());
    expect(seen.size).toBeGreaterThan(2999);
  });
});

describe('derived draws', () => {
  test('normal has the moments and tail of a standard normal', () => {
    const random = new Random(11);
    const draws = 200_000;
    let [mean, square, fourth, tail] = [0, 0, 0, 0];
    for (let i = 0; i < draws; i++) {
      const z = random.normal();
      mean += z / draws;
      square += (z * z) / draws;
      fourth += z ** 4 / draws;
      if (Math.abs(z) > 1.959963984540054) tail++;
    }
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(draws));
    expect(Math.abs(square - 1)).toBeLessThan(4 * Math.sqrt(2 / draws));
    expect(Math.abs(fourth - 3)).toBeLessThan(4 * Math.sqrt(96 / draws));
    expect(Math.abs(tail / draws - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / draws));
  });

  test.each([0, 0.3, 4, 80, 2500])('poisson(%d) has mean and variance equal to its parameter', (mean) => {
    const random = new Random(13);
    const draws = mean > 1000 ? 2000 : 20_000;
    let [sum, square] = [0, 0];
    for (let i = 0; i < draws; i++) {
      const x = random.poisson(mean) - mean;
      sum += x;
      square += x * x;
    }
    expect(Math.abs(sum)).toBeLessThanOrEqual(4 * Math.sqrt(mean * draws));
    expect(Math.abs(square / draws - mean)).toBeLessThanOrEqual(4 * Math.sqrt((mean + 2 * mean * mean) / draws));
  });

  test('shuffle makes all 24 orders of four items equally often', () => {
    const counts = new Map<string, number>();
    const random = new Random(17);
    for (let i = 0; i < 48_000; i++) {
      const order = random.shuffle([0, 1, 2, 3]).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(Math.abs(chiSquareScore([...counts.values()], 48_000))).toBeLessThan(4);
  });

  test('sample gives different items, every set of 2 out of 5 equally often, and everything when asked for more', () => {
    const counts = new Map<string, number>();
    const random = new Random(19);
    for (let i = 0; i < 40_000; i++) {
      const pair = [...random.sample(5, 2)].join('');
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
    expect(counts.size).toBe(20);
    expect(Math.abs(chiSquareScore([...counts.values()], 40_000))).toBeLessThan(4);
    expect([...random.sample(4, 9)].sort()).toEqual([0, 1, 2, 3]);
  });
});
