import { describe, expect, test } from 'vitest';
import { changedFeatures, copiesOf, makeChange } from '../../../src/engine/fairness/mitigation/apply';
import { fitReplacement, type ReplacementFacts } from '../../../src/engine/fairness/mitigation/replacement';
import type { Replacement, Way } from '../../../src/engine/fairness/mitigation/types';
import type { Player } from '../../../src/engine/influence/players';
import { Random } from '../../../src/engine/stats/random';

/** x, y = 2x + 1 (sometimes missing), a level, and a block of three columns that goes with the level. */
const features = [
  { name: 'x', kind: 'number' },
  { name: 'y', kind: 'number' },
  { name: 'level', kind: 'level' },
  { name: 'b=0', kind: 'number' },
  { name: 'b=1', kind: 'number' },
  { name: 'b=2', kind: 'number' },
] as const;
const X: Player = { name: 'x', features: [0] };
const Y: Player = { name: 'y', features: [1] };
const LEVEL: Player = { name: 'level', features: [2] };
const BLOCK: Player = { name: 'b', features: [3, 4, 5] };

function facts(rows: number, seed = 5, missing = 0.1): ReplacementFacts & { groups: Int32Array<ArrayBuffer> } {
  const random = new Random(seed);
  const groups = new Int32Array(rows);
  const values = new Float64Array(rows * 6);
  for (let row = 0; row < rows; row++) {
    groups[row] = random.uniform() < 0.05 ? -1 : random.below(2);
    const level = random.below(3);
    const x = random.normal() + groups[row]! + level;
    values.set([x, random.uniform() < missing ? NaN : 2 * x + 1, level, 0, 0, 0], row * 6);
    values[row * 6 + 3 + ((level + 1) % 3)] = 1;
  }
  return { features, values, seed: 1, groups, groupCount: 2 };
}

function changedRow(replacement: Replacement, known: ReplacementFacts, row: number, copy = 0, group = -1): number[] {
  const out = known.values.slice(row * 6, row * 6 + 6);
  makeChange(replacement)(out, 0, copy, group);
  return [...out];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('a constant', () => {
  test('is the median of numbers, the most frequent level, and a combination that occurs for a block', () => {
    const known = facts(301);
    const column = (feature: number): number[] => Array.from({ length: 301 }, (_, row) => known.values[row * 6 + feature]!).filter((v) => !Number.isNaN(v));
    const replacement = fitReplacement({ kind: 'constant' }, [Y, LEVEL, BLOCK], known);
    const [x, y, level, ...block] = changedRow(replacement, known, 3);
    const sorted = column(1).sort((a, b) => a - b);
    expect(x).toBe(known.values[18]);
    expect(y).toBeCloseTo((sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2, 12);
    const count = (of: number): number => column(2).filter((v) => v === of).length;
    expect(count(level!)).toBe(Math.max(count(0), count(1), count(2)));
    expect(sum(block)).toBe(1);
    expect(block[(level! + 1) % 3]).toBe(1);
    expect(changedFeatures(replacement)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('draws', () => {
  test('are rows of real people, keep blocks whole, and are spread like the values of everybody', () => {
    const known = facts(5000, 6, 0);
    const replacement = fitReplacement({ kind: 'marginal', draws: 40 }, [X, BLOCK], known);
    expect(copiesOf(replacement)).toBe(40);
    const rows = Array.from({ length: 40 }, (_, copy) => changedRow(replacement, known, 0, copy));
    const real = new Set(Array.from({ length: 5000 }, (_, row) => [0, 3, 4, 5].map((f) => known.values[row * 6 + f]).join()));
    for (const row of rows) expect(real.has([row[0], ...row.slice(3)].join())).toBe(true);
    const mean = sum(Array.from({ length: 5000 }, (_, row) => known.values[row * 6]!)) / 5000;
    expect(Math.abs(sum(rows.map((row) => row[0]!)) / 40 - mean)).toBeLessThan(0.1);
  });

  test('are the same for one seed, others for another, and everybody where there are fewer people than draws', () => {
    const known = facts(400);
    const of = (seed: number): Replacement => fitReplacement({ kind: 'marginal', draws: 20 }, [X], { ...known, seed });
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
    expect(copiesOf(fitReplacement({ kind: 'marginal', draws: 50 }, [X], facts(3)))).toBe(3);
  });
});

describe('what is expected from justified inputs', () => {
  const conditional = (...justified: Player[]): Way => ({ kind: 'conditional', justified });

  test('is the exact value where the input is a linear function of them, also for rows where it is missing', () => {
    const known = facts(500);
    const replacement = fitReplacement(conditional(X), [Y], known);
    const range = Array.from({ length: 500 }, (_, row) => known.values[row * 6 + 1]!).filter((value) => !Number.isNaN(value));
    for (let row = 0; row < 500; row++) {
      const expected = Math.min(Math.max(...range), Math.max(Math.min(...range), 2 * known.values[row * 6]! + 1));
      expect(changedRow(replacement, known, row)[1]).toBeCloseTo(expected, 5);
    }
  });

  test('is the mean of each level where one level input is justified', () => {
    const known = facts(600, 9, 0);
    const replacement = fitReplacement(conditional(LEVEL), [X], known);
    for (let row = 0; row < 20; row++) {
      const own = Array.from({ length: 600 }, (_, other) => other).filter((other) => known.values[other * 6 + 2] === known.values[row * 6 + 2]);
      expect(changedRow(replacement, known, row)[0]).toBeCloseTo(sum(own.map((other) => known.values[other * 6]!)) / own.length, 5);
    }
  });

  test('keeps blocks valid and finds the level that goes with them', () => {
    const known = facts(600);
    const blocks = fitReplacement(conditional(LEVEL), [BLOCK], known);
    const levels = fitReplacement(conditional(BLOCK), [LEVEL], known);
    for (let row = 0; row < 50; row++) {
      expect(changedRow(blocks, known, row)).toEqual([...known.values.subarray(row * 6, row * 6 + 6)]);
      expect(changedRow(levels, known, row)[2]).toBe(known.values[row * 6 + 2]);
    }
  });

  test('takes a missing justified value for a value of its own', () => {
    const known = facts(800, 3, 0.3);
    const replacement = fitReplacement(conditional(Y), [X], known);
    const gone = Array.from({ length: 800 }, (_, row) => row).filter((row) => Number.isNaN(known.values[row * 6 + 1]!));
    const mean = sum(gone.map((row) => known.values[row * 6]!)) / gone.length;
    for (const row of gone.slice(0, 5)) expect(changedRow(replacement, known, row)[0]).toBeCloseTo(mean, 5);
  });

  test('equals least squares by normal equations', () => {
    const known = facts(50, 21, 0);
    const replacement = fitReplacement(conditional(X), [{ name: 'y', features: [1] }], { ...known, values: known.values.map((v, i) => (i % 6 === 1 ? v + Math.sin(i) : v)) });
    const rows = Array.from({ length: 50 }, (_, row) => [known.values[row * 6]!, known.values[row * 6 + 1]! + Math.sin(row * 6 + 1)] as const);
    const [mx, my] = [sum(rows.map(([x]) => x)) / 50, sum(rows.map(([, y]) => y)) / 50];
    const slope = sum(rows.map(([x, y]) => (x - mx) * (y - my))) / sum(rows.map(([x]) => (x - mx) ** 2));
    const row = rows.findIndex(([x]) => Math.abs(x - mx) < 0.5);
    expect(changedRow(replacement, known, row)[1]).toBeCloseTo(my + slope * (rows[row]![0] - mx), 6);
  });
});

describe('rank repair', () => {
  const known = facts(2000, 12, 0.05);
  const repair = (amount: number): Replacement => fitReplacement({ kind: 'repair', amount }, [X, Y], known);

  test('puts the value of the same rank among everybody, by the definition', () => {
    const small = facts(120, 4, 0);
    const replacement = fitReplacement({ kind: 'repair', amount: 1 }, [X], small);
    const column = Array.from({ length: 120 }, (_, row) => small.values[row * 6]!);
    const pooled = [...column].sort((a, b) => a - b);
    for (let row = 0; row < 120; row++) {
      const group = small.groups[row]!;
      if (group < 0) continue;
      const own = column.filter((_, other) => small.groups[other] === group);
      const rank = (own.filter((v) => v < column[row]!).length + 0.5) / own.length;
      const place = Math.min(119, Math.max(0, rank * 120 - 0.5));
      const expected = pooled[Math.floor(place)]! + (place % 1) * (pooled[Math.ceil(place)]! - pooled[Math.floor(place)]!);
      expect(changedRow(replacement, small, row, 0, group)[0]).toBeCloseTo(expected, 12);
    }
  });

  test.each([
    [0, 1],
    [0.5, 0.5],
    [1, 0],
  ])('with amount %s leaves %s of the difference between the groups', (amount, left) => {
    const replacement = repair(amount);
    const mean = (group: number, changed: boolean): number => {
      const own = Array.from({ length: 2000 }, (_, row) => row).filter((row) => known.groups[row] === group);
      return sum(own.map((row) => (changed ? changedRow(replacement, known, row, 0, group)[0]! : known.values[row * 6]!))) / own.length;
    };
    expect(mean(1, true) - mean(0, true)).toBeCloseTo(left * (mean(1, false) - mean(0, false)), 1);
  });

  test('leaves missing values and unknown groups as they are', () => {
    const row = Array.from({ length: 2000 }, (_, r) => r).find((r) => Number.isNaN(known.values[r * 6 + 1]!))!;
    expect(changedRow(repair(1), known, row, 0, 0)[1]).toBeNaN();
    expect(changedRow(repair(1), known, 0, 0, -1)[0]).toBe(known.values[0]);
  });
});

describe('what cannot be changed is refused by name', () => {
  const known = facts(100);
  test.each<[string, Way, Player[], Partial<ReplacementFacts>]>([
    ['no-input', { kind: 'constant' }, [], {}],
    ['no-rows', { kind: 'constant' }, [X], { values: new Float64Array(0) }],
    ['no-justified', { kind: 'conditional', justified: [] }, [X], {}],
    ['overlap', { kind: 'conditional', justified: [X, Y] }, [X], {}],
    ['repair-groups', { kind: 'repair', amount: 1 }, [X], { groupCount: 1 }],
    ['repair-order', { kind: 'repair', amount: 1 }, [X, LEVEL], {}],
    ['repair-order', { kind: 'repair', amount: 1 }, [BLOCK], {}],
  ])('%s', (code, way, players, other) => {
    expect(() => fitReplacement(way, players, { ...known, ...other })).toThrow(expect.objectContaining({ code }));
  });

  test('three rows are enough for every other way', () => {
    const three = facts(3, 2, 0);
    for (const way of [{ kind: 'constant' }, { kind: 'marginal', draws: 20 }, { kind: 'conditional', justified: [X] }] as const)
      expect(changedRow(fitReplacement(way, [BLOCK], three), three, 0).slice(3).reduce((a, b) => a + b)).toBe(1);
  });
});
