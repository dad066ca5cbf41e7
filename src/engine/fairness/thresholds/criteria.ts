import { CELLS } from '../counts';
import type { CountTable } from '../counts';
import type { RateId } from '../rates';
import type { LineCurve, Totals } from './curves';
import { denominator, rateValue } from './values';

/** What the groups are to have in common; `odds` is equalized odds (TPR and FPR together), `none` nothing: each group gets the line that is best for it. */
export type Criterion = 'selection' | 'tpr' | 'fpr' | 'fnr' | 'tnr' | 'error' | 'odds' | 'none';
export const CRITERIA: readonly Criterion[] = ['selection', 'tpr', 'fpr', 'fnr', 'tnr', 'error', 'odds', 'none'];

/** A gap between groups: highest minus lowest of a measure; `odds` is the larger of the TPR and FPR gaps. */
export type GapId = RateId | 'odds';

/** constant + truePositive · TP + falsePositive · FP + selected · (all selected), on weighted counts. */
export interface Linear {
  readonly constant: number;
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly selected: number;
}

const ZERO: Linear = { constant: 0, truePositive: 0, falsePositive: 0, selected: 0 };

/** The rate behind a criterion as a linear form of one group's counts; undefined for those that are no single rate. */
export function rateForm(criterion: Criterion, { positives, negatives, all }: Totals): Linear | undefined {
  const known = positives + negatives;
  switch (criterion) {
    case 'selection':
      return { ...ZERO, selected: 1 / all };
    case 'tpr':
      return { ...ZERO, truePositive: 1 / positives };
    case 'fnr':
      return { ...ZERO, constant: 1, truePositive: -1 / positives };
    case 'fpr':
      return { ...ZERO, falsePositive: 1 / negatives };
    case 'tnr':
      return { ...ZERO, constant: 1, falsePositive: -1 / negatives };
    case 'error':
      return { ...ZERO, constant: positives / known, truePositive: -1 / known, falsePositive: 1 / known };
    default:
      return undefined;
  }
}

/** A linear form at every line of a curve. */
export function along({ weight, thresholds }: LineCurve, { constant, truePositive, falsePositive, selected }: Linear): Float64Array<ArrayBuffer> {
  const out = new Float64Array(thresholds.length);
  for (let i = 0; i < out.length; i++) out[i] = constant + truePositive * weight.truePositive[i]! + falsePositive * weight.falsePositive[i]! + selected * weight.selected[i]!;
  return out;
}

/** People a criterion's rate is measured on: the fewer of the two where it has two. */
export function peopleBehind(criterion: Criterion, { positives, negatives, all }: Totals): number {
  if (criterion === 'odds') return Math.min(positives, negatives);
  return criterion === 'selection' ? all : criterion === 'none' ? positives + negatives : denominator(criterion, 0, 0, { positives, negatives, all });
}

/** Highest minus lowest; NaN with fewer than two numbers. NaN entries are left out. */
export function spanOf(values: ArrayLike<number>): number {
  let [low, high, known] = [Infinity, -Infinity, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    known++;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return known < 2 ? NaN : high - low;
}

/** The gap between some groups of a count table, as a share; NaN where fewer than two of them have a value. */
export function gapBetween({ weight }: CountTable, id: GapId, groups: readonly number[]): number {
  if (id === 'odds') return Math.max(gapBetween({ weight } as CountTable, 'tpr', groups), gapBetween({ weight } as CountTable, 'fpr', groups));
  return spanOf(
    groups.map((group) => {
      const [tp, fp, su, fn, tn, ru] = weight.subarray(group * CELLS, (group + 1) * CELLS) as unknown as [number, number, number, number, number, number];
      return rateValue(id, tp, fp, tp + fp + su, { positives: tp + fn, negatives: fp + tn, all: tp + fp + su + fn + tn + ru });
    }),
  );
}
