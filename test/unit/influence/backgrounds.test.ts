import { describe, expect, test } from 'vitest';
import { backgroundStatement, chooseBackground, takeRows } from '../../../src/engine/influence/backgrounds';
import type { BackgroundKind, BackgroundPool } from '../../../src/engine/influence/backgrounds';

const pool: BackgroundPool = {
  rows: 1000,
  favourable: Uint8Array.from({ length: 1000 }, (_, row) => (row % 4 === 0 ? 1 : 0)),
  group: Int32Array.from({ length: 1000 }, (_, row) => (row % 10 === 9 ? -1 : row % 2)),
  usable: Uint8Array.from({ length: 1000 }, (_, row) => (row < 20 ? 0 : 1)),
  nearest: Int32Array.of(41, 3, 77, 500, 12, 999, 640),
  person: 41,
};

describe('background rows', () => {
  test.each<[BackgroundKind, number, (row: number) => boolean]>([
    [{ kind: 'everyone' }, 980, (row) => row >= 20],
    [{ kind: 'favourable' }, 245, (row) => row >= 20 && row % 4 === 0],
    [{ kind: 'same-group' }, 392, (row) => row >= 20 && row % 2 === 1 && row % 10 !== 9],
    [{ kind: 'group', group: 0 }, 490, (row) => row >= 20 && row % 2 === 0],
    [{ kind: 'nearest' }, 4, (row) => [77, 500, 999, 640].includes(row)],
    [{ kind: 'row', row: 77 }, 1, (row) => row === 77],
    [{ kind: 'second-table', rows: 3000 }, 3000, (row) => row < 3000],
  ])('%j come from the right rows, each once', (kind, of, belongs) => {
    const drawn = chooseBackground(kind, pool, 100, 5);
    expect(drawn.of).toBe(of);
    expect(drawn.rows.length).toBe(Math.min(100, of));
    expect(new Set(drawn.rows).size).toBe(drawn.rows.length);
    expect([...drawn.rows].every(belongs)).toBe(true);
    expect([...chooseBackground(kind, pool, 100, 5).rows]).toEqual([...drawn.rows]);
    if (of > 100) expect([...chooseBackground(kind, pool, 100, 6).rows]).not.toEqual([...drawn.rows]);
  });

  test('the nearest are the first of them without the person and rows that have no score, all there are to draw from', () => {
    const drawn = chooseBackground({ kind: 'nearest' }, pool, 2, 5);
    expect([...drawn.rows].sort((a, b) => a - b)).toEqual([77, 500]);
    expect(drawn.of).toBe(2);
    expect(backgroundStatement(drawn)).toBe('the 2 rows most like the person');
  });

  test('draw every row equally often', () => {
    const counts = new Float64Array(20);
    for (let seed = 0; seed < 4000; seed++)
      for (const row of chooseBackground({ kind: 'everyone' }, { rows: 20, person: 0 }, 5, seed).rows) counts[row]!++;
    const square = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 750, 0);
    expect(square).toBeLessThan(43.8);
  });

  test.each<[BackgroundKind, BackgroundPool, string]>([
    [{ kind: 'favourable' }, { ...pool, favourable: new Uint8Array(1000) }, 'no-background'],
    [{ kind: 'row', row: 3 }, pool, 'no-background'],
    [{ kind: 'favourable' }, { rows: 10, person: 0 }, 'background-facts'],
    [{ kind: 'same-group' }, { ...pool, person: 29 }, 'background-facts'],
    [{ kind: 'same-group' }, { ...pool, person: -1 }, 'background-facts'],
    [{ kind: 'group', group: 7 }, pool, 'no-background'],
    [{ kind: 'group', group: 0 }, { rows: 10, person: 0 }, 'background-facts'],
    [{ kind: 'nearest' }, { rows: 10, person: 0 }, 'background-facts'],
  ])('%j of a pool without them are refused', (kind, from, code) => {
    expect(() => chooseBackground(kind, from, 100, 1)).toThrow(expect.objectContaining({ code }) as Error);
  });

  test.each<[BackgroundKind, number, string]>([
    [{ kind: 'everyone' }, 100, '100 of 980 rows, everyone, seed 5'],
    [{ kind: 'favourable' }, 1e9, 'all 245 rows, rows with the favourable decision'],
    [{ kind: 'row', row: 77 }, 100, 'row 78 alone'],
  ])('%j are stated', (kind, size, text) => {
    expect(backgroundStatement(chooseBackground(kind, pool, size, 5))).toBe(text);
  });

  test('are copied out in the order drawn', () => {
    expect([...takeRows(Float64Array.of(0, 1, 2, 3, 4, 5), 2, Int32Array.of(2, 0))]).toEqual([4, 5, 0, 1]);
  });
});
