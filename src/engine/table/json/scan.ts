/** Says that the block ended before the thing did. */
export const MORE = -1;

export type Wrong = (position: number, why: string) => Error;

/** The first place from `at` on that is no blank. */
export function skipSpace(bytes: Uint8Array, at: number, length: number): number {
  let i = at;
  while (i < length) {
    const byte = bytes[i]!;
    if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) break;
    i++;
  }
  return i;
}

/** The place behind the string whose opening quote is at `at`. */
export function skipString(bytes: Uint8Array, at: number, length: number, wrong: Wrong): number {
  for (let i = at + 1; i < length; i++) {
    const byte = bytes[i]!;
    if (byte === 34) return i + 1;
    if (byte === 92) i++;
    else if (byte < 32) throw wrong(i, 'A text has a line end or control sign in it that is not written as an escape.');
  }
  return MORE;
}

const WORDS = ['true', 'false', 'null'].map((word) => new TextEncoder().encode(word));

/** The place behind the value at `at`. Values of any nesting are passed over with a counter, never by calling itself. */
export function skipValue(bytes: Uint8Array, at: number, length: number, depthLimit: number, wrong: Wrong, tooDeep: () => Error): number {
  if (at >= length) return MORE;
  const first = bytes[at]!;
  if (first === 34) return skipString(bytes, at, length, wrong);
  if (first === 123 || first === 91) return skipBrackets(bytes, at, length, depthLimit, wrong, tooDeep);
  if (first === 45 || (first >= 48 && first <= 57)) return skipNumber(bytes, at, length, wrong);
  for (const word of WORDS) {
    if (word[0] !== first) continue;
    if (at + word.length > length) return MORE;
    for (let k = 1; k < word.length; k++) if (bytes[at + k] !== word[k]) throw wrong(at, 'A value is neither text, number, true, false nor null.');
    return at + word.length;
  }
  throw wrong(at, 'A value is neither text, number, true, false nor null.');
}

function skipBrackets(bytes: Uint8Array, at: number, length: number, depthLimit: number, wrong: Wrong, tooDeep: () => Error): number {
  let depth = 0;
  let i = at;
  while (i < length) {
    const byte = bytes[i]!;
    if (byte === 34) {
      i = skipString(bytes, i, length, wrong);
      if (i === MORE) return MORE;
      continue;
    }
    if (byte === 123 || byte === 91) {
      // The record and, in a JSON list, the list are two levels more.
      if (++depth + 2 > depthLimit) throw tooDeep();
    } else if (byte === 125 || byte === 93) {
      if (--depth === 0) return i + 1;
    }
    i++;
  }
  return MORE;
}

const digits = (bytes: Uint8Array, at: number, length: number): number => {
  let i = at;
  while (i < length && bytes[i]! >= 48 && bytes[i]! <= 57) i++;
  return i;
};

function skipNumber(bytes: Uint8Array, at: number, length: number, wrong: Wrong): number {
  let i = bytes[at] === 45 ? at + 1 : at;
  let next = digits(bytes, i, length);
  if (next >= length) return MORE;
  if (next === i || (bytes[i] === 48 && next > i + 1)) throw wrong(at, 'A number is not written the way JSON wants it.');
  i = next;
  if (bytes[i] === 46) {
    next = digits(bytes, i + 1, length);
    if (next >= length) return MORE;
    if (next === i + 1) throw wrong(at, 'A number is not written the way JSON wants it.');
    i = next;
  }
  if (bytes[i] === 101 || bytes[i] === 69) {
    i++;
    if (bytes[i] === 43 || bytes[i] === 45) i++;
    next = digits(bytes, i, length);
    if (next >= length) return MORE;
    if (next === i) throw wrong(at, 'A number is not written the way JSON wants it.');
    i = next;
  }
  return i;
}
