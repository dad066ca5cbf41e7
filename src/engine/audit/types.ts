import type { InputSource } from '../models/binding/types';
import type { Notation } from '../table/columns/kind';
import type { ColumnKind, Role } from '../table/types';
import type { ScoreReading } from './column-scores';

/** The people whose scores a score is compared with. */
export type BackgroundChoice =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'favourable' }
  | { readonly kind: 'same-group' }
  | { readonly kind: 'row'; readonly row: number };

/** How a person wants one column read: its kind, and how its numbers or dates are written where that has to be said. */
export interface KindChange {
  readonly column: number;
  readonly kind: ColumnKind;
  readonly notation?: Notation;
  readonly order?: 'day-first' | 'month-first';
}

/**
 * The one serialisable state. Every screen reads it; the link and the saved file are two forms of it. Columns are named by position and classes by
 * index, so that a link holds no text from the files.
 */
export interface Audit {
  readonly version: 1;
  /** SHA-256 of the opened files, hex; empty where none is open. */
  readonly tableHash: string;
  readonly modelHash: string;
  /** Role per column position, where the person changed the guess or accepted it. */
  readonly roles: readonly Role[];
  /** Reading per column position, only where the person changed it. */
  readonly kinds: readonly KindChange[];
  /** One source per model input; null where not found. */
  readonly binding: readonly (InputSource | null)[];
  /** Order of the label's levels that gives the classes, by class index: index into the label column's levels; empty when names match. */
  readonly classLevels: readonly number[];
  /** Index of the favourable class; for regression 1 = higher is favourable, 0 = lower. */
  readonly favourable: number;
  /** Score at or above which the decision is favourable: a probability in [0, 1], or a value for regression. */
  readonly threshold: number;
  /** What the two decisions are called, favourable first, as past participles: `approved`, `denied`. The person's own words. */
  readonly decision: readonly [string, string];
  /** One or two group columns. */
  readonly groups: readonly number[];
  /** Differences within ± this share are called small. */
  readonly margin: number;
  readonly background: BackgroundChoice;
  /** Number of background rows drawn. */
  readonly backgroundSize: number;
  readonly seed: number;
  /** What the score or prediction column holds, where the person has said so and no model is open. */
  readonly scoresAs: ScoreReading | null;
  /** Boosting rounds to use of a model that was stopped early. */
  readonly rounds: 'best' | 'all';
  /** Which of a model's targets is scored. */
  readonly target: number;
  /** Row of the person under question, or −1. */
  readonly person: number;
}

export const EMPTY_AUDIT: Audit = {
  version: 1,
  tableHash: '',
  modelHash: '',
  roles: [],
  kinds: [],
  binding: [],
  classLevels: [],
  favourable: 1,
  threshold: 0.5,
  decision: ['selected', 'not selected'],
  groups: [],
  margin: 0.02,
  background: { kind: 'everyone' },
  backgroundSize: 500,
  seed: 1,
  scoresAs: null,
  rounds: 'best',
  target: 0,
  person: -1,
};
