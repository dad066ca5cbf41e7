import { allLevelsOf, columnAt, numberOf } from '../../table/cell';
import type { Table } from '../../table/types';
import type { Model, ModelInput } from '../types';
import { WHOLE_RANGE } from './encode';
import { defaultMissingText, missingTokenIn } from './missing';
import type { Binding, FeatureSpace, InputSource } from './types';

/**
 * `unseen`: a text or code the model has no place for; `missing`: a missing cell the input cannot take; `text`: a text where a number is wanted;
 * `not-whole`: a number that is not whole, or too large, where a whole one is wanted.
 */
export type TroubleKind = 'unseen' | 'missing' | 'text' | 'not-whole';

/** Cells of one column that a model input cannot take as they are, counted before anything is scored. */
export interface Trouble {
  /** Index of the model input. */
  readonly input: number;
  /** Position of the table column. */
  readonly column: number;
  readonly kind: TroubleKind;
  /** Rows concerned. */
  readonly count: number;
  /** Up to five different cells, most frequent first. */
  readonly examples: readonly string[];
  /** What happens to these rows. */
  readonly effect: string;
}

interface Cells {
  /** Different present cells with their counts. */
  readonly texts: readonly { readonly text: string; readonly count: number }[];
  readonly missing: number;
}

const EFFECT = {
  unscored: 'These rows get no score.',
  encoder: 'The model takes them for none of the categories it knows.',
  asMissing: 'They count as missing.',
  unknownCode: 'They get the code for everything else.',
  emptyText: 'The model gets a text it does not know.',
} as const;

function cellsOf(table: Table, position: number): Cells {
  const { codes, levels } = allLevelsOf(columnAt(table, position)!);
  const counts = new Float64Array(levels.length);
  let missing = 0;
  for (const code of codes) {
    if (code < 0) missing++;
    else counts[code]!++;
  }
  return { texts: levels.map((text, i) => ({ text, count: counts[i]! })), missing };
}

function pick(cells: Cells, wanted: (text: string) => boolean): { count: number; examples: string[] } {
  const found = cells.texts.filter(({ text, count }) => count > 0 && wanted(text)).sort((a, b) => b.count - a.count);
  return { count: found.reduce((sum, { count }) => sum + count, 0), examples: found.slice(0, 5).map(({ text }) => text) };
}

type Found = Omit<Trouble, 'input' | 'column'>;

function inText(input: ModelInput, source: Extract<InputSource, { as: 'text' }>, cells: Cells): Found[] {
  if (input.levels === undefined) return [];
  const known = new Set([...input.levels, ...(input.missingText === undefined ? [] : [input.missingText])]);
  const found: Found[] = [{ kind: 'unseen', ...pick(cells, (text) => !known.has(text)), effect: EFFECT.encoder }];
  if (!known.has(source.missing ?? defaultMissingText(input)))
    found.push({ kind: 'missing', count: cells.missing, examples: [], effect: EFFECT.emptyText });
  return found;
}

function inNumber(input: ModelInput, source: Extract<InputSource, { as: 'number' | 'text' }>, cells: Cells): Found[] {
  const subtract = 'subtract' in source ? (source.subtract ?? 0) : 0;
  const divide = 'divide' in source ? (source.divide ?? 1) : 1;
  const send = (text: string): number => (numberOf(text) - subtract) / divide;
  const range = WHOLE_RANGE[input.type];
  const unscored = range !== undefined || input.missing === 'spoils';
  const found: Found[] = [
    {
      kind: 'text',
      ...pick(cells, (text) => Number.isNaN(numberOf(text))),
      effect: unscored ? EFFECT.unscored : EFFECT.asMissing,
    },
  ];
  if (unscored && (source.as !== 'number' || source.missing === undefined))
    found.push({ kind: 'missing', count: cells.missing, examples: [], effect: EFFECT.unscored });
  if (range !== undefined) {
    found.push({
      kind: 'not-whole',
      ...pick(cells, (text) => {
        const x = send(text);
        return !Number.isNaN(x) && !(Number.isInteger(x) && x >= range[0] && x <= range[1]);
      }),
      effect: EFFECT.unscored,
    });
  }
  if (input.levels !== undefined) {
    const known = new Set(input.levels.map(numberOf));
    found.push({ kind: 'unseen', ...pick(cells, (text) => !Number.isNaN(numberOf(text)) && !known.has(send(text))), effect: EFFECT.encoder });
  }
  return found;
}

function inCode(source: Extract<InputSource, { as: 'code' }>, cells: Cells): Found[] {
  const known = new Set(source.levels);
  const numbers = new Set(source.levels.map(numberOf).filter((x) => !Number.isNaN(x)));
  const effect = Number.isNaN(source.unknown) ? EFFECT.asMissing : EFFECT.unknownCode;
  const found: Found[] = [{ kind: 'unseen', ...pick(cells, (text) => !known.has(text) && !numbers.has(numberOf(text))), effect }];
  if (missingTokenIn(source.levels) === undefined && source.missing === undefined)
    found.push({ kind: 'missing', count: cells.missing, examples: [], effect });
  return found;
}

/**
 * Levels of one column that none of the one-hot inputs made from it stands for: only told when there are several, as one level may have been left
 * out on purpose.
 */
function inOneHot(model: Model, binding: Binding, table: Table): Trouble[] {
  const blocks = new Map<number, { inputs: number[]; levels: Set<string> }>();
  model.inputs.forEach((_, i) => {
    const source = binding.sources[i];
    if (source?.as !== 'equals') return;
    const block = blocks.get(source.column) ?? { inputs: [], levels: new Set() };
    block.inputs.push(i);
    block.levels.add(source.level);
    blocks.set(source.column, block);
  });
  const found: Trouble[] = [];
  for (const [column, { inputs, levels }] of blocks) {
    const cells = cellsOf(table, column);
    const numbers = new Set([...levels].map(numberOf).filter((x) => !Number.isNaN(x)));
    const unseen = cells.texts.filter(({ text, count }) => count > 0 && !levels.has(text) && !numbers.has(numberOf(text)));
    if (unseen.length < 2) continue;
    const { count, examples } = pick(cells, (text) => unseen.some((entry) => entry.text === text));
    found.push({ input: inputs[0]!, column, kind: 'unseen', count, examples, effect: EFFECT.encoder });
  }
  return found;
}

/**
 * Counts, per model input, the cells it cannot take as they are. Nothing here stops scoring; it is said before.
 * @returns only troubles with at least one row.
 */
export function countTrouble(model: Model, table: Table, space: FeatureSpace, binding: Binding): Trouble[] {
  const cells = new Map<number, Cells>();
  const troubles = model.inputs.flatMap((input, index): Trouble[] => {
    const source = binding.sources[index];
    const feature = space.features[space.featureOf[index] ?? -1];
    if (source === undefined || source.as === 'constant' || source.as === 'equals' || feature === undefined) return [];
    let own = cells.get(source.column);
    if (own === undefined) cells.set(source.column, (own = cellsOf(table, source.column)));
    const found =
      source.as === 'code'
        ? inCode(source, own)
        : input.type === 'string' && source.as === 'text'
          ? inText(input, source, own)
          : inNumber(input, source, own);
    return found.map((entry) => ({ input: index, column: source.column, ...entry }));
  });
  return [...troubles, ...inOneHot(model, binding, table)].filter((trouble) => trouble.count > 0);
}
