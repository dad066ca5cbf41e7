import type { Slot } from '../../design/tokens';
import type { Evidence } from '../../text/evidence';

/** A part of a whole, for one group. */
export interface Fraction {
  readonly id: string;
  readonly name: string;
  readonly slot: Slot;
  readonly part: number;
  readonly whole: number;
  /** So few people that no share is shown. */
  readonly few?: boolean;
}

/** One rate as a fraction for each group, with its verdict. */
export interface FractionRow {
  readonly id: string;
  /** What is counted, among whom: `Denied, among those who would have repaid`. */
  readonly label: string;
  /** Draws the strong marks filled (favourable) or hollow. */
  readonly strong: 'filled' | 'hollow';
  /** Draws the pale marks filled or hollow. */
  readonly pale: 'filled' | 'hollow';
  readonly evidence?: Evidence;
  /** Size and interval in words: `22 points more for Triangles, 18 to 25`. */
  readonly note?: string;
  readonly fractions: readonly Fraction[];
}
