import { countDecisions } from './counts';
import type { CountTable, Outcomes } from './counts';

/** Number of the class with the highest score per row; ties go to the earlier class, −1 where a score is missing. */
export function topClasses(scores: Float64Array, width: number): Int32Array<ArrayBuffer> {
  return Int32Array.from({ length: width === 0 ? 0 : scores.length / width }, (_, row) => {
    let top = 0;
    for (let k = 0; k < width; k++) {
      const score = scores[row * width + k]!;
      if (Number.isNaN(score)) return -1;
      if (score > scores[row * width + top]!) top = k;
    }
    return top;
  });
}

/**
 * The count table of one class against all others: "selected" means that this class was decided, a positive label that it was the true one.
 * @param decided, truth class number per row; −1 or NaN unknown
 */
export function classCounts(decided: ArrayLike<number>, truth: ArrayLike<number> | undefined, chosen: number, people: Omit<Outcomes, 'labels'>): { table: CountTable; missing: number } {
  const mark = (values: ArrayLike<number>): Int8Array<ArrayBuffer> =>
    Int8Array.from({ length: values.length }, (_, row) => {
      const value = values[row]!;
      return !(value >= 0) ? -1 : value === chosen ? 1 : 0;
    });
  return countDecisions(mark(decided), { ...people, ...(truth ? { labels: mark(truth) } : {}) });
}
