import { buildId, code, lockable } from 'virtual:cells';
import type { AssayError } from '../engine/errors';
import type { Binding, FeatureSpace } from '../engine/models/binding/types';
import type { OpenOptions } from '../engine/models/open';
import type { Model } from '../engine/models/types';
import type { Phase } from '../engine/table/hooks';
import type { ReadOptions } from '../engine/table/open';
import type { SummarisedTable } from '../engine/table/summarised';
import type { AnswerOf, ArgumentOf, ComputationName } from '../../workers/computations';
import type { SentFile } from '../../workers/source';
import { loadDemo, loadFonts, loadWasm } from './assets';
import { Cell, type CallOptions } from './cell';
import type { NamedBytes } from './files';
import { notLocked } from './faults';
import { Lock } from './lock';
import { ModelHandle } from './model';
import { Pool } from './pool';
import { Stock } from './stock';
import { Storage } from './storage';
import { Ward } from './ward';

export type { ModelHandle } from './model';
export type { LockState } from './lock';
export type { NamedBytes } from './files';

const mostCells = 8;

export interface Stoppable {
  readonly signal?: AbortSignal | undefined;
}

function nameOf(file: SentFile): string {
  return `“${file.name}”`;
}

/** The browser's services: files go in, models are run, and nothing goes out. */
export class Runtime {
  readonly lock: Lock;
  readonly storage: Storage;
  /** The demo's files by name, loaded before the lock. */
  readonly demo: ReadonlyMap<string, Blob>;
  /** Scoring cells a model gets. */
  readonly cells: number;
  readonly buildId = buildId;
  readonly #ward = new Ward();
  readonly #parsers: Stock;
  readonly #scorers: Stock;
  readonly #helpers: Pool;

  constructor(lock: Lock, demo: ReadonlyMap<string, Blob>, startCell: (kind: 'parse' | 'score') => Promise<Cell>, wasm: Blob) {
    this.lock = lock;
    this.demo = demo;
    this.storage = new Storage(buildId);
    this.cells = Math.max(1, Math.min(navigator.hardwareConcurrency || 1, mostCells));
    this.#parsers = new Stock(() => startCell('parse'));
    this.#scorers = new Stock(async () => {
      const cell = await startCell('score');
      await cell.call('start the model runtime', { wasm });
      return cell;
    });
    this.#helpers = new Pool(1, 'Assay', this.#ward, () => startCell('score'));
  }

  /** Starts cells ahead of need; resolves when a file reader is there. */
  async warm(): Promise<void> {
    await this.#parsers.fill(1);
    this.#scorers.fill(this.cells).catch(() => undefined);
  }

  /**
   * Opens a table in a cell of its own.
   * @throws AssayError the refusal of the file, `not-locked`, `cancelled`, `quarantined`
   */
  openTable(file: File | NamedBytes, options: ReadOptions = {}, { signal, onProgress }: Stoppable & { readonly onProgress?: (share: number, phase: Phase) => void } = {}): Promise<SummarisedTable> {
    const onNotice = onProgress && (({ share, phase }: { share: number; phase: Phase }): void => onProgress(share, phase));
    return this.#parse('open the table', nameOf(file), { file, options }, { signal, onNotice });
  }

  /**
   * Opens a model from its file and side files, in a cell of its own.
   * @throws AssayError the refusal of the file, `not-locked`, `cancelled`, `quarantined`
   */
  openModel(files: readonly (File | NamedBytes)[], { signal, ...options }: Stoppable & OpenOptions = {}): Promise<Model> {
    return this.#parse('open the model file', files[0] ? nameOf(files[0]) : 'Nothing', { files, options }, { signal });
  }

  /** Makes a model with its mapping ready to score. The first cell is open when this resolves; close the handle when the model is closed. */
  useModel(model: Model, space: FeatureSpace, binding: Binding): Promise<ModelHandle> {
    return ModelHandle.open(model, space, binding, this.cells, this.#scorers, this.#ward);
  }

  /** SHA-256 of a file, hex. */
  hash(file: File | NamedBytes, { signal }: Stoppable = {}): Promise<string> {
    return this.#parse('hash the file', nameOf(file), { file }, { signal });
  }

  /** Runs a pure engine function in a worker. Buffers named in `give` are given away, the rest is copied. */
  compute<Name extends ComputationName>(
    name: Name,
    argument: ArgumentOf<Name>,
    { signal, give = [] }: Stoppable & { readonly give?: readonly ArrayBuffer[] } = {},
  ): Promise<Awaited<AnswerOf<Name>>> {
    return this.#helpers.run({ operation: 'compute', argument: () => ({ value: { name, argument }, give }), signal, urgent: true });
  }

  /** Each file gets a fresh reader: what a hostile one does to it ends with it, and so does the memory. */
  async #parse<T>(operation: string, input: string, argument: unknown, options: CallOptions): Promise<T> {
    if (!this.lock.mayOpen) throw notLocked();
    this.#ward.admit(input);
    const done = await this.storage.journal.begin(operation);
    const cell = await this.#parsers.take();
    try {
      return await cell.call<T>(operation, argument, options);
    } catch (error) {
      this.#ward.note(input, error as AssayError);
      throw error;
    } finally {
      cell.stop();
      void done();
    }
  }
}

/**
 * Loads all that will ever be needed, locks the page away from the network, proves the lock in the page and in a first worker, and looks after what an
 * earlier visit kept. @throws AssayError when a part of the app is missing or this browser cannot start workers
 */
export async function startRuntime(): Promise<Runtime> {
  const lock = new Lock(lockable);
  const [wasm, demo] = await Promise.all([loadWasm(), loadDemo(), loadFonts()]);
  await lock.engage();
  const source = { code, buildId, verify: lockable };
  const startCell = async (kind: 'parse' | 'score'): Promise<Cell> => {
    const cell = await Cell.start(kind, source);
    lock.add(cell.checks);
    return cell;
  };
  const runtime = new Runtime(lock, demo, startCell, wasm);
  await Promise.all([runtime.warm(), runtime.storage.start()]);
  lock.confirm();
  return runtime;
}
