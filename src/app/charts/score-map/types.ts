import type { Edge } from '../../../engine/recourse/map';

/** One axis of a map. */
export interface ScoreMapAxis {
  readonly name: string;
  readonly ordered: boolean;
  /** Ascending; levels by index. */
  readonly values: Float64Array;
  readonly text: (value: number) => string;
}

/** A person, or the person after a change, on a map. */
export interface ScoreMapMark {
  readonly id: string;
  /** A letter; empty for the person themselves. */
  readonly letter: string;
  /** It differs from the person in other inputs as well, so that its score is not that of its cell. */
  readonly elsewhere: boolean;
  /** Values in both inputs; NaN where missing, and then it has no place. */
  readonly at: readonly [number, number];
  readonly spoken: string;
}

/** Scores over two inputs, all others as a person has them. */
export interface ScoreMapData {
  readonly across: ScoreMapAxis;
  readonly up: ScoreMapAxis;
  /** For each value of `up` all values of `across`: how far past the line, below 0 where short of it, and the score as it is printed. */
  readonly past: Float64Array;
  readonly print: (cell: number) => string;
  /** 1 where the goal is reached; where hardly anybody is. */
  readonly holds: Uint8Array;
  readonly thin: Uint8Array;
  readonly edges: readonly Edge[];
  /** Real people, by their values in both inputs. */
  readonly people: readonly (readonly [number, number])[];
  readonly marks: readonly ScoreMapMark[];
}
