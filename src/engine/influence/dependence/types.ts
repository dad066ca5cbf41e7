import type { Interval } from '../../stats/intervals/types';
import type { Quantity } from '../quantities';
import type { AccumulatedEffect } from './accumulated';
import type { Axis } from './axes';
import type { LevelPair } from './level-pairs';
import type { AccumulatedPair } from './pairs';
import type { PartialDependence } from './partial';
import type { SpreadSettings } from './spread';

export interface DependenceSettings {
  /** Rows for partial dependence and individual curves: the first of the rows given. */
  readonly curveRows: number;
  /** Rows for H statistics, all with all: each pair costs up to this squared. */
  readonly pairRows: number;
  /** In their place many points with few other rows each, of all rows of the question: for more rows than can be taken all with all. */
  readonly spread?: SpreadSettings;
  /** Rows for surfaces of pairs of which one has no order, each with every cell put in; none when left out. */
  readonly gridRows?: number;
  /** Also the mean of the quantity over all rows, around which accumulated effects can be drawn. */
  readonly mean?: boolean;
  /** 1 − the confidence of the intervals. */
  readonly delta: number;
}

export const DEPENDENCE_SETTINGS: DependenceSettings = { curveRows: 500, pairRows: 60, delta: 0.05 };

/** How does the quantity go with single inputs, and with pairs of them, over all people? */
export interface DependenceQuestion {
  /** Feature rows, row-major, `width` a row, in random order. Accumulated effects use them all. */
  readonly values: Float64Array<ArrayBuffer>;
  readonly width: number;
  readonly axes: readonly Axis[];
  /** Positions in `axes`. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly quantity: Quantity;
  /** What really happened to each row, where the quantity is a loss: class number, or value. */
  readonly labels?: Float64Array<ArrayBuffer>;
  readonly settings: DependenceSettings;
}

/** Part of the work; `axes` are positions in the question's. */
export interface DependenceShard {
  readonly question: DependenceQuestion;
  /**
   * `curves`: each point put into each row; `steps`: differences across the row's bin; `pair-steps`: second differences across its cell;
   * `joint`: partial dependence of one or two axes at the rows' own values; `spread`: each point's other rows with its values of one or two axes;
   * `cells`: every cell of a pair put into each row; `rows`: the rows as they are.
   */
  readonly kind: 'curves' | 'steps' | 'pair-steps' | 'joint' | 'spread' | 'cells' | 'rows';
  readonly axes: readonly number[];
  readonly from: number;
  readonly to: number;
}

export interface DependencePiece {
  readonly kind: DependenceShard['kind'];
  readonly axes: readonly number[];
  readonly from: number;
  readonly values: Float64Array<ArrayBuffer>;
  /** `joint` only: what the values are means of, the quantity of every row with each row's own values of the axes put in; points × rows. */
  readonly each?: Float64Array<ArrayBuffer>;
}

export interface DependencePartial {
  readonly pieces: readonly DependencePiece[];
  readonly rowsEvaluated: number;
}

export interface AxisDependence {
  readonly axis: Axis;
  /** Null until some rows are done. */
  readonly partial: PartialDependence | null;
  /** Null until done, and where no accumulated effect is defined: levels, blocks, fewer than two values. */
  readonly accumulated: AccumulatedEffect | null;
  /** Per point of the grid 1 where fewer than five rows are near. */
  readonly thin: Uint8Array<ArrayBuffer>;
}

export interface PairDependence {
  readonly axes: readonly [number, number];
  /** Squared H statistic for the rows used; null until done, and where the joint partial dependence does not vary. */
  readonly hSquared: number | null;
  /** What the two do together beyond what each does alone, in units of the quantity; null until done. */
  readonly size: number | null;
  /** Square of what they do together at each of the rows used, whose mean is the size squared; null until done. */
  readonly squares: Float64Array<ArrayBuffer> | null;
  /** Intervals of share and size for people like these rows; null until done and where they are not estimable. */
  readonly hSquaredInterval: Interval | null;
  readonly sizeInterval: Interval | null;
  /** Null until done, and where not both are numbers. */
  readonly accumulated: AccumulatedPair | null;
  /** Null until done, where both are numbers, and where it is not asked for. */
  readonly levels: LevelPair | null;
  /** Per cell of the surface 1 where fewer than five rows are in it; empty without a surface. */
  readonly thin: Uint8Array<ArrayBuffer>;
}

export interface Dependence {
  readonly axes: readonly AxisDependence[];
  readonly pairs: readonly PairDependence[];
  /** Mean of the quantity over all rows; null until done, and where it is not asked for. */
  readonly mean: number | null;
  /** Rows behind the curves, accumulated effects, H statistics with how many others each, and surfaces by level. */
  readonly rows: { readonly curves: number; readonly steps: number; readonly pairs: number; readonly against: number; readonly cells: number };
  readonly rowsEvaluated: number;
}
