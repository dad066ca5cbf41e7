import { robustSpan } from '../../stats/quantile';
import { checkPlayers } from '../players';
import type { Player } from '../players';

/** How an input is compared: `number` by |difference| over its span, `same` by equal or not. */
export interface GowerFeature {
  readonly kind: 'number' | 'same';
  /** `number` only: the difference that counts 1. */
  readonly span: number;
}

/** What distances between rows are measured in. Plain data, so that it can be made once for a table and used for every person. */
export interface GowerScale {
  readonly features: readonly GowerFeature[];
  readonly players: readonly Player[];
}

/** Rows looked at for the spans: 5% and 95% quantiles of so many are good to a fraction of a percent of the rows. */
const SCALE_ROWS = 20_000;

/**
 * The scale of Gower distances over some rows. The span of a number is the stretch between its 5% and 95% quantiles, so that a few huge values do not
 * make all others alike; where these coincide, between the smallest and the largest; a constant is compared by equal or not, like a level.
 * @param values feature rows, row-major, NaN missing; at most 20,000 of them are looked at, evenly spaced
 * @throws AssayError `players` unless every feature belongs to exactly one player
 */
export function gowerScale(
  features: readonly { readonly kind: 'number' | 'level' }[],
  players: readonly Player[],
  values: Float64Array,
): GowerScale {
  const width = features.length;
  checkPlayers(players, width);
  const rows = Math.floor(values.length / Math.max(1, width));
  const taken = Math.min(rows, SCALE_ROWS);
  const scaled = features.map(({ kind }, feature): GowerFeature => {
    if (kind === 'level') return { kind: 'same', span: 0 };
    const column = Float64Array.from({ length: taken }, (_, k) => values[Math.floor((k * rows) / taken) * width + feature]!);
    const span = robustSpan(column.filter((value) => Number.isFinite(value)).sort());
    return span > 0 ? { kind: 'number', span } : { kind: 'same', span: 0 };
  });
  return { features: scaled, players };
}

/** Whether two cells are the same; missing is the same as missing. */
export function sameCell(a: number, b: number): boolean {
  return a === b || (a !== a && b !== b);
}

/**
 * How far apart two cells are, from 0 to 1: numbers by |difference| over the span, held at 1; levels 0 or 1. Missing against missing is 0, against
 * anything else 1.
 */
export function cellDistance({ kind, span }: GowerFeature, a: number, b: number): number {
  if (sameCell(a, b)) return 0;
  if (kind === 'same') return 1;
  const distance = Math.abs(a - b) / span;
  return distance < 1 ? distance : 1;
}

/** The distance of each player between two rows: the largest among its features, so that a block of inputs that belong together counts once. */
export function playerDistances({ features, players }: GowerScale, a: ArrayLike<number>, b: ArrayLike<number>): Float64Array<ArrayBuffer> {
  return Float64Array.from(players, (player) => {
    let largest = 0;
    for (const feature of player.features) largest = Math.max(largest, cellDistance(features[feature]!, a[feature]!, b[feature]!));
    return largest;
  });
}

/**
 * The distance between two rows, from 0 to 1: the mean over players. NaN without players.
 * Source: Gower, "A general coefficient of similarity and some of its properties" (1971), as a distance, with robust spans for ranges and missing
 * values as a value of their own.
 */
export function gowerDistance(scale: GowerScale, a: ArrayLike<number>, b: ArrayLike<number>): number {
  return playerDistances(scale, a, b).reduce((sum, distance) => sum + distance, 0) / scale.players.length;
}
