import { AssayError } from '../../errors';
import { allLevelsOf, columnAt, numberOf } from '../../table/cell';
import type { Column, Table } from '../../table/types';
import type { Model } from '../types';
import type { Binding, Feature, FeatureRows, FeatureSpace, InputSource } from './types';

/** The column a source reads; undefined for constants and unbound inputs. */
export function sourceColumn(source: InputSource | undefined): number | undefined {
  return source === undefined || source.as === 'constant' ? undefined : source.column;
}

/** Texts a source wants to find in its column. */
function textsOf(source: InputSource): readonly string[] {
  return source.as === 'equals' ? [source.level] : source.as === 'code' ? source.levels : [];
}

/** A column of numbers stays numbers unless a source needs its cells as texts. */
function readAsLevels(column: Column, sources: readonly InputSource[]): boolean {
  if (column.kind === 'category' || column.kind === 'text') return true;
  return sources.some((source) => source.as === 'text' || textsOf(source).some((text) => Number.isNaN(numberOf(text))));
}

function makeFeature(column: Column, sources: readonly InputSource[], modelLevels: readonly string[]): Feature {
  if (!readAsLevels(column, sources)) {
    return { column: column.position, name: column.name, kind: 'number', ...(column.kind === 'numeric' ? { whole: column.whole } : {}) };
  }
  const levels = new Set([...allLevelsOf(column).levels, ...sources.flatMap(textsOf), ...modelLevels]);
  return { column: column.position, name: column.name, kind: 'level', levels: [...levels] };
}

/**
 * The questions' inputs as a person sees them: one feature per table column that feeds the model, in table order, however many model inputs it feeds.
 * Texts become levels: those of the table first, in its order, then those only the model knows.
 * @throws AssayError `binding-incomplete` naming the model inputs without a source, `binding-column` for a column that is not there.
 */
export function featureSpace(model: Model, table: Table, binding: Binding): FeatureSpace {
  const open = model.inputs.filter((_, i) => binding.sources[i] === undefined).map((input) => input.name);
  if (open.length > 0) {
    throw new AssayError({
      area: 'binding',
      code: 'binding-incomplete',
      what: `${open.length === 1 ? 'One input' : `${open.length} inputs`} of the model have no column yet: ${open.slice(0, 8).join(', ')}${open.length > 8 ? ' …' : ''}.`,
      why: 'The model needs a value for each of its inputs.',
      remedy: 'Choose a column or a constant for each.',
    });
  }
  const byColumn = new Map<number, { sources: InputSource[]; levels: string[] }>();
  model.inputs.forEach((input, i) => {
    const source = binding.sources[i]!;
    const column = sourceColumn(source);
    if (column === undefined) return;
    const entry = byColumn.get(column) ?? { sources: [], levels: [] };
    entry.sources.push(source);
    if (source.as === 'text' && input.levels !== undefined) entry.levels.push(...input.levels);
    byColumn.set(column, entry);
  });
  const positions = [...byColumn.keys()].sort((a, b) => a - b);
  const features = positions.map((position) => {
    const column = columnAt(table, position);
    const { sources, levels } = byColumn.get(position)!;
    if (column === undefined) {
      throw new AssayError({
        area: 'binding',
        code: 'binding-column',
        what: `The mapping names column ${position + 1}, but the table has ${table.columns.length}.`,
        why: 'The mapping belongs to another table.',
        remedy: 'Map the inputs again.',
      });
    }
    return makeFeature(column, sources, levels);
  });
  const featureOf = new Int32Array(model.inputs.length);
  model.inputs.forEach((_, i) => {
    const column = sourceColumn(binding.sources[i]);
    featureOf[i] = column === undefined ? -1 : positions.indexOf(column);
  });
  return { features, featureOf };
}

/**
 * Feature rows of a table: rows `from` to `to` (not included), or the rows listed. A number stands for itself, a text for its index in the
 * feature's levels;
 * NaN is missing.
 */
export function encodeRows(table: Table, space: FeatureSpace, from: number, to: number): FeatureRows;
export function encodeRows(table: Table, space: FeatureSpace, rows: Int32Array): FeatureRows;
export function encodeRows(table: Table, space: FeatureSpace, from: number | Int32Array, to = 0): FeatureRows {
  const list = typeof from === 'number' ? undefined : from;
  const start = typeof from === 'number' ? from : 0;
  const count = list === undefined ? Math.max(0, to - start) : list.length;
  const width = space.features.length;
  const values = new Float64Array(count * width);
  space.features.forEach((feature, f) => {
    const column = columnAt(table, feature.column)!;
    if (feature.kind === 'number') {
      const source = (column as Extract<Column, { values: unknown }>).values;
      for (let i = 0; i < count; i++) values[i * width + f] = source[list === undefined ? start + i : list[i]!]!;
      return;
    }
    const { codes } = allLevelsOf(column);
    for (let i = 0; i < count; i++) {
      const code = codes[list === undefined ? start + i : list[i]!]!;
      values[i * width + f] = code < 0 ? NaN : code;
    }
  });
  return { width, count, values };
}
