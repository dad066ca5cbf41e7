import type { DocValue, Field } from '../document/value';
import { brokenDocument } from '../document/value';

function text(value: DocValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null) return '';
  throw brokenDocument('“pandas_categorical” holds something that is no category.');
}

/** The lists of category names that LightGBM's Python package writes; undefined for null, which is written when there was no pandas table. */
export function pandasLevels(field: Field): string[][] | undefined {
  if (!field.exists) return undefined;
  return field.list().map((list) => list.list().map((item) => text(item.value!)));
}
