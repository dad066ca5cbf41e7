import { AssayError } from '../../errors';
import type { Linear } from './types';

function refuse(code: string, why: string): AssayError {
  const remedy = 'Save the model again with the library that made it; if it is refused again, the file was changed or damaged after it was written.';
  return new AssayError({ area: 'model', code, what: 'The weights in this model cannot be used.', why, remedy });
}

/**
 * The one check for linear models of every format: sizes that fit and finite numbers.
 * @throws AssayError `linear-shape`, `linear-value`
 */
export function validateLinear(linear: Linear): void {
  const { features, outputs, weights, intercept } = linear;
  if (!Number.isInteger(features) || !Number.isInteger(outputs) || features < 0 || outputs < 1) {
    throw refuse('linear-shape', `It announces ${features} inputs and ${outputs} outputs.`);
  }
  if (weights.length !== features * outputs || intercept.length !== outputs) {
    const given = `${weights.length} weights and ${intercept.length} intercepts`;
    throw refuse('linear-shape', `${features} inputs and ${outputs} outputs do not go with ${given}.`);
  }
  const weight = weights.findIndex((value) => !Number.isFinite(value));
  if (weight >= 0) {
    const place = `input ${weight % features} for output ${Math.floor(weight / features)}`;
    throw refuse('linear-value', `The weight of ${place} is ${weights[weight]}.`);
  }
  const output = intercept.findIndex((value) => !Number.isFinite(value));
  if (output >= 0) throw refuse('linear-value', `The intercept of output ${output} is ${intercept[output]}.`);
}
