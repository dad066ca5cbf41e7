import type { Interval } from '../../../stats/intervals';
import type { ConditionalOdds, CountTest } from '../../../stats/tests';

/** One column of the real data. */
export interface MatchColumn {
  readonly name: string;
  readonly kind: 'number' | 'level';
  /** Numbers, or level codes; NaN missing. One per row. */
  readonly values: Float64Array<ArrayBuffer>;
  /** Whether people must be alike in it; otherwise only its balance is told. */
  readonly matched: boolean;
}

/** People as they are in the table, of two groups, and who of them is compared with whom. */
export interface MatchedQuestion {
  readonly columns: readonly MatchColumn[];
  /** 0 first group, 1 second, −1 neither; one per row. */
  readonly group: Int8Array<ArrayBuffer>;
  /** 1 favourable, 0 not, −1 unknown. */
  readonly decisions: Int8Array<ArrayBuffer>;
  readonly names: readonly [string, string];
  /** A number is cut into so many ranges of about equally many people; 0 asks for equal numbers. */
  readonly bins: number;
  /** Most pairs to compare. */
  readonly pairs: number;
  readonly alpha: number;
  readonly seed: number;
}

/** Who is like whom, found without a look at any decision. */
export interface Matching {
  /** Stratum of each row, −1 for people who are like nobody of the other group. */
  readonly stratum: Int32Array<ArrayBuffer>;
  readonly strata: number;
  /** Rows of the first and of the second group that are matched, of how many. */
  readonly matched: readonly [number, number];
  readonly of: readonly [number, number];
  /** Row of the first group and row of the second, pair by pair, in random order. */
  readonly pairs: readonly (readonly [number, number])[];
}

/** Difference of the groups in one column in standard deviations: first − second. NaN where not estimable. */
export interface Balance {
  readonly name: string;
  readonly matched: boolean;
  readonly before: number;
  /** Among the pairs. */
  readonly after: number;
  /** Level by which the groups differ most before matching, by code; −1 for numbers. */
  readonly level: number;
}

/** How much a hidden difference between the members of a pair would have to be. */
export interface Sensitivity {
  /** Odds ratio at which the largest possible p-value reaches alpha: 1 where it is above alpha already, Infinity never. */
  readonly gamma: number;
  /** Largest possible p-value at some odds ratios. */
  readonly bounds: readonly { readonly gamma: number; readonly p: number }[];
}

export interface Matched {
  readonly pairs: number;
  /** Pairs of which only the member of the first, only that of the second, both, and neither had the favourable decision. */
  readonly first: number;
  readonly second: number;
  readonly both: number;
  readonly neither: number;
  /** Share of pairs: first − second. */
  readonly effect: number;
  readonly interval: Interval | null;
  readonly test: CountTest;
  readonly sensitivity: Sensitivity;
  /** All matched people within strata: exact conditional test, difference weighted by Mantel and Haenszel, common odds ratio. */
  readonly strata: {
    readonly test: CountTest;
    readonly difference: number;
    readonly interval: Interval | null;
    readonly odds: ConditionalOdds | null;
    readonly people: number;
    readonly count: number;
  } | null;
  readonly balance: readonly Balance[];
  readonly matched: readonly [number, number];
  readonly of: readonly [number, number];
}
