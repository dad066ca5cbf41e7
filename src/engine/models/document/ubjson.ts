import { brokenDocument, DEPTH_LIMIT, type DocObject, type DocValue } from './value';

/** Bytes per element of the types a number or typed array can have. */
const WIDTH: Readonly<Record<string, number>> = { i: 1, U: 1, I: 2, l: 4, L: 8, d: 4, D: 8, C: 1 };

class UbjsonReader {
  #at = 0;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  readonly #decoder = new TextDecoder('utf-8');

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  document(): DocValue {
    const value = this.#value(this.#marker(), 0);
    while (this.#bytes[this.#at] === 0x4e) this.#at++;
    if (this.#at < this.#bytes.length) throw brokenDocument('Something follows after its end.', this.#at);
    return value;
  }

  #left(): number {
    return this.#bytes.length - this.#at;
  }

  #need(count: number, what: string): void {
    if (count > this.#left()) throw brokenDocument(`${what} takes ${count} bytes, but ${this.#left()} are left.`, this.#at);
  }

  /** The next type letter; no-operation letters are passed over. */
  #marker(): string {
    for (;;) {
      this.#need(1, 'A type');
      const letter = String.fromCharCode(this.#bytes[this.#at++]!);
      if (letter !== 'N') return letter;
    }
  }

  #peek(): string {
    return String.fromCharCode(this.#bytes[this.#at] ?? 0);
  }

  #number(type: string): number {
    const width = WIDTH[type]!;
    this.#need(width, 'A number');
    const at = this.#at;
    this.#at += width;
    switch (type) {
      case 'i':
        return this.#view.getInt8(at);
      case 'I':
        return this.#view.getInt16(at);
      case 'l':
        return this.#view.getInt32(at);
      case 'L':
        return Number(this.#view.getBigInt64(at));
      case 'd':
        return this.#view.getFloat32(at);
      case 'D':
        return this.#view.getFloat64(at);
      default:
        return this.#view.getUint8(at);
    }
  }

  /** A length in front of a text, list or object. */
  #length(what: string): number {
    const type = this.#marker();
    if (!'iUIlL'.includes(type)) throw brokenDocument(`The length of ${what} is of type “${type}”.`, this.#at - 1);
    const length = this.#number(type);
    if (length < 0 || !Number.isSafeInteger(length)) throw brokenDocument(`${what} announces the length ${length}.`, this.#at);
    return length;
  }

  #text(): string {
    const length = this.#length('a text');
    this.#need(length, 'A text');
    this.#at += length;
    return this.#decoder.decode(this.#bytes.subarray(this.#at - length, this.#at));
  }

  #value(type: string, depth: number): DocValue {
    if (depth > DEPTH_LIMIT) throw brokenDocument(`It is nested deeper than ${DEPTH_LIMIT} levels.`, this.#at);
    if (type === '{') return this.#object(depth);
    if (type === '[') return this.#array(depth);
    if (type === 'S') return this.#text();
    if (type === 'T') return true;
    if (type === 'F') return false;
    if (type === 'Z') return null;
    if (type === 'C') return String.fromCharCode(this.#number('C'));
    if (type === 'H') {
      const number = Number(this.#text());
      if (Number.isNaN(number)) throw brokenDocument('A number written as text is no number.', this.#at);
      return number;
    }
    if (type in WIDTH) return this.#number(type);
    throw brokenDocument(`“${type}” is no type.`, this.#at - 1);
  }

  /** Type and count that may stand in front of the elements of a container. */
  #optimised(what: string): { type: string | undefined; count: number | undefined } {
    let type: string | undefined;
    if (this.#peek() === '$') {
      this.#at++;
      type = this.#marker();
      if (this.#peek() !== '#') throw brokenDocument(`${what} has a type but no count.`, this.#at);
    }
    if (this.#peek() !== '#') return { type, count: undefined };
    this.#at++;
    return { type, count: this.#length(what) };
  }

  #object(depth: number): DocObject {
    const members = new Map<string, DocValue>();
    const { type, count } = this.#optimised('An object');
    for (let i = 0; count === undefined || i < count; i++) {
      while (this.#peek() === 'N' && this.#left() > 0) this.#at++;
      if (count === undefined && this.#peek() === '}') {
        this.#at++;
        break;
      }
      const key = this.#text();
      if (members.has(key)) throw brokenDocument(`The name “${key.slice(0, 60)}” stands twice in one object.`, this.#at);
      members.set(key, this.#value(type ?? this.#marker(), depth + 1));
    }
    return members;
  }

  #array(depth: number): DocValue {
    const { type, count } = this.#optimised('A list');
    if (type !== undefined && type !== 'C' && type in WIDTH) {
      this.#need(count! * WIDTH[type]!, 'A list of numbers');
      const numbers = new Float64Array(count!);
      for (let i = 0; i < count!; i++) numbers[i] = this.#number(type);
      return numbers;
    }
    if (type !== undefined && 'TFZN'.includes(type)) throw brokenDocument('A list has elements that take no bytes.', this.#at);
    if (count !== undefined) this.#need(count, 'A list');
    const items: DocValue[] = [];
    let onlyNumbers = true;
    for (let i = 0; count === undefined || i < count; i++) {
      const next = type ?? this.#marker();
      if (count === undefined && next === ']') break;
      const value = this.#value(next, depth + 1);
      if (typeof value !== 'number') onlyNumbers = false;
      items.push(value);
    }
    return onlyNumbers && items.length > 0 ? Float64Array.from(items as number[]) : items;
  }
}

/**
 * Reads UBJSON (big-endian, draft 12) as XGBoost writes it and as the draft allows. Every length is checked against the bytes that are left.
 * Source: ubjson.org, draft 12.
 * @throws AssayError `document-broken`
 */
export function parseUbjson(bytes: Uint8Array<ArrayBuffer>): DocValue {
  return new UbjsonReader(bytes).document();
}
