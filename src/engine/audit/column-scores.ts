import type { Task } from '../models/types';
import { levelsOf } from '../table/cell';
import { plainNumber } from '../table/columns/notation';
import type { Column, Levels } from '../table/types';

/** What the numbers or words of a score or prediction column are. */
export const SCORE_READINGS = ['chance', 'percent', 'value', 'decision'] as const;
export type ScoreReading = (typeof SCORE_READINGS)[number];

/** Scores that came with the table, in the form a scorer gives them. */
export interface ColumnScores {
  readonly reading: ScoreReading;
  /** One number per row, NaN missing: chance of the second class, value, or for decisions 0 and 1, or the class number where there are more than two. */
  readonly raw: Float64Array<ArrayBuffer>;
  readonly task: Task;
  /** Names of the decisions in class order; empty for numbers. */
  readonly classes: readonly string[];
}

/** Most different decisions a column may hold. */
export const DECISION_LEVELS = 20;
/** Most different texts that are looked at for numbers. */
const MOST_TEXTS = 100_000;
const PERCENT_NAME = /(^|[^a-z])(percent(age)?|pct|perc)([^a-z]|$)|%/i;

interface Facts {
  /** Undefined for a column of words. */
  readonly numbers: Float64Array<ArrayBuffer> | undefined;
  readonly signs: boolean;
  readonly levels: Levels | undefined;
  readonly low: number;
  readonly high: number;
  readonly whole: boolean;
}

/** Numbers of a column of words that are all numbers or percentages. */
function numbersOf({ codes, levels }: Levels): Float64Array<ArrayBuffer> | undefined {
  const parsed = levels.map((level) => plainNumber(level.trim(), 'plain') ?? plainNumber(level.trim(), '12%'));
  if (parsed.length === 0 || parsed.includes(undefined)) return undefined;
  return Float64Array.from(codes, (code) => (code < 0 ? NaN : parsed[code]!));
}

function factsOf(column: Column): Facts {
  const few = levelsOf(column, DECISION_LEVELS);
  const levels = few && few.levels.length > 0 && few.levels.length <= DECISION_LEVELS ? few : undefined;
  const words = column.kind === 'category' || column.kind === 'text' ? levelsOf(column, MOST_TEXTS) : undefined;
  const numbers = column.kind === 'numeric' ? column.values : words && numbersOf(words);
  let [low, high, whole] = [Infinity, -Infinity, true];
  for (const value of numbers ?? []) {
    if (Number.isNaN(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
    whole &&= Number.isInteger(value);
  }
  const texts = words?.levels ?? (column.kind === 'numeric' ? (column.asWritten?.levels ?? []) : []);
  return { numbers, signs: texts.some((text) => text.includes('%')), levels, low, high, whole };
}

function possible({ numbers, levels, low, high }: Facts): ScoreReading[] {
  const readings: ScoreReading[] = [];
  if (numbers && low >= 0 && high <= 1) readings.push('chance');
  if (numbers && low >= 0 && high <= 100) readings.push('percent');
  if (numbers && low <= high) readings.push('value');
  if (levels) readings.push('decision');
  return readings;
}

/** The readings a column allows; none for one that holds neither numbers nor a few words. */
export function possibleReadings(column: Column): ScoreReading[] {
  return possible(factsOf(column));
}

function likeliest(facts: Facts, name: string, role: 'score' | 'prediction'): ScoreReading | undefined {
  const { numbers, levels, low, high, whole, signs } = facts;
  if (!numbers) return levels && 'decision';
  if (low > high) return undefined;
  const few = levels?.levels.length ?? Infinity;
  if (whole && (few <= 2 || (role === 'prediction' && levels !== undefined && high < DECISION_LEVELS && low >= 0))) return 'decision';
  if (low >= 0 && high <= 100 && (signs || PERCENT_NAME.test(name))) return 'percent';
  return low >= 0 && high <= 1 ? 'chance' : 'value';
}

function decisions(column: Column, { codes, levels }: Levels): ColumnScores {
  const numbers = levels.map((level) => (level.trim() === '' ? NaN : Number(level)));
  const numeric = !numbers.some(Number.isNaN);
  const names = numeric ? [...new Set(numbers)].sort((a, b) => a - b) : levels;
  const rank = numeric ? numbers.map((number) => names.indexOf(number as never)) : [...levels.keys()];
  const classes = names.map(String);
  if (classes.length === 1) classes.push(`not ${column.name}`);
  return {
    reading: 'decision',
    raw: Float64Array.from(codes, (code) => (code < 0 ? NaN : rank[code]!)),
    task: classes.length > 2 ? 'multiclass' : 'binary',
    classes,
  };
}

/**
 * Scores or decisions that a table brings along. Without the person's word: words and two whole numbers are decisions, as are a few whole numbers in a
 * prediction column; numbers from 0 to 1 are chances; numbers from 0 to 100 are percentages where the column's name or its cells say so; all
 * others are values, such as points or ratings from 1 to 10, whose line a person places.
 * @param chosen the person's word; ignored where the column does not allow it
 * @returns undefined for a column that holds neither numbers nor at most {@link DECISION_LEVELS} different words
 */
export function columnScores(column: Column, role: 'score' | 'prediction', chosen?: ScoreReading): ColumnScores | undefined {
  const facts = factsOf(column);
  const reading = chosen !== undefined && possible(facts).includes(chosen) ? chosen : likeliest(facts, column.name, role);
  if (reading === undefined) return undefined;
  if (reading === 'decision') return decisions(column, facts.levels!);
  const raw = reading === 'percent' ? facts.numbers!.map((value) => value / 100) : facts.numbers!;
  return { reading, raw, task: reading === 'value' ? 'regression' : 'binary', classes: [] };
}
