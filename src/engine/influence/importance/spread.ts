import { spearman } from '../../stats/correlation';
import { sampleQuantile } from '../../stats/quantile';
import { binOf } from '../dependence/accumulated';
import { quantileEdges } from '../dependence/axes';
import type { PlayerValues } from '../values';

/** Quantiles that a spread is told in. */
export const SPREAD_QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** How one input's influence spreads over some people. */
export interface InfluenceSpread {
  readonly people: number;
  /** At {@link SPREAD_QUANTILES}. */
  readonly quantiles: readonly number[];
  /** Rank correlation of the input's value with its influence; null for levels and where either does not vary. */
  readonly link: number | null;
}

/** Quantiles of an input's influence over people, and how it goes with the input's own value. Exact for these people. */
export function influenceSpread(own: PlayerValues, influence: Float64Array): InfluenceSpread {
  const sorted = influence.slice().sort();
  return {
    people: influence.length,
    quantiles: SPREAD_QUANTILES.map((p) => sampleQuantile(sorted, p)),
    link: own.ordered ? spearman(own.values, influence) : null,
  };
}

/** People with like values of an input. */
export interface InfluenceBand {
  /** Ends of the values in it, both included; a level's number twice; NaN for people without a value. */
  readonly low: number;
  readonly high: number;
  readonly spread: InfluenceSpread;
}

/** An input's influence by stretches of its value with about equally many people, or by level; people without a value come last. */
export function influenceBands(own: PlayerValues, influence: Float64Array, most = 10): InfluenceBand[] {
  const edges = own.ordered ? quantileEdges(own.values, most) : undefined;
  const members = new Map<number, number[]>();
  own.values.forEach((value, person) => {
    const key = Number.isNaN(value) ? Infinity : edges === undefined ? value : edges.length > 1 ? binOf(edges, value) : 0;
    const band = members.get(key);
    if (band === undefined) members.set(key, [person]);
    else band.push(person);
  });
  return [...members]
    .sort(([a], [b]) => a - b)
    .map(([, people]) => {
      const values = people.map((person) => own.values[person]!);
      const pick = (from: Float64Array): Float64Array<ArrayBuffer> => Float64Array.from(people, (person) => from[person]!);
      return {
        low: values.reduce((least, value) => Math.min(least, value)),
        high: values.reduce((largest, value) => Math.max(largest, value)),
        spread: influenceSpread({ ...own, values: pick(own.values) }, pick(influence)),
      };
    });
}
