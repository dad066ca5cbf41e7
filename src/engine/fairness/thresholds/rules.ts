import { CELLS, emptyCounts } from '../counts';
import type { CountTable } from '../counts';
import { countsAt } from '../threshold-index';
import type { ThresholdIndex } from '../threshold-index';

/** A line applied to a share of a group's people, drawn by lot. Infinity is "nobody", −Infinity "everyone". */
export interface RulePart {
  readonly threshold: number;
  readonly share: number;
}

/** How one group is decided: one line, or several with shares that sum to 1. */
export type GroupRule = readonly RulePart[];

/** One line for all of a group. */
export const oneLine = (threshold: number): GroupRule => [{ threshold, share: 1 }];

/** A rule of the given parts, without those of share 0 and with equal lines joined. */
export function mixed(parts: readonly RulePart[]): GroupRule {
  const shares = new Map<number, number>();
  for (const { threshold, share } of parts) if (share > 1e-12) shares.set(threshold, (shares.get(threshold) ?? 0) + share);
  const total = [...shares.values()].reduce((sum, share) => sum + share, 0);
  return [...shares].map(([threshold, share]) => ({ threshold, share: share / total }));
}

/** True where nobody is decided by lot. */
export const isDeterministic = (rules: readonly GroupRule[]): boolean => rules.every(({ length }) => length === 1);

/**
 * The count table under a rule for every group: expected counts where a rule draws by lot.
 * @param rules one per group, and one more for people without a known group
 */
export function countsUnder(index: ThresholdIndex, rules: readonly GroupRule[]): CountTable {
  const table = emptyCounts(index.groupCount, index.labelled, index.weighted);
  const most = Math.max(...rules.map(({ length }) => length));
  for (let part = 0; part < most; part++) {
    const at = countsAt(
      index,
      rules.map((rule) => rule[part]?.threshold ?? Infinity),
    );
    for (let group = 0; group <= index.groupCount; group++) {
      const share = rules[group]![part]?.share ?? 0;
      if (share === 0) continue;
      for (let i = group * CELLS; i < (group + 1) * CELLS; i++) {
        table.people[i]! += share * at.people[i]!;
        if (!index.weighted) continue;
        table.weight[i]! += share * at.weight[i]!;
        table.square[i]! += share * at.square[i]!;
      }
    }
  }
  return table;
}
