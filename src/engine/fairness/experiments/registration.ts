import { holm } from '../../stats/multiplicity';

export const EXPERIMENTS = ['flip', 'correspondence', 'matched', 'classifier'] as const;
export type ExperimentKind = (typeof EXPERIMENTS)[number];

/**
 * What is fixed before an experiment runs, and all that is kept of it: its result is computed again from these settings and the same files, to the bit.
 * Columns are named by position and groups by place, so that it holds no text from the files.
 */
export interface Registration {
  readonly kind: ExperimentKind;
  /** Group columns, and the two groups by their places among those that the columns make. */
  readonly columns: readonly number[];
  readonly pair: readonly [number, number];
  /** Chance of a false finding that is accepted. */
  readonly alpha: number;
  /** People asked for: presented, paired (pairs), or drawn. */
  readonly size: number;
  readonly seed: number;
  /** Smallest effect that matters, and share of people whose decision is expected to change at all, as shares. */
  readonly smallest: number;
  readonly changed: number;
  /** Table columns presented as typical of the other group, or in which people must be alike. */
  readonly inputs: readonly number[];
  /** Copies presented each way. */
  readonly half: number;
  /** Ranges a matched number is cut into. */
  readonly bins: number;
  /** Column of segments or of blocks; −1 for none. */
  readonly by: number;
  /** The decision as it was then. */
  readonly threshold: number;
  readonly favourable: number;
  /** When it was registered, in milliseconds since 1970-01-01 UTC. */
  readonly at: number;
}

/** Most experiments that are kept. */
export const MOST_EXPERIMENTS = 100;

/**
 * p-values of a session's experiments, adjusted after Holm for all that were registered. One that has not run yet counts with a p-value of 1, so that
 * nobody gains by registering many and running few; it has no adjusted p-value itself.
 */
export function sessionP(p: readonly (number | null)[]): (number | null)[] {
  const adjusted = holm(p.map((value) => value ?? 1));
  return p.map((value, i) => (value === null ? null : adjusted[i]!));
}
