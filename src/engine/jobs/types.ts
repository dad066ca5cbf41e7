import type { ExactStructure, LinearStructure } from '../models/binding/structure';

/** Gives scores for feature rows: asynchronous, batch-first, cancellable. */
export interface Scorer {
  /** Numbers per row: 1 for binary (probability of the second class), regression and decisions; K for multiclass. */
  readonly width: number;
  /** Scores `count` rows of `values` (row-major). Never keeps or changes `values`. */
  score(values: Float64Array<ArrayBuffer>, count: number): Promise<Float64Array<ArrayBuffer>>;
}

/** What a running shard is given. */
export interface ShardContext {
  readonly scorer: Scorer;
  /** Absent where the model has no forest. */
  readonly structure?: ExactStructure;
  /** Absent where the model has no linear predictor. */
  readonly linear?: LinearStructure;
  /** Resolves after letting messages through; throws when the job was cancelled. Call it between batches. */
  breathe(): Promise<void>;
}

/**
 * An analysis. `plan` says what to run next given all that is known (undefined at first) and returns an empty list when done, so a job can look at its
 * error and go on or stop. `merge` is associative and commutative, so shards may run on any number of workers and finish in any order.
 * Questions, shards and partials are plain data (typed arrays, numbers, strings) because they cross worker boundaries.
 */
export interface Job<Question, Shard, Partial, Result> {
  readonly name: string;
  plan(question: Question, known: Partial | undefined, workers: number): Shard[];
  run(shard: Shard, context: ShardContext): Promise<Partial>;
  merge(a: Partial, b: Partial): Partial;
  /** The result so far: called after every merge to refine the picture, and at the end. */
  result(question: Question, known: Partial): Result;
}
