import { AssayError } from '../errors';

/** Rows a learner is fitted to. */
export interface Training {
  /** Row-major rows × columns. */
  readonly values: Float64Array<ArrayBuffer>;
  readonly rows: number;
  readonly columns: number;
  /** One per row: 0 or 1 for classifiers, any finite number for regressors. */
  readonly labels: ArrayLike<number>;
  /** One non-negative weight per row; all 1 when absent. */
  readonly weights?: ArrayLike<number>;
}

/** A refusal to learn from the rows given. */
export function cannotLearn(code: string, why: string, remedy: string): AssayError {
  return new AssayError({ area: 'model', code, what: 'This model cannot be fitted.', why, remedy });
}

/**
 * Checks sizes, labels and weights before a fit.
 * @throws AssayError `learn-shape`, `learn-labels`, `learn-weights`, `learn-one-class`, `learn-missing`
 */
export function checkTraining(data: Training, rules: { readonly binary: boolean; readonly missing: boolean }): void {
  const { rows, columns } = data;
  const lengths = [data.values.length, data.labels.length, data.weights?.length ?? rows];
  if (rows < 1 || lengths[0] !== rows * columns || lengths[1] !== rows || lengths[2] !== rows) {
    const given = `${lengths[0]} values, ${lengths[1]} labels and ${lengths[2]} weights`;
    throw cannotLearn('learn-shape', `${rows} rows × ${columns} columns were announced, but ${given} were given.`, 'Give one label per row.');
  }
  let first = 0;
  let second = 0;
  for (let row = 0; row < rows; row++) {
    const label = data.labels[row]!;
    if (rules.binary ? label !== 0 && label !== 1 : !Number.isFinite(label)) {
      throw cannotLearn('learn-labels', `The label of row ${row + 1} is ${label}.`, rules.binary ? 'Use 0 and 1.' : 'Use numbers.');
    }
    const weight = data.weights?.[row] ?? 1;
    if (!(weight >= 0) || weight === Infinity) {
      throw cannotLearn('learn-weights', `The weight of row ${row + 1} is ${weight}.`, 'Use weights of 0 or more.');
    }
    if (label === 1) second += weight;
    else first += weight;
  }
  if (rules.binary ? first === 0 || second === 0 : first + second === 0) {
    throw cannotLearn('learn-one-class', 'All rows that count have the same outcome.', 'Choose rows that hold both outcomes.');
  }
  if (rules.missing) return;
  const at = data.values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    const place = `Row ${Math.floor(at / columns) + 1}, input ${(at % columns) + 1}`;
    const why = `${place} is ${data.values[at]}, and this kind of model needs a number.`;
  throw cannotLearn('learn-missing', why, 'Leave out rows with missing values.');
  }
}
