import { expect, test } from 'vitest';
import { findRows } from '../../../src/engine/table/search';
import type { Column } from '../../../src/engine/table/types';

function texts(position: number, cells: readonly string[]): Column {
  const parts = cells.map((cell) => new TextEncoder().encode(cell));
  const offsets = new Uint32Array(cells.length + 1);
  parts.forEach((part, i) => (offsets[i + 1] = offsets[i]! + part.length));
  const bytes = new Uint8Array(offsets[cells.length]!);
  parts.forEach((part, i) => bytes.set(part, offsets[i]!));
  return { kind: 'text', position, name: `t${position}`, header: '', missing: 0, bytes, offsets };
}

const columns: Column[] = [
  texts(0, ['Jane', 'janet', '', 'Zoë', 'Ann', 'ja', 'ne']),
  { kind: 'category', position: 1, name: 'c', header: 'c', missing: 1, codes: Int32Array.of(0, 1, -1, 0, 1, 0, 0), levels: ['north', 'Southjane'] },
  { kind: 'numeric', position: 2, name: 'n', header: 'n', missing: 0, values: Float64Array.of(1, 2, 3, 4, 5, 6, 7), whole: true },
];

test.each([
  ['jane', [0], [0, 1]],
  ['JANE', [0, 1], [0, 1, 1, 4]],
  ['zoë', [0], [3]],
  ['jan', [0], [0, 1]],
  ['', [0, 1], []],
  ['7', [2], []],
])('%j in columns %j is found in rows %j, never across cells', (query, positions, rows) => {
  const { found, total } = findRows(columns, positions, query, 10);
  expect(found.map((entry) => entry.row)).toEqual(rows);
  expect(total).toBe(rows.length);
});

test('the list stops at the limit while the count goes on', () => {
  expect(findRows(columns, [0, 1], 'jane', 1)).toEqual({ found: [{ row: 0, column: 0 }], total: 4 });
});
