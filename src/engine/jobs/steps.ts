/** Work that can be left between any two steps and gone on with later; each step says how much was done, in steps of an inner loop. */
export type Steps<T> = Generator<number, T, void>;

/** Work between two looks at messages: 1 to 60 ms of the loops that use this (measured). */
const STRETCH = 2 ** 18;

/** No work at all. */
export function* noSteps(): Steps<void> {
  yield* [];
}

/** Does all the work at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Does work up to about `most`, letting messages in now and then; true when all is done. Where `breathe` throws, the steps can be gone on with. */
export async function goOn(steps: Steps<void>, breathe: () => Promise<void>, most: number): Promise<boolean> {
  let done = 0;
  const some = function* (): Steps<boolean> {
    while (done < most) {
      const { done: over, value } = steps.next();
      if (over) return true;
      done += value;
      yield value;
    }
    return false;
  };
  return finishBreathing(some(), breathe);
}

/** Does all the work, letting messages in now and then. */
export async function finishBreathing<T>(steps: Steps<T>, breathe: () => Promise<void>): Promise<T> {
  let work = 0;
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    work += value;
    if (work < STRETCH) continue;
    work = 0;
    await breathe();
  }
}
