import { missingIn, type CellCounts } from './columns/counts';
import type { KindNote } from './columns/kind';
import type { RaggedRow } from './csv/tokeniser';
import type { NameChange, NameFlag } from './headers';
import type { ColumnKind, Table } from './types';

/** Where the lines of a text file went. They add up: header + blank + comment + rows + refused + continuation = total. */
export interface LineAccount {
  readonly total: number;
  readonly header: number;
  readonly blank: number;
  readonly comment: number;
  /** Lines that begin a row of the table. */
  readonly rows: number;
  /** Lines that begin a row that was left out. */
  readonly refused: number;
  /** Further lines of rows that have line ends inside quotes. */
  readonly continuation: number;
}

/** Where the cells of one column went. They add up to the number of rows. */
export interface ColumnAccount {
  readonly position: number;
  readonly header: string;
  readonly name: string;
  readonly nameChanges: readonly NameChange[];
  readonly nameFlags: readonly NameFlag[];
  readonly kind: ColumnKind;
  /** Why the column is not numbers or dates, where that may surprise. */
  readonly note?: KindNote;
  readonly present: number;
  readonly missing: number;
  /** Missing cells by their text: '' for an empty cell. */
  readonly missingTexts: readonly { readonly text: string; readonly count: number }[];
  /** Missing cells that the row did not have. */
  readonly padded: number;
  /** Missing cells whose text did not fit the kind a person chose. */
  readonly unreadable: number;
  /** Cells that lost spaces at an edge. */
  readonly trimmed: number;
  /** Numbers or dates that were written another way than they are shown: 1.0, +5, 1e3. The value is the same. */
  readonly otherwise: number;
}

/** The conservation account of one reading: every row, column and cell is kept, changed and counted, or refused and counted. */
export interface Account {
  readonly bytes: number;
  /** Only for text files that have lines. */
  readonly lines?: LineAccount;
  readonly rows: number;
  readonly columns: number;
  /** Rows and their cells that were left out. */
  readonly refusedRows: number;
  readonly refusedCells: number;
  /** Rows filled up with missing cells, and how many cells. */
  readonly shortRows: number;
  readonly paddedCells: number;
  /** Rows with cells too many; those whose extra cells were empty lost `cutCells` of them and stayed, the others were left out. */
  readonly longRows: number;
  readonly cutCells: number;
  /** What was done with rows of the wrong width, and the first of them. */
  readonly ragged: 'pad' | 'refuse';
  readonly raggedRows: readonly RaggedRow[];
  readonly cells: Readonly<Record<ColumnKind | 'missing' | 'total', number>>;
  readonly changed: {
    readonly trimmed: number;
    readonly otherwise: number;
    readonly unreadable: number;
    readonly names: number;
    /** Kept as they stand, with their quotes. */
    readonly strayQuotes: number;
  };
  readonly perColumn: readonly ColumnAccount[];
}

/** The account of one column from the counts of its cells; texts that meant missing come most frequent first, empty cells before them. */
export function columnAccount(
  name: { readonly header: string; readonly name: string; readonly changes: readonly NameChange[]; readonly flags: readonly NameFlag[] },
  position: number,
  kind: ColumnKind,
  counts: CellCounts,
  note: KindNote | undefined,
): ColumnAccount {
  const missingTexts = [...counts.tokens].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count);
  if (counts.empty > 0) missingTexts.unshift({ text: '', count: counts.empty });
  return {
    position,
    header: name.header,
    name: name.name,
    nameChanges: name.changes,
    nameFlags: name.flags,
    kind,
    ...(note ? { note } : {}),
    present: counts.present,
    missing: missingIn(counts),
    missingTexts,
    padded: counts.padded,
    unreadable: counts.unreadable,
    trimmed: counts.trimmed,
    otherwise: counts.otherwise,
  };
}

/** Sums over the columns: what kinds the cells ended as. */
export function cellTotals(columns: readonly ColumnAccount[], rows: number): Account['cells'] {
  const totals = { numeric: 0, category: 0, date: 0, text: 0, missing: 0, total: rows * columns.length };
  for (const column of columns) {
    totals[column.kind] += column.present;
    totals.missing += column.missing;
  }
  return totals;
}

/** A count summed over columns. */
export const sumOver = (columns: readonly ColumnAccount[], count: (column: ColumnAccount) => number): number =>
  columns.reduce((sum, column) => sum + count(column), 0);

/**
 * Checks that an account adds up and that the table is the one it speaks of.
 * @throws Error naming the sum that does not; that is a fault of the reader, never of the file.
 */
export function checkAccount(account: Account, table: Table): void {
  const must = (name: string, left: number, right: number): void => {
    if (left !== right) throw new Error(`The account of ${table.name} does not add up: ${name}: ${left} is not ${right}.`);
  };
  const { lines, cells, perColumn } = account;
  if (lines) {
    must('lines', lines.header + lines.blank + lines.comment + lines.rows + lines.refused + lines.continuation, lines.total);
    must('rows from lines', lines.rows, account.rows);
    must('refused rows from lines', lines.refused, account.refusedRows);
  }
  must('rows', table.rows, account.rows);
  must('columns', table.columns.length, account.columns);
  must('columns told of', perColumn.length, account.columns);
  must('cells', cells.numeric + cells.category + cells.date + cells.text + cells.missing, cells.total);
  must('cells of the table', account.rows * account.columns, cells.total);
  for (const [i, column] of table.columns.entries()) {
    const told = perColumn[i]!;
    must(`position of column ${i + 1}`, column.position, told.position);
    must(`cells of ${told.name}`, told.present + told.missing, account.rows);
    must(`missing cells of ${told.name}`, column.missing, told.missing);
    must(`kinds of missing cells of ${told.name}`, told.missingTexts.reduce((sum, { count }) => sum + count, told.padded + told.unreadable), told.missing);
    must(`length of ${told.name}`, lengthOf(column), account.rows);
    if (column.kind !== told.kind) throw new Error(`The account of ${table.name} does not add up: ${told.name} is ${column.kind}, not ${told.kind}.`);
  }
  must('padded cells', sumOver(perColumn, (column) => column.padded), account.paddedCells);
}

function lengthOf(column: Table['columns'][number]): number {
  if (column.kind === 'text') return column.offsets.length - 1;
  return column.kind === 'category' ? column.codes.length : column.values.length;
}
