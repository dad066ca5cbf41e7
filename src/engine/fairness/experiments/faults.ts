import { AssayError } from '../../errors';

/** A refusal to run an experiment. */
export function cannotExperiment(code: string, why: string, remedy: string): AssayError {
  return new AssayError({ area: 'fairness', code, what: 'This experiment cannot be run.', why, remedy });
}

/** @throws AssayError `experiment-one-group` unless both groups have people. */
export function needBoth(first: number, second: number, names: readonly [string, string]): void {
  if (first > 0 && second > 0) return;
  const empty = first > 0 ? names[1] : names[0];
  throw cannotExperiment('experiment-one-group', `Nobody who can be used belongs to “${empty}”.`, 'Choose two groups that both have people.');
}
