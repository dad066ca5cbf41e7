import { columnAt } from '../../table/cell';
import type { Table } from '../../table/types';
import type { Model } from '../types';
import { bindingFromJson } from './json';
import { bindingError, findColumn, Reader } from './reader';
import type { Binding, InputSource } from './types';

const BARE_NAME = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;
const BARE_LEVEL = /^[\p{L}\p{N}_.<>+*-][\p{L}\p{N}_.<>+*-]*$/u;
const KEYWORDS = new Set(['constant', 'or', 'as', 'code', 'unknown', 'missing', 'nothing']);

function quote(text: string, bare: RegExp): string {
  return bare.test(text) && !KEYWORDS.has(text) ? text : JSON.stringify(text);
}

function printScaled(inner: string, source: { readonly subtract?: number; readonly divide?: number }, compound: boolean): string {
  if (source.subtract === undefined && source.divide === undefined) return inner;
  const operand = compound ? `(${inner})` : inner;
  const minus = source.subtract === undefined ? operand : `${operand} - ${source.subtract}`;
  if (source.divide === undefined) return minus;
  return `${source.subtract === undefined ? minus : `(${minus})`} / ${source.divide}`;
}

const printNumber = (value: number): string => (Number.isNaN(value) ? 'nothing' : String(value));

function printSource(source: InputSource | undefined, table: Table): string {
  if (source === undefined) return '?';
  if (source.as === 'constant') return `constant ${typeof source.value === 'number' ? source.value : JSON.stringify(source.value)}`;
  const column = quote(columnAt(table, source.column)?.name ?? '', BARE_NAME);
  switch (source.as) {
    case 'number':
      return printScaled(source.missing === undefined ? column : `${column} or ${source.missing}`, source, source.missing !== undefined);
    case 'text':
      return source.missing === undefined || source.missing === '' ? column : `${column} or ${quote(source.missing, BARE_LEVEL)}`;
    case 'equals':
      return printScaled(`${column} = ${quote(source.level, BARE_LEVEL)}`, source, true);
    case 'code':
      return `${column} as code: ${source.levels.map((level) => quote(level, BARE_LEVEL)).join(', ')}; unknown ${printNumber(source.unknown)}${source.missing === undefined ? '' : `; missing ${printNumber(source.missing)}`}`;
  }
}

/**
 * A mapping as text, one line per model input in the model's order:
 * `age` · `Home or NA` (text or number for missing cells) · `(duration - 20.75) / 11.64` · `race = African-American` (1 or 0) ·
 * `workclass as code: Local-gov, Private; unknown 2` (then, if wanted, `; missing 3`, for cells without a value; `nothing` leaves the model's input
 * missing) · `constant 0` · `?` (open). Names and texts with other signs than letters, digits and `_ . -` are quoted.
 */
export function printBinding(binding: Binding, table: Table): string {
  return binding.sources.map((source) => printSource(source, table)).join('\n');
}

/**
 * Reads a mapping: the text form of {@link printBinding} (blank lines and lines that begin with # are skipped), or a JSON mapping file (see json.ts).
 * @throws AssayError area `binding`, naming the line: `binding-text`, `binding-column`, `binding-count`, `binding-type`.
 */
export function parseBinding(text: string, table: Table, model: Model): Binding {
  if (/^\s*[[{]/.test(text)) return bindingFromJson(text, table, model);
  const lines = text
    .split(/\r\n|\r|\n/)
    .flatMap((content, i) => (content.trim() === '' || content.trim().startsWith('#') ? [] : [{ content: content.trim(), line: i + 1 }]));
  if (lines.length !== model.inputs.length) {
    throw bindingError(
      'binding-count',
      `The mapping has ${lines.length} lines, the model ${model.inputs.length} inputs.`,
      'There must be one line per input, in the order of the model.',
      'Add or remove lines; a line with only ? leaves an input open.',
    );
  }
  const sources = lines.map(({ content, line }, i) => {
    return readLine(content, line, table, model.inputs[i]!.type === 'string');
  });
  return { sources };
}

/** A line that is no expression may still be a column's name with signs in it, written without quotes. */
function readLine(content: string, line: number, table: Table, textual: boolean): InputSource | undefined {
  try {
    return new Reader(content, line, table, textual).source();
  } catch (error) {
    const whole = findColumn(table, content);
    if (whole === undefined) throw error;
    return textual ? { as: 'text', column: whole } : { as: 'number', column: whole };
  }
}
