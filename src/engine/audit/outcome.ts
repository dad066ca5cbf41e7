import type { Task } from '../models/types';

/**
 * One number per row, larger = more favourable: the probability of the favourable class, or for regression the value (negated when lower is favourable).
 * Decisions of a model with several classes become 1 for the favourable class and 0 for any other.
 * @param raw row-major scores as a scorer gives them: 1 per row for binary (second class), regression and decisions (class number), K for multiclass
 * @param favourable class index; for regression 1 = higher is favourable, 0 = lower
 */
export function favourableScores(raw: Float64Array<ArrayBuffer>, task: Task, favourable: number, width: number): Float64Array<ArrayBuffer> {
  const rows = raw.length / width;
  if (task === 'multiclass' && width === 1) return raw.map((decided) => (Number.isNaN(decided) ? NaN : decided === favourable ? 1 : 0));
  if (task === 'multiclass') return Float64Array.from({ length: rows }, (_, row) => raw[row * width + favourable]!);
  if (favourable === 1) return raw;
  return task === 'binary' ? raw.map((p) => 1 - p) : raw.map((value) => -value);
}

/** The threshold on the scale of {@link favourableScores}. */
export function favourableThreshold(threshold: number, task: Task, favourable: number): number {
  return task === 'regression' || task === 'ranking' ? (favourable === 1 ? threshold : -threshold) : threshold;
}

/**
 * What really happened, per row: 1 the favourable outcome, 0 another, −1 not known.
 * @param labels label level per row, −1 missing
 * @param classLevels label level of each class
 */
export function outcomes(labels: Int32Array, classLevels: readonly number[], favourable: number): Int8Array<ArrayBuffer> {
  const wanted = classLevels[favourable];
  const known = new Set(classLevels);
  return Int8Array.from(labels, (level) => (level < 0 || !known.has(level) ? -1 : level === wanted ? 1 : 0));
}
