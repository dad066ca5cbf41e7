import { sortOrder } from '../../stats/sort';
import type { ThresholdIndex } from '../threshold-index';
import { SHOW_FROM } from '../verdict';
import type { GapId } from './criteria';
import { spanOf } from './criteria';
import { lineCurve, totals } from './curves';
import type { LineCurve } from './curves';
import { utilityValue } from './objectives';
import type { Utility } from './objectives';
import { denominator, rateValue } from './values';

export interface CommonQuestion {
  readonly gap: GapId;
  readonly utility: Utility;
  /** Fewest people in a group's denominator for the group to count in the gap. */
  readonly minimum?: number;
}

/** Every line for everyone that changes anything, from the strictest. NaN where not estimable. */
export interface CommonSweep {
  readonly thresholds: Float64Array<ArrayBuffer>;
  readonly gap: Float64Array<ArrayBuffer>;
  readonly utility: Float64Array<ArrayBuffer>;
}

type Walk = LineCurve & { at: number };

/**
 * One line for everyone moved over all distinct scores: the gap between groups against what the line is for, at each of them. Exact; O(lines · groups).
 * People without a group count in the utility only.
 */
export function sweepCommon(index: ThresholdIndex, { gap, utility, minimum = SHOW_FROM }: CommonQuestion): CommonSweep {
  const { groupCount } = index;
  const walks: Walk[] = Array.from({ length: groupCount + 1 }, (_, group) => ({ ...lineCurve(index, group), at: 0 }));
  const sizes = walks.map(({ weight }) => totals(weight));
  const people = walks.map((walk) => totals(walk.people));
  const whole = { positives: 0, negatives: 0, all: 0 };
  for (const { positives, negatives, all } of sizes) {
    whole.positives += positives;
    whole.negatives += negatives;
    whole.all += all;
  }
  const most = walks.reduce((sum, { thresholds }) => sum + thresholds.length, 0);
  const out: CommonSweep = { thresholds: new Float64Array(most), gap: new Float64Array(most), utility: new Float64Array(most) };
  const ids = gap === 'odds' ? (['tpr', 'fpr'] as const) : ([gap] as const);
  const values = ids.map(() => new Float64Array(groupCount));
  const refresh = (group: number): void => {
    const { weight, people: rows, at } = walks[group]!;
    for (let k = 0; k < ids.length; k++) {
      const id = ids[k]!;
      const enough = denominator(id, rows.truePositive[at]!, rows.falsePositive[at]!, people[group]!) >= minimum;
      values[k]![group] = enough ? rateValue(id, weight.truePositive[at]!, weight.falsePositive[at]!, weight.selected[at]!, sizes[group]!) : NaN;
    }
  };
  let [truePositive, falsePositive, selected] = [0, 0, 0];
  const advance = (group: number, to: number): void => {
    const walk = walks[group]!;
    const { weight } = walk;
    truePositive += weight.truePositive[to]! - (walk.at < 0 ? 0 : weight.truePositive[walk.at]!);
    falsePositive += weight.falsePositive[to]! - (walk.at < 0 ? 0 : weight.falsePositive[walk.at]!);
    selected += weight.selected[to]! - (walk.at < 0 ? 0 : weight.selected[walk.at]!);
    walk.at = to;
    if (group < groupCount) refresh(group);
  };
  walks.forEach((walk, group) => {
    walk.at = -1;
    advance(group, 0);
  });
  let line = Infinity;
  let count = 0;
  for (;;) {
    out.thresholds[count] = line;
    const span = spanOf(values[0]!);
    out.gap[count] = values.length === 1 ? span : Math.max(span, spanOf(values[1]!));
    out.utility[count] = utilityValue(utility, truePositive, falsePositive, selected, whole);
    count++;
    let next = -Infinity;
    let left = false;
    for (const { thresholds, at } of walks) {
      if (at + 1 >= thresholds.length) continue;
      left = true;
      if (thresholds[at + 1]! > next) next = thresholds[at + 1]!;
    }
    if (!left) break;
    line = next;
    for (let group = 0; group <= groupCount; group++) {
      const { thresholds, at } = walks[group]!;
      if (at + 1 < thresholds.length && thresholds[at + 1]! >= next) advance(group, at + 1);
    }
  }
  return { thresholds: out.thresholds.slice(0, count), gap: out.gap.slice(0, count), utility: out.utility.slice(0, count) };
}

/** Position of the line that serves the utility best; −1 where it is nowhere estimable. */
export function bestOf({ utility }: CommonSweep): number {
  let best = -1;
  for (let i = 0; i < utility.length; i++) if (!Number.isNaN(utility[i]!) && (best < 0 || utility[i]! > utility[best]!)) best = i;
  return best;
}

/** Position of the line with the smallest gap among those whose utility is at least `utility`; −1 where there is none. */
export function smallestGap(sweep: CommonSweep, utility: number): number {
  let best = -1;
  for (let i = 0; i < sweep.gap.length; i++) {
    if (Number.isNaN(sweep.gap[i]!) || !(sweep.utility[i]! >= utility - 1e-12)) continue;
    if (best < 0 || sweep.gap[i]! < sweep.gap[best]! || (sweep.gap[i] === sweep.gap[best] && sweep.utility[i]! > sweep.utility[best]!)) best = i;
  }
  return best;
}

/** Positions of the lines that no other line beats on both counts, by rising gap: what a smaller gap costs at the least. */
export function frontier({ gap, utility }: CommonSweep): Int32Array<ArrayBuffer> {
  const known = Int32Array.from({ length: gap.length }, (_, i) => i).filter((i) => !Number.isNaN(gap[i]!) && !Number.isNaN(utility[i]!));
  const order = sortOrder(Float64Array.from(known, (i) => gap[i]!));
  const kept: number[] = [];
  for (const k of order) {
    const i = known[k]!;
    const last = kept[kept.length - 1];
    if (last !== undefined && !(utility[i]! > utility[last]!)) continue;
    if (last !== undefined && gap[last] === gap[i]) kept.pop();
    kept.push(i);
  }
  return Int32Array.from(kept);
}
