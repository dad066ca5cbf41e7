/** Two limits, lower ≤ upper. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** A value with the limits of its own interval: what the square-and-add methods combine. */
export interface Estimate extends Interval {
  readonly value: number;
}
