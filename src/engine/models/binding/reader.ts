import { AssayError } from '../../errors';
import type { Table } from '../../table/types';
import type { InputSource } from './types';

/** A refusal of a mapping. */
export function bindingError(code: string, what: string, why: string, remedy: string): AssayError {
  return new AssayError({ area: 'binding', code, what, why, remedy });
}

/** Position of the column with this display name, or with this header where only one has it. */
export function findColumn(table: Table, name: string): number | undefined {
  const named = table.columns.find((column) => column.name === name);
  if (named !== undefined) return named.position;
  const headed = table.columns.filter((column) => column.header === name);
  return headed.length === 1 ? headed[0]!.position : undefined;
}

interface Operand {
  readonly column: number;
  readonly missing?: string;
  readonly level?: string;
}

/** Reads one line of a mapping by descent. */
export class Reader {
  #at = 0;
  constructor(
    private readonly text: string,
    private readonly line: number,
    private readonly table: Table,
    private readonly textual: boolean,
  ) {}

  #fail(why: string, code = 'binding-text'): never {
    throw bindingError(
      code,
      `Line ${this.line} of the mapping cannot be read: ${this.text}`,
      why,
      'Write for example: age, or (age - 40) / 12, or race = White, or job as code: a, b; unknown 2, or constant 0.',
    );
  }

  #space(): void {
    while (this.text[this.#at] === ' ' || this.text[this.#at] === '\t') this.#at++;
  }

  #take(token: string): boolean {
    this.#space();
    if (!this.text.startsWith(token, this.#at)) return false;
    const after = this.text[this.#at + token.length] ?? ' ';
    if (/[a-z]$/.test(token) && /[\p{L}\p{N}_]/u.test(after)) return false;
    this.#at += token.length;
    return true;
  }

  /** A quoted text, or everything up to one of the stops. */
  #word(stops: readonly string[]): { text: string; quoted: boolean } {
    this.#space();
    if (this.text[this.#at] === '"') {
      let end = this.#at + 1;
      while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === '\\' ? 2 : 1;
      const written = this.text.slice(this.#at, end + 1);
      this.#at = end + 1;
      try {
        return { text: JSON.parse(written) as string, quoted: true };
      } catch {
        this.#fail('A quoted text does not end, or holds an unknown escape.');
      }
    }
    let end = this.text.length;
    for (const stop of stops) {
      const found = this.text.indexOf(stop, this.#at);
      if (found >= 0 && found < end) end = found;
    }
    const text = this.text.slice(this.#at, end).trim();
    this.#at = end;
    if (text === '') this.#fail('A name or a text is missing.');
    return { text, quoted: false };
  }

  #number(stops: readonly string[], orNothing = false): number {
    const { text } = this.#word(stops);
    if (orNothing && text === 'nothing') return NaN;
    const value = Number(text);
    if (text === '' || Number.isNaN(value)) this.#fail(`"${text}" is not a number.`);
    return value;
  }

  #column(name: string): number {
    const position = findColumn(this.table, name);
    if (position === undefined) this.#fail(`The table has no column "${name}".`, 'binding-column');
    return position;
  }

  /** `column`, `column or value`, `column = level`. */
  #operand(close: readonly string[]): Operand {
    const column = this.#column(this.#word([' = ', ' or ', ' as code', ' - ', ' / ', ...close]).text);
    if (this.#take('=')) return { column, level: this.#word([' - ', ' / ', ...close]).text };
    if (this.#take('or')) return { column, missing: this.#word([' - ', ' / ', ...close]).text };
    return { column };
  }

  #end(): void {
    this.#space();
    if (this.#at < this.text.length) this.#fail(`"${this.text.slice(this.#at)}" is too much.`);
  }

  source(): InputSource | undefined {
    if (this.text === '?') return undefined;
    if (this.#take('constant')) return this.#constant();
    const { operand, subtract, divide } = this.#scaled();
    if (operand.level === undefined && operand.missing === undefined && subtract === undefined && divide === undefined && this.#take('as'))
      return this.#code(operand.column);
    this.#end();
    const scale = { ...(subtract === undefined ? {} : { subtract }), ...(divide === undefined ? {} : { divide }) };
    if (operand.level !== undefined) {
      if (this.textual) this.#fail('This input of the model takes texts, and a comparison gives 0 or 1.', 'binding-type');
      return { as: 'equals', column: operand.column, level: operand.level, ...scale };
    }
    if (this.textual) {
      if ('subtract' in scale || 'divide' in scale)
        this.#fail('This input of the model takes texts, which cannot be subtracted or divided.', 'binding-type');
      return { as: 'text', column: operand.column, ...(operand.missing === undefined ? {} : { missing: operand.missing }) };
    }
    const missing = operand.missing === undefined ? undefined : Number(operand.missing);
    if (missing !== undefined && Number.isNaN(missing))
      this.#fail(`This input of the model takes numbers, and "${operand.missing}" is none.`, 'binding-type');
    return { as: 'number', column: operand.column, ...(missing === undefined ? {} : { missing }), ...scale };
  }

  #constant(): InputSource {
    const { text, quoted } = this.#word([]);
    this.#end();
    if (quoted || this.textual) {
      if (!this.textual) this.#fail('This input of the model takes numbers.', 'binding-type');
      return { as: 'constant', value: text };
    }
    const value = Number(text);
    if (Number.isNaN(value)) this.#fail(`"${text}" is not a number.`);
    return { as: 'constant', value };
  }

  /** An operand alone, or with `- number`, `/ number`, parenthesised as in `((a or 0) - 1) / 2`. */
  #scaled(): { operand: Operand; subtract?: number; divide?: number } {
    let operand: Operand;
    let subtract: number | undefined;
    let divide: number | undefined;
    if (this.#take('(')) {
      const inner = this.#scaled();
      operand = inner.operand;
      subtract = inner.subtract;
      divide = inner.divide;
      if (!this.#take(')')) this.#fail('A closing bracket is missing.');
    } else operand = this.#operand([')']);
    if (this.#take('- ')) {
      if (subtract !== undefined || divide !== undefined) this.#fail('Only one subtraction and after it one division can be written.');
      subtract = this.#number([' / ', ')']);
    }
    if (this.#take('/ ')) {
      if (divide !== undefined) this.#fail('Only one division can be written.');
      divide = this.#number([')']);
      if (divide === 0) this.#fail('Nothing can be divided by 0.');
    }
    return { operand, ...(subtract === undefined ? {} : { subtract }), ...(divide === undefined ? {} : { divide }) };
  }

  #code(column: number): InputSource {
    if (!this.#take('code') || !this.#take(':')) this.#fail('After "as" comes "code:" and the list of texts.');
    if (this.textual) this.#fail('This input of the model takes texts, not codes.', 'binding-type');
    const levels: string[] = [];
    do levels.push(this.#word([',', ';']).text);
    while (this.#take(','));
    if (!this.#take(';') || !this.#take('unknown')) this.#fail('The list ends with "; unknown" and the number for all other texts.');
    const unknown = this.#number([';'], true);
    const missing = this.#take(';') && this.#take('missing') ? this.#number([], true) : undefined;
    this.#end();
    return { as: 'code', column, levels, unknown, ...(missing === undefined ? {} : { missing }) };
  }
}
