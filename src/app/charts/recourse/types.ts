import type { Estimate } from '../../../engine/stats/intervals';
import type { Slot } from '../../design/tokens';

/** One group’s people by what their cheapest way costs. */
export interface CostRow {
  readonly id: string;
  readonly label: string;
  readonly slot: Slot | 'none';
  /** Cost of each person’s cheapest way, ∞ without one, and an id by which the person is picked. */
  readonly costs: Float64Array;
  readonly people: readonly string[];
  /** Of those with a way; null where nobody has one. */
  readonly quartiles: readonly [Estimate, Estimate, Estimate] | null;
  readonly mean: Estimate | null;
  /** Without a way: proved, and none found. */
  readonly none: number;
  readonly unfound: number;
}

export interface CostChart {
  readonly rows: readonly CostRow[];
  readonly axis: string;
  /** Above the place of people without a way. */
  readonly noWay: string;
  readonly tick: (cost: number) => string;
  readonly print: (cost: number) => string;
}
