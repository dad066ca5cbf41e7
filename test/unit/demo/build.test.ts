import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { build } from '../../../models/files';
import { inputsOf, JANE, type Applicant } from '../../../models/generate';
import { COLUMNS, JANE_ROW, people, ROWS } from '../../../models/tables';
import { all, find, readFields, text } from '../../../src/engine/models/onnx/wire';
import { runOnnx } from '../onnx-write/ort';

const folder = fileURLToPath(new URL('../../../models/', import.meta.url));
const files = build();
const parsed = (name: string): string[][] =>
  readFileSync(folder + name, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

function threshold(name: string): number {
  const entries = all(readFields(new Uint8Array(readFileSync(folder + name))), 14).map((field) => readFields(field.bytes));
  return Number(text(find(entries.find((entry) => text(find(entry, 1)) === 'assay.threshold')!, 2)));
}

describe('the demo files', () => {
  test.each([...files.keys()])('%s is rebuilt byte for byte', (name) => {
    expect(Buffer.compare(readFileSync(folder + name), Buffer.from(files.get(name)!))).toBe(0);
  });

  test('nothing lies in the folder that the build or its source does not account for', () => {
    const made = readdirSync(folder).filter((name) => !/\.(ts|js)$/.test(name));
    expect(made.sort()).toEqual([...files.keys()].sort());
  });

  test.each(['loans-past.csv', 'loans-today.csv'])('%s is small, complete and tells people apart by number', (name) => {
    const [head, ...rows] = parsed(name);
    expect(head).toEqual([...COLUMNS]);
    expect(rows).toHaveLength(ROWS);
    expect(files.get(name)!.length).toBeLessThan(1.6e6);
    expect(new Set(rows.map((row) => row[0])).size).toBe(ROWS);
    expect(rows.every((row) => row.length === COLUMNS.length && row.every((cell) => cell !== ''))).toBe(true);
    const months = rows.map((row) => row[2]!);
    expect([...months].sort()).toEqual(months);
    expect(new Set(months).size).toBe(12);
  });

  test('names do not depend on the group', () => {
    const rows = [...people().past, ...people().today];
    const names = [...new Set(rows.map((person) => person.name))].filter((name) => name !== 'Jane');
    const share = rows.filter((person) => person.group === 'Triangles').length / rows.length;
    const chiSquared = names.reduce((sum, name) => {
      const named = rows.filter((person) => person.name === name);
      const expected = named.length * share;
      return sum + (named.filter((person) => person.group === 'Triangles').length - expected) ** 2 / (expected * (1 - share));
    }, 0);
    const freedom = names.length - 1;
    expect(Math.abs(chiSquared - freedom)).toBeLessThan(3.3 * Math.sqrt(2 * freedom));
  });

  test('there is one Jane, in the row the manifest names, and both models deny her', async () => {
    const jane = parsed('loans-today.csv')[JANE_ROW + 1]!;
    expect(jane).toEqual(['A-39047', 'Jane', '2025-12-01', 'Triangles', '32175', '42', '5.5', '0', '8500', '48', '1']);
    expect([...parsed('loans-today.csv'), ...parsed('loans-past.csv')].filter((row) => row[1] === 'Jane')).toHaveLength(1);
    const manifest = JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')) as { samples: { person: { row: number } }[] };
    expect(manifest.samples[0]!.person.row).toBe(JANE_ROW);
    for (const name of ['loans-boosted.onnx', 'loans-logistic.onnx']) {
      const { data } = await runOnnx(readFileSync(folder + name), [inputsOf(JANE)]);
      expect(data[1]).toBeLessThan(threshold(name) - 0.1);
    }
  });

  test.each(['loans-boosted.onnx', 'loans-logistic.onnx'])('%s does in onnxruntime what its card says', async (name) => {
    const line = threshold(name);
    const card = readFileSync(folder + name.replace('.onnx', '.md'), 'utf8');
    const shares = async (rows: Applicant[]): Promise<{ all: number; circles: number; triangles: number }> => {
      const { data } = await runOnnx(readFileSync(folder + name), rows.map(inputsOf));
      const share = (test: (person: Applicant) => boolean): number => {
        const chosen = rows.map((_, i) => i).filter((i) => test(rows[i]!));
        return chosen.filter((i) => data[2 * i + 1]! >= line).length / chosen.length;
      };
      return { all: share(() => true), circles: share((p) => p.group === 'Circles'), triangles: share((p) => p.group === 'Triangles') };
    };
    const { past, today } = people();
    expect((await shares(past)).all).toBeCloseTo(0.6, 2);
    const found = await shares(today);
    const cells = (label: string): string[] => card.split('\n').find((row) => row.startsWith(`| ${label}`))!.split('|').map((cell) => cell.trim());
    const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;
    expect(cells('Circles approved').at(-2)).toBe(percent(found.circles));
    expect(cells('Triangles approved').at(-2)).toBe(percent(found.triangles));
    expect(cells('difference in points').at(-2)).toBe((100 * (found.circles - found.triangles)).toFixed(1));
    expect(found.circles - found.triangles).toBeGreaterThan(0.2);
  });
});
