export interface SampleRow {
  readonly cells: readonly string[];
  /** Whether the row is one empty line. */
  readonly blank: boolean;
  /** The row's own text up to its first line end, to look for comment marks in. */
  readonly text: string;
}

/** Splits the first rows of a text for guessing; stops at `most` rows. A last row that may be cut off is dropped unless `whole`. */
export function sampleRows(text: string, delimiter: string, whole: boolean, most = 1000): SampleRow[] {
  const rows: SampleRow[] = [];
  let i = 0;
  while (i < text.length && rows.length < most) {
    const start = i;
    const cells: string[] = [];
    let blank = true;
    for (;;) {
      const read = readCell(text, i, delimiter);
      if (!read) return rows;
      cells.push(read.cell);
      if (read.quoted) blank = false;
      i = read.next;
      if (text[i] !== delimiter) break;
      i++;
    }
    if (i >= text.length && !whole) return rows;
    blank &&= cells.length === 1 && cells[0] === '';
    const lineEnd = text.slice(start, i).search(/[\r\n]/);
    rows.push({ cells, blank, text: lineEnd < 0 ? text.slice(start, i) : text.slice(start, start + lineEnd) });
    i += text[i] === '\r' && text[i + 1] === '\n' ? 2 : 1;
  }
  return rows;
}

const isSpace = (letter: string | undefined, delimiter: string): boolean => letter === ' ' || (letter === '\t' && delimiter !== '\t');

function readCell(text: string, at: number, delimiter: string): { cell: string; quoted: boolean; next: number } | undefined {
  let i = at;
  while (isSpace(text[i], delimiter)) i++;
  if (text[i] === '"') {
    let close = i + 1;
    for (;;) {
      close = text.indexOf('"', close);
      if (close < 0) return undefined;
      if (text[close + 1] !== '"') break;
      close += 2;
    }
    let behind = close + 1;
    while (isSpace(text[behind], delimiter)) behind++;
    const sign = text[behind];
    if (sign === undefined || sign === delimiter || sign === '\n' || sign === '\r') {
      return { cell: text.slice(i + 1, close).replaceAll('""', '"'), quoted: true, next: behind };
    }
    i = behind;
  }
  while (i < text.length && text[i] !== delimiter && text[i] !== '\n' && text[i] !== '\r') i++;
  return { cell: text.slice(at, i).replace(/^[ \t]+|[ \t]+$/g, ''), quoted: false, next: i };
}
