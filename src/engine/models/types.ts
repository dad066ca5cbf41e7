import type { Forest } from './forest/types';
import type { Linear } from './linear/types';
import type { Link } from './links';

/** Element types a model input can ask for. */
export type ElementType = 'float32' | 'float64' | 'float16' | 'int64' | 'int32' | 'int16' | 'int8' | 'uint8' | 'uint16' | 'uint32' | 'uint64' | 'bool' | 'string';

/** One tensor the graph wants to be fed. */
export interface TensorInput {
  readonly name: string;
  readonly type: ElementType;
  /** 1 = [N]; 2 = [N, width]. */
  readonly rank: 1 | 2;
  readonly width: number;
}

/** One value per row the model reads: a column of a matrix, or a named input of its own. */
export interface ModelInput {
  /** Name from the file; `input 3` where the file has none. */
  readonly name: string;
  /** False when the file carries no name for it, so that only its position is known. */
  readonly named: boolean;
  /** Index into {@link Model.tensors}. */
  readonly tensor: number;
  /** Column within that tensor. */
  readonly offset: number;
  readonly type: ElementType;
  /** Levels the file knows for it (one-hot encoder, label encoder …), as texts. */
  readonly levels?: readonly string[];
  /** What the model does with a missing value: `replaced` by an imputer inside it, `routed` a stated way by trees, `spoils` the row's score. Unset: not known. */
  readonly missing?: 'replaced' | 'routed' | 'spoils';
  /** Text inputs: the text the model itself takes for a missing value (its imputer's, e.g. `NA`). */
  readonly missingText?: string;
  /** How a table column becomes the number asked for: `codes` sends the position of the cell's level among `levels`, `flag` sends true and false as 1 and 0. */
  readonly coding?: 'codes' | 'flag';
  /** What stands for a level that is not among `levels` (`codes` only): NaN where the format takes it for missing, −1 where it is just another level. */
  readonly unseen?: number;
}

export type Task = 'binary' | 'multiclass' | 'regression' | 'ranking';

/** True where scores are values in their own unit, not probabilities of classes. */
export function isValued(task: Task): boolean {
  return task === 'regression' || task === 'ranking';
}

/** What the fetched output tensors mean before the link below is applied. */
export interface ModelOutput {
  /** Names of tensors to fetch, in class order where there is one tensor per class. */
  readonly tensors: readonly string[];
  /**
   * `per-class`: one [N, K] tensor; `class-tensors`: K tensors [N]; `positive`: one value per row for the second class; `value`: regression;
   * `decision`: only labels come out, one per row.
   */
  readonly layout: 'per-class' | 'class-tensors' | 'positive' | 'value' | 'decision';
  /** Function that turns the fetched numbers into scores: none when they are probabilities or values already. */
  readonly link: 'none' | 'sigmoid' | 'softmax' | 'exp';
  /** Column to read where a `value` or `positive` tensor has several; 0 when unset. */
  readonly column?: number;
  /** True for string label tensors (`decision` only). */
  readonly text?: boolean;
}

/** Something the file cannot tell and a person can. Asked once, in one plain question. */
export interface ModelQuestion {
  readonly id: 'input-order' | 'class-order' | 'positive-class' | 'output-meaning' | 'codes' | 'class-names';
  readonly text: string;
}

/** A fact, repair or assumption in plain words, for the model card. */
export interface ProvenanceLine {
  readonly kind: 'read' | 'repaired' | 'assumed';
  readonly text: string;
}

/** What every reader returns. */
export interface Model {
  /** Which file format, e.g. `onnx`, `xgboost-json`. */
  readonly format: string;
  /** Plain name for people, e.g. `ONNX model from skl2onnx`. */
  readonly title: string;
  readonly tensors: readonly TensorInput[];
  readonly inputs: readonly ModelInput[];
  readonly task: Task;
  /** Class names as the file has them, in score order; `class 0` … where it has none (then `class-names` is among the questions). Empty for regression. */
  readonly classes: readonly string[];
  readonly output: ModelOutput;
  /** The graph to run, after repairs. Absent for a model that only runs in the TypeScript evaluator. */
  readonly graph?: Uint8Array<ArrayBuffer>;
  readonly externalData: readonly { readonly path: string; readonly data: Uint8Array<ArrayBuffer> }[];
  readonly forest?: Forest;
  readonly linear?: Linear;
  /** How the margins of `forest` or `linear` become scores: the link applied to scale × margin. The graph does this itself. */
  readonly fromMargin?: { readonly link: Link; readonly scale: number };
  /** Where a file predicts several targets at once: their names, and which one this model scores. */
  readonly targets?: readonly string[];
  readonly target?: number;
  /** Boosting rounds in use, in the file, and up to the best one of early stopping where that left some out. */
  readonly rounds?: { readonly used: number; readonly all: number; readonly best?: number };
  /** Threshold stored in the file or usual for the format. */
  readonly threshold?: number;
  readonly questions: readonly ModelQuestion[];
  readonly provenance: readonly ProvenanceLine[];
  /** Facts for the card, e.g. { name: 'operators', value: '12 kinds, 40 nodes' }. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

/** Width of a score row: 1 for binary (probability of the second class), regression and decisions (class number), K for multiclass. */
export function scoreWidth(model: Pick<Model, 'task' | 'classes'> & Partial<Pick<Model, 'output'>>): number {
  return model.task === 'multiclass' && model.output?.layout !== 'decision' ? model.classes.length : 1;
}
