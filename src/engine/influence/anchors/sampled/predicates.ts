import { quantileEdges } from '../../dependence/axes';
import type { Player } from '../../players';

/** Something true of one feature of the person: `between`: above `low`, up to `high` (that included or not); one value (NaN: missing). */
export type Predicate =
  | { readonly kind: 'between'; readonly feature: number; readonly low: number; readonly high: number; readonly highInclusive: boolean }
  | { readonly kind: 'equals'; readonly feature: number; readonly value: number };

export interface PlayerPredicate {
  readonly player: number;
  readonly name: string;
  /** One for each of its features; all must be true. */
  readonly all: readonly Predicate[];
}

/** A value of a number that at least this share of rows have is a cell of its own; the others are cut at their quartiles. */
const OFTEN = 0.25;
/** A number with so few distinct values is taken value by value. */
const FEW = 4;

/** What is true of a person, player by player: the quartile cells of numbers among background rows, levels, missing values. */
export function predicatesOf(
  features: readonly { readonly kind: 'number' | 'level' }[],
  players: readonly Player[],
  person: Float64Array,
  background: Float64Array,
): PlayerPredicate[] {
  const width = features.length;
  return players.map(({ name, features: own }, player) => ({
    player,
    name,
    all: own.map((feature): Predicate => {
      const value = person[feature]!;
      if (features[feature]!.kind === 'level' || Number.isNaN(value)) return { kind: 'equals', feature, value };
      const column = Float64Array.from({ length: background.length / width }, (_, row) => background[row * width + feature]!);
      return numberPredicate(feature, value, column);
    }),
  }));
}

function numberPredicate(feature: number, value: number, column: Float64Array): Predicate {
  const counts = new Map<number, number>();
  for (const cell of column) if (!Number.isNaN(cell)) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  const often = new Set([...counts].filter(([, count]) => count >= OFTEN * column.length).map(([cell]) => cell));
  if (counts.size <= FEW || often.has(value)) return { kind: 'equals', feature, value };
  const edges = quantileEdges(
    column.filter((cell) => !often.has(cell)),
    4,
  ).slice(1, -1);
  const common = [...often];
  const low = Math.max(-Infinity, ...edges.filter((edge) => edge < value), ...common.filter((cell) => cell < value));
  const next = Math.min(Infinity, ...common.filter((cell) => cell > value));
  const high = Math.min(next, ...edges.filter((edge) => edge >= value));
  return { kind: 'between', feature, low, high, highInclusive: high < next };
}

/** Whether a predicate is true of the feature row that begins at `values[at]`. */
export function isTrue(predicate: Predicate, values: Float64Array, at = 0): boolean {
  const value = values[at + predicate.feature]!;
  if (predicate.kind === 'equals') return value === predicate.value || (value !== value && predicate.value !== predicate.value);
  return value > predicate.low && (value < predicate.high || (predicate.highInclusive && value === predicate.high));
}
