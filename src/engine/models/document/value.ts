import { AssayError } from '../../errors';

/**
 * A document read from JSON or UBJSON. Objects are maps, so that keys such as `__proto__` are just keys; arrays of nothing but numbers are packed.
 */
export type DocValue = null | boolean | number | string | Float64Array<ArrayBuffer> | readonly DocValue[] | DocObject;
export type DocObject = ReadonlyMap<string, DocValue>;

/** Objects and arrays may be nested this deep. */
export const DEPTH_LIMIT = 256;

/** A damaged document. `at` is the byte where the fault was seen. */
export function brokenDocument(why: string, at?: number): AssayError {
  return new AssayError({
    area: 'model',
    code: 'document-broken',
    what: 'This model file is damaged.',
    why: at === undefined ? why : `${why} (byte ${at})`,
    remedy: 'Copy the file again, or save the model again with the library that made it.',
  });
}

function kindOf(value: DocValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (value instanceof Map) return 'an object';
  return typeof value === 'object' ? 'a list' : `the ${typeof value} ${JSON.stringify(value).slice(0, 40)}`;
}

function wrong(path: string, wanted: string, value: DocValue | undefined): AssayError {
  return brokenDocument(`“${path}” must be ${wanted}, but is ${kindOf(value)}.`);
}

/** One member of a document, with the path that leads to it for messages. */
export class Field {
  constructor(
    readonly value: DocValue | undefined,
    readonly path: string,
  ) {}

  get exists(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** Member of an object; a missing one is a field that does not exist. */
  get(key: string): Field {
    const path = this.path === '' ? key : `${this.path}.${key}`;
    return new Field(this.value instanceof Map ? (this.value as DocObject).get(key) : undefined, path);
  }

  /** First member that exists among several spellings. */
  any(...keys: readonly string[]): Field {
    const found = keys.map((key) => this.get(key)).find((field) => field.exists);
    return found ?? this.get(keys[0]!);
  }

  object(): DocObject {
    if (this.value instanceof Map) return this.value as DocObject;
    throw wrong(this.path, 'an object', this.value);
  }

  /** Members of a list. */
  list(): Field[] {
    if (this.value instanceof Float64Array || Array.isArray(this.value)) {
      return Array.from(this.value as ArrayLike<DocValue>, (value, i) => new Field(value, `${this.path}[${i}]`));
    }
    throw wrong(this.path, 'a list', this.value);
  }

  text(): string {
    if (typeof this.value === 'string') return this.value;
    throw wrong(this.path, 'a text', this.value);
  }

  /** A number, also one written as text, as XGBoost writes its parameters. */
  number(otherwise?: number): number {
    if (!this.exists && otherwise !== undefined) return otherwise;
    if (typeof this.value === 'number') return this.value;
    if (typeof this.value === 'boolean') return this.value ? 1 : 0;
    if (typeof this.value === 'string' && this.value.trim() !== '') {
      const number = Number(this.value);
      if (!Number.isNaN(number)) return number;
    }
    throw wrong(this.path, 'a number', this.value);
  }

  /** A whole number within [0, most]. */
  whole(most: number, otherwise?: number): number {
    const number = this.number(otherwise);
    if (Number.isInteger(number) && number >= 0 && number <= most) return number;
    throw wrong(this.path, `a whole number from 0 to ${most}`, number);
  }

  /** A list of numbers; true and false count as 1 and 0. @param length required length */
  numbers(length?: number): Float64Array<ArrayBuffer> {
    let numbers: Float64Array<ArrayBuffer>;
    if (this.value instanceof Float64Array) numbers = this.value as Float64Array<ArrayBuffer>;
    else if (Array.isArray(this.value)) numbers = Float64Array.from(this.list(), (item) => item.number());
    else throw wrong(this.path, 'a list of numbers', this.value);
    if (length !== undefined && numbers.length !== length)
      throw brokenDocument(`“${this.path}” must hold ${length} numbers, but holds ${numbers.length}.`);
    return numbers;
  }

  texts(): string[] {
    return this.list().map((item) => item.text());
  }
}
