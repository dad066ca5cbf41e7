/** Runs a search through. */
export function runThrough<State, Result>(steps: Generator<State, Result>): Result {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
