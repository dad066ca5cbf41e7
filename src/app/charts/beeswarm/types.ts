import type { InfluenceSpread } from '../../../engine/influence/importance/spread';

/** One input with its influence on each person. */
export interface SwarmRow {
  readonly id: string;
  readonly label: string;
  /** What is filled, where dots are filled or hollow. */
  readonly filled?: string | undefined;
  readonly influence: Float64Array;
  /** Undefined for several inputs together, which have no colour. */
  readonly tones: Uint8Array | undefined;
  readonly spread: InfluenceSpread;
}

export interface SwarmChart {
  readonly rows: readonly SwarmRow[];
  readonly axis: string;
  /** What lies to the left and to the right of zero. */
  readonly ends: readonly [string, string];
  readonly print: (influence: number) => string;
  readonly tick: (influence: number) => string;
}
