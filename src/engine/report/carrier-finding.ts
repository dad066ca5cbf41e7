import type { GapDecomposition } from '../fairness/gap/types';
import type { CarrierFinding } from './finding-types';

/** Inputs named in the sentence at most. */
const NAMED = 2;

/**
 * The finding of a gap in decisions that has been shared out: its largest parts, those whose interval keeps clear of 0 and that lie on the side of the
 * gap itself.
 * @param decomposition its first quantity is the decision
 * @returns null when no part can be told from 0
 */
export function carrierFinding({ shares, people }: GapDecomposition): CarrierFinding | null {
  const [decision] = shares;
  if (decision === undefined) return null;
  const { phi, halfWidth, total } = decision;
  const parts = Array.from(phi, (value, player) => ({ player, value, interval: { lower: value - halfWidth[player]!, upper: value + halfWidth[player]! } }))
    .filter(({ value, player }) => Math.abs(value) > halfWidth[player]! && value * total > 0)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, NAMED);
  const [first] = parts;
  if (first === undefined) return null;
  return {
    kind: 'carriers',
    comparedWith: 'pair',
    size: first.value,
    interval: first.interval,
    sure: 'estimated',
    n: people.ofA + people.ofB,
    limit: 'accounts-only',
    link: { screen: 'drivers', part: 'gap' },
    total,
    parts,
  };
}
