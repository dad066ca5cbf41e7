import type { ScoredMargins } from '../goals';
import type { Goal, Target } from '../types';

/** Linear goals that follow from a target which no linear goals say, drawn where they are needed. */
export interface Cuts {
  /**
   * Goals that every plan meets.
   * @param shifts by feature with a choice, row-major options × outputs
   */
  start(shifts: readonly Float64Array[], own: Float64Array): Goal[];
  /** Goals instead of these that every plan meets one list of, and `margins` none; undefined where the target itself is met. */
  refine(goals: readonly Goal[], margins: Float64Array): Goal[][] | undefined;
}

/** A goal drawn over a box of log odds, by rival. */
interface BoxGoal extends Goal {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/**
 * What a chance of one class of several asks of the margins. With eⱼ the log odds of rival j against the class, a chance of at least p is
 * log Σ exp eⱼ ≤ log((1 − p)/p), which is convex: a tangent cuts off any row that misses it. A chance of at most p is Σ exp eⱼ ≥ (1 − p)/p: chords of
 * exp over a box bound it, and where they are not enough the box is parted at the row found.
 * Source: cutting planes (Kelley, 1960); chords over parted boxes as in McCormick (1976).
 * @param ease asked of the log odds beyond the target
 */
export function softmaxCuts({ outputs, scale }: ScoredMargins, { class: favourable, above, below }: Target, ease = 0): Cuts {
  const rivals = Array.from({ length: outputs }, (_, k) => k).filter((k) => k !== favourable);
  const odds = (margins: Float64Array): number[] => rivals.map((rival) => scale * (margins[rival]! - margins[favourable]!));
  /** Σ factors · e ≥ least, said of margins. */
  const onMargins = (factors: readonly number[], least: number): Goal => {
    const weights = new Array<number>(outputs).fill(0);
    rivals.forEach((rival, j) => {
      weights[rival] = weights[rival]! + factors[j]! * scale;
      weights[favourable] = weights[favourable]! - factors[j]! * scale;
    });
    return { weights, least };
  };
  const most = above === undefined ? Infinity : Math.log((1 - above) / above) - ease;
  const least = below === undefined ? -Infinity : Math.log((1 - below) / below) + ease;

  /** exp e / exp(least), which need not be told apart beyond 1: one rival is then enough. */
  const share = (e: number): number => Math.min(1, Math.exp(e - least));
  const chords = (low: readonly number[], high: readonly number[]): { readonly slopes: number[]; readonly starts: number[] } => {
    const ends = high.map((value, j) => Math.max(Math.min(value, least), low[j]!));
    const slopes = low.map((from, j) => (ends[j]! > from ? (share(ends[j]!) - share(from)) / (ends[j]! - from) : 0));
    return { slopes, starts: low.map((from, j) => share(from) - slopes[j]! * from) };
  };
  const overBox = (low: readonly number[], high: readonly number[]): BoxGoal => {
    const { slopes, starts } = chords(low, high);
    return { ...onMargins(slopes, 1 - starts.reduce((sum, start) => sum + start, 0)), low, high };
  };

  return {
    start(shifts, own) {
      if (least === -Infinity) return [];
      const [low, high] = [odds(own), odds(own)];
      for (const shift of shifts) {
        const each = Array.from({ length: shift.length / outputs }, (_, place) => odds(shift.subarray(place * outputs, (place + 1) * outputs)));
        rivals.forEach((_, j) => {
          low[j] = low[j]! + each.reduce((value, shifted) => Math.min(value, shifted[j]!), 0);
          high[j] = high[j]! + each.reduce((value, shifted) => Math.max(value, shifted[j]!), 0);
        });
      }
      return [overBox(low, high)];
    },
    refine(goals, margins) {
      const e = odds(margins);
      const highest = Math.max(...e);
      const sum = e.reduce((total, value) => total + Math.exp(value - highest), 0);
      const total = highest + Math.log(sum);
      if (total > most) {
        const weights = e.map((value) => -Math.exp(value - highest) / sum);
        return [[...goals, onMargins(weights, total - most + weights.reduce((dot, weight, j) => dot + weight * e[j]!, 0))]];
      }
      const box = goals.find((goal): goal is BoxGoal => 'low' in goal);
      if (total >= least || least === -Infinity) return undefined;
      const [low, high] = box ? [box.low, box.high] : [e.map(() => -Infinity), e.map(() => Infinity)];
      const { slopes, starts } = chords(low, high);
      const over = e.map((value, j) => starts[j]! + slopes[j]! * value - share(value));
      const j = over.indexOf(Math.max(...over));
      if (!(over[j]! > 0)) return undefined;
      const others = goals.filter((goal) => goal !== box);
      const unit = (sign: number): number[] => e.map((_, k) => (k === j ? sign : 0));
      const at = (values: readonly number[]): number[] => values.map((value, k) => (k === j ? e[j]! : value));
      return [
        [...others, onMargins(unit(-1), -e[j]!), overBox(low, at(high))],
        [...others, onMargins(unit(1), e[j]!), overBox(at(low), high)],
      ];
    },
  };
}
