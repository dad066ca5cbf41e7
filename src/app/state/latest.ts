/** Guards against answers that arrive after a newer question: only the holder of the newest ticket may write. */
export class Latest {
  #ticket = 0;
  #abort: AbortController | undefined;

  /** Starts a newer question; the older one is told to stop. */
  begin(): { readonly signal: AbortSignal; current(): boolean } {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const ticket = ++this.#ticket;
    return { signal: abort.signal, current: () => ticket === this.#ticket };
  }

  /** Stops what is under way; its answer is dropped. */
  stop(): void {
    this.#abort?.abort();
    this.#ticket++;
  }
}
