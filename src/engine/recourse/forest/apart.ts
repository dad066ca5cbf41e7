import type { Forest } from '../../models/forest/types';
import type { Grid } from '../grid';
import type { Actions } from '../rules';
import type { FeatureOptions } from '../types';
import { forestOptions } from './options';
import type { Sides } from './sides';

/** Options of a feature by its splits, with values kept apart that a coupling tells apart. */
export function optionsByTrees(forest: Forest, { person, rules, costs, couplings }: Actions): (sides: Sides) => FeatureOptions {
  return (sides) => {
    const { feature } = sides;
    const conditions = couplings.flatMap(({ when, values, then, allowed }) => [...(when === feature ? [values] : []), ...(then === feature ? [allowed] : [])]);
    return forestOptions(forest, sides, rules[feature]!, person[feature]!, costs[feature]!, (grid) => conditions.flatMap((is) => edgesOf(grid, is)));
  };
}

/** The indexes at which a condition that changes at most once below and once above the own value begins or ends. */
function edgesOf({ count, own, value }: Grid, is: (value: number) => boolean): number[] {
  const edge = (from: number, to: number): number[] => {
    if (from >= to || is(value(from)) === is(value(to))) return [];
    let [low, high] = [from, to];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (is(value(middle)) === is(value(low))) low = middle;
      else high = middle;
    }
    return [high];
  };
  return [...edge(0, own), ...edge(own, count - 1), own, own + 1];
}
