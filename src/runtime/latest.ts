import { cancelled } from '../engine/errors';

/** Lets only the newest question under a key live: asking again stops the older one, whose answer is never delivered. */
export class Latest {
  readonly #running = new Map<string, AbortController>();

  /** Runs `work` with a signal that is set when a newer question comes under the same key, or when `outer` is. */
  async run<T>(key: string | undefined, outer: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const follow = (): void => controller.abort();
    if (outer?.aborted) throw cancelled();
    outer?.addEventListener('abort', follow);
    if (key !== undefined) {
      this.#running.get(key)?.abort();
      this.#running.set(key, controller);
    }
    try {
      const answer = await work(controller.signal);
      if (controller.signal.aborted) throw cancelled();
      return answer;
    } catch (error) {
      // What else goes wrong once it is stopped is of no interest, and its parts must stop with it.
      const stopped = controller.signal.aborted;
      controller.abort();
      throw stopped ? cancelled() : error;
    } finally {
      outer?.removeEventListener('abort', follow);
      if (key !== undefined && this.#running.get(key) === controller) this.#running.delete(key);
    }
  }

  stopAll(): void {
    for (const controller of this.#running.values()) controller.abort();
    this.#running.clear();
  }
}
