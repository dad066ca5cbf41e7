import { AssayError } from '../../errors';

/** A change of the model that cannot be made. */
export function cannotChange(code: string, why: string, remedy: string, what = 'This change cannot be made.'): AssayError {
  return new AssayError({ area: 'fairness', code, what, why, remedy });
}
