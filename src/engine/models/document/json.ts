import { OTHERWISE, readNumber } from '../../table/columns/number';
import { brokenDocument, DEPTH_LIMIT, type DocObject, type DocValue } from './value';

const POWERS = Float64Array.from({ length: 23 }, (_, i) => 10 ** i);
const SHORT_ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const decoder = new TextDecoder('utf-8');

/** Numbers in a growing packed array. */
class Packed {
  #values = new Float64Array(16);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const wider = new Float64Array(this.length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.length++] = value;
  }

  take(): Float64Array<ArrayBuffer> {
    return this.#values.slice(0, this.length);
  }
}

class JsonReader {
  #at = 0;
  readonly #number = new Float64Array(1);
  readonly #bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.#at = 3;
  }

  document(): DocValue {
    const value = this.#value(0);
    if (this.#next() !== undefined) throw brokenDocument('Something follows after its end.', this.#at);
    return value;
  }

  /** The next byte that is no blank, without passing it. */
  #next(): number | undefined {
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) return byte;
      this.#at++;
    }
  }

  #expect(character: string): void {
    if (this.#next() !== character.charCodeAt(0)) {
      throw brokenDocument(this.#at >= this.#bytes.length ? 'It ends too early.' : `A “${character}” is missing.`, this.#at);
    }
    this.#at++;
  }

  #value(depth: number): DocValue {
    if (depth > DEPTH_LIMIT) throw brokenDocument(`It is nested deeper than ${DEPTH_LIMIT} levels.`, this.#at);
    switch (this.#next()) {
      case 123:
        return this.#object(depth);
      case 91:
        return this.#array(depth);
      case 34:
        return this.#string();
      case undefined:
        throw brokenDocument('It ends too early.', this.#at);
      default:
        return this.#scalar();
    }
  }

  #object(depth: number): DocObject {
    const members = new Map<string, DocValue>();
    this.#at++;
    if (this.#next() === 125) {
      this.#at++;
      return members;
    }
    for (;;) {
      if (this.#next() !== 34) throw brokenDocument('A name in quotes is missing.', this.#at);
      const key = this.#string();
      if (members.has(key)) throw brokenDocument(`The name “${key.slice(0, 60)}” stands twice in one object.`, this.#at);
      this.#expect(':');
      members.set(key, this.#value(depth + 1));
      if (this.#next() !== 44) break;
      this.#at++;
    }
    this.#expect('}');
    return members;
  }

  #array(depth: number): DocValue {
    this.#at++;
    if (this.#next() === 93) {
      this.#at++;
      return [];
    }
    const numbers = new Packed();
    let items: DocValue[] | undefined;
    for (;;) {
      const value = this.#value(depth + 1);
      if (items === undefined && typeof value === 'number') numbers.push(value);
      else {
        items ??= [...numbers.take()];
        items.push(value);
      }
      if (this.#next() !== 44) break;
      this.#at++;
    }
    this.#expect(']');
    return items ?? numbers.take();
  }

  #string(): string {
    const start = ++this.#at;
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw brokenDocument('A text in quotes does not end.', start);
      if (byte === 34) return decoder.decode(this.#bytes.subarray(start, this.#at++));
      if (byte === 92) return this.#escaped(start);
      this.#at++;
    }
  }

  #escaped(start: number): string {
    let text = '';
    let from = start;
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw brokenDocument('A text in quotes does not end.', start);
      if (byte !== 34 && byte !== 92) {
        this.#at++;
        continue;
      }
      text += decoder.decode(this.#bytes.subarray(from, this.#at));
      this.#at++;
      if (byte === 34) return text;
      const escape = String.fromCharCode(this.#bytes[this.#at++] ?? 0);
      if (escape === 'u') {
        const digits = String.fromCharCode(...this.#bytes.subarray(this.#at, this.#at + 4));
        if (!/^[\da-f]{4}$/i.test(digits)) throw brokenDocument('A \\u escape is not followed by four hexadecimal digits.', this.#at);
        text += String.fromCharCode(Number.parseInt(digits, 16));
        this.#at += 4;
      } else {
        const plain = SHORT_ESCAPES[escape];
        if (plain === undefined) throw brokenDocument('A text holds an unknown escape.', this.#at - 1);
        text += plain;
      }
      from = this.#at;
    }
  }

  /** Numbers, true, false, null, and the tokens NaN, inf and Infinity that C++ and Python write. */
  #scalar(): DocValue {
    const start = this.#at;
    const exact = this.#shortNumber();
    if (exact !== undefined) return exact;
    this.#at = start;
    while (isTokenByte(this.#bytes[this.#at])) this.#at++;
    if (this.#at - start > 400) throw brokenDocument('A number is too long.', start);
    const lead = this.#bytes[start]!;
    if ((lead === 45 || (lead >= 48 && lead <= 57)) && readNumber(this.#bytes, start, this.#at, this.#number, 0) <= OTHERWISE)
      return this.#number[0]!;
    const token = String.fromCharCode(...this.#bytes.subarray(start, this.#at));
    if (token === 'true') return true;
    if (token === 'false') return false;
    if (token === 'null') return null;
    const special = /^([-+]?)(nan|inf|infinity)$/i.exec(token);
    if (special !== null) return special[2]!.toLowerCase() === 'nan' ? Number.NaN : special[1] === '-' ? -Infinity : Infinity;
    if (/^-?\d+(\.\d*)?(e[-+]?\d+)?$/i.test(token)) return Number(token);
    throw brokenDocument(token === '' ? 'A value is missing.' : `“${token.slice(0, 40)}” is no value.`, start);
  }

  /** Up to 15 digits and a small power of ten: one correctly rounded operation gives the exact double. */
  #shortNumber(): number | undefined {
    const bytes = this.#bytes;
    let at = this.#at;
    const negative = bytes[at] === 45;
    if (negative) at++;
    let mantissa = 0;
    let digits = 0;
    let shift = 0;
    let fraction = false;
    const first = at;
    for (; ; at++) {
      const byte = bytes[at];
      if (byte !== undefined && byte >= 48 && byte <= 57) {
        mantissa = mantissa * 10 + (byte - 48);
        if (mantissa > 0) digits++;
        if (digits > 15) return undefined;
        if (fraction) shift--;
      } else if (byte === 46 && !fraction && at > first) fraction = true;
      else break;
    }
    if (at === first) return undefined;
    let byte = bytes[at];
    if (byte === 101 || byte === 69) {
      at++;
      const minus = bytes[at] === 45;
      if (minus || bytes[at] === 43) at++;
      let exponent = 0;
      const from = at;
      for (byte = bytes[at]; byte !== undefined && byte >= 48 && byte <= 57 && at - from < 4; byte = bytes[++at])
        exponent = exponent * 10 + (byte - 48);
      if (at === from) return undefined;
      shift += minus ? -exponent : exponent;
    }
    if (isTokenByte(byte)) return undefined;
    if (shift < -22 || shift > 22) return undefined;
    this.#at = at;
    const value = shift < 0 ? mantissa / POWERS[-shift]! : mantissa * POWERS[shift]!;
    return negative ? -value : value;
  }
}

function isTokenByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || byte === 43 || byte === 45 || byte === 46;
}

/**
 * Reads JSON as model files hold it: also with the tokens NaN and Infinity. Duplicate names, nesting beyond 256 levels and anything after the end are faults.
 * Source: RFC 8259; the extra tokens as XGBoost's and LightGBM's writers and Python's json print them.
 * @throws AssayError `document-broken` with the byte where the fault was seen
 */
export function parseJson(bytes: Uint8Array<ArrayBuffer>): DocValue {
  return new JsonReader(bytes).document();
}
