import type { ColumnAccount } from './account';
import { textOf } from './columns/batch';
import type { KindChoice } from './columns/kind';
import { possibleNotations } from './columns/notation';
import { numberFromText } from './columns/number';
import type { Column, TextColumn } from './types';

/** A reading that the file allows but does not prove. Nothing changes until a person takes it up. */
export interface Proposal {
  readonly column: number;
  /** What to put into the reading options. */
  readonly choice: KindChoice;
  readonly reason: 'thousands' | 'decimal-comma' | 'percent' | 'mostly-numbers' | 'day-first' | 'month-first' | 'codes';
  /** A cell to show. */
  readonly example: string;
  /** Cells that would become missing. */
  readonly lost: number;
}

/** Numeric columns with at most this many different whole numbers are offered as categories. */
const CODE_LIMIT = 20;

/** What a person may want to change about how columns were read. */
export function proposals(columns: readonly Column[], account: readonly ColumnAccount[]): Proposal[] {
  const found: Proposal[] = [];
  for (const [i, column] of columns.entries()) {
    const told = account[i]!;
    if (told.note?.reason === 'day-month-unclear') {
      const example = told.note.example;
      found.push({ column: column.position, choice: { kind: 'date', order: 'day-first' }, reason: 'day-first', example, lost: 0 });
      found.push({ column: column.position, choice: { kind: 'date', order: 'month-first' }, reason: 'month-first', example, lost: 0 });
    } else if (column.kind === 'category' || column.kind === 'text') found.push(...fromTexts(column, told));
    else if (column.kind === 'numeric' && column.whole && column.asWritten && column.asWritten.levels.length <= CODE_LIMIT) {
      found.push({ column: column.position, choice: { kind: 'category' }, reason: 'codes', example: column.asWritten.levels[0] ?? '', lost: 0 });
    }
  }
  return found;
}

const reasonOf = { '1,234.5': 'thousands', '1.234,5': 'decimal-comma', '1 234,5': 'decimal-comma', '12%': 'percent' } as const;

function fromTexts(column: Extract<Column, { kind: 'category' | 'text' }>, told: ColumnAccount): Proposal[] {
  if (told.present === 0) return [];
  const sample = column.kind === 'category' ? column.levels : firstTexts(column, 200);
  if (!sample.some((text) => /\d/.test(text))) return [];
  if (possibleNotations(sample).length > 0) {
    const notations = possibleNotations(column.kind === 'category' ? column.levels : texts(column));
    if (notations.length > 0) {
      const example = sample.find((text) => /[,.%]/.test(text)) ?? sample[0]!;
      return notations.map((notation) => ({ column: column.position, choice: { kind: 'numeric', notation }, reason: reasonOf[notation], example, lost: 0 }));
    }
  }
  const lost = notNumbers(column, sample);
  if (lost === undefined || lost.count === 0 || lost.count > told.present * 0.1) return [];
  return [{ column: column.position, choice: { kind: 'numeric' }, reason: 'mostly-numbers', example: lost.example, lost: lost.count }];
}

/** Cells that are no plain numbers; undefined when the sample already shows that most are not. */
function notNumbers(column: Extract<Column, { kind: 'category' | 'text' }>, sample: readonly string[]): { count: number; example: string } | undefined {
  const bad = (text: string): boolean => numberFromText(text) === undefined;
  if (sample.length > 0 && sample.filter(bad).length > sample.length / 2) return undefined;
  let count = 0;
  let example = '';
  if (column.kind === 'category') {
    const badLevel = column.levels.map(bad);
    for (const code of column.codes) if (code >= 0 && badLevel[code]) count++;
    example = column.levels.find(bad) ?? '';
  } else {
    for (const text of texts(column)) {
      if (!bad(text)) continue;
      count++;
      example ||= text;
    }
  }
  return { count, example };
}

function* texts(column: TextColumn): Generator<string> {
  const { bytes, offsets } = column;
  for (let row = 0; row + 1 < offsets.length; row++) if (offsets[row + 1]! > offsets[row]!) yield textOf(bytes, offsets[row]!, offsets[row + 1]!);
}

function firstTexts(column: TextColumn, most: number): string[] {
  const found: string[] = [];
  for (const text of texts(column)) {
    found.push(text);
    if (found.length === most) break;
  }
  return found;
}
