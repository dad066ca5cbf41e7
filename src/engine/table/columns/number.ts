import { readLong } from './long';

/** The cell is a number and is written the way the number prints, so the text can be got back from it. */
export const PLAIN = 0;
/** The cell is a number written another way (1.0, +5, 1e3, −0): kept as the number, and counted. */
export const OTHERWISE = 1;
/** Digits that a number would destroy: leading zeros, whole numbers from 2^53, values past the largest number. */
export const DESTROYED = 2;
/** Not a number at all. */
export const NOT_NUMBER = 3;

const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const LIMIT = 9007199254740992;
const FORM = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/**
 * Reads the cell bytes[start..end) as a decimal number into out[at] and says how it is written. The value is bit-equal to `Number(text)`:
 * with fewer than 2^53 in its digits and at most 22 decimals, digits / 10^decimals is one correctly rounded division of two exact numbers
 * (W. D. Clinger, "How to read floating point numbers accurately", 1990); up to 18 digits take two numbers in place of one; the rest goes through
 * `Number` itself.
 */
export function readNumber(bytes: Uint8Array, start: number, end: number, out: Float64Array, at: number): number {
  let i = start;
  let how = 0;
  const sign = bytes[i]!;
  if (sign === 45) i++;
  else if (sign === 43) {
    how = 1;
    i++;
  }
  const first = i;
  let digits = 0;
  while (i < end) {
    const digit = (bytes[i]! - 48) >>> 0;
    if (digit > 9) break;
    digits = digits * 10 + digit;
    i++;
  }
  const wholeDigits = i - first;
  if (i === end) {
    if (wholeDigits === 0) return 3;
    if ((wholeDigits > 1 && bytes[first] === 48) || digits >= LIMIT) return 2;
    if (sign === 45) {
      out[at] = -digits;
      return digits === 0 ? 1 : how;
    }
    out[at] = digits;
    return how;
  }
  if (bytes[i] !== 46) return readSlowly(bytes, start, end, out, at);
  i++;
  const firstDecimal = i;
  while (i < end) {
    const digit = (bytes[i]! - 48) >>> 0;
    if (digit > 9) break;
    digits = digits * 10 + digit;
    i++;
  }
  const decimals = i - firstDecimal;
  const count = wholeDigits + decimals;
  if (i < end || decimals > 22 || count === 0) return readSlowly(bytes, start, end, out, at);
  if (wholeDigits > 1 && bytes[first] === 48) return 2;
  if (wholeDigits === 0 || decimals === 0 || bytes[end - 1] === 48) how = 1;
  if (count > 15 && digits >= 1e15) {
    const written = readLong(bytes, first, firstDecimal, end, out, at);
    if (written < 0) return readSlowly(bytes, start, end, out, at);
    if (sign === 45) out[at] = -out[at]!;
    return how || written;
  }
  const value = digits / POWERS[decimals]!;
  out[at] = sign === 45 ? -value : value;
  // Below a millionth numbers print with an exponent, and −0 prints without its sign.
  return value < 1e-6 && (digits > 0 || sign === 45) ? 1 : how;
}

function readSlowly(bytes: Uint8Array, start: number, end: number, out: Float64Array, at: number): number {
  const text = asciiText(bytes, start, end);
  if (!FORM.test(text)) return NOT_NUMBER;
  const value = Number(text);
  if (/^[+-]?0\d/.test(text) || !Number.isFinite(value)) return DESTROYED;
  out[at] = value;
  return String(value) === text ? PLAIN : OTHERWISE;
}

/** Latin letters one by one: bytes past ASCII come out wrong, but then the cell is not a number anyway. */
export function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}

/** Reads a text as a number in the way {@link readNumber} does; undefined when it is none, or one whose digits a number would destroy. */
export function numberFromText(text: string): number | undefined {
  if (!FORM.test(text) || /^[+-]?0\d/.test(text)) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || (/^[+-]?\d+$/.test(text) && Math.abs(value) >= LIMIT)) return undefined;
  return value;
}
