import fc from 'fast-check';
import Papa from 'papaparse';
import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import { csvCell, csvOf } from '../../../src/app/charts/export/csv';
import { hatchPath } from '../../../src/app/charts/marks/hatch';
import { slotPath } from '../../../src/app/charts/marks/shapes';
import { fitText, textWidth, wrapText } from '../../../src/app/charts/marks/text-fit';
import TableTwin from '../../../src/app/charts/shell/TableTwin.svelte';
import { cellText } from '../../../src/app/charts/shell/table-text';
import type { ChartTable } from '../../../src/app/charts/shell/types';
import { fixed } from '../../../src/app/text/numbers';

describe('CSV', () => {
  test.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['=SUM(A1)', "'=SUM(A1)"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ['  =1', "'  =1"],
    ['\t=1', "'\t=1"],
    ['＝1', "'＝1"],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    [-13.8, '-13.8'],
    [0.1 + 0.2, '0.3'],
    [NaN, ''],
    [null, ''],
  ])('%j is written as %j', (cell, written) => expect(csvCell(cell)).toBe(written));

  test('survives a round trip with every text that is no formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 4 }), (cells) => {
        const table: ChartTable = { columns: cells.map((_, i) => ({ label: `c${i}` })), rows: [cells] };
        const read = Papa.parse<string[]>(csvOf(table), { newline: '\r\n', delimiter: ',' }).data[1]!;
        read.forEach((cell, i) => {
          expect(cell.startsWith("'") && !cells[i]!.startsWith("'") ? cell.slice(1) : cell).toBe(cells[i]);
          expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
        });
      }),
    );
  });
});

test('the table on the page holds the numbers the chart is drawn from', () => {
  const table: ChartTable = {
    columns: [{ label: 'Group' }, { label: 'Of 100', format: (share) => fixed(share * 100, 1) }],
    rows: [
      ['Circles', 0.732],
      ['Triangles', null],
    ],
  };
  const { body } = render(TableTwin, { props: { caption: 'Approval', table } });
  const cells = [...body.matchAll(/<t[hd][^>]*>([^<]*)<\/t[hd]>/g)].map((m) => m[1]);
  expect(cells).toEqual(['Group', 'Of 100', 'Circles', '73.2', 'Triangles', 'not estimable']);
  expect(cells.slice(2)).toEqual(table.rows.flatMap((row) => row.map((cell, i) => cellText(cell, table.columns[i]))));
});

describe('marks', () => {
  test('each slot has a shape of its own, all about one size', () => {
    const shapes = ([1, 2, 3, 4, 5, 6] as const).map((slot) => slotPath(slot, 0, 0, 4));
    expect(new Set(shapes).size).toBe(6);
    for (const shape of shapes.slice(1)) {
      const numbers = [...shape.matchAll(/-?[\d.]+/g)].map((m) => Math.abs(Number(m[0])));
      expect(Math.max(...numbers)).toBeLessThanOrEqual(5.1);
      expect(Math.max(...numbers)).toBeGreaterThanOrEqual(3.4);
    }
  });

  test('hatching stays inside its box', () => {
    const numbers = [...hatchPath(10, 20, 37, 8).matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map((m) => [Number(m[1]), Number(m[2])] as const);
    expect(numbers.length).toBeGreaterThan(6);
    for (const [x, y] of numbers) {
      expect(x).toBeGreaterThanOrEqual(10);
      expect(x).toBeLessThanOrEqual(47);
      expect(y).toBeGreaterThanOrEqual(20);
      expect(y).toBeLessThanOrEqual(28);
    }
    expect(hatchPath(0, 0, 0, 0)).toBe('');
  });

  test('words are cut or broken to their room', () => {
    expect(fitText('short', 500, 14)).toBe('short');
    const cut = fitText('median_income_of_the_surrounding_district', 100, 14);
    expect(cut.endsWith('…')).toBe(true);
    expect(textWidth(cut, 14)).toBeLessThanOrEqual(100);
    const lines = wrapText('Denied, among those who would have repaid their loan in full', 120, 14, 600, 3);
    expect(lines.length).toBeLessThanOrEqual(3);
    for (const line of lines) expect(textWidth(line, 14, 600)).toBeLessThanOrEqual(120);
    expect(wrapText('', 100, 14)).toEqual([]);
  });
});
