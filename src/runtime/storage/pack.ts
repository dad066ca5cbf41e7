/** A plain value as one text and the bytes of its typed arrays, which the text refers to by number. */
export interface Packed {
  readonly text: string;
  readonly buffers: readonly Uint8Array<ArrayBuffer>[];
}

const arrays = {
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  BigInt64Array,
  BigUint64Array,
} as const;
type ArrayName = keyof typeof arrays;

/** No property of our own records has this name, so a record with it alone is a mark. */
const mark = '\u0000';
const odd: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity, '-0': -0 };

/**
 * Takes typed arrays out of a plain value; numbers JSON cannot write (NaN, ±∞, −0) are kept.
 * @throws TypeError for a value that is not plain data: functions, class instances, a property named NUL.
 */
export function pack(value: unknown): Packed {
  const buffers: Uint8Array<ArrayBuffer>[] = [];
  const plain = (part: unknown): unknown => {
    if (typeof part === 'number') {
      if (Object.is(part, -0)) return { [mark]: '-0' };
      return Number.isFinite(part) ? part : { [mark]: String(part) };
    }
    if (part === null || typeof part === 'string' || typeof part === 'boolean' || part === undefined) return part;
    if (ArrayBuffer.isView(part)) {
      const name = part.constructor.name;
      if (!Object.hasOwn(arrays, name) || !(part.buffer instanceof ArrayBuffer)) throw new TypeError(`cannot keep a ${name}`);
      buffers.push(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
      return { [mark]: [name, buffers.length - 1] };
    }
    if (Array.isArray(part)) return part.map(plain);
    if (typeof part === 'object') {
      const prototype: unknown = Object.getPrototypeOf(part);
      if ((prototype !== Object.prototype && prototype !== null) || mark in part) throw new TypeError(`cannot keep a ${part.constructor.name}`);
      return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, plain(inner)]));
    }
    throw new TypeError(`cannot keep a ${typeof part}`);
  };
  return { text: JSON.stringify(plain(value)), buffers };
}

/** Gives back what {@link pack} took; the arrays stand on the given bytes, without a copy where they are aligned. */
export function unpack({ text, buffers }: Packed): unknown {
  return JSON.parse(text, (_name, part: unknown) => {
    if (part === null || typeof part !== 'object' || Array.isArray(part) || !Object.hasOwn(part, mark)) return part;
    const content = (part as Record<string, unknown>)[mark];
    if (typeof content === 'string') return odd[content];
    const [name, index] = content as [ArrayName, number];
    const type = arrays[name];
    const bytes = buffers[index];
    if (!type || !bytes) throw new RangeError(`no bytes numbered ${index}`);
    const aligned = bytes.byteOffset % type.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
    return new type(aligned.buffer, aligned.byteOffset, aligned.byteLength / type.BYTES_PER_ELEMENT);
  });
}
