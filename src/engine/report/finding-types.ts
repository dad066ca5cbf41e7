import type { Against } from '../fairness/compare';
import type { CountTable } from '../fairness/counts';
import type { MetricId } from '../fairness/metrics/catalogue';
import type { RateId } from '../fairness/rates';
import type { ThresholdIndex } from '../fairness/threshold-index';
import type { Verdict } from '../fairness/verdict';
import type { Interval } from '../stats/intervals';

/** A share with the people behind it. */
export interface Amount {
  readonly value: number;
  readonly numerator: number;
  readonly denominator: number;
  readonly interval: Interval | null;
}

/** The evidence word: one of the four verdicts, or a number that has no luck in it, or one estimated with an interval but not compared. */
export type Sureness = Verdict | 'exact' | 'estimated';

/** Which sentence says what the finding does not tell. */
export type LimitKey =
  | 'not-why'
  | 'accounts-only'
  | 'within-limits'
  | 'needs-true-outcomes'
  | 'equal-here-only'
  | 'luck-or-small'
  | 'too-few-people'
  | 'one-threshold'
  | 'average-over-groups'
  | 'not-why-person'
  | 'missing-not-random'
  | 'scored-as-unknown'
  | 'same-model-unknown';

/** Where the evidence stands. */
export type FindingLink =
  | { readonly screen: 'groups'; readonly rate: RateId; readonly group: number }
  | { readonly screen: 'groups' }
  | { readonly screen: 'groups'; readonly part: 'recourse' }
  | { readonly screen: 'drivers'; readonly part: 'gap' }
  | { readonly screen: 'person'; readonly row: number }
  | { readonly screen: 'check' };

interface Base {
  /** Signed size, in the unit of the kind: share of people, score, or rows. */
  readonly size: number;
  readonly interval: Interval | null;
  readonly sure: Sureness;
  /** People (rows) it speaks about. */
  readonly n: number;
  readonly limit: LimitKey;
  readonly link: FindingLink;
}

/** A group's rate beside that of those it is compared with; `size` = here − there. */
export interface GapFinding extends Base {
  readonly kind: 'gap';
  readonly rate: RateId;
  readonly group: number;
  readonly comparedWith: Against;
  readonly here: Amount;
  readonly there: Amount;
  readonly margin: number;
  /** p-value of all shuffles there are, and its adjustment: Holm's over the measures chosen before looking, Benjamini and Hochberg's over all other comparisons. */
  readonly p: number;
  readonly q: number;
  /** How many of the drawn shuffles had a gap as large, and the largest. */
  readonly shuffles: { readonly count: number; readonly asLarge: number; readonly largest: number; readonly seed: number };
  /** Smallest difference these people could have shown, and the rows needed to show this one. */
  readonly minimumDetectable: number | null;
  readonly rowsNeeded: number | null;
}

/** A measure chosen before looking that is no plain rate of the gap findings: the group that lies furthest from those it is compared with; `size` = here − there. */
export interface MetricFinding extends Base {
  readonly kind: 'metric';
  readonly metric: MetricId;
  readonly group: number;
  readonly comparedWith: Against;
  /** null for a measure that only a comparison has. */
  readonly here: number | null;
  readonly there: number | null;
  readonly margin: number;
  /** Holm's adjusted p-value over the comparisons of all primary measures. */
  readonly adjusted: number | null;
}

/** Share of everyone with a favourable decision. */
export interface SelectionFinding extends Base {
  readonly kind: 'selection';
  readonly comparedWith: 'threshold';
  readonly here: Amount;
  readonly threshold: number;
}

/** How often the decision was right, beside giving everyone the more frequent outcome; and how well scores rank. */
export interface AccuracyFinding extends Base {
  readonly kind: 'accuracy';
  readonly comparedWith: 'majority';
  readonly here: Amount;
  /** Accuracy of giving everyone the more frequent outcome. */
  readonly majority: number;
  readonly auc: { readonly value: number; readonly interval: Interval | null } | null;
}

/** One person's score beside the threshold; `size` = score − threshold. */
export interface PersonFinding extends Base {
  readonly kind: 'person';
  readonly comparedWith: 'threshold';
  readonly row: number;
  readonly score: number;
  readonly threshold: number;
  readonly favourable: boolean;
  /** Share of scored people with a lower score, ties half; NaN without scores. */
  readonly rank: number;
}

/** Rows that could not be used as they are; `size` = rows. */
export interface DataFinding extends Base {
  readonly kind: 'data';
  readonly comparedWith: 'table';
  readonly fault: DataFault;
  readonly column: number | null;
  /** Share of the table's rows. */
  readonly share: number;
}

export type DataFault = 'missing-score' | 'missing-group' | 'missing-label' | 'missing-input' | 'unseen-level';

/** The table's own scores or decisions beside the model's; `size` = decisions that differ. */
export interface SelfTestFinding extends Base {
  readonly kind: 'self-test';
  readonly comparedWith: 'column';
  readonly column: number;
  readonly largestDifference: number;
  readonly differ: number;
}

/** Which inputs account for most of a gap in decisions; `size` = the part of the first. */
export interface CarrierFinding extends Base {
  readonly kind: 'carriers';
  readonly comparedWith: 'pair';
  /** The whole gap, a share of people. */
  readonly total: number;
  /** The largest parts whose intervals keep clear of 0: inputs by place, with their parts. */
  readonly parts: readonly { readonly player: number; readonly value: number; readonly interval: Interval }[];
}

/**
 * What it would take for people with the unfavourable decision, by group. `share`: those without any way; `here` and `there` are the two shares. `cost`:
 * who has the costlier way; `here` is the chance that it is somebody of the group, `there` that it is not, and `size` how far that is from even.
 */
export interface RecourseFinding extends Base {
  readonly kind: 'recourse';
  readonly measure: 'share' | 'cost';
  readonly group: number;
  readonly comparedWith: Against;
  readonly here: number;
  readonly there: number;
}

export type Finding = GapFinding | RecourseFinding | CarrierFinding | MetricFinding | SelectionFinding | AccuracyFinding | PersonFinding | DataFinding | SelfTestFinding;

/** What findings are drawn from. */
export interface FindingsInput {
  /** Decisions by group at the threshold in force. */
  readonly table: CountTable;
  /** The scores behind it, where there are scores. */
  readonly index?: ThresholdIndex | undefined;
  readonly threshold: number;
  /** True when low scores are favourable: `index` then holds negated scores, `threshold` and the person's score are as people see them. */
  readonly lowIsFavourable?: boolean | undefined;
  readonly margin: number;
  readonly seed: number;
  /** Measures chosen before looking: their gaps come first, and those that no gap finding tells have one of their own. */
  readonly primary?: readonly MetricId[] | undefined;
  readonly person?: { readonly row: number; readonly score: number } | undefined;
  /** Input cells that were missing, or held a level the model has never seen: rows per column. */
  readonly inputs?: readonly { readonly column: number; readonly missing: number; readonly unseen: number }[] | undefined;
  /** What carries the gap in decisions, where that has been asked. */
  readonly carriers?: CarrierFinding | undefined;
  /** What it would take, where that has been asked. */
  readonly recourse?: RecourseFinding | undefined;
  readonly selfTest?:
    | { readonly column: number; readonly compared: number; readonly largestDifference: number; readonly differ: number; readonly tolerance: number }
    | undefined;
}

/** All comparisons made, by verdict. `suppressed` are among `few`. */
export interface CheckCount {
  readonly run: number;
  readonly gap: number;
  readonly parity: number;
  readonly chance: number;
  readonly few: number;
  readonly suppressed: number;
}

export interface Findings {
  readonly findings: readonly Finding[];
  readonly checks: CheckCount;
}
