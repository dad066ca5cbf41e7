import type { Slot } from '../../design/tokens';

/** A rate with its intervals, all shares from 0 to 1; null where nobody is there to count. */
export interface RateMark {
  readonly id: string;
  readonly name: string;
  readonly slot: Slot | 'none';
  readonly n: number;
  /** People counted for the rate. */
  readonly count?: number;
  readonly rate: number | null;
  readonly low95: number | null;
  readonly high95: number | null;
  readonly low66: number | null;
  readonly high66: number | null;
  /** Difference to everyone else, a share, with its 95 % interval. */
  readonly versus?: { readonly difference: number; readonly low: number; readonly high: number } | null;
  /** Hatched and not compared. */
  readonly tooFew?: boolean;
}

/** One line of rate marks: one group, or one stratum with a mark per group. */
export interface RateRow {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  readonly marks: readonly RateMark[];
}

/** A difference drawn as a bracket between two rates. */
export interface RateBracket {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}
