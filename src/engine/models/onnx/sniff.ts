import { MODEL } from './schema';

/** Length-delimited fields a model may begin with, and their type. */
const KNOWN = new Set<number>([...Object.values(MODEL), 5, 26]);

/**
 * Whether bytes begin as an ONNX model does: a small version number in field 1, then fields an ONNX model has. A cut-off file still passes.
 * First bytes alone prove nothing: other protobuf files (TensorFlow SavedModel, Core ML) begin alike but with other fields after.
 */
export function beginsAsOnnx(bytes: Uint8Array): boolean {
  let at = 0;
  let fields = 0;
  let graphOrOpset = false;
  const varint = (): number | undefined => {
    let value = 0;
    for (let i = 0, scale = 1; i < 10; i++, scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) return undefined;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    return undefined;
  };
  while (at < bytes.length && fields < 64) {
    const tag = varint();
    if (tag === undefined) break;
    const number = Math.floor(tag / 8);
    const type = tag % 8;
    if (!KNOWN.has(number)) return false;
    if (number === MODEL.irVersion || number === 5) {
      if (type !== 0) return false;
      const value = varint();
      if (value === undefined || (number === MODEL.irVersion && (value < 1 || value > 1000))) return false;
    } else {
      if (type !== 2) return false;
      const length = varint();
      if (length === undefined) break;
      if (number === MODEL.graph || number === MODEL.opsetImport) graphOrOpset = true;
      at += length;
    }
    fields++;
  }
  return graphOrOpset;
}
