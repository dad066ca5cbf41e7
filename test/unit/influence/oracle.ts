import type { Scorer } from '../../../src/engine/jobs/types';
import type { Player } from '../../../src/engine/influence/players';
import type { Quantity } from '../../../src/engine/influence/quantities';
import { FLOAT32_EDGE } from '../../../src/engine/influence/facts';
import type { ReasonsQuestion, ReasonsSettings } from '../../../src/engine/influence/reasons/types';
import { REASONS_SETTINGS } from '../../../src/engine/influence/reasons/types';

export type RowFunction = (row: Float64Array) => number;

/** A scorer that calls a function of one row, and counts. */
export function scorerOf(score: RowFunction): Scorer & { rows: number; largest: number; smallest: number } {
  return {
    width: 1,
    rows: 0,
    largest: 0,
    smallest: Infinity,
    score(values, count) {
      this.rows += count;
      this.largest = Math.max(this.largest, count);
      this.smallest = Math.min(this.smallest, count);
      const width = values.length / count;
      return Promise.resolve(Float64Array.from({ length: count }, (_, row) => score(values.subarray(row * width, (row + 1) * width))));
    },
  };
}

export const VALUE: Quantity = { kind: 'score', width: 1, column: 0, complement: false, threshold: 0.5, above: true, edge: FLOAT32_EDGE };

export function single(count: number): Player[] {
  return Array.from({ length: count }, (_, index) => ({ name: `x${index}`, features: [index] }));
}

export function question(
  person: readonly number[],
  background: readonly (readonly number[])[],
  more: { players?: readonly Player[]; quantity?: Quantity; settings?: Partial<ReasonsSettings>; of?: number } = {},
): ReasonsQuestion {
  return {
    person: Float64Array.from(person),
    background: Float64Array.from(background.flat()),
    players: more.players ?? single(person.length),
    quantity: more.quantity ?? VALUE,
    backgroundOf: more.of ?? background.length,
    settings: { ...REASONS_SETTINGS, ...more.settings },
  };
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** The value of every coalition by definition: players in it keep the person's features, the others take each background row's in turn. */
export function coalitionValues({ person, background, players }: ReasonsQuestion, score: RowFunction): Float64Array {
  const width = person.length;
  const rows = background.length / width;
  return Float64Array.from({ length: 2 ** players.length }, (_, mask) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const hybrid = background.slice(row * width, (row + 1) * width);
      for (const [player, { features }] of players.entries())
        if ((mask >>> player) & 1) for (const feature of features) hybrid[feature] = person[feature]!;
      sum += score(hybrid);
    }
    return sum / rows;
  });
}

/** Shapley values by the definition, coalition by coalition. */
export function bruteShapley(value: ArrayLike<number>, players: number): number[] {
  return Array.from({ length: players }, (_, player) => {
    let sum = 0;
    for (let mask = 0; mask < 2 ** players; mask++) {
      if ((mask >>> player) & 1) continue;
      let size = 0;
      for (let other = 0; other < players; other++) size += (mask >>> other) & 1;
      sum += ((factorial(size) * factorial(players - size - 1)) / factorial(players)) * (value[mask | (1 << player)]! - value[mask]!);
    }
    return sum;
  });
}

/** Largest absolute difference. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = a.length === b.length ? 0 : Infinity;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
}
