import type { PersonWay } from './types';

/** What the cheapest ways of some people cost, ∞ without a way, and how much each person counts. */
export interface CostSide {
  readonly people: number;
  /** As they were found. */
  readonly seen: Float64Array<ArrayBuffer>;
  /** The least and the most they can be by what is proved. Where nothing is proved they are taken as found. */
  readonly least: Float64Array<ArrayBuffer>;
  readonly most: Float64Array<ArrayBuffer>;
  /** Undefined where everybody counts the same. */
  readonly weights: Float64Array<ArrayBuffer> | undefined;
}

/** @param weightOf of a way, by its place in the list; nobody is weighed where it is left out */
export function costSide(ways: readonly PersonWay[], weightOf?: (way: PersonWay) => number): CostSide {
  const seen = Float64Array.from(ways, ({ cost }) => cost);
  return {
    people: ways.length,
    seen,
    least: Float64Array.from(ways, ({ cost, bound }) => (Number.isNaN(bound) ? cost : bound)),
    most: seen,
    weights: weightOf && Float64Array.from(ways, weightOf),
  };
}

/** Of a side, those for whom a way was found. */
export function withWay({ seen, least, weights }: CostSide): CostSide {
  const found = [...seen.keys()].filter((at) => seen[at]! < Infinity);
  const of = (values: Float64Array): Float64Array<ArrayBuffer> => Float64Array.from(found, (at) => values[at]!);
  return { people: found.length, seen: of(seen), least: of(least), most: of(seen), weights: weights && of(weights) };
}
