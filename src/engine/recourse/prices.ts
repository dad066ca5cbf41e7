import { type CostKind, type CumulativeShare, levelCost, type MoveCost, numberCost } from './costs';
import type { Coupling } from './types';

/** How moves of one input are priced, as plain data. */
export type FeaturePrice =
  | { readonly kind: 'level' }
  | { readonly kind: 'number'; readonly cost: CostKind; readonly share: CumulativeShare; readonly rows: number; readonly spread: number };

/** The cost that a price stands for. */
export function costOfPrice(price: FeaturePrice): MoveCost {
  return price.kind === 'level' ? levelCost : numberCost(price.cost, price.share, price.rows, price.spread);
}

/**
 * If one input moves a given way, another must have moved by at least `by` (up where `by` is above 0, down where below), as plain data. With `either`
 * it may have gone either way by at least |by|; of levels, and where `by` is 0, it must have changed.
 */
export interface CoupledChange {
  readonly when: number;
  readonly moves: 'up' | 'down' | 'any';
  readonly then: number;
  readonly by: number;
  readonly either?: true;
}

/** The coupling that a coupled change stands for, with this person’s values as its start. */
export function couplingOf({ when, moves, then, by, either }: CoupledChange, person: Float64Array): Coupling {
  const from = person[when]!;
  const start = person[then]!;
  return {
    when,
    values: (value) => (moves === 'any' ? value !== from : moves === 'up' ? value > from : value < from),
    then,
    allowed: either ? (value) => !Object.is(value, start) && !(Math.abs(value - start) < Math.abs(by)) : (value) => (by >= 0 ? value >= start + by : value <= start + by),
  };
}
