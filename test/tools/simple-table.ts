import { LEVEL_LIMIT, type Column, type Table } from '../../src/engine/table/types';

const MISSING = new Set(['', 'NA', 'NaN', 'nan']);

function cells(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') {
        cell += c;
        i++;
      } else quoted = false;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === separator) {
      row.push(cell);
      cell = '';
    } else if (c === '\n' || c === '\r') {
      if (c === '\r' && text[i + 1] === '\n') i++;
      row.push(cell);
      rows.push(row);
      row = [];
      cell = '';
    } else cell += c;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows;
}

export function columnOf(name: string, position: number, texts: readonly string[]): Column {
  const missing = texts.filter((text) => MISSING.has(text)).length;
  const base = { name, header: name, position, missing };
  const levels = [...new Set(texts.filter((text) => !MISSING.has(text)))];
  const index = new Map(levels.map((level, i) => [level, i]));
  const codes = Int32Array.from(texts, (text) => index.get(text) ?? -1);
  if (levels.length > 0 && levels.every((level) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(level))) {
    const values = Float64Array.from(texts, (text) => (MISSING.has(text) ? NaN : Number(text)));
    return {
      ...base,
      kind: 'numeric',
      values,
      whole: values.every((v) => Number.isNaN(v) || Number.isInteger(v)),
      ...(levels.length <= LEVEL_LIMIT ? { asWritten: { codes, levels } } : {}),
    };
  }
  return { ...base, kind: 'category', codes, levels };
}

/** A table from rows of texts, for tests that are not about reading files. */
export function tableOf(columns: Readonly<Record<string, readonly (string | number)[]>>): Table {
  const entries = Object.entries(columns);
  return { name: 'test', rows: entries[0]?.[1].length ?? 0, columns: entries.map(([name, values], i) => columnOf(name, i, values.map(String))) };
}

/** Reads a plain comma-separated file with a header. */
export function simpleTable(name: string, bytes: Uint8Array, separator = ','): Table {
  const [header, ...rows] = cells(new TextDecoder().decode(bytes), separator);
  return {
    name,
    rows: rows.length,
    columns: (header ?? []).map((title, position) =>
      columnOf(
        title,
        position,
        rows.map((row) => row[position] ?? ''),
      ),
    ),
  };
}
