import type { InfluenceDifference } from '../../../engine/influence/importance/group-difference';
import type { Importance } from '../../../engine/influence/importance/job';
import { holm } from '../../../engine/stats/multiplicity';
import { shownRows } from './ranked';

/** A group moved by an input further, or less far, than everyone else, beyond chance. */
export interface GroupDifference {
  readonly player: number;
  readonly group: number;
  readonly difference: number;
  readonly halfWidth: number;
}

/** Differences within this chance of a false one among all that are looked at together. */
const LEVEL = 0.05;

/** Inputs that are shown, largest first. */
export function shownPlayers({ means }: Pick<Importance, 'means'>): number[] {
  return shownRows(means.map(({ size }, player) => ({ player, value: size })).sort((a, b) => b.value - a.value)).map(({ player }) => player);
}

/**
 * For each input shown the group that differs most from everyone else, where its interval excludes 0 and so it does after Holm's correction over all inputs
 * and groups shown. Of two groups one stands for both.
 * @param differences of a group from everyone else, by input
 */
export function clearDifferences(differences: (group: number) => readonly InfluenceDifference[], shown: readonly number[], groups: readonly number[]): GroupDifference[] {
  const sides = groups.length === 2 ? groups.slice(0, 1) : groups;
  const looked = sides.flatMap((group) => {
    const all = differences(group);
    return shown.map((player) => ({ player, group, ...all[player]! }));
  });
  const tested = looked.filter(({ p }) => !Number.isNaN(p));
  const adjusted = holm(tested.map(({ p }) => p));
  const clear = tested.filter(({ difference, halfWidth }, at) => adjusted[at]! < LEVEL && Math.abs(difference) > halfWidth);
  return shown.flatMap((player) => {
    const own = clear.filter((each) => each.player === player).sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
    if (!own[0]) return [];
    const { group, difference, halfWidth } = own[0];
    // Of two groups the one that is moved further is named.
    const other = groups.length === 2 && difference < 0 ? groups[1]! : group;
    return [{ player, group: other, difference: other === group ? difference : -difference, halfWidth }];
  });
}
