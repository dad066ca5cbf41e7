import type { RateId } from '../rates';
import type { Totals } from './curves';

/**
 * One measure from sums alone, without limits: what a sweep over a million lines can afford. Equal to {@link rate} of the same people.
 * @returns NaN where not estimable
 */
export function rateValue(id: RateId, truePositive: number, falsePositive: number, selected: number, { positives, negatives, all }: Totals): number {
  const falseNegative = positives - truePositive;
  const trueNegative = negatives - falsePositive;
  switch (id) {
    case 'selection':
      return selected / all;
    case 'base':
      return positives / (positives + negatives);
    case 'tpr':
      return truePositive / positives;
    case 'fnr':
      return falseNegative / positives;
    case 'fpr':
      return falsePositive / negatives;
    case 'tnr':
      return trueNegative / negatives;
    case 'ppv':
      return truePositive / (truePositive + falsePositive);
    case 'fdr':
      return falsePositive / (truePositive + falsePositive);
    case 'npv':
      return trueNegative / (trueNegative + falseNegative);
    case 'for':
      return falseNegative / (trueNegative + falseNegative);
    case 'accuracy':
      return (truePositive + trueNegative) / (positives + negatives);
    case 'error':
      return (falsePositive + falseNegative) / (positives + negatives);
    case 'f1':
      return (2 * truePositive) / (2 * truePositive + falsePositive + falseNegative);
    case 'treatment':
      return falsePositive > 0 ? falseNegative / falsePositive : NaN;
    case 'balanced':
      return (truePositive / positives + trueNegative / negatives) / 2;
  }
}

/** People in a measure's denominator (for `balanced` the smaller of the two). */
export function denominator(id: RateId, truePositive: number, falsePositive: number, { positives, negatives, all }: Totals): number {
  switch (id) {
    case 'selection':
      return all;
    case 'tpr':
    case 'fnr':
      return positives;
    case 'fpr':
    case 'tnr':
      return negatives;
    case 'ppv':
    case 'fdr':
      return truePositive + falsePositive;
    case 'npv':
    case 'for':
      return positives + negatives - truePositive - falsePositive;
    case 'f1':
      return positives + falsePositive;
    case 'treatment':
      return positives - truePositive + falsePositive;
    case 'balanced':
      return Math.min(positives, negatives);
    default:
      return positives + negatives;
  }
}
