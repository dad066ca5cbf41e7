import type { Slot } from '../../design/tokens';

/** One end of the way: a group's mean. */
export interface GapEnd {
  readonly name: string;
  readonly slot: Slot | 'none';
  readonly value: number;
  readonly text: string;
}

/** A part of the difference; numbers in the unit of the axis. */
export interface GapBar {
  readonly id: string;
  readonly name: string;
  /** Under the name, e.g. a mark set elsewhere. */
  readonly note?: string | undefined;
  readonly from: number;
  readonly to: number;
  /** Ends of the 95% interval of the part, from `from` on; null where not known or exact. */
  readonly low: number | null;
  readonly high: number | null;
  /** The part as printed, with its sign. */
  readonly text: string;
  readonly kind: 'one' | 'others' | 'remainder';
}

/** The way from one group's mean to another's. */
export interface GapChart {
  readonly start: GapEnd;
  readonly end: GapEnd;
  readonly bars: readonly GapBar[];
  readonly axis: string;
  readonly tick: (value: number) => string;
  readonly print: (value: number) => string;
}
