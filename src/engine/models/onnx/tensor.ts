import { AssayError } from '../../errors';
import { halfToNumber } from '../half';
import { ELEMENT_BYTES, ELEMENT_NAMES, ENTRY, TENSOR } from './schema';
import { all, bigint, floats, integer, integers, readFields, text, type WireField } from './wire';

/** A weight or constant: header decoded, content on demand. */
export interface TensorValue {
  readonly name: string;
  readonly dims: readonly number[];
  readonly element: number;
  /** Product of the dimensions. */
  readonly size: number;
  /** Set when the content is in another file. */
  readonly external?: { readonly location: string; readonly offset: number; readonly length: number | null };
  /** Content as numbers; 64-bit integers beyond ±2^53 lose digits. @throws AssayError when the content does not fit the dimensions. */
  numbers(): Float64Array<ArrayBuffer>;
  strings(): string[];
  /** Number of elements the file really holds. */
  readonly held: number;
  readonly field: WireField;
}

function mismatch(name: string, size: number, held: number): AssayError {
  return new AssayError({
    area: 'model',
    code: 'onnx-broken',
    what: 'This ONNX file is damaged.',
    why: `Its tensor "${name}" declares ${size} values and holds ${held}.`,
    remedy: 'Copy or export it again, and compare the file sizes.',
  });
}

function decodeRaw(bytes: Uint8Array<ArrayBuffer>, element: number, count: number): Float64Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const out = new Float64Array(count);
  const step = ELEMENT_BYTES[element] ?? 1;
  const read: Record<number, (at: number) => number> = {
    1: (at) => view.getFloat32(at, true),
    2: (at) => view.getUint8(at),
    3: (at) => view.getInt8(at),
    4: (at) => view.getUint16(at, true),
    5: (at) => view.getInt16(at, true),
    6: (at) => view.getInt32(at, true),
    7: (at) => Number(view.getBigInt64(at, true)),
    9: (at) => view.getUint8(at),
    10: (at) => halfToNumber(view.getUint16(at, true)),
    11: (at) => view.getFloat64(at, true),
    12: (at) => view.getUint32(at, true),
    13: (at) => Number(view.getBigUint64(at, true)),
  };
  const take = read[element];
  if (take === undefined) return out.fill(NaN);
  for (let i = 0; i < count; i++) out[i] = take(i * step);
  return out;
}

function doubles(fields: readonly WireField[], number: number): number[] {
  const values: number[] = [];
  for (const field of all(fields, number)) {
    const view = new DataView(field.bytes.buffer, field.bytes.byteOffset, field.bytes.length);
    for (let at = 0; at + 8 <= field.bytes.length; at += 8) values.push(view.getFloat64(at, true));
  }
  return values;
}

function typedData(fields: readonly WireField[], element: number): number[] {
  if (element === 1 || element === 14) return floats(fields, TENSOR.floatData);
  if (element === 11 || element === 15) return doubles(fields, TENSOR.doubleData);
  if (element === 7) return integers(fields, TENSOR.int64Data);
  if (element === 12 || element === 13) return integers(fields, TENSOR.uint64Data);
  const values = integers(fields, TENSOR.int32Data);
  return element === 10 ? values.map(halfToNumber) : values;
}

/** Decodes the header of a TensorProto. */
export function readTensor(field: WireField): TensorValue {
  const fields = readFields(field.bytes);
  const pick = (number: number): WireField | undefined => fields.findLast((entry) => entry.number === number);
  const dims = integers(fields, TENSOR.dims);
  const element = integer(pick(TENSOR.dataType));
  const name = text(pick(TENSOR.name));
  const size = dims.reduce((product, dim) => product * dim, 1);
  if (dims.some((dim) => dim < 0) || !Number.isFinite(size)) throw mismatch(name, size, 0);
  const raw = pick(TENSOR.rawData)?.bytes;
  let external: TensorValue['external'];
  if (integer(pick(TENSOR.dataLocation)) === 1) {
    const entries = new Map(
      all(fields, TENSOR.externalData).map((entry) => {
        const pair = readFields(entry.bytes);
        return [text(pair.find((f) => f.number === ENTRY.key)), text(pair.find((f) => f.number === ENTRY.value))] as const;
      }),
    );
    const length = entries.get('length');
    external = {
      location: entries.get('location') ?? '',
      offset: Number(entries.get('offset') ?? 0),
      length: length === undefined ? null : Number(length),
    };
  }
  let data: number[] | undefined;
  const typed = (): number[] => (data ??= typedData(fields, element));
  return {
    name,
    dims,
    element,
    size,
    ...(external === undefined ? {} : { external }),
    get held() {
      if (external !== undefined) return size;
      if (element === 8) return all(fields, TENSOR.stringData).length;
      if (raw !== undefined) return raw.length / (ELEMENT_BYTES[element] ?? NaN);
      const values = typed().length;
      return element === 14 || element === 15 ? values / 2 : values;
    },
    numbers() {
      if (raw !== undefined) {
        const held = raw.length / (ELEMENT_BYTES[element] ?? NaN);
        if (held !== size) throw mismatch(name, size, held);
        return decodeRaw(raw, element, size);
      }
      const values = typed();
      if (values.length !== size) throw mismatch(name, size, values.length);
      return Float64Array.from(values);
    },
    strings() {
      if (element === 8) return all(fields, TENSOR.stringData).map(text);
      if (element === 7 && raw === undefined)
        return all(fields, TENSOR.int64Data).flatMap((entry) => (entry.type === 0 ? [String(bigint(entry))] : typed().map(String)));
      return [...this.numbers()].map(String);
    },
    field,
  };
}

/** `int64 [3, 4]`: how a tensor is named in messages. */
export function describeTensor(tensor: Pick<TensorValue, 'element' | 'dims'>): string {
  return `${ELEMENT_NAMES[tensor.element] ?? 'unknown type'} [${tensor.dims.join(', ')}]`;
}
