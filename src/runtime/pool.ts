import { cancelled } from '../engine/errors';
import type { CallOptions, Cell } from './cell';
import type { Ward } from './ward';

export interface Task {
  readonly operation: string;
  /** Made when a cell is free, so that nothing waits in memory. */
  readonly argument: () => { readonly value: unknown; readonly give?: readonly ArrayBuffer[] };
  readonly signal?: AbortSignal | undefined;
  readonly patience?: number;
  readonly onNotice?: CallOptions['onNotice'];
  /** Goes before everything that waits: for what a person is waiting to see. */
  readonly urgent?: boolean;
}

interface Waiting {
  readonly task: Task;
  readonly begin: (cell: Promise<Cell>) => Promise<void>;
  readonly fail: (error: unknown) => void;
}

interface Place {
  cell: Promise<Cell> | undefined;
  busy: boolean;
}

/**
 * Up to `size` cells that do the same work, one call each at a time. A call whose cell dies is rejected, the cell replaced for the next one, and an input
 * that goes on killing cells is refused.
 */
export class Pool {
  readonly #open: () => Promise<Cell>;
  readonly #ward: Ward;
  readonly #input: string;
  readonly #places: Place[];
  readonly #queue: Waiting[] = [];
  #closed = false;

  /**
   * @param input what the cells work on, by the name a person knows it by
   * @param first a cell that is open already
   */
  constructor(size: number, input: string, ward: Ward, open: () => Promise<Cell>, first?: Cell) {
    this.#open = open;
    this.#ward = ward;
    this.#input = input;
    this.#places = Array.from({ length: size }, () => ({ cell: undefined, busy: false }));
    if (first) this.#settle(this.#places[0]!, Promise.resolve(first));
  }

  get size(): number {
    return this.#places.length;
  }

  /** @throws AssayError as {@link Cell.call}, or `quarantined` */
  run<T>(task: Task): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#closed || task.signal?.aborted) return reject(cancelled());
      try {
        this.#ward.admit(this.#input);
      } catch (error) {
        return reject(error);
      }
      const stop = (): void => {
        const at = this.#queue.indexOf(waiting);
        if (at >= 0) this.#queue.splice(at, 1);
        reject(cancelled());
      };
      const waiting: Waiting = {
        task,
        fail: reject,
        begin: async (opening) => {
          try {
            const cell = await opening;
            this.#ward.admit(this.#input);
            if (task.signal?.aborted) return;
            const { value, give = [] } = task.argument();
            const { operation, signal, patience, onNotice } = task;
            resolve(await cell.call<T>(operation, value, { signal, give, onNotice, ...(patience === undefined ? {} : { patience }) }));
          } catch (error) {
            this.#ward.note(this.#input, error);
            reject(error);
          } finally {
            task.signal?.removeEventListener('abort', stop);
          }
        },
      };
      task.signal?.addEventListener('abort', stop);
      if (task.urgent) this.#queue.unshift(waiting);
      else this.#queue.push(waiting);
      this.#pump();
    });
  }

  /** Ends every cell; what waits or runs ends as cancelled. */
  close(): void {
    this.#closed = true;
    for (const waiting of this.#queue.splice(0)) waiting.fail(cancelled());
    for (const place of this.#places) place.cell?.then((cell) => cell.stop()).catch(() => undefined);
  }

  #pump(): void {
    for (;;) {
      const place = this.#places.find((each) => !each.busy && each.cell) ?? this.#places.find((each) => !each.busy);
      const next = place && this.#queue.shift();
      if (!place || !next) return;
      place.busy = true;
      void this.#serve(place, place.cell ?? this.#settle(place, this.#open()), next);
    }
  }

  /** Gives a place its cell for as long as the cell lives. */
  #settle(place: Place, opening: Promise<Cell>): Promise<Cell> {
    place.cell = opening;
    opening.then(
      (cell) =>
        cell.onDeath(() => {
          if (place.cell === opening) place.cell = undefined;
        }),
      () => undefined,
    );
    return opening;
  }

  async #serve(place: Place, opening: Promise<Cell>, next: Waiting): Promise<void> {
    await next.begin(opening);
    const cell = await opening.catch(() => undefined);
    if (!cell?.alive) place.cell = undefined;
    else if (this.#closed) cell.stop();
    place.busy = false;
    this.#pump();
  }
}
