import { proxy, releaseProxy, transfer, wrap, type Remote } from 'comlink';
import { AssayError, cancelled } from '../engine/errors';
import type { CellApi, CellKind, Envelope } from '../../workers/protocol';
import type { SealCheck } from '../../workers/sealed';
import { cellDied, cellsUnavailable, noAnswer } from './faults';
import { withScript } from './trusted';

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Longest silence in milliseconds before the cell is given up; every notice starts it anew. */
  readonly patience?: number;
  /** Buffers given away with the argument. */
  readonly give?: readonly ArrayBuffer[];
  readonly onNotice?: ((value: never) => void) | undefined;
}

export interface CellSource {
  readonly code: Readonly<Record<CellKind, string>>;
  readonly buildId: string;
  /** Whether the cell must prove that it cannot reach the network. */
  readonly verify: boolean;
}

interface Pending {
  readonly operation: string;
  readonly fail: (error: AssayError) => void;
}

const defaultPatience = 60_000;
const startPatience = 20_000;
const cancelGrace = 500;

/**
 * A worker under supervision. A call always settles: with its result, with the error thrown inside, or, when the worker dies, falls silent or has to be
 * ended to cancel, with a typed error within a second. A dead cell stays dead; its owner starts another.
 */
export class Cell {
  readonly kind: CellKind;
  /** What the cell proved about its lock when it started. */
  checks: readonly SealCheck[] = [];
  readonly #worker: Worker;
  readonly #remote: Remote<CellApi>;
  readonly #pending = new Map<number, Pending>();
  readonly #bell = new AbortController();
  readonly #mourners = new Set<(error: AssayError) => void>();
  #dead: AssayError | undefined;
  #calls = 0;

  private constructor(kind: CellKind, worker: Worker) {
    this.kind = kind;
    this.#worker = worker;
    this.#remote = wrap<CellApi>(worker);
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#die(event.message === '' ? 'an error outside a call' : event.message);
    });
    worker.addEventListener('messageerror', () => this.#die('a message could not be read'));
  }

  /**
   * Starts a worker from code that came with the page and waits until it has said who it is.
   * Whether it passed its lock test stands in `checks`.
   * @throws AssayError `cells-unavailable` when it does not answer or belongs to another build.
   */
  static async start(kind: CellKind, source: CellSource): Promise<Cell> {
    const id = crypto.randomUUID();
    const name = `${kind}:${id}`;
    let cell: Cell;
    try {
      cell = new Cell(kind, withScript(source.code[kind], (address) => new Worker(address, { name })));
    } catch (error) {
      throw cellsUnavailable(String(error));
    }
    try {
      const hello = await cell.#supervise('start', startPatience, undefined, () => cell.#remote.hello(source.verify));
      if (hello.buildId !== source.buildId) throw cellsUnavailable(`build ${hello.buildId} instead of ${source.buildId}`);
      cell.checks = hello.checks;
    } catch (error) {
      cell.stop();
      throw error instanceof AssayError && error.code === 'cells-unavailable' ? error : cellsUnavailable(String(error));
    }
    cell.#listen(name);
    return cell;
  }

  get alive(): boolean {
    return this.#dead === undefined;
  }

  /** Calls back once when the cell dies by itself; at once if it has. Not called for {@link stop}. */
  onDeath(mourn: (error: AssayError) => void): void {
    if (this.#dead) mourn(this.#dead);
    else this.#mourners.add(mourn);
  }

  /** Runs a named operation. @throws AssayError of the operation, or `cancelled`, `cell-died`, `no-answer`. */
  async call<T>(operation: string, argument: unknown, { signal, patience = defaultPatience, give = [], onNotice }: CallOptions = {}): Promise<T> {
    const id = ++this.#calls;
    let heard: (() => void) | undefined;
    let settled = false;
    const notice = proxy((value: unknown) => {
      heard?.();
      if (value !== undefined && !settled && !signal?.aborted) onNotice?.(value as never);
    });
    try {
      const envelope = await this.#supervise(
        operation,
        patience,
        signal && { signal, stop: () => this.#remote.cancel(id) },
        () => this.#remote.run(id, operation, transfer(argument as object, [...give]), notice) as Promise<Envelope>,
        (renew) => (heard = renew),
      );
      if (signal?.aborted) throw cancelled();
      if (!envelope.ok) throw new AssayError(envelope.error);
      return envelope.value as T;
    } finally {
      settled = true;
    }
  }

  /** Ends the worker; calls under way end as cancelled. */
  stop(): void {
    this.#end(cancelled('The worker was closed.'));
    this.#mourners.clear();
  }

  #supervise<T>(
    operation: string,
    patience: number,
    cancel: { signal: AbortSignal; stop: () => unknown } | undefined,
    ask: () => Promise<T>,
    onStart?: (renew: () => void) => void,
  ): Promise<T> {
    if (cancel?.signal.aborted) return Promise.reject(cancelled());
    if (this.#dead) return Promise.reject(this.#dead);
    const key = ++this.#calls;
    return new Promise<T>((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const leave = (): void => {
        clearTimeout(timer);
        cancel?.signal.removeEventListener('abort', abort);
        this.#pending.delete(key);
      };
      const watch = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => this.#die(`silent for ${patience} ms`, noAnswer(operation, patience)), patience);
      };
      const abort = (): void => {
        void cancel?.stop();
        clearTimeout(timer);
        timer = setTimeout(() => this.#die('did not stop when asked', cancelled()), cancelGrace);
      };
      this.#pending.set(key, {
        operation,
        fail: (error) => {
          leave();
          reject(error);
        },
      });
      cancel?.signal.addEventListener('abort', abort);
      watch();
      onStart?.(() => {
        if (!cancel?.signal.aborted && this.#pending.has(key)) watch();
      });
      ask().then(
        (value) => {
          leave();
          resolve(value);
        },
        (error: unknown) => {
          leave();
          reject(error instanceof AssayError ? error : cellDied(operation, String(error)));
        },
      );
    });
  }

  /** Waits for the lock the worker holds while it lives; getting it means the worker is gone. */
  #listen(name: string): void {
    if (!('locks' in navigator)) return;
    navigator.locks
      .request(`alive:${name}`, { signal: this.#bell.signal }, () => this.#die('it ended by itself'))
      .catch(() => undefined);
  }

  #die(details: string, reason?: AssayError): void {
    if (this.#dead) return;
    const first = [...this.#pending.values()][0]?.operation ?? 'waiting';
    this.#end(reason ?? cellDied(first, details), details);
    for (const mourn of this.#mourners) mourn(this.#dead!);
    this.#mourners.clear();
  }

  #end(reason: AssayError, details = ''): void {
    if (this.#dead) return;
    this.#dead = reason.code === 'cancelled' ? cellDied('waiting', details) : reason;
    this.#bell.abort();
    this.#remote[releaseProxy]();
    this.#worker.terminate();
    for (const call of [...this.#pending.values()]) call.fail(reason.code === 'cell-died' ? cellDied(call.operation, details) : reason);
  }
}
