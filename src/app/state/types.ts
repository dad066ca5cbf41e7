import type { Audit } from '../../engine/audit/types';
import type { ErrorRecord } from '../../engine/errors';
import type { Model, Task } from '../../engine/models/types';
import type { ReadOptions } from '../../engine/table/open';
import type { SummarisedTable } from '../../engine/table/summarised';

export interface OpenTable {
  readonly opened: SummarisedTable;
  /** Absent for a kept set, whose file is not kept: it cannot be read in another way. */
  readonly file?: File;
  readonly hash: string;
  readonly options: ReadOptions;
}

export interface OpenModel {
  readonly model: Model;
  readonly files: readonly File[];
  readonly hash: string;
}

/** A table opened beside the first, whose rows are only compared with. */
export interface SecondTable extends Pick<OpenTable, 'opened' | 'hash'> {
  readonly name: string;
}

/** Long work in sight of the person: what, how far, and the way to stop it. */
export interface Work {
  readonly what: string;
  /** 0 to 1; undefined while it cannot be told. */
  readonly share: number | undefined;
  readonly stop: () => void;
}

/** Where the scores come from and how far they are. */
export type Scoring =
  | { readonly state: 'none' }
  | { readonly state: 'running'; readonly done: number }
  | { readonly state: 'failed'; readonly error: ErrorRecord }
  | { readonly state: 'ready'; readonly raw: Float64Array<ArrayBuffer>; readonly width: number; readonly task: Task; readonly from: 'model' | 'column' };

/** Parts of a model that can be chosen on opening it. */
export type ModelChoice = Pick<Audit, 'rounds' | 'target'>;
