import { AssayError } from '../src/engine/errors';
import type { Scorer } from '../src/engine/jobs/types';
import { decodeScores } from '../src/engine/models/binding/decode';
import { makeEncoder, type EncodedBatch } from '../src/engine/models/binding/encode';
import type { ExactStructure, LinearStructure } from '../src/engine/models/binding/structure';
import type { Binding, FeatureSpace } from '../src/engine/models/binding/types';
import { makeInputRows } from '../src/engine/models/binding/inputs';
import { exactStructure, linearStructure } from '../src/engine/models/binding/structure';
import { compileScores } from '../src/engine/models/evaluator';
import { scoreWidth, type Model } from '../src/engine/models/types';
import { Session, type OutputTensor } from './session';

/** A model as it is sent to a cell: its large parts as blobs, which cross without being copied. */
export interface SentModel {
  readonly model: Omit<Model, 'graph' | 'externalData'>;
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
  /** Undefined for a model without a forest. */
  readonly structure: ExactStructure | undefined;
  /** Undefined for a model without a linear predictor. */
  readonly linear: LinearStructure | undefined;
  readonly #model: Model;
  /** Absent for a model that ONNX cannot carry: it is computed from its exact structure. */
  readonly #session: Session | undefined;
  readonly #exact: ((values: Float64Array, count: number) => Float64Array<ArrayBuffer>) | undefined;
  readonly #encode: (values: Float64Array, count: number) => EncodedBatch;
  readonly #features: number;

  private constructor({ model, space, binding }: SentModel, session: Session | undefined) {
    this.#model = { ...model, externalData: [] };
    this.#session = session;
    this.#encode = makeEncoder(this.#model, space, binding);
    this.#features = space.features.length;
    this.width = scoreWidth(model);
    this.structure = exactStructure(this.#model, space, binding);
    this.linear = linearStructure(this.#model, space, binding);
    const compute = compileScores(this.#model);
    const inputs = compute && makeInputRows(this.#model, space, binding);
    this.#exact = compute && inputs && ((values, count) => compute(inputs(values, count), count));
    if (!session && !this.#exact) throw nothingToRun(model.title);
  }

  /** @throws AssayError naming what the runtime objects to */
  static async open(sent: SentModel): Promise<ModelScorer> {
    return new ModelScorer(sent, sent.graph && (await Session.open(sent.graph, sent.externalData)));
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

  /** The outputs as the runtime gives them, before they are read as scores; none for a model without a graph. */
  async raw(values: Float64Array<ArrayBuffer>, count: number, outputs: readonly string[] = this.#model.output.tensors): Promise<OutputTensor[]> {
    return this.#session ? this.#session.run(this.#encode(values, count), outputs) : [];
  }

  /** Largest difference between the runtime's scores and those of the exact structure; undefined when the model has only one of the two. */
  async crossCheck(values: Float64Array<ArrayBuffer>, count: number): Promise<number | undefined> {
    if (!this.#session || !this.#exact) return undefined;
    const [ours, runtime] = [this.#exact(values, count), await this.#run(values, count)];
    let largest = 0;
    for (let i = 0; i < ours.length; i++) {
      if (Number.isNaN(ours[i]!) !== Number.isNaN(runtime[i]!)) return Infinity;
      if (ours[i] !== runtime[i] && !Number.isNaN(ours[i]!)) largest = Math.max(largest, Math.abs(ours[i]! - runtime[i]!));
    }
    return largest;
  }

  asScorer(between: () => Promise<void>): Scorer {
    return { width: this.width, score: (values, count) => this.score(values, count, between) };
  }

  async #run(values: Float64Array<ArrayBuffer>, count: number): Promise<Float64Array<ArrayBuffer>> {
    if (!this.#session) return this.#exact!(values, count);
    const batch = this.#encode(values, count);
    const outputs = await this.#session.run(batch, this.#model.output.tensors);
    return decodeScores(this.#model, new Map(outputs.map((tensor) => [tensor.name, tensor])), count, batch.unfit);
  }
}

function nothingToRun(title: string): AssayError {
  return new AssayError({
    area: 'model',
    code: 'nothing-to-run',
    what: `“${title}” holds nothing that can be run.`,
    why: 'It has neither an ONNX graph nor trees or weights.',
    remedy: 'Export the model as ONNX.',
  });
}
