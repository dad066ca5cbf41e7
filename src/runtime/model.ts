import { AssayError } from '../engine/errors';
import { encodeRows } from '../engine/models/binding/features';
import type { Binding, FeatureRows, FeatureSpace } from '../engine/models/binding/types';
import { scoreWidth, type Model } from '../engine/models/types';
import type { Table } from '../engine/table/types';
import { jobNamed, type JobName, type QuestionOf, type ResultOf } from '../../workers/jobs';
import type { SentModel } from '../../workers/scorer';
import type { OutputTensor } from '../../workers/session';
import { runJob } from './analysis';
import type { Cell } from './cell';
import { Latest } from './latest';
import { Pool } from './pool';
import type { Stock } from './stock';
import type { Ward } from './ward';

export interface CallOfModel {
  readonly signal?: AbortSignal | undefined;
}

export interface TableScoring extends CallOfModel {
  readonly onProgress?: (share: number) => void;
  /** Scores of the rows from `from` on, as soon as they are known. */
  readonly onPartial?: (from: number, scores: Float64Array<ArrayBuffer>) => void;
}

export interface Asking<Result> extends CallOfModel {
  /** The result so far, whenever it is refined, and at the end. */
  readonly onResult?: (result: Result) => void;
  /** A newer question under the same key stops this one; the job's name when left out. */
  readonly key?: string;
  /** Goes before scoring that is under way. */
  readonly urgent?: boolean;
}

const firstRows = 512;
const mostRows = 16_384;
const fewestRows = 64;
/** A chunk should take this long, in milliseconds: long enough to keep cells busy, short enough to stop and to let urgent work in. */
const chunkTime = 120;

function sent(model: Model, space: FeatureSpace, binding: Binding): SentModel {
  const { graph, externalData, ...rest } = model;
  return {
    model: rest,
    graph: graph && new Blob([graph]),
    externalData: externalData.map(({ path, data }) => ({ path, data: new Blob([data]) })),
    space,
    binding,
  };
}

/** A model with its mapping, open in its own scoring cells until it is closed. */
export class ModelHandle {
  readonly model: Model;
  readonly space: FeatureSpace;
  readonly binding: Binding;
  /** Numbers per score row. */
  readonly width: number;
  readonly #pool: Pool;
  readonly #latest = new Latest();
  #chunkRows = firstRows;

  private constructor(model: Model, space: FeatureSpace, binding: Binding, pool: Pool) {
    this.model = model;
    this.space = space;
    this.binding = binding;
    this.width = scoreWidth(model);
    this.#pool = pool;
  }

  /** @throws AssayError naming what the runtime objects to in the model */
  static async open(model: Model, space: FeatureSpace, binding: Binding, size: number, stock: Stock, ward: Ward): Promise<ModelHandle> {
    const message = sent(model, space, binding);
    const openCell = async (): Promise<Cell> => {
      const cell = await stock.take();
      try {
        await cell.call('open the model', message);
        return cell;
      } catch (error) {
        cell.stop();
        throw error;
      }
    };
    const name = `“${model.title}”`;
    ward.admit(name);
    const first = await openCell().catch((error: unknown) => {
      ward.note(name, error);
      throw error;
    });
    const pool = new Pool(size, name, ward, openCell, first);
    return new ModelHandle(model, space, binding, pool);
  }

  /** Scores feature rows before anything else that waits: for what-ifs. The rows stay the caller's. */
  async score(rows: FeatureRows, { signal }: CallOfModel = {}): Promise<Float64Array<ArrayBuffer>> {
    const values = rows.values.slice();
    return this.#pool.run({ operation: 'score rows', argument: () => ({ value: { values, count: rows.count }, give: [values.buffer] }), signal, urgent: true });
  }

  /** Scores every row of a table over all cells, in chunks, without holding up the page. @throws AssayError `cancelled` and faults of the model */
  async scoreTable(table: Table, { signal, onProgress, onPartial }: TableScoring = {}): Promise<Float64Array<ArrayBuffer>> {
    const scores = new Float64Array(table.rows * this.width);
    let next = 0;
    let done = 0;
    return this.#latest.run(undefined, signal, async (own) => {
      const lane = async (): Promise<void> => {
        while (next < table.rows && !own.aborted) {
          const from = next;
          const to = Math.min(table.rows, from + this.#chunkRows);
          next = to;
          const part = await this.#chunk(table, from, to, own);
          scores.set(part, from * this.width);
          done += to - from;
          onPartial?.(from, part);
          onProgress?.(done / table.rows);
        }
      };
      await Promise.all(Array.from({ length: this.#pool.size }, lane));
      return scores;
    });
  }

  /** Asks an analysis. @throws AssayError `cancelled` when a newer question came under the same key */
  run<Name extends JobName>(name: Name, question: QuestionOf<Name>, { signal, onResult, key = name, urgent = false }: Asking<ResultOf<Name>> = {}): Promise<ResultOf<Name>> {
    return this.#latest.run(key, signal, (own) => runJob(jobNamed(name), question, this.#pool, { signal: own, onResult, urgent }));
  }

  /** The graph's outputs for some rows as the runtime gives them, by name; those the model's scores come from when none are named. */
  async rawOutputs(rows: FeatureRows, { signal, outputs }: CallOfModel & { readonly outputs?: readonly string[] } = {}): Promise<ReadonlyMap<string, OutputTensor>> {
    const values = rows.values.slice();
    const tensors = await this.#pool.run<OutputTensor[]>({ operation: 'read raw outputs', argument: () => ({ value: { values, count: rows.count, outputs }, give: [values.buffer] }), signal, urgent: true });
    return new Map(tensors.map((tensor) => [tensor.name, tensor]));
  }

  /** Largest difference between the model runtime and the exact structure on some rows; undefined when the model has only one of the two. */
  crossCheck(rows: FeatureRows, { signal }: CallOfModel = {}): Promise<number | undefined> {
    const values = rows.values.slice();
    return this.#pool.run({ operation: 'compare the two ways of computing', argument: () => ({ value: { values, count: rows.count }, give: [values.buffer] }), signal });
  }

  /** Number of cells the model may use. */
  get cells(): number {
    return this.#pool.size;
  }

  /** Stops all work and ends the cells: a runtime's memory never shrinks otherwise. */
  close(): void {
    this.#latest.stopAll();
    this.#pool.close();
  }

  async #chunk(table: Table, from: number, to: number, signal: AbortSignal): Promise<Float64Array<ArrayBuffer>> {
    let begun = 0;
    const argument = (): { value: unknown; give: ArrayBuffer[] } => {
      const { values, count } = encodeRows(table, this.space, from, to);
      begun = performance.now();
      return { value: { values, count }, give: [values.buffer] };
    };
    try {
      const scores = await this.#pool.run<Float64Array<ArrayBuffer>>({ operation: 'score rows', argument, signal });
      const perRow = (performance.now() - begun) / (to - from);
      const fitting = Math.min(2 * this.#chunkRows, Math.floor(chunkTime / perRow));
      this.#chunkRows = Math.max(fewestRows, Math.min(mostRows, fitting));
      return scores;
    } catch (error) {
      if (!(error instanceof AssayError) || error.code !== 'out-of-memory' || to - from <= fewestRows) throw error;
      const middle = from + Math.floor((to - from) / 2);
      this.#chunkRows = Math.max(fewestRows, middle - from);
      const parts = [await this.#chunk(table, from, middle, signal), await this.#chunk(table, middle, to, signal)];
      const whole = new Float64Array((to - from) * this.width);
      whole.set(parts[0]!);
      whole.set(parts[1]!, parts[0]!.length);
      return whole;
    }
  }
}
