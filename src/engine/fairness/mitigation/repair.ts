import type { Player } from '../../influence/players';
import { sampleQuantile } from '../../stats/quantile';
import { cannotChange } from './refuse';
import type { ReplacementFacts } from './replacement';
import type { RankMap, Replacement } from './types';

/** Longest list of values kept per group; longer ones are kept as this many quantiles. */
const MOST_VALUES = 2000;
/** Under this many people a group's distribution is not known well enough to move it. */
export const REPAIR_FROM = 10;

function distribution(values: number[]): Float64Array<ArrayBuffer> {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length <= MOST_VALUES) return sorted;
  return Float64Array.from({ length: MOST_VALUES }, (_, i) => sampleQuantile(sorted, (i + 0.5) / MOST_VALUES));
}

/**
 * Distributions of numbers in each group and in all, for moving the one onto the other.
 * @throws AssayError as {@link fitReplacement} says
 */
export function fitRepair(players: readonly Player[], amount: number, { features, values, groups, groupCount = 0 }: ReplacementFacts): Replacement {
  const width = features.length;
  if (groups === undefined || groupCount < 2) throw cannotChange('repair-groups', 'Moving the groups’ distributions onto each other needs two groups or more.', 'Choose a group column first.');
  const unordered = players.find((player) => player.features.length > 1 || features[player.features[0]!]!.kind !== 'number');
  if (unordered !== undefined) throw cannotChange('repair-order', `“${unordered.name}” has no order, so there are no ranks to move.`, 'Choose inputs that are numbers, or another way.');
  const maps = players.map(({ features: [feature] }): RankMap => {
    const own: number[][] = Array.from({ length: groupCount }, () => []);
    const pooled: number[] = [];
    for (let row = 0, at = feature!; at < values.length; row++, at += width) {
      const value = values[at]!;
      if (Number.isNaN(value)) continue;
      pooled.push(value);
      own[groups[row]!]?.push(value);
    }
    return { feature: feature!, groups: own.map((list) => distribution(list.length < REPAIR_FROM ? [] : list)), pooled: distribution(pooled), whole: features[feature!]!.whole === true };
  });
  return { kind: 'repaired', amount, maps };
}

/** How many of rising values lie below a value, those equal to it counted half. */
function midrank(sorted: Float64Array, value: number): number {
  const first = (above: boolean): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < value || (above && sorted[middle] === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (first(false) + first(true)) / 2;
}

/**
 * (1 − λ)·x + λ·F⁻¹(F_g(x)): the value that stands where x stands in its group, but among everybody. Missing values, unknown groups and groups of fewer
 * than {@link REPAIR_FROM} people are left as they are.
 * Source: Feldman et al., "Certifying and removing disparate impact" (2015), §5, with the pooled distribution as the target.
 */
export function repaired(map: RankMap, amount: number, value: number, group: number): number {
  const own = map.groups[group];
  if (own === undefined || own.length === 0 || Number.isNaN(value)) return value;
  const moved = (1 - amount) * value + amount * sampleQuantile(map.pooled, midrank(own, value) / own.length);
  return map.whole ? Math.round(moved) : moved;
}
