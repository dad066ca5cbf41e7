import { AssayError } from '../../errors';
import { allLevelsOf, columnAt } from '../../table/cell';
import type { Column, Table } from '../../table/types';
import { encodeRows } from './features';
import { normalise } from './propose';
import type { Feature, FeatureSpace } from './types';

/** Rows of another table as rows of the same features. */
export interface SecondRows {
  /** Feature rows, row-major. */
  readonly values: Float64Array<ArrayBuffer>;
  /** Rows of the other table that they are, in the order asked for. */
  readonly rows: Int32Array<ArrayBuffer>;
  /** Rows left out because they have a level that neither the first table nor the model has. */
  readonly unknown: number;
}

/**
 * Some rows of a second table, read by the mapping that was made for the first: columns by their names, exactly or but for case and signs, levels by
 * their text. A row with a level that is not among those of the features has no place among them and is left out.
 * @throws AssayError `second-columns` naming the columns that are not there, `second-kinds` for numbers here that are no numbers there
 */
export function secondRows(first: Table, space: FeatureSpace, second: Table, rows: Int32Array): SecondRows {
  const found = space.features.map((feature) => columnNamed(second, feature.name));
  const lacking = space.features.filter((_, at) => found[at] === undefined);
  if (lacking.length > 0) throw noColumns(lacking.map(({ name }) => name));
  const columns = found as Column[];
  const clash = space.features.find((feature, at) => feature.kind === 'number' && columns[at]!.kind !== columnAt(first, feature.column)!.kind);
  if (clash) throw otherKind(clash, columnAt(first, clash.column)!, columns[space.features.indexOf(clash)]!);
  const features = space.features.map((feature, at): Feature => ({ ...feature, column: columns[at]!.position }));
  const { width, values } = encodeRows(second, { ...space, features }, rows);
  const kept: number[] = [];
  const codes = features.map((feature, at) => (feature.kind === 'level' ? codesOf(feature, columns[at]!) : undefined));
  rows.forEach((row, index) => {
    const own = values.subarray(index * width, (index + 1) * width);
    codes.forEach((code, at) => {
      if (code && !Number.isNaN(own[at]!)) own[at] = code[own[at]!]!;
    });
    if (!codes.some((code, at) => code && own[at] === UNKNOWN)) kept.push(index);
  });
  const out = new Float64Array(kept.length * width);
  kept.forEach((index, at) => out.set(values.subarray(index * width, (index + 1) * width), at * width));
  return { values: out, rows: Int32Array.from(kept, (index) => rows[index]!), unknown: rows.length - kept.length };
}

const UNKNOWN = -1;

function columnNamed(table: Table, name: string): Column | undefined {
  const exact = table.columns.find((column) => column.name === name);
  const alike = table.columns.filter((column) => normalise(column.name) === normalise(name));
  return exact ?? (alike.length === 1 ? alike[0] : undefined);
}

/** For each level of a column, its place among the levels of the feature. */
function codesOf(feature: Feature, column: Column): Int32Array {
  const places = new Map(feature.levels?.map((level, place) => [level, place]));
  return Int32Array.from(allLevelsOf(column).levels, (level) => places.get(level) ?? UNKNOWN);
}

function noColumns(names: readonly string[]): AssayError {
  return new AssayError({
    area: 'binding',
    code: 'second-columns',
    what: `The rows of this file cannot be compared with: ${names.length === 1 ? 'a column is' : `${names.length} columns are`} not there: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ' …' : ''}.`,
    why: 'The model needs a value of each of its inputs, and columns of a second table are found by their names.',
    remedy: 'Open a table that has these columns, or rename them in the file.',
  });
}

const HOLDS: Record<Column['kind'], string> = { numeric: 'numbers', date: 'dates', category: 'words', text: 'words' };

function otherKind({ name }: Feature, here: Column, there: Column): AssayError {
  return new AssayError({
    area: 'binding',
    code: 'second-kinds',
    what: `The rows of this file cannot be compared with: its column ${name} holds ${HOLDS[there.kind]}, and here it holds ${HOLDS[here.kind]}.`,
    why: 'A column that goes into the model must hold the same kind of values in both tables.',
    remedy: 'Look for cells of that column in the file that are written in another way.',
  });
}
