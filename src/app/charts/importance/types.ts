import type { Slot } from '../../design/tokens';

/** A number with its intervals; null where not estimable. */
export interface DotRow {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  /** A second number, small, with the name. */
  readonly under?: string;
  readonly value: number;
  readonly low66: number | null;
  readonly high66: number | null;
  readonly low95: number | null;
  readonly high95: number | null;
  /** The same number for people picked out. */
  readonly mark?: number;
  /** Rests on hardly anybody: drawn pale. */
  readonly thin?: boolean;
}

/** Rows with what they are measured in. */
export interface DotChart {
  readonly rows: readonly DotRow[];
  /** Said of rows that are left out. */
  readonly others: string;
  readonly axis: string;
  readonly print: (value: number) => string;
  readonly tick: (value: number) => string;
  /** Zero belongs on the axis, since sizes are compared with it. */
  readonly fromZero: boolean;
  readonly heads: { readonly name: string; readonly value: string };
  /** Names get up to half the width. */
  readonly longNames?: boolean;
}

/** One group's number within a row. */
export interface GroupDot {
  readonly name: string;
  readonly slot: Slot | 'none';
  readonly people: number;
  readonly value: number;
  readonly low95: number | null;
  readonly high95: number | null;
  /** The same number for its people picked out. */
  readonly mark?: number | undefined;
}

/** One input with a number for each group. */
export interface GroupRow {
  readonly id: string;
  readonly label: string;
  readonly dots: readonly GroupDot[];
  /** Said where groups differ by more than chance. */
  readonly flag?: string | undefined;
}

export interface GroupChart {
  readonly rows: readonly GroupRow[];
  readonly axis: string;
  readonly print: (value: number) => string;
  readonly tick: (value: number) => string;
}
