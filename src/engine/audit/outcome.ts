import { type Task, isValued } from '../models/types';

/**
 * One number per row, larger = more favourable: the probability of the favourable class, or for regression the value (negated when lower is favourable).
 * Decisions of a model with several classes become 1 for the favourable class and 0 for any other.
 * @param raw row-major scores as a scorer gives them: 1 per row for binary (second class), regression and decisions (class number), K for multiclass
 * @param favourable class index; for regression 1 = higher is favourable, 0 = lower
 */
export function favourableScores(raw: Float64Array<ArrayBuffer>, task: Task, favourable: number, width: number): Float64Array<ArrayBuffer> {
  const rows = raw.length / width;
  if (task === 'multiclass' && width === 1) return raw.map((decided) => (Number.isNaN(decided) ? NaN : decided === favourable ? 1 : 0));
  if (task === 'multiclass') {
    const column = new Float64Array(rows);
    for (let row = 0; row < rows; row++) column[row] = raw[row * width + favourable]!;
    return column;
  }
  if (favourable === 1) return raw;
  return task === 'binary' ? raw.map((p) => 1 - p) : raw.map((value) => -value);
}

/** The threshold on the scale of {@link favourableScores}. */
export function favourableThreshold(threshold: number, task: Task, favourable: number): number {
  return isValued(task) ? (favourable === 1 ? threshold : -threshold) : threshold;
}

/**
 * What really happened, per row: 1 the favourable outcome, 0 another, −1 not known.
 * @param labels label level per row, −1 missing
 * @param classLevels label level of each class
 */
export function outcomes(labels: Int32Array, classLevels: readonly number[], favourable: number): Int8Array<ArrayBuffer> {
  const means = new Int8Array(Math.max(-1, ...classLevels) + 1).fill(-1);
  classLevels.forEach((level, index) => {
    if (level >= 0) means[level] = index === favourable ? 1 : 0;
  });
  const known = new Int8Array(labels.length);
  for (let row = 0; row < labels.length; row++) known[row] = means[labels[row]!] ?? -1;
  return known;
}
