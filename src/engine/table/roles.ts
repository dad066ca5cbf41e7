import { levelsOf } from './cell';
import type { Column, Role, Table } from './types';

export interface RoleHints {
  /** Names the model gives its inputs. */
  readonly inputNames?: readonly string[];
  /** Class names of the model. */
  readonly classes?: readonly string[];
}

export interface RoleGuess {
  readonly role: Role;
  /** A few words, shown beside the role. */
  readonly reason: string;
}

/** Splits a name into lower-case words: `LoanStatus`, `loan_status` and `loan status` are the same. */
export function nameWords(name: string): string[] {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

const GROUP_WORDS = new Set([
  'sex', 'gender', 'race', 'racial', 'ethnicity', 'ethnic', 'age', 'agep', 'marital', 'marriage', 'mar', 'nationality', 'nativity', 'native', 'citizenship',
  'disability', 'dis', 'religion', 'pregnant', 'veteran', 'foreign', 'rac1p', 'afam', 'male', 'female', 'hispanic', 'immigrant', 'single', 'birthplace', 'pobp',
]);
const GROUP_NAMES = new Set(['personal status', 'age cat', 'age group', 'age band', 'country of birth', 'black', 'latino']);
const WEIGHT_NAMES = new Set(['fnlwgt', 'pwgtp', 'perwt', 'weights', 'sample weight', 'sample weights', 'survey weight', 'case weight', 'wgt', 'wtfinl']);
const ID_NAMES = /^(id|ids|rownames|row names|index|idx|uuid|guid|key|unnamed 0|index level 0|.* id|.* nbr|id .*|case number|record number|customer number|member id)$/;
const SCORE_NAMES = /\b(score|scores|proba|prob|probability|likelihood|pd)\b/;
const PREDICTION_NAMES = /^(prediction|predictions|predicted|y pred|pred|y hat|yhat|decision|predicted (class|label|value)|model decision)$/;
const TIME_NAMES = /^(date|time|timestamp|datetime|year|month|quarter|period|issue d|.* (date|time|datetime|timestamp)|year .*)$/;
/** The surest names first. */
const LABEL_NAMES: readonly RegExp[] = [
  /^(target|label|y|y true|outcome|ground truth|clf target|truth)$/,
  /\b(target|label)\b/,
  /^(class|income|two year recid|pass bar|risk performance|default payment next month|serious dlqin2yrs|loan status|readmitted|pincp|survived|attrition|churn)$/,
  /\b(repaid|defaulted|denied|deny|approved|hired|promoted|employed|callback|recid|is recid|churned|fraud)\b/,
  /^(default|status|g3)$/,
];

/**
 * Guesses what each column is for, from its name, its values and, when a model is open, the model's input and class names. A guess only fills in the choice
 * a person then sees; `reason` says where it came from. At most one label, prediction, score, weight and time column.
 */
export function guessRoles(table: Table, hints: RoleHints = {}): RoleGuess[] {
  const inputs = new Set((hints.inputNames ?? []).map((name) => nameWords(name).join(' ')));
  const label = guessLabel(table, inputs, hints.classes);
  const used = new Set<Role>();
  if (label) used.add('label');
  return table.columns.map((column, position) => {
    if (label?.position === position) return { role: 'label', reason: label.reason };
    const guess = guessOne(column, table.rows, inputs);
    if (guess.role === 'prediction' || guess.role === 'score' || guess.role === 'weight' || guess.role === 'time') {
      if (used.has(guess.role)) return { role: 'ignored', reason: `another column is already the ${guess.role}` };
      used.add(guess.role);
    }
    return guess;
  });
}

function guessOne(column: Column, rows: number, inputs: ReadonlySet<string>): RoleGuess {
  const words = nameWords(column.name.replace(/ \(\d+\)$/, ''));
  const name = words.join(' ');
  const isInput = inputs.has(name);
  if (column.missing === rows) return { role: 'ignored', reason: 'every cell is missing' };
  if (words.some((word) => GROUP_WORDS.has(word)) || GROUP_NAMES.has(name)) {
    return { role: 'group', reason: isInput ? 'the name tells of a group of people; the model also uses it' : 'the name tells of a group of people' };
  }
  if (isInput) return { role: 'feature', reason: 'the model has an input of this name' };
  if (column.kind === 'numeric' && WEIGHT_NAMES.has(name)) return { role: 'weight', reason: 'the name tells of a weight' };
  if (PREDICTION_NAMES.test(name)) return { role: 'prediction', reason: 'the name tells of a prediction' };
  if (column.kind === 'numeric' && SCORE_NAMES.test(name)) return { role: 'score', reason: 'the name tells of a score' };
  if (column.kind === 'date') return { role: 'time', reason: 'it holds dates' };
  if (TIME_NAMES.test(name) && looksLikeTime(column)) return { role: 'time', reason: 'the name tells of a time' };
  if ((ID_NAMES.test(name) || /^column \d+$/.test(column.name)) && isKey(column)) return { role: 'id', reason: 'every row has another value' };
  if (column.kind === 'text') return { role: 'ignored', reason: isKey(column) ? 'free text, different in nearly every row' : 'free text' };
  if (hasOneValue(column)) return { role: 'ignored', reason: 'every row has the same value' };
  if (inputs.size > 0) return { role: 'ignored', reason: 'the model has no input of this name' };
  return { role: 'feature', reason: 'nothing speaks for another role' };
}

function guessLabel(table: Table, inputs: ReadonlySet<string>, classes: readonly string[] | undefined): { position: number; reason: string } | undefined {
  const free = table.columns.filter((column) => !inputs.has(nameWords(column.name).join(' ')));
  const likely = (column: Column): boolean => {
    if (column.kind === 'text' || column.kind === 'date' || column.missing > table.rows / 2) return false;
    return !PREDICTION_NAMES.test(nameWords(column.name).join(' '));
  };
  const wanted = classes && classes.length > 1 ? new Set(classes.map(normalLevel)) : undefined;
  const sameClasses = wanted ? free.filter((column) => likely(column) && sameLevels(column, wanted)) : [];
  for (const pattern of LABEL_NAMES) {
    const named = (sameClasses.length > 0 ? sameClasses : free).filter((column) => pattern.test(nameWords(column.name).join(' ')) && likely(column));
    const last = named.at(-1);
    if (last) return { position: last.position, reason: 'the name tells of an outcome' };
  }
  if (sameClasses.length === 1) return { position: sameClasses[0]!.position, reason: 'it has the classes of the model' };
  const last = table.columns.at(-1);
  if (last && /^column \d+$/.test(last.name) && likely(last) && levelsOf(last)?.levels.length === 2) {
    return { position: last.position, reason: 'the last column, with two values' };
  }
  return undefined;
}

const normalLevel = (level: string): string => {
  const text = level.trim().toLowerCase();
  const value = Number(text);
  return text !== '' && Number.isFinite(value) ? String(value) : text;
};

function sameLevels(column: Column, wanted: ReadonlySet<string>): boolean {
  const levels = levelsOf(column)?.levels.map(normalLevel);
  return levels !== undefined && new Set(levels).size === wanted.size && levels.every((level) => wanted.has(level));
}

function looksLikeTime(column: Column): boolean {
  if (column.kind !== 'numeric') return column.kind === 'category';
  return column.whole && column.values.every((value) => Number.isNaN(value) || (value >= 1900 && value <= 2200) || (value >= 190001 && value <= 22001231));
}

/** Whether no value comes twice: exactly for whole numbers, by the number of levels for texts. */
function isKey(column: Column): boolean {
  if (column.kind === 'category' || column.kind === 'date') return false;
  if (column.kind === 'numeric') {
    if (!column.whole || column.missing > 0) return false;
    if (column.asWritten) return column.asWritten.levels.length === column.values.length && column.values.length > 1;
    const seen = new Set<number>();
    for (const value of column.values) {
      if (seen.has(value)) return false;
      seen.add(value);
      // Enough to tell an id from a measurement, and quick on a million rows.
      if (seen.size > 100_000) return true;
    }
    return true;
  }
  const seen = new Set<string>();
  const decoder = new TextDecoder('utf-8');
  const rows = column.offsets.length - 1;
  let present = 0;
  for (let row = 0; row < rows && present < 10_000; row++) {
    if (column.offsets[row] === column.offsets[row + 1]) continue;
    present++;
    seen.add(decoder.decode(column.bytes.subarray(column.offsets[row], column.offsets[row + 1])));
  }
  return present > 1 && seen.size > present * 0.95;
}

function hasOneValue(column: Column): boolean {
  if (column.kind === 'category') return column.levels.length < 2;
  return column.kind === 'numeric' && column.asWritten !== undefined && column.asWritten.levels.length < 2;
}
