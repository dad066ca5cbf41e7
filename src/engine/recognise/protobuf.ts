import { recognised, type Recognition } from './kinds';

interface Seen {
  readonly number: number;
  readonly type: number;
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

interface Walk {
  readonly fields: readonly Seen[];
  /** `whole`: ended exactly; `cut`: a field reaches past `size`; `head`: it reaches past the bytes at hand but not past the size. */
  readonly end: 'whole' | 'cut' | 'head' | 'broken';
}

function walk(bytes: Uint8Array<ArrayBuffer>, from: number, to: number, size: number, most = 100_000): Walk {
  const fields: Seen[] = [];
  let at = from;
  const varint = (): number => {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 10 && at < to; i++) {
      const byte = bytes[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    return -1;
  };
  const short = (): 'cut' | 'head' | 'broken' => (at < to ? 'broken' : to < size ? 'head' : 'cut');
  while (at < to && fields.length < most) {
    const tag = varint();
    if (tag < 0) return { fields, end: short() };
    const number = Math.floor(tag / 8);
    const type = tag % 8;
    if (number === 0 || number > 536870911 || ![0, 1, 2, 5].includes(type)) return { fields, end: 'broken' };
    const value = type === 0 || type === 2 ? varint() : 0;
    if (value < 0) return { fields, end: short() };
    const start = at;
    const end = type === 2 ? start + value : type === 1 ? start + 8 : type === 5 ? start + 4 : start;
    fields.push({ number, type, value, start, end });
    if (end > to) return { fields, end: end > size ? 'cut' : 'head' };
    at = end;
  }
  return { fields, end: 'whole' };
}

function printable(bytes: Uint8Array<ArrayBuffer>, start: number, end: number): boolean {
  for (let i = start; i < Math.min(end, bytes.length); i++) if (bytes[i]! < 32 || bytes[i] === 127) return false;
  return end > start;
}

const ONNX_FIELDS = new Map([
  [1, 0],
  [2, 2],
  [3, 2],
  [4, 2],
  [5, 0],
  [6, 2],
  [7, 2],
  [8, 2],
  [14, 2],
  [20, 2],
  [25, 2],
  [26, 2],
]);
const GRAPH_FIELDS = new Set([1, 2, 5, 10, 11, 12, 13, 14, 15, 16]);
const TENSOR_FIELDS = new Map([
  [1, [0, 2]],
  [2, [0]],
  [4, [2, 5]],
  [5, [0, 2]],
  [6, [2]],
  [7, [0, 2]],
  [8, [2]],
  [9, [2]],
  [10, [1, 2]],
  [11, [0, 2]],
  [12, [2]],
  [13, [2]],
  [14, [0]],
]);

function isGraph(bytes: Uint8Array<ArrayBuffer>, graph: Seen): boolean {
  const inner = walk(bytes, graph.start, Math.min(graph.end, bytes.length), graph.end, 50);
  return inner.end !== 'broken' && inner.fields.every((field) => field.type === 2 && GRAPH_FIELDS.has(field.number));
}

function onnx(bytes: Uint8Array<ArrayBuffer>, top: Walk): Recognition | undefined {
  const fields = top.fields;
  const version = fields.find((field) => field.number === 1);
  if (version === undefined || version.value < 1 || version.value > 200) return undefined;
  if (!fields.every((field) => ONNX_FIELDS.get(field.number) === field.type)) return undefined;
  if (!fields.every((field) => ![2, 3, 4].includes(field.number) || field.end === field.start || printable(bytes, field.start, field.end)))
    return undefined;
  const graph = fields.find((field) => field.number === 7);
  if (graph !== undefined && !isGraph(bytes, graph)) return undefined;
  if (graph === undefined && !fields.some((field) => field.number === 2 || field.number === 8)) return undefined;
  if (top.end === 'cut' || (graph === undefined && top.end === 'whole')) return recognised('onnx-truncated');
  return recognised('onnx');
}

function savedModel(bytes: Uint8Array<ArrayBuffer>, fields: readonly Seen[]): boolean {
  const [version, meta] = fields;
  if (version?.number !== 1 || version.type !== 0 || version.value > 9 || meta?.number !== 2 || meta.type !== 2) return false;
  const inner = walk(bytes, meta.start, Math.min(meta.end, bytes.length), meta.end, 20);
  const info = inner.fields[0];
  if (info?.number !== 1 || info.type !== 2) return false;
  const parts = walk(bytes, info.start, Math.min(info.end, bytes.length), info.end, 20).fields;
  return parts.some((part) => part.number === 2 || part.number === 4 || part.number === 5) && parts.every((part) => part.number <= 8);
}

function coreMl(bytes: Uint8Array<ArrayBuffer>, fields: readonly Seen[]): boolean {
  const [version, description] = fields;
  if (version?.number !== 1 || version.type !== 0 || description?.number !== 2 || description.type !== 2) return false;
  if (fields.some((field) => field.number >= 200 && field.number <= 3000)) return true;
  const inner = walk(bytes, description.start, Math.min(description.end, bytes.length), description.end, 20).fields[0];
  if (inner?.number !== 1 || inner.type !== 2) return false;
  const feature = walk(bytes, inner.start, Math.min(inner.end, bytes.length), inner.end, 5).fields;
  return (
    feature[0]?.number === 1 &&
    feature[0].type === 2 &&
    printable(bytes, feature[0].start, feature[0].end) &&
    feature.some((part) => part.number === 3)
  );
}

function tfGraph(bytes: Uint8Array<ArrayBuffer>, fields: readonly Seen[]): boolean {
  const node = fields[0];
  if (node?.number !== 1 || node.type !== 2 || !fields.every((field) => field.number <= 4)) return false;
  const parts = walk(bytes, node.start, Math.min(node.end, bytes.length), node.end, 20).fields;
  const [name, op] = parts;
  return (
    name?.number === 1 &&
    name.type === 2 &&
    printable(bytes, name.start, name.end) &&
    op?.number === 2 &&
    op.type === 2 &&
    printable(bytes, op.start, op.end)
  );
}

function tensor(fields: readonly Seen[]): boolean {
  if (!fields.every((field) => TENSOR_FIELDS.get(field.number)?.includes(field.type) === true)) return false;
  const type = fields.find((field) => field.number === 2);
  return type !== undefined && type.value >= 1 && type.value <= 30 && fields.some((field) => [4, 5, 6, 7, 9, 10, 11].includes(field.number));
}

/** Protobuf has no signature: tries what the fields would have to be for each kind of model. Sources: onnx.proto, saved_model.proto, Core ML Model.proto. */
export function recogniseProtobuf(bytes: Uint8Array<ArrayBuffer>, size: number): Recognition | undefined {
  const top = walk(bytes, 0, bytes.length, size);
  const fields = top.fields;
  if (fields.length === 0) return undefined;
  const asOnnx = onnx(bytes, top);
  if (asOnnx !== undefined) return asOnnx;
  if (coreMl(bytes, fields)) return recognised('coreml');
  if (savedModel(bytes, fields)) return recognised('tf-saved-model');
  if (top.end === 'broken') return undefined;
  if (tensor(fields)) return recognised('onnx-tensor');
  return tfGraph(bytes, fields) ? recognised('tf-graph') : undefined;
}
