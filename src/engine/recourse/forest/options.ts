import { OPERATOR_CODE, type Forest } from '../../models/forest/types';
import type { MoveCost } from '../costs';
import { type Grid, actionGrid } from '../grid';
import { TooManyValues } from '../too-many';
import type { FeatureOptions, FeatureRule } from '../types';
import type { Sides } from './sides';

/** Longest list of values that is gone through one by one where an input is looked up in sets. */
const LISTED = 65_536;

/**
 * The values of one feature that are worth a thought: of all admissible ones that no tree tells apart, the one that costs least. A plan that is best
 * among these is best among all.
 * @param apart indexes of the grid at which neighbours must be told apart for reasons other than the trees (the first index of the upper part)
 * @throws TooManyValues `recourse-values` where trees look a number up in sets and it may take more than 65,536 values
 */
export function forestOptions(forest: Forest, sides: Sides, rule: FeatureRule, own: number, cost: MoveCost, apart: (grid: Grid) => readonly number[] = () => []): FeatureOptions {
  const { feature } = sides;
  if (rule.kind === 'locked' || (rule.kind === 'number' && Number.isNaN(own) && !rule.missing)) return { feature, values: Float64Array.of(own), costs: new Float64Array(1), own: 0 };
  if (rule.kind === 'level') return levelOptions(feature, rule, own, cost);
  const grid = actionGrid(rule, own);
  // A missing value, last in the grid, is on no side of a number.
  const gap = Number.isNaN(own) ? [grid.own] : [];
  const numbers = Number.isNaN(own) ? { ...grid, count: grid.count - 1 } : grid;
  const firsts = [...new Set([...(numbers.count > 0 ? boundaries(forest, sides, numbers) : []), ...gap, ...apart(grid)])].filter((index) => index > 0 && index < grid.count).sort((a, b) => a - b);
  const values: number[] = [];
  let place = 0;
  for (let k = 0; k <= firsts.length; k++) {
    const first = firsts[k - 1] ?? 0;
    const last = (firsts[k] ?? grid.count) - 1;
    if (first <= grid.own && grid.own <= last) place = values.length;
    values.push(grid.value(Number.isNaN(own) ? (first + last) >> 1 : Math.min(Math.max(grid.own, first), last)));
  }
  return { feature, values: Float64Array.from(values), costs: Float64Array.from(values, (value) => rule.weight * cost(own, value)), own: place };
}

/** Every level a feature may have, missing where the person's own is. */
export function levelOptions(feature: number, rule: Extract<FeatureRule, { kind: 'level' }>, own: number, cost: MoveCost): FeatureOptions {
  const values = [...new Set([...(Number.isNaN(own) ? [] : [own]), ...rule.levels])].sort((a, b) => a - b);
  if (Number.isNaN(own)) values.push(NaN);
  return {
    feature,
    values: Float64Array.from(values),
    costs: Float64Array.from(values, (value) => rule.weight * cost(own, value)),
    own: values.findIndex((value) => Object.is(value, own)),
  };
}

/** The indexes of a grid at which some split begins to send values the other way than their lower neighbour. */
function boundaries(forest: Forest, sides: Sides, grid: Grid): number[] {
  const sets = sides.nodes.some((node) => forest.operator[node] === OPERATOR_CODE.set);
  return sets ? listed(sides, grid) : searched(forest, sides, grid);
}

/** By bisection, all splits at once: values and what the trees compare grow together. */
function searched(forest: Forest, sides: Sides, grid: Grid): number[] {
  const distinct = new Map<string, number>();
  for (const node of sides.nodes) distinct.set(`${forest.feature[node]} ${forest.operator[node]} ${forest.split[node]}`, node);
  const nodes = [...distinct.values()];
  const [least, most] = [sides.inputs([grid.value(0)]), sides.inputs([grid.value(grid.count - 1)])];
  const open = nodes.filter((node) => sides.left(least, 0, node) !== sides.left(most, 0, node));
  const low = open.map(() => 0);
  const high = open.map(() => grid.count - 1);
  while (low.some((from, k) => high[k]! - from > 1)) {
    const middles = low.map((from, k) => (from + high[k]!) >> 1);
    const inputs = sides.inputs(middles.map((index) => grid.value(index)));
    open.forEach((node, k) => {
      if (sides.left(inputs, k, node) === sides.left(least, 0, node)) low[k] = middles[k]!;
      else high[k] = middles[k]!;
    });
  }
  return high;
}

/** By looking at every value. */
function listed(sides: Sides, grid: Grid): number[] {
  const { count } = grid;
  if (count > LISTED) throw new TooManyValues(sides.feature, count, LISTED);
  const inputs = sides.inputs(Array.from({ length: count }, (_, index) => grid.value(index)));
  const found: number[] = [];
  for (let index = 1; index < count; index++) if (sides.nodes.some((node) => sides.left(inputs, index, node) !== sides.left(inputs, index - 1, node))) found.push(index);
  return found;
}
