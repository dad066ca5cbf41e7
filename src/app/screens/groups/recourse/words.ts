import type { Relaxation } from '../../../../engine/recourse/relax';
import type { WaysComparison } from '../../../../engine/recourse/groups/table';
import type { Feature } from '../../../../engine/models/binding/types';
import type { Estimate, Interval } from '../../../../engine/stats/intervals';
import type { GroupsState } from '../../../state/groups.svelte';
import { en } from '../../../text/en';
import { fixed } from '../../../text/numbers';

const words = en.recourse;

/** A size in points, as plans print it. */
export function sizeText(cost: number): string {
  return words.size(sizeNumber(cost));
}

export function sizeNumber(cost: number): string {
  return fixed(100 * cost, Math.abs(cost) < 0.1 ? 1 : 0);
}

/** Limits of a size or of a share of pairs, without unit. */
export function rangeText({ lower, upper }: Interval | Estimate): string {
  const decimals = upper - lower < 0.02 ? 1 : 0;
  return `${fixed(100 * lower, decimals)} to ${fixed(100 * upper, decimals)}`;
}

/** Whom a group is compared with. */
export function againstName(groups: GroupsState, { against }: Pick<WaysComparison, 'against'>): string {
  return against === 'others' ? words.everyoneElse : (groups.names[against] ?? '');
}

/** What giving a limit up would be, as the end of a sentence. */
export function relaxedText(relaxation: Relaxation, features: readonly Feature[]): string {
  if (relaxation.kind === 'coupling' || relaxation.kind === 'most' || relaxation.kind === 'all') return words.relaxed[relaxation.kind]();
  return words.relaxed[relaxation.kind](features[relaxation.feature]?.name ?? '');
}
