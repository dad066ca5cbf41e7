import { AssayError } from '../../errors';

/**
 * Lossless protobuf wire format: a message is a list of fields in file order, kept as byte ranges until someone asks for their content.
 * Source: Protocol Buffers encoding, wire types 0 (varint), 1 (64 bit), 2 (length-delimited), 5 (32 bit).
 */
export interface WireField {
  readonly number: number;
  readonly type: 0 | 1 | 2 | 5;
  /** Payload bytes: the varint itself, 8 or 4 bytes, or the content without its length. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

function broken(why: string, code = 'onnx-broken'): AssayError {
  return new AssayError({
    area: 'model',
    code,
    what: 'This ONNX file is damaged.',
    why,
    remedy: 'Copy or export it again, and compare the file sizes.',
  });
}

/**
 * Splits a message into its fields. Nothing is copied.
 * @throws AssayError `onnx-truncated` when a field promises more bytes than there are, `onnx-broken` for an illegal wire type or an endless varint.
 */
export function readFields(bytes: Uint8Array<ArrayBuffer>): WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 10; i++) {
      const byte = bytes[at++];
      if (byte === undefined) throw broken('It ends in the middle of a number.', 'onnx-truncated');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    throw broken('It holds a number that never ends.');
  };
  while (at < bytes.length) {
    const tag = varint();
    const type = tag % 8;
    const number = Math.floor(tag / 8);
    if (number === 0) throw broken('It holds a field numbered 0.');
    const start = at;
    if (type === 0) {
      varint();
      fields.push({ number, type, bytes: bytes.subarray(start, at) });
    } else if (type === 1 || type === 5) {
      at += type === 1 ? 8 : 4;
      if (at > bytes.length) throw broken('It ends in the middle of a number.', 'onnx-truncated');
      fields.push({ number, type, bytes: bytes.subarray(start, at) });
    } else if (type === 2) {
      const length = varint();
      const from = at;
      if (from + length > bytes.length) throw broken('Its last field promises more bytes than are there.', 'onnx-truncated');
      at = from + length;
      fields.push({ number, type, bytes: bytes.subarray(from, at) });
    } else throw broken(`It holds a field of unknown type ${type}.`);
  }
  return fields;
}

function pushVarint(out: number[], value: number): void {
  let rest = value;
  while (rest > 127) {
    out.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
}

/** Joins fields into a message; the inverse of {@link readFields}, byte for byte for canonically written files. */
export function writeFields(fields: readonly WireField[]): Uint8Array<ArrayBuffer> {
  const heads: number[][] = [];
  let total = 0;
  for (const field of fields) {
    const head: number[] = [];
    pushVarint(head, field.number * 8 + field.type);
    if (field.type === 2) pushVarint(head, field.bytes.length);
    heads.push(head);
    total += head.length + field.bytes.length;
  }
  const out = new Uint8Array(total);
  let at = 0;
  fields.forEach((field, i) => {
    const head = heads[i]!;
    out.set(head, at);
    at += head.length;
    out.set(field.bytes, at);
    at += field.bytes.length;
  });
  return out;
}

/** First field with this number. */
export function find(fields: readonly WireField[], number: number): WireField | undefined {
  return fields.find((field) => field.number === number);
}

/** All fields with this number, in order. */
export function all(fields: readonly WireField[], number: number): WireField[] {
  return fields.filter((field) => field.number === number);
}

/** A length-delimited field as UTF-8 text. */
export function text(field: WireField | undefined): string {
  return field === undefined ? '' : decoder.decode(field.bytes);
}

/** A varint field as a signed 64-bit integer. */
export function bigint(field: WireField): bigint {
  let value = 0n;
  for (let i = 0; i < field.bytes.length; i++) value |= BigInt(field.bytes[i]! & 127) << BigInt(7 * i);
  return BigInt.asIntN(64, value);
}

/** A varint field as a number; 0 when absent (the protobuf default). Exact within ±2^53. */
export function integer(field: WireField | undefined): number {
  return field === undefined ? 0 : Number(bigint(field));
}

/** A 32-bit field as a float; 0 when absent. */
export function float(field: WireField | undefined): number {
  return field === undefined ? 0 : new DataView(field.bytes.buffer, field.bytes.byteOffset, 4).getFloat32(0, true);
}

/** Repeated integers, packed or not. */
export function integers(fields: readonly WireField[], number: number): number[] {
  const values: number[] = [];
  for (const field of fields) {
    if (field.number !== number) continue;
    if (field.type === 0) values.push(integer(field));
    else {
      let start = 0;
      for (let i = 0; i < field.bytes.length; i++) {
        if (field.bytes[i]! > 127) continue;
        values.push(Number(bigint({ number, type: 0, bytes: field.bytes.subarray(start, i + 1) })));
        start = i + 1;
      }
    }
  }
  return values;
}

/** Repeated 32-bit floats, packed or not. */
export function floats(fields: readonly WireField[], number: number): number[] {
  const values: number[] = [];
  for (const field of fields) {
    if (field.number !== number) continue;
    const view = new DataView(field.bytes.buffer, field.bytes.byteOffset, field.bytes.length);
    for (let at = 0; at + 4 <= field.bytes.length; at += 4) values.push(view.getFloat32(at, true));
  }
  return values;
}

/** Makes a length-delimited field from a message, text or bytes. */
export function block(number: number, content: Uint8Array<ArrayBuffer> | string | readonly WireField[]): WireField {
  const bytes = typeof content === 'string' ? encoder.encode(content) : content instanceof Uint8Array ? content : writeFields(content);
  return { number, type: 2, bytes };
}

/** Makes a varint field; negative values take ten bytes, as protobuf's int64 does. */
export function varint(number: number, value: number | bigint): WireField {
  let rest = BigInt.asUintN(64, BigInt(value));
  const out: number[] = [];
  while (rest > 127n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  out.push(Number(rest));
  return { number, type: 0, bytes: new Uint8Array(out) };
}

/** Makes a 32-bit float field. */
export function float32(number: number, value: number): WireField {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return { number, type: 5, bytes };
}
