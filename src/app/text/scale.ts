import { type Task, isValued } from '../../engine/models/types';
import { fixed, quantity, signed } from './numbers';

/** How scores are shown: charts compute in the model's own units and print through this. */
export interface ScoreScale {
  readonly kind: 'probability' | 'value';
  /** Ends of the axis in model units. */
  readonly domain: readonly [number, number];
  /** The least move of the threshold, and the move of a large key. */
  readonly step: number;
  readonly leap: number;
  /** Name of the unit of a difference: `points`, or nothing for values. */
  readonly unit: string;
  /** `29` for a probability of .29; `43,500` for a value. */
  score(score: number, decimals?: number): string;
  /** A difference with its sign. */
  change(change: number, decimals?: number): string;
  /** A difference without sign. */
  size(change: number, decimals?: number): string;
  /** Digits after the point in which charts that must add up print their parts. */
  readonly decimals: number;
  /** −1 where a higher score is printed as a lower number. */
  readonly up: 1 | -1;
  /** Printed number per model unit: 100 for probabilities, else 1. */
  readonly factor: number;
}

/** Probabilities as 0 to 100 points. */
export const PROBABILITY: ScoreScale = {
  kind: 'probability',
  domain: [0, 1],
  step: 0.01,
  leap: 0.1,
  unit: 'points',
  decimals: 1,
  factor: 100,
  up: 1,
  score: (score, decimals = 0) => fixed(score * 100, decimals),
  change: (change, decimals = 0) => signed(change * 100, decimals),
  size: (change, decimals = 0) => fixed(Math.abs(change) * 100, decimals),
};

/** Values of a regression or a ranking in their own unit, in steps of a hundredth to a thousandth of the axis. */
export function valueScale(low: number, high: number, whole = false): ScoreScale {
  const span = high > low ? high - low : 1;
  const fine = 10 ** Math.floor(Math.log10(span / 100));
  const step = whole ? Math.max(1, fine) : fine;
  const decimals = Math.min(12, Math.max(0, -Math.floor(Math.log10(step))));
  return {
    kind: 'value',
    domain: high > low ? [low, high] : [low - 0.5, low + 0.5],
    step,
    leap: step * 10,
    unit: '',
    decimals,
    factor: 1,
    up: 1,
    score: (score, digits = decimals) => (Number.isFinite(score) ? fixed(score, digits) : quantity(score)),
    change: (change, digits = decimals) => signed(change, digits),
    size: (change, digits = decimals) => fixed(Math.abs(change), digits),
  };
}

/** Digits after the point in which two different scores are also printed differently; undefined where the usual ones will do. */
export function digitsApart(scale: ScoreScale, one: number, other: number): number | undefined {
  if (one === other || scale.score(one) !== scale.score(other)) return undefined;
  return [1, 2, 3, 4, 5, 6].find((digits) => scale.score(one, digits) !== scale.score(other, digits));
}

/** The same scale for values whose sign was turned because lower is favourable: it prints what the model says. */
export function flipped(scale: ScoreScale): ScoreScale {
  const [low, high] = scale.domain;
  return {
    ...scale,
    domain: [-high, -low],
    up: scale.up === 1 ? -1 : 1,
    score: (score, decimals) => scale.score(-score, decimals),
    change: (change, decimals) => scale.change(-change, decimals),
  };
}

/** The line as it stands on the scale: `56` for a probability of .56, else the value. */
export function thresholdText(threshold: number, task: Task): string {
  return isValued(task) ? quantity(threshold) : PROBABILITY.score(threshold);
}
