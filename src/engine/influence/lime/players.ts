import { moments } from '../../stats/intervals';
import type { Player } from '../players';
import { ownCode } from './space';
import type { Lime } from './job';

/** What the local linear models say each player adds to the person, over the seeds. */
export interface LimeShares {
  readonly mean: Float64Array<ArrayBuffer>;
  /** Smallest and largest over the seeds. */
  readonly low: Float64Array<ArrayBuffer>;
  readonly high: Float64Array<ArrayBuffer>;
}

/**
 * Coefficients times the person's own codes, summed over the features of each player: against a row in other cells, or at the mean of inputs that were
 * scaled. NaN codes do not occur, since a missing value is a cell.
 */
export function limeShares({ fits, inputs }: Lime, person: Float64Array, players: readonly Player[]): LimeShares {
  const codes = inputs.map((input, feature) => ownCode(input, person[feature]!));
  const bySeed = players.map(({ features }) => fits.map(({ coefficients }) => features.reduce((sum, feature) => sum + coefficients[feature]! * codes[feature]!, 0)));
  return {
    mean: Float64Array.from(bySeed, (values) => moments(values).mean),
    low: Float64Array.from(bySeed, (values) => Math.min(...values)),
    high: Float64Array.from(bySeed, (values) => Math.max(...values)),
  };
}
