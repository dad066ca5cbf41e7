/** Every ArrayBuffer inside a plain value, once each: typed arrays, arrays and records are searched, texts and numbers skipped. */
export function buffersOf(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (value === null || typeof value !== 'object') return found;
  if (value instanceof ArrayBuffer) return found.add(value);
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? found.add(value.buffer) : found;
  if (value instanceof Map) {
    for (const part of value.values()) buffersOf(part, found);
    return found;
  }
  if (Array.isArray(value)) {
    // Long lists hold texts or numbers of one kind: looking at the first says whether buffers can be inside.
    if (value.length > 0 && typeof value[0] !== 'object') return found;
    for (const part of value) buffersOf(part, found);
    return found;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) for (const part of Object.values(value)) buffersOf(part, found);
  return found;
}
