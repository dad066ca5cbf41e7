import { type Task, isValued } from '../../engine/models/types';
import { type ScoreScale, PROBABILITY, flipped, valueScale } from '../text/scale';

/** Lowest and highest score; 0 and 1 when there is none. */
export function range(values: Float64Array): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 1];
}

/** How scores that have been turned so that larger is favourable are printed. */
export function scoreScale(scores: Float64Array | undefined, task: Task, favourable: number): ScoreScale {
  if (!isValued(task)) return PROBABILITY;
  const [low, high] = range(scores ?? new Float64Array(0));
  const whole = scores?.every((score) => Number.isNaN(score) || Number.isInteger(score)) ?? false;
  return favourable === 1 ? valueScale(low, high, whole) : flipped(valueScale(-high, -low, whole));
}
