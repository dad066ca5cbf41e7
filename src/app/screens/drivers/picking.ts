import type { Player } from '../../../engine/influence/players';
import type { PlayerValues } from '../../../engine/influence/values';
import type { Feature } from '../../../engine/models/binding/types';
import { conditionsOf, type Selection } from '../../state/drivers.svelte';

/** People whose number lies in a stretch. */
export function pickRange(feature: Feature, low: number, high: number): Selection {
  return { ranges: [{ column: feature.column, low: Math.min(low, high), high: Math.max(low, high) }], levels: [] };
}

/** People with one level, one combination of a block, or no value. */
export function pickLevel(player: Player, { combinations }: PlayerValues, level: number, features: readonly Feature[]): Selection {
  const columns = player.features.map((feature) => features[feature]!.column);
  if (Number.isNaN(level)) return { ranges: [], levels: columns.map((column) => ({ column, levels: [-1] })) };
  const combination = combinations[level];
  if (!combination) return { ranges: [], levels: [{ column: columns[0]!, levels: [level] }] };
  const cells = combination.map((value, k) => ({ column: columns[k]!, value, feature: features[player.features[k]!]! }));
  return {
    ranges: cells.filter(({ feature, value }) => feature.kind === 'number' && !Number.isNaN(value)).map(({ column, value }) => ({ column, low: value, high: value })),
    levels: cells.filter(({ feature, value }) => feature.kind === 'level' || Number.isNaN(value)).map(({ column, value }) => ({ column, levels: [Number.isNaN(value) ? -1 : value] })),
  };
}

/** The stretch of one input's values that people are picked out by; undefined where they are picked out otherwise. */
export function pickedRange(selection: Selection | undefined, feature: Feature | undefined): readonly [number, number] | undefined {
  const conditions = conditionsOf(selection);
  if (!conditions || !feature || conditions.levels.length > 0 || conditions.ranges.length !== 1) return undefined;
  const [range] = conditions.ranges;
  return range!.column === feature.column ? [range!.low, range!.high] : undefined;
}
