import { AssayError } from '../src/engine/errors';
import type { Scorer } from '../src/engine/jobs/types';
import { decodeScores } from '../src/engine/models/binding/decode';
import { makeEncoder, type EncodedBatch } from '../src/engine/models/binding/encode';
import type { Binding, FeatureSpace } from '../src/engine/models/binding/types';
import { scoreWidth, type Model } from '../src/engine/models/types';
import { Session, type OutputTensor } from './session';

/** A model as it is sent to a cell: its large parts as blobs, which cross without being copied. */
export interface SentModel {
  readonly model: Omit<Model, 'graph' | 'externalData' | 'forest' | 'linear'>;
  readonly graph: Blob | undefined;
  readonly externalData: readonly { readonly path: string; readonly data: Blob }[];
  readonly space: FeatureSpace;
  readonly binding: Binding;
}

/** Rows of one run: enough to keep the runtime busy, few enough to stop between runs. */
const runRows = 4096;

/** One model with its mapping: feature rows in, scores out. */
export class ModelScorer {
  readonly width: number;
  readonly #model: Model;
  readonly #session: Session;
  readonly #encode: (values: Float64Array, count: number) => EncodedBatch;
  readonly #features: number;

  private constructor({ model, space, binding }: SentModel, session: Session) {
    this.#model = { ...model, externalData: [] };
    this.#session = session;
    this.#encode = makeEncoder(this.#model, space, binding);
    this.#features = space.features.length;
    this.width = scoreWidth(model);
  }

  static async open(sent: SentModel): Promise<ModelScorer> {
    if (!sent.graph) {
      throw new AssayError({
        area: 'model',
        code: 'no-graph',
        what: 'This model carries no graph to run.',
        why: 'The scoring workers run ONNX graphs.',
        remedy: 'Export the model as ONNX.',
      });
    }
    return new ModelScorer(sent, await Session.open(sent.graph, sent.externalData));
  }

  /** Scores rows run by run; `between` is awaited between runs and may throw to stop. */
  async score(values: Float64Array<ArrayBuffer>, count: number, between: () => Promise<void>): Promise<Float64Array<ArrayBuffer>> {
    if (count <= runRows) return this.#run(values, count);
    const scores = new Float64Array(count * this.width);
    for (let from = 0; from < count; from += runRows) {
      if (from > 0) await between();
      const to = Math.min(count, from + runRows);
      scores.set(await this.#run(values.subarray(from * this.#features, to * this.#features), to - from), from * this.width);
    }
    return scores;
  }

  /** The outputs as the runtime gives them, before they are read as scores. */
  raw(values: Float64Array<ArrayBuffer>, count: number, outputs: readonly string[] = this.#model.output.tensors): Promise<OutputTensor[]> {
    return this.#session.run(this.#encode(values, count), outputs);
  }

  asScorer(between: () => Promise<void>): Scorer {
    return { width: this.width, score: (values, count) => this.score(values, count, between) };
  }

  async #run(values: Float64Array<ArrayBuffer>, count: number): Promise<Float64Array<ArrayBuffer>> {
    const batch = this.#encode(values, count);
    const outputs = await this.#session.run(batch, this.#model.output.tensors);
    return decodeScores(this.#model, new Map(outputs.map((tensor) => [tensor.name, tensor])), count, batch.unfit);
  }
}
