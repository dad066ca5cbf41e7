import { benjaminiHochberg } from '../stats/multiplicity';
import { normalCdf } from '../stats/distributions';
import type { Interval } from '../stats/intervals';
import { auc, aucDifference } from './auc';
import { groupScores } from './scores';
import type { ThresholdIndex } from './threshold-index';
import { COMPARE_FROM } from './verdict';

/** Chance that a person of `positive` with the favourable outcome scores above one of `negative` without it. */
export interface CrossAuc {
  readonly positive: number;
  readonly negative: number;
  readonly value: number | null;
  readonly interval: Interval | null;
  /** People on the smaller of the two sides. */
  readonly people: number;
}

/** Two groups' ways of meeting each other: good ones of the first against others of the second, less the other way round. */
export interface CrossGap {
  readonly first: number;
  readonly second: number;
  readonly difference: number | null;
  readonly interval: Interval | null;
  readonly p: number | null;
  /** Benjamini and Hochberg's, among all pairs. */
  readonly q: number | null;
  readonly few: boolean;
}

export interface CrossTable {
  /** Groups × groups, row by row: the row's people with the favourable outcome, the column's without. On the diagonal each group's own AUC. */
  readonly cells: readonly CrossAuc[];
  readonly gaps: readonly CrossGap[];
}

/**
 * AUC across groups: a score can rank well within every group and yet put good people of one group below others of another. The two directions of a pair
 * have nobody in common, so their difference has the sum of DeLong's variances. With weights a pair of people counts by the product of its weights.
 * Source: Kallus and Zhou, "The fairness of risk scores beyond classification: bipartite ranking and the xAUC metric" (2019).
 * @param groups the groups that are compared, by code
 */
export function crossAuc({ index, groups, level = 0.95 }: { readonly index: ThresholdIndex; readonly groups: readonly number[]; readonly level?: number }): CrossTable {
  const sides = groups.map((group) => groupScores(index, group));
  const found = sides.map((own) =>
    sides.map((other) => auc(own.positive, other.negative, level, own.weights && other.weights && { positive: own.weights.positive, negative: other.weights.negative })),
  );
  const cells = groups.flatMap((positive, i) =>
    groups.map((negative, j): CrossAuc => {
      const own = found[i]![j]!;
      const people = Math.min(sides[i]!.positive.length, sides[j]!.negative.length);
      return { positive, negative, value: own?.value ?? null, interval: own?.interval ?? null, people };
    }),
  );
  const gaps = groups.flatMap((first, i) =>
    groups.slice(i + 1).map((second, at): CrossGap => {
      const j = i + 1 + at;
      const [one, other] = [found[i]![j]!, found[j]![i]!];
      const gap = aucDifference(one, other, level);
      const smallest = Math.min(sides[i]!.positive.length, sides[i]!.negative.length, sides[j]!.positive.length, sides[j]!.negative.length);
      const p = gap === null ? null : gap.error > 0 ? 2 * normalCdf(-Math.abs(gap.difference) / gap.error) : gap.difference === 0 ? 1 : null;
      return { first, second, difference: gap?.difference ?? null, interval: gap?.interval ?? null, p, q: null, few: smallest < COMPARE_FROM };
    }),
  );
  const tested = gaps.filter(({ p, few }) => p !== null && !few);
  const adjusted = benjaminiHochberg(tested.map(({ p }) => p!));
  return { cells, gaps: gaps.map((gap) => (tested.includes(gap) ? { ...gap, q: adjusted[tested.indexOf(gap)]! } : gap)) };
}
