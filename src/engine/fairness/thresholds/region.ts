import type { ThresholdIndex } from '../threshold-index';
import type { GapId } from './criteria';
import { lineCurve, totals } from './curves';
import type { LineCurve } from './curves';
import { utilityValue } from './objectives';
import type { Utility } from './objectives';
import { take, thinned } from './thin';
import { rateValue } from './values';

/** Lines tried for each of the two groups: a picture shows no more. */
export const REGION_LINES = 200;

export interface RegionQuestion {
  readonly groups: readonly [number, number];
  /** Up to 8 gaps, each with the largest size allowed, as a share. */
  readonly limits: readonly { readonly gap: GapId; readonly most: number }[];
  readonly utility: Utility;
  /** Lines per group at most. */
  readonly lines?: number;
}

/**
 * Two groups with a line each: how many people of the one and of the other are selected, and which limits every pair of lines keeps. Cell
 * i · (lines of the second) + j is line i of the first group with line j of the second.
 */
export interface Region {
  readonly thresholds: readonly [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>];
  /** People selected at each line: rows, whatever their weight. */
  readonly selected: readonly [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>];
  /** Bit k is set where limit k is kept; not where its gap is not estimable. */
  readonly kept: Uint8Array<ArrayBuffer>;
  /** Over the people of both groups; NaN where not estimable. */
  readonly utility: Float64Array<ArrayBuffer>;
  /** True where all lines of both groups are there. */
  readonly exact: boolean;
}

/** Which limits can be kept together, pair of lines by pair of lines. O(lines² · limits). */
export function region(index: ThresholdIndex, { groups, limits, utility, lines = REGION_LINES }: RegionQuestion): Region {
  const curves = groups.map((group) => lineCurve(index, group)) as [LineCurve, LineCurve];
  const at = curves.map((curve) => thinned(curve, lines)) as [Int32Array<ArrayBuffer>, Int32Array<ArrayBuffer>];
  const sizes = curves.map(({ weight }) => totals(weight));
  const whole = {
    positives: sizes[0]!.positives + sizes[1]!.positives,
    negatives: sizes[0]!.negatives + sizes[1]!.negatives,
    all: sizes[0]!.all + sizes[1]!.all,
  };
  const [tp, fp, all] = (['truePositive', 'falsePositive', 'selected'] as const).map((key) => curves.map((curve, g) => take(curve.weight[key], at[g]!))) as [
    Float64Array[],
    Float64Array[],
    Float64Array[],
  ];
  const rate = (g: number, id: Exclude<GapId, 'odds'>): Float64Array => tp[g]!.map((value, i) => rateValue(id, value, fp[g]![i]!, all[g]![i]!, sizes[g]!));
  const measured = limits.map(({ gap, most }) => ({ most, pairs: (gap === 'odds' ? (['tpr', 'fpr'] as const) : ([gap] as const)).map((id) => [rate(0, id), rate(1, id)] as const) }));
  const [rows, columns] = [at[0].length, at[1].length];
  const kept = new Uint8Array(rows * columns);
  const utilities = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let bits = 0;
      measured.forEach(({ most, pairs }, k) => {
        if (pairs.every(([a, b]) => Math.abs(a[i]! - b[j]!) <= most + 1e-12)) bits |= 1 << k;
      });
      kept[i * columns + j] = bits;
      utilities[i * columns + j] = utilityValue(utility, tp[0]![i]! + tp[1]![j]!, fp[0]![i]! + fp[1]![j]!, all[0]![i]! + all[1]![j]!, whole);
    }
  }
  return {
    thresholds: [take(curves[0].thresholds, at[0]), take(curves[1].thresholds, at[1])],
    selected: [take(curves[0].people.selected, at[0]), take(curves[1].people.selected, at[1])],
    kept,
    utility: utilities,
    exact: rows === curves[0].thresholds.length && columns === curves[1].thresholds.length,
  };
}

/** The best pair of lines that keeps all limits whose bits are set, leaving out the pairs that select all or none of both groups; null where there is none. */
export function bestWithin({ kept, utility, selected: [first, second] }: Region, bits: number): { readonly cell: number; readonly lines: readonly [number, number] } | null {
  const columns = second.length;
  let cell = -1;
  for (let i = 0; i < kept.length; i++) {
    if ((kept[i]! & bits) !== bits || Number.isNaN(utility[i]!)) continue;
    const [a, b] = [Math.floor(i / columns), i % columns];
    if ((a === 0 && b === 0) || (a === first.length - 1 && b === columns - 1)) continue;
    if (cell < 0 || utility[i]! > utility[cell]!) cell = i;
  }
  return cell < 0 ? null : { cell, lines: [Math.floor(cell / columns), cell % columns] };
}
