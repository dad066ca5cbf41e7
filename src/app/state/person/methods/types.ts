import type { Request } from '../../../../engine/audit/requests';
import type { Feature } from '../../../../engine/models/binding/types';
import type { ModelHandle } from '../../../../runtime/runtime';
import type { Answering } from '../../asked.svelte';
import type { others } from '../../../text/others';
import type { ReasonsAsk } from '../subject.svelte';

/** A method's entry among the words of the comparison, and among the methods described. */
export type MethodEntry = Exclude<keyof typeof others.methods, 'shapley' | 'owen'>;

/** What a method is given: the question that the reasons on screen answer, and rows of everyone. */
export interface MethodContext {
  readonly ask: ReasonsAsk;
  readonly features: readonly Feature[];
  readonly everyone: Float64Array<ArrayBuffer>;
  /** Evenly spread rows of the table. */
  readonly sample: Float64Array<ArrayBuffer>;
  readonly handle: ModelHandle;
}

/** What a method says of each player. */
export interface MethodAnswer {
  readonly values: Float64Array<ArrayBuffer>;
  /** How far each value could be off, or spreads between runs; 0 when exact. */
  readonly halfWidths: Float64Array<ArrayBuffer>;
  /** What the values are of: the quantity asked about, or the model's margin. */
  readonly unit: 'quantity' | 'margin';
  readonly rowsEvaluated: number;
  /** How much of the work is done, 0 to 1. */
  readonly done: number;
  /** LIME only: the lowest share of variance explained over the seeds; null where nothing varies. */
  readonly rSquared?: number | null;
}

/** Another way to say which inputs carry a score. */
export interface Method {
  readonly id: Request;
  /** One method goes by several names where special cases have their own. */
  entry(ask: ReasonsAsk): MethodEntry;
  applies(context: MethodContext): boolean;
  run(context: MethodContext, how: Answering<MethodAnswer>): Promise<MethodAnswer>;
}
