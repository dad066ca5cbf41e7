/** A value that changes, readable at any time; `subscribe` follows the Svelte store contract. */
export interface Readable<T> {
  readonly current: T;
  subscribe(run: (value: T) => void): () => void;
}

export class Value<T> implements Readable<T> {
  #current: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(first: T) {
    this.#current = first;
  }

  get current(): T {
    return this.#current;
  }

  set(next: T): void {
    this.#current = next;
    for (const listener of [...this.#listeners]) listener(next);
  }

  subscribe(run: (value: T) => void): () => void {
    this.#listeners.add(run);
    run(this.#current);
    return () => this.#listeners.delete(run);
  }
}
