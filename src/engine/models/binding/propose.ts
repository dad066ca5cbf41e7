import { allLevelsOf, hasLevels, numberOf } from '../../table/cell';
import type { Column, Role, Table } from '../../table/types';
import type { Model, ModelInput, ModelQuestion } from '../types';
import { defaultMissingText } from './missing';
import type { Binding, InputSource } from './types';

/** How a model input found its column. */
export type MatchKind = 'exact' | 'normalised' | 'one-hot' | 'by-order' | 'none';

export interface ProposedBinding {
  readonly binding: Binding;
  /** One per model input. `by-order` matches are guesses and need the person's consent before anything is scored. */
  readonly how: readonly MatchKind[];
  readonly questions: readonly ModelQuestion[];
}

/** Lower case, with everything but letters and digits left out; exporters' and pipelines' prefixes (`num__age`, `remainder__age`) fall away. */
export function normalise(name: string): string {
  return name
    .replace(/^[a-z]+__/i, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

const SEPARATORS = ['_', '=', '.', ' ', '__', '-', ': ', ':', '['];

/** The part of a one-hot name after its column's name: `race_White` after `race` is `White`. */
function levelParts(input: string, column: string): string[] {
  const names = [input, input.replace(/^[a-z]+__/i, '')];
  const parts: string[] = [];
  for (const name of names) {
    if (!name.toLowerCase().startsWith(column.toLowerCase())) continue;
    const rest = name.slice(column.length);
    for (const separator of SEPARATORS) {
      if (rest.startsWith(separator) && rest.length > separator.length)
        parts.push(separator === '[' ? rest.slice(1).replace(/\]$/, '').replace(/^T\./, '') : rest.slice(separator.length));
    }
  }
  return parts;
}

function findLevel(column: Column, part: string): string | undefined {
  if (!hasLevels(column)) return undefined;
  const { levels } = allLevelsOf(column);
  if (levels.includes(part)) return part;
  const number = numberOf(part);
  const alike = levels.filter((level) =>
    Number.isNaN(number) ? normalise(level) === normalise(part) && normalise(part) !== '' : numberOf(level) === number,
  );
  return alike.length === 1 ? alike[0] : undefined;
}

function oneHot(input: ModelInput, table: Table): InputSource | undefined {
  const found = table.columns
    .flatMap((column) => {
      for (const name of new Set([column.name, column.header])) {
        if (name === '') continue;
        for (const part of levelParts(input.name, name)) {
          const level = findLevel(column, part);
          if (level !== undefined) return [{ column, level, length: name.length }];
        }
      }
      return [];
    })
    .sort((a, b) => b.length - a.length);
  const best = found[0];
  return best === undefined ? undefined : { as: 'equals', column: best.column.position, level: best.level };
}

/** What a matched column sends to an input; undefined when only a person knows the codes of its texts. */
function sourceFor(input: ModelInput, column: Column): InputSource | undefined {
  if (input.type === 'string') {
    const missing = defaultMissingText(input);
    return { as: 'text', column: column.position, ...(missing === '' ? {} : { missing }) };
  }
  if (input.coding === 'codes' && input.levels !== undefined) {
    return { as: 'code', column: column.position, levels: input.levels, unknown: input.unseen ?? NaN, missing: NaN };
  }
  if (column.kind === 'numeric' || column.kind === 'date') return { as: 'number', column: column.position };
  const { levels } = allLevelsOf(column);
  const numbers = levels.filter((level) => !Number.isNaN(numberOf(level))).length;
  return numbers * 2 >= levels.length && levels.length > 0 ? { as: 'number', column: column.position } : undefined;
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}

/**
 * Proposes a source for each model input: by the exact name, by the name without case and punctuation, as a one-hot column made outside the model
 * (`race_White` from `race`), and, only for inputs without names, by order: when exactly as many feature columns are unused as inputs are open.
 * Text inputs get the cell as written, and for missing cells the text the model itself takes for missing, else ''.
 * @param roles role per column index, where known: only features take part in matching by order.
 */
export function proposeBinding(model: Model, table: Table, roles?: readonly Role[]): ProposedBinding {
  const sources: (InputSource | undefined)[] = [];
  const how: MatchKind[] = [];
  const questions: ModelQuestion[] = [];
  const used = new Set<number>();
  const codes: string[] = [];
  for (const input of model.inputs) {
    let column: Column | undefined;
    let kind: MatchKind = 'none';
    if (input.named || model.tensors.length > 1 || model.inputs.length === 1) {
      column = table.columns.find((c) => c.name === input.name) ?? only(table.columns.filter((c) => c.header === input.name));
      if (column !== undefined) kind = 'exact';
      else if (normalise(input.name) !== '') {
        column = only(table.columns.filter((c) => normalise(c.name) === normalise(input.name)));
        if (column !== undefined) kind = 'normalised';
      }
    }
    let source = column === undefined ? undefined : sourceFor(input, column);
    if (column !== undefined && source === undefined) {
      codes.push(column.name);
      kind = 'none';
      used.add(column.position);
    }
    if (column === undefined && input.named && input.type !== 'string') {
      source = oneHot(input, table);
      if (source !== undefined) kind = 'one-hot';
    }
    if (source !== undefined && 'column' in source) used.add(source.column);
    sources.push(source);
    how.push(kind);
  }
  const open = model.inputs.flatMap((input, i) => (sources[i] === undefined && !input.named ? [i] : []));
  if (open.length > 0) {
    const free = table.columns.filter((column, i) => !used.has(column.position) && (roles === undefined || roles[i] === 'feature'));
    const fits = free.length === open.length && open.every((i, k) => sourceFor(model.inputs[i]!, free[k]!) !== undefined);
    if (fits) {
      open.forEach((i, k) => {
        sources[i] = sourceFor(model.inputs[i]!, free[k]!);
        how[i] = 'by-order';
      });
      questions.push({
        id: 'input-order',
        text: `The file does not name the model's ${open.length} inputs. Were they these columns in this order: ${free.map((c) => c.name).join(', ')}?`,
      });
    } else {
      questions.push({
        id: 'input-order',
        text: `The file does not name the model's ${open.length} inputs, and the table has ${free.length} columns left for them. Which column comes first, second …?`,
      });
    }
  }
  if (codes.length > 0) {
    questions.push({
      id: 'codes',
      text: `The model wants numbers for ${codes.join(', ')}, where the table has texts. Which number stands for each text?`,
    });
  }
  return { binding: { sources }, how, questions };
}
