import { AssayError } from '../engine/errors';
import { quarantined } from './faults';

const limit = 3;

/** Counts the workers each input has cost, and refuses an input that has cost three. */
export class Ward {
  readonly #deaths = new Map<string, number>();

  /** @throws AssayError `quarantined` when the input may not be tried again */
  admit(input: string): void {
    const deaths = this.#deaths.get(input) ?? 0;
    if (deaths >= limit) throw quarantined(input, deaths);
  }

  /** Takes note of how a call on this input ended. */
  note(input: string, error: unknown): void {
    if (error instanceof AssayError && (error.code === 'cell-died' || error.code === 'no-answer')) {
      this.#deaths.set(input, (this.#deaths.get(input) ?? 0) + 1);
    }
  }
}
