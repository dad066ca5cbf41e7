import { wilsonEstimate } from '../stats/intervals';
import type { Estimate, Interval } from '../stats/intervals';
import { CELL } from './counts';
import type { Counts } from './counts';

const { truePositive: TP, falsePositive: FP, selectedUnknown: SU, falseNegative: FN, trueNegative: TN, rejectedUnknown: RU } = CELL;

/** A share of people: cells above over cells below (the cells above are among those below). */
interface Share {
  readonly above: readonly number[];
  readonly below: readonly number[];
  /** Turns the share and its limits into the measure, rising. */
  readonly scale?: (share: number) => number;
}

/**
 * Measures that are a share of people or a rising function of one, so that Wilson's limits carry over. F1 = 2s/(1+s) of the share s = TP/(TP+FP+FN), and
 * treatment equality FN/FP = s/(1−s) of s = FN/(FN+FP).
 */
const SHARES = {
  selection: { above: [TP, FP, SU], below: [TP, FP, SU, FN, TN, RU] },
  base: { above: [TP, FN], below: [TP, FP, FN, TN] },
  tpr: { above: [TP], below: [TP, FN] },
  fnr: { above: [FN], below: [TP, FN] },
  fpr: { above: [FP], below: [FP, TN] },
  tnr: { above: [TN], below: [FP, TN] },
  ppv: { above: [TP], below: [TP, FP] },
  fdr: { above: [FP], below: [TP, FP] },
  npv: { above: [TN], below: [FN, TN] },
  for: { above: [FN], below: [FN, TN] },
  accuracy: { above: [TP, TN], below: [TP, FP, FN, TN] },
  error: { above: [FP, FN], below: [TP, FP, FN, TN] },
  f1: { above: [TP], below: [TP, FP, FN], scale: (s: number) => (2 * s) / (1 + s) },
  treatment: { above: [FN], below: [FN, FP], scale: (s: number) => s / (1 - s) },
} as const satisfies Record<string, Share>;

/** Names of the measures; `for` is the false omission rate, `treatment` is FN/FP (treatment equality), `base` the share with the favourable outcome. */
export type RateId = keyof typeof SHARES | 'balanced';

export const RATE_IDS: readonly RateId[] = [...(Object.keys(SHARES) as (keyof typeof SHARES)[]), 'balanced'];

/** Measures that need only decisions, no known outcomes. */
export const needsLabels = (id: RateId): boolean => id !== 'selection';

/** Measures that are plain shares of people, for which counts can be read as "k of n". */
export const isShare = (id: RateId): boolean => id !== 'f1' && id !== 'treatment' && id !== 'balanced';

/** The cells of the confusion matrix above and below the fraction line of a measure; for `balanced` those of the true positive rate. */
export function fractionCells(id: RateId): { readonly above: readonly number[]; readonly below: readonly number[] } {
  return SHARES[id === 'balanced' ? 'tpr' : id];
}

/** One measure of one set of people. `value` and intervals are null where it is not estimable (nobody in the denominator). */
export interface Rate {
  readonly id: RateId;
  readonly value: number | null;
  /** Weighted counts; for `f1` and `treatment` those of the underlying share, for `balanced` of all people with known outcome. */
  readonly numerator: number;
  readonly denominator: number;
  /** People in the denominator: rows, whatever their weight. For `balanced` the smaller of the two denominators. */
  readonly people: number;
  /** Effective number of people: (Σw)² / Σw² (Kish 1965); equals `people` without weights. */
  readonly effective: number;
  /** Wilson, at the level asked for. */
  readonly interval: Interval | null;
  /** The same at 66%, for the thick part of an interval mark. */
  readonly inner: Interval | null;
}

const INNER_LEVEL = 0.66;

const sum = (cells: Float64Array, which: readonly number[]): number => which.reduce((total, cell) => total + cells[cell]!, 0);

function shareEstimate(share: Share, counts: Counts, level: number): Estimate | null {
  const below = sum(counts.weight, share.below);
  if (!(below > 0)) return null;
  const effective = (below * below) / sum(counts.square, share.below);
  const fraction = sum(counts.weight, share.above) / below;
  const estimate = wilsonEstimate(fraction * effective, effective, level)!;
  if (!share.scale) return { ...estimate, value: fraction };
  const value = share.scale(fraction);
  return Number.isFinite(value) ? { value, lower: share.scale(estimate.lower), upper: share.scale(estimate.upper) } : null;
}

/** A measure with its limits at `level`; null where not estimable. What differences and ratios are built from. */
export function estimate(id: RateId, counts: Counts, level = 0.95): Estimate | null {
  if (id !== 'balanced') return shareEstimate(SHARES[id], counts, level);
  const tpr = shareEstimate(SHARES.tpr, counts, level);
  const tnr = shareEstimate(SHARES.tnr, counts, level);
  if (!tpr || !tnr) return null;
  const value = (tpr.value + tnr.value) / 2;
  return {
    value,
    lower: value - Math.hypot(tpr.value - tpr.lower, tnr.value - tnr.lower) / 2,
    upper: value + Math.hypot(tpr.upper - tpr.value, tnr.upper - tnr.value) / 2,
  };
}

/** Rows and effective size behind a measure. */
export function sizes(id: RateId, counts: Counts): { numerator: number; denominator: number; people: number; effective: number } {
  if (id === 'balanced') {
    const positives = sizes('tpr', counts);
    const negatives = sizes('tnr', counts);
    const correct = sizes('accuracy', counts);
    return {
      ...correct,
      people: Math.min(positives.people, negatives.people),
      effective: Math.min(positives.effective, negatives.effective),
    };
  }
  const { above, below }: Share = SHARES[id];
  const denominator = sum(counts.weight, below);
  const squares = sum(counts.square, below);
  return {
    numerator: sum(counts.weight, above),
    denominator,
    people: sum(counts.people, below),
    effective: squares > 0 ? (denominator * denominator) / squares : 0,
  };
}

/** A measure with counts and both intervals. */
export function rate(id: RateId, counts: Counts, level = 0.95): Rate {
  const outer = estimate(id, counts, level);
  const inner = estimate(id, counts, INNER_LEVEL);
  const limits = (e: Estimate | null): Interval | null => e && { lower: e.lower, upper: e.upper };
  return { id, value: outer && outer.value, ...sizes(id, counts), interval: limits(outer), inner: limits(inner) };
}

/** All measures of one set of people. */
export function rates(counts: Counts, level = 0.95): Record<RateId, Rate> {
  return Object.fromEntries(RATE_IDS.map((id) => [id, rate(id, counts, level)])) as Record<RateId, Rate>;
}
