import { firstAtLeast } from '../threshold-index';
import type { ThresholdIndex } from '../threshold-index';
import type { GroupRule } from './rules';

/** People of one kind whose decision another rule would change: rows, expected where a rule draws by lot. */
export interface Moved {
  readonly gained: number;
  readonly lost: number;
}

/** What a rule does to one group's people, beside one line for everyone. */
export interface GroupChange extends Moved {
  /** groupCount stands for people without a known group. */
  readonly group: number;
  readonly people: number;
  readonly before: number;
  readonly after: number;
  /** The people moved, by what is known of them: favourable outcome, unfavourable, unknown. */
  readonly byOutcome: readonly [Moved, Moved, Moved];
}

/** Counts who would be selected and is not, and the other way round, group by group, in O(groups · log people). */
export function changes(index: ThresholdIndex, line: number, rules: readonly GroupRule[]): GroupChange[] {
  return rules.map((rule, group) => {
    const byOutcome = [0, 1, 2].map((outcome) => {
      const stratum = 3 * group + outcome;
      const now = firstAtLeast(index, stratum, line);
      let [gained, lost] = [0, 0];
      for (const { threshold, share } of rule) {
        const then = firstAtLeast(index, stratum, threshold);
        if (then < now) gained += share * (now - then);
        else lost += share * (then - now);
      }
      return { gained, lost, before: index.offsets[stratum + 1]! - now };
    });
    const sum = (of: (own: (typeof byOutcome)[number]) => number): number => byOutcome.reduce((total, own) => total + of(own), 0);
    const [gained, lost, before] = [sum((own) => own.gained), sum((own) => own.lost), sum((own) => own.before)];
    return {
      group,
      people: index.offsets[3 * group + 3]! - index.offsets[3 * group]!,
      before,
      after: before + gained - lost,
      gained,
      lost,
      byOutcome: byOutcome.map(({ gained: g, lost: l }) => ({ gained: g, lost: l })) as unknown as [Moved, Moved, Moved],
    };
  });
}
