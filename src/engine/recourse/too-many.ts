import { AssayError } from '../errors';

/** A feature may take too many values for a proof to go through them. */
export class TooManyValues extends AssayError {
  readonly feature: number;
  readonly values: number;
  /** Most values that are gone through. */
  readonly most: number;

  constructor(feature: number, values: number, most: number) {
    super({
      area: 'recourse',
      code: 'recourse-values',
      what: 'The values an input may take are too many to be gone through.',
      why: `It has ${values} admissible values, alone or with those of other inputs more than the ${most} that are gone through one by one.`,
      remedy: 'Give it a larger step or narrower limits, or keep it as it is.',
    });
    this.feature = feature;
    this.values = values;
    this.most = most;
  }
}
