import type { DocValue, Field } from '../document/value';
import { brokenDocument } from '../document/value';

const decoder = new TextDecoder('utf-8');

/** Codes of index types whose values may arrive with their sign bit misread, and the size of their range. */
const UNSIGNED = new Map([
  [10, 2 ** 8],
  [12, 2 ** 16],
  [14, 2 ** 32],
]);

function names(entry: Field): string[] | undefined {
  const values = entry.get('values').numbers();
  if (entry.get('offsets').exists) {
    const offsets = entry.get('offsets').numbers();
    if (offsets.length < 2) return undefined;
    const bytes = Uint8Array.from(values, (value) => value & 255);
    return Array.from({ length: offsets.length - 1 }, (_, i) => {
      const from = offsets[i]!;
      const to = offsets[i + 1]!;
      if (!(from >= 0 && to >= from && to <= bytes.length)) throw brokenDocument(`“${entry.path}” names a category outside its text.`);
      return decoder.decode(bytes.subarray(from, to));
    });
  }
  const range = UNSIGNED.get(entry.get('type').number(0));
  return Array.from(values, (value) => String(range !== undefined && value < 0 ? value + range : value));
}

/**
 * Category names that XGBoost keeps since 3.1, by feature: texts end to end with offsets, or whole numbers with their type.
 * Source: XGBoost, src/data/cat_container.cc.
 */
export function categoryNames(cats: Field, features: number): (readonly string[] | undefined)[] {
  const entries = cats.exists && cats.get('enc').exists ? cats.get('enc').list() : [];
  return Array.from({ length: features }, (_, i): readonly string[] | undefined => {
    const entry = entries[i];
    if (entry === undefined || (entry.value as DocValue) === null) return undefined;
    const found = names(entry);
    return found === undefined || found.length === 0 ? undefined : found;
  });
}
