import type { WaysComparison, WaysTable } from '../recourse/groups/table';
import type { RecourseFinding } from './finding-types';

/**
 * The finding of what it takes, by group: the largest difference in who has no way at all where one is clear, else in who has the costlier way where that
 * is, else the one that is not clear.
 * @returns null where nothing was compared or there were too few people
 */
export function recourseFinding({ groups, comparisons }: WaysTable): RecourseFinding | null {
  const people = groups.reduce((sum, own) => sum + own.people, 0);
  const anybody = groups.some(({ none, unfound }) => none + unfound > 0);
  const base = { kind: 'recourse', n: people, limit: 'within-limits', link: { screen: 'groups', part: 'recourse' } } as const;
  const shares = comparisons.flatMap(({ group, against, noWay }): RecourseFinding[] =>
    noWay === null || !anybody || noWay.verdict === 'few'
      ? []
      : [{ ...base, measure: 'share', group, comparedWith: against, here: noWay.here, there: noWay.there, size: noWay.difference, interval: noWay.interval, sure: noWay.verdict }],
  );
  const costs = comparisons.flatMap((one): RecourseFinding[] => (one.costlier === null || one.costlier.verdict === 'few' ? [] : [costFinding(one, base)]));
  const order = (list: readonly RecourseFinding[]): RecourseFinding[] => [...list].sort((a, b) => Number(b.sure === 'gap') - Number(a.sure === 'gap') || Math.abs(b.size) - Math.abs(a.size));
  const [[share], [cost]] = [order(shares), order(costs)];
  if (share?.sure === 'gap') return share;
  return (cost?.sure === 'gap' ? cost : (share ?? cost)) ?? null;
}

function costFinding({ group, against, costlier }: WaysComparison, base: Pick<RecourseFinding, 'kind' | 'n' | 'limit' | 'link'>): RecourseFinding {
  const { value, lower, upper, verdict } = costlier!;
  return { ...base, measure: 'cost', group, comparedWith: against, here: value, there: 1 - value, size: value - 0.5, interval: { lower: lower - 0.5, upper: upper - 0.5 }, sure: verdict };
}
