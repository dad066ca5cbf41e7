/** The right to write one set, held by one tab at a time through a Web Lock; where there are no Web Locks every tab has it. */
export class Claim {
  #release: (() => void) | undefined;
  #held = false;
  readonly #name: string;
  readonly #onLost: () => void;

  constructor(id: string, onLost: () => void = () => undefined) {
    this.#name = `keep:${id}`;
    this.#onLost = onLost;
  }

  get held(): boolean {
    return this.#held;
  }

  /** Takes the right when nobody has it; with `steal` takes it from whoever has. Says whether it is held now. */
  take({ steal = false } = {}): Promise<boolean> {
    if (this.#held) return Promise.resolve(true);
    if (!('locks' in navigator)) {
      this.#held = true;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      navigator.locks
        .request(this.#name, steal ? { steal: true } : { ifAvailable: true }, (lock) => {
          this.#held = lock !== null;
          resolve(this.#held);
          return lock === null ? undefined : new Promise<void>((release) => (this.#release = release));
        })
        .catch(() => {
          const lost = this.#held;
          this.#held = false;
          if (lost) this.#onLost();
          resolve(false);
        });
    });
  }

  release(): void {
    this.#held = false;
    this.#release?.();
    this.#release = undefined;
  }
}
