import type { Table } from '../../table/types';
import type { Model } from '../types';
import { bindingError, findColumn } from './reader';
import type { Binding, InputSource } from './types';

/**
 * The JSON form of a mapping: an array with one entry per input tensor `{ "name", "features": [...] }` (or an object whose `inputs` is that array).
 * A feature is `{ "column", "as" }` with `as` one of
 * `number` (optional `missing`, `subtract`, `divide`), `text` (optional `missing`), `equals` (`value`; optional `subtract`, `divide`),
 * `code` (`values`, `unknown`; optional `missing`), `constant` (`value`, no column).
 */
type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

function fault(where: string, why: string, code = 'binding-text'): Error {
  return bindingError(code, `The mapping cannot be read at ${where}.`, why, 'Correct it, or map the inputs on the Check screen.');
}

function optionalNumber(feature: Json, key: string, where: string): number | undefined {
  const value = feature[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw fault(where, `"${key}" must be a number.`);
  if (key === 'divide' && value === 0) throw fault(where, 'Nothing can be divided by 0.');
  return value;
}

const texts = (value: unknown): string[] | undefined => (Array.isArray(value) ? value.map(String) : undefined);

function readFeature(feature: unknown, where: string, table: Table): InputSource {
  if (!isObject(feature)) throw fault(where, 'A feature is an object with "column" and "as".');
  if (feature.as === 'constant') {
    if (typeof feature.value !== 'number' && typeof feature.value !== 'string') throw fault(where, 'A constant needs a "value".');
    return { as: 'constant', value: feature.value };
  }
  const name = String(feature.column);
  const column = findColumn(table, name);
  if (column === undefined) throw fault(where, `The table has no column "${name}".`, 'binding-column');
  const subtract = optionalNumber(feature, 'subtract', where);
  const divide = optionalNumber(feature, 'divide', where);
  const scale = { ...(subtract === undefined ? {} : { subtract }), ...(divide === undefined ? {} : { divide }) };
  switch (feature.as) {
    case 'number': {
      const missing = optionalNumber(feature, 'missing', where);
      return { as: 'number', column, ...(missing === undefined ? {} : { missing }), ...scale };
    }
    case 'text':
      return { as: 'text', column, ...(typeof feature.missing === 'string' ? { missing: feature.missing } : {}) };
    case 'equals':
      return { as: 'equals', column, level: String(feature.value), ...scale };
    case 'code': {
      const levels = texts(feature.values);
      if (levels === undefined) throw fault(where, 'A code needs the list "values".');
      const missing = optionalNumber(feature, 'missing', where);
      return {
        as: 'code',
        column,
        levels,
        unknown: optionalNumber(feature, 'unknown', where) ?? levels.length,
        ...(missing === undefined ? {} : { missing }),
      };
    }
    default:
      throw fault(where, `"as" is ${JSON.stringify(feature.as)}; it can be number, text, equals, code or constant.`);
  }
}

/** @throws AssayError `binding-text`, `binding-column`, `binding-count` naming the place. */
export function bindingFromJson(text: string, table: Table, model: Model): Binding {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw bindingError(
      'binding-text',
      'The mapping is not valid JSON.',
      error instanceof Error ? error.message : '',
      'Correct it, or write one line per input.',
    );
  }
  const inputs = isObject(value) ? value.inputs : value;
  if (!Array.isArray(inputs)) throw fault('its beginning', 'A list of inputs is expected.');
  const byName = new Map<string, readonly unknown[]>();
  for (const entry of inputs) {
    if (!isObject(entry) || !Array.isArray(entry.features)) throw fault('its inputs', 'Each needs a "name" and a list of "features".');
    byName.set(String(entry.name), entry.features);
  }
  const sources = model.tensors.flatMap((tensor) => {
    const features = byName.get(tensor.name);
    if (features === undefined)
      throw fault(`"${tensor.name}"`, `The mapping says nothing about the model's input "${tensor.name}".`, 'binding-count');
    if (features.length !== tensor.width)
      throw fault(`"${tensor.name}"`, `It lists ${features.length} features, the model reads ${tensor.width}.`, 'binding-count');
    return features.map((feature, i) => readFeature(feature, `"${tensor.name}", feature ${i + 1}`, table));
  });
  return { sources };
}
