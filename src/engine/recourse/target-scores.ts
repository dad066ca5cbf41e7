import { favourableScores } from '../audit/outcome';
import { isValued, type Task } from '../models/types';
import type { Target } from './types';

/**
 * The number a target is about, per row: the chance of its class, that chance less the largest other one, or the value.
 * @param raw row-major scores as a scorer gives them, `width` per row
 */
export function targetScores(raw: Float64Array<ArrayBuffer>, task: Task, { class: index, lead }: Target, width: number): Float64Array<ArrayBuffer> {
  if (!lead || width === 1) return favourableScores(raw, task, isValued(task) ? 1 : index, width);
  return Float64Array.from({ length: raw.length / width }, (_, row) => {
    let largest = -Infinity;
    for (let k = 0; k < width; k++) {
      const own = raw[row * width + k]!;
      if (k !== index && !(own <= largest)) largest = own;
    }
    return raw[row * width + index]! - largest;
  });
}
