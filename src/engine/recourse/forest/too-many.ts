import { AssayError } from '../../errors';

/** Longest list of values that is gone through one by one where an input is looked up in sets. */
export const LISTED = 65_536;

/** Trees look up a number in lists, and it may take too many values for a proof to go through them. */
export class TooManyValues extends AssayError {
  readonly feature: number;
  readonly values: number;

  constructor(feature: number, values: number) {
    super({
      area: 'recourse',
      code: 'recourse-values',
      what: 'The values an input may take are too many to be gone through.',
      why: `The trees look this input up in lists, and it has ${values} admissible values; at most ${LISTED} are tried.`,
      remedy: 'Give it a larger step or narrower limits, or keep it as it is.',
    });
    this.feature = feature;
    this.values = values;
  }
}
