import type { Cell } from './cell';

/** Cells started ahead of need, so that taking one, and replacing a dead one, costs no waiting. */
export class Stock {
  readonly #start: () => Promise<Cell>;
  readonly #ready: Promise<Cell>[] = [];
  #closed = false;

  constructor(start: () => Promise<Cell>) {
    this.#start = start;
  }

  /** Brings the number of waiting cells up to `count`, one after the other. @throws whatever starting one throws */
  async fill(count: number): Promise<void> {
    while (!this.#closed && this.#ready.length < count) {
      const cell = this.#start();
      this.#ready.push(cell);
      await cell;
    }
  }

  /** A living cell for the caller to own; another is started in its place. @throws what starting one throws, when that fails twice */
  async take(): Promise<Cell> {
    for (;;) {
      const waiting = this.#ready.shift();
      const cell = waiting ? await waiting.catch(() => undefined) : await this.#start().catch(() => this.#start());
      if (!cell?.alive) continue;
      this.fill(1).catch(() => undefined);
      return cell;
    }
  }

  close(): void {
    this.#closed = true;
    for (const cell of this.#ready.splice(0)) cell.then((started) => started.stop()).catch(() => undefined);
  }
}
