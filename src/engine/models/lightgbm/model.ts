/** One tree as its file holds it: splits and leaves numbered apart; a child below 0 is the leaf ~child. */
export interface LightgbmTree {
  readonly leaves: number;
  readonly feature: ArrayLike<number>;
  readonly threshold: ArrayLike<number>;
  /** Bit 0 categorical, bit 1 missing goes left, bits 2–3 what is missing: 0 nothing, 1 zeros, 2 NaN. */
  readonly decision: ArrayLike<number>;
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  readonly leafValue: ArrayLike<number>;
  /** Categories that go left at a categorical split. */
  readonly members: (node: number) => number[];
  readonly linear?: LinearTree;
}

/** Linear functions of a tree's leaves. */
export interface LinearTree {
  readonly constants: ArrayLike<number>;
  readonly inputs: readonly ArrayLike<number>[];
  readonly coefficients: readonly ArrayLike<number>[];
}

/** What a reader of either LightGBM writing finds. */
export interface LightgbmFile {
  readonly format: 'lightgbm-text' | 'lightgbm-json';
  readonly version: string;
  readonly classes: number;
  readonly perRound: number;
  readonly featureNames: readonly string[];
  /** What the training data were, as far as the file tells; `unused` for columns without content. */
  readonly featureKinds: readonly ('category' | 'number' | 'unused')[];
  /** The objective line, e.g. `binary sigmoid:1`; undefined for a custom objective. */
  readonly objective: string | undefined;
  /** Random forest: outputs are averaged over rounds. */
  readonly average: boolean;
  readonly trees: readonly LightgbmTree[];
  /** Levels of the pandas category columns, in the order of these columns; undefined when not written by Python. */
  readonly pandasLevels: readonly (readonly string[])[] | undefined;
}
