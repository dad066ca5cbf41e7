import { dateLike, missingLike, numberLike } from './looks';
import { sampleRows, type SampleRow } from './sample';

/** How a text table is written. */
export interface Dialect {
  readonly delimiter: string;
  readonly width: number;
  readonly header: boolean;
  /** Rows have one cell more than the header, as R writes row names: the header's names belong to the columns from the second on. */
  readonly headerShifted: boolean;
  readonly comment: string;
  readonly commentAtTopOnly: boolean;
}

/** Candidates, the likelier first where two split the sample equally well: a comma is often part of a number, a tab hardly ever. */
const DELIMITERS = ['\t', ';', '|', ','] as const;
const COMMENT_MARKS = ['#', '%', '|', '//', '--'] as const;

export interface DialectChoices {
  readonly delimiter?: string | undefined;
  readonly header?: boolean | undefined;
  readonly comment?: string | undefined;
}

/**
 * Guesses from the first rows how a table is written. `text` is its beginning, `whole` whether it is all of it.
 */
export function findDialect(text: string, whole: boolean, choices: DialectChoices = {}): Dialect {
  const delimiter = choices.delimiter ?? findDelimiter(text, whole);
  const rows = sampleRows(text, delimiter, whole).filter((row) => !row.blank);
  const { comment, rest } = withoutComments(rows, choices.comment);
  const counts = rest.map((row) => row.cells.length);
  const headerWidth = counts[0] ?? 1;
  const bodyWidth = mostFrequent(counts.slice(1), headerWidth) ?? headerWidth;
  const header = choices.header ?? looksLikeHeader(rest, bodyWidth);
  const shifted = header && bodyWidth === headerWidth + 1 && rest.slice(1).some((row) => row.cells.length === bodyWidth && row.cells.at(-1) !== '');
  let width = bodyWidth;
  if (header && !shifted) width = bodyWidth === headerWidth + 1 ? headerWidth : Math.max(headerWidth, bodyWidth);
  return { delimiter, width, header, headerShifted: shifted, comment, commentAtTopOnly: choices.comment === undefined };
}

/** The delimiter whose rows most often have the same number of cells, of more than one. */
function findDelimiter(text: string, whole: boolean): string {
  let best = ',';
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const rows = sampleRows(text, delimiter, whole).filter((row) => !row.blank);
    const counts = rows.map((row) => row.cells.length);
    const width = mostFrequent(counts);
    if (width === undefined || width < 2) continue;
    let score = counts.filter((count) => count === width).length / counts.length;
    // The header is the row that has to fit; R's headers are one cell short.
    if (counts[0] !== width && counts[0] !== width - 1 && !startsWithMark(rows[0])) score *= 0.5;
    if (score > bestScore + 1e-9) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

const startsWithMark = (row: SampleRow | undefined): boolean => COMMENT_MARKS.some((mark) => row?.text.startsWith(mark) ?? false);

/** Takes away the comment lines: those with the chosen mark, else lines at the top that begin with a usual mark and do not fit the table. */
function withoutComments(rows: readonly SampleRow[], chosen: string | undefined): { comment: string; rest: SampleRow[] } {
  if (chosen !== undefined) return { comment: chosen, rest: chosen === '' ? [...rows] : rows.filter((row) => !row.text.startsWith(chosen)) };
  const width = mostFrequent(rows.map((row) => row.cells.length));
  let comment = '';
  let first = 0;
  while (first < rows.length) {
    const row = rows[first]!;
    const mark = comment || COMMENT_MARKS.find((candidate) => row.text.startsWith(candidate));
    if (mark === undefined || !row.text.startsWith(mark) || row.cells.length === width) break;
    comment = mark;
    first++;
  }
  return first === rows.length ? { comment: '', rest: [...rows] } : { comment, rest: rows.slice(first) };
}

/**
 * A header differs from what stands below it: a column of (mostly) numbers or dates whose first cell is neither says yes. Without such a column, a first row
 * that holds numbers, or repeats below, is data; anything else is taken for a header.
 */
function looksLikeHeader(rows: readonly SampleRow[], width: number): boolean {
  const [first, ...body] = rows;
  if (!first) return true;
  let typedAbove = 0;
  let named = 0;
  let repeated = 0;
  const shift = first.cells.length === width - 1 ? 1 : 0;
  for (let column = 0; column < first.cells.length; column++) {
    const top = first.cells[column]!;
    const typedTop = numberLike(top) || dateLike(top);
    if (typedTop) typedAbove++;
    const below = body.map((row) => row.cells[column + shift] ?? '').filter((cell) => !missingLike(cell));
    if (below.length === 0) continue;
    const typedBelow = mostly(below, numberLike) || mostly(below, dateLike);
    if (typedBelow && !typedTop && !missingLike(top)) named++;
    if (!typedBelow && below.includes(top)) repeated++;
  }
  if (named > 0) return typedAbove <= named;
  if (typedAbove > 0 || repeated > 0) return false;
  return true;
}

/** Nine in ten: a stray word must not hide that a column holds numbers. */
const mostly = (cells: readonly string[], test: (cell: string) => boolean): boolean => cells.filter(test).length >= cells.length * 0.9;

/** The most frequent value; among equally frequent ones `preferred`, else the greatest. */
function mostFrequent(values: readonly number[], preferred?: number): number | undefined {
  const times = new Map<number, number>();
  let best: number | undefined;
  for (const value of values) {
    const count = (times.get(value) ?? 0) + 1;
    times.set(value, count);
    if (best === undefined || count > times.get(best)! || (count === times.get(best)! && value > best)) best = value;
  }
  if (preferred !== undefined && best !== undefined && times.get(preferred) === times.get(best)) return preferred;
  return best;
}
