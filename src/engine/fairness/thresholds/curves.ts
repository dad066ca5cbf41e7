import type { ThresholdIndex } from '../threshold-index';

/** People at or above each line of a curve, by what is known of them. */
export interface Tally {
  readonly truePositive: Float64Array<ArrayBuffer>;
  readonly falsePositive: Float64Array<ArrayBuffer>;
  /** With and without a known outcome. */
  readonly selected: Float64Array<ArrayBuffer>;
}

/** What a tally comes to when everyone is selected. */
export interface Totals {
  readonly positives: number;
  readonly negatives: number;
  readonly all: number;
}

/** Every line that changes anything for one group, from the strictest: line 0 is Infinity (nobody), then each distinct score, falling. */
export interface LineCurve {
  readonly thresholds: Float64Array<ArrayBuffer>;
  /** Rows, and sums of their weights (the same arrays without weights). */
  readonly people: Tally;
  readonly weight: Tally;
}

/** Sizes of the whole group. */
export function totals({ truePositive, falsePositive, selected }: Tally): Totals {
  const last = selected.length - 1;
  return { positives: truePositive[last]!, negatives: falsePositive[last]!, all: selected[last]! };
}

const emptyTally = (length: number): Tally => ({ truePositive: new Float64Array(length), falsePositive: new Float64Array(length), selected: new Float64Array(length) });

const cut = ({ truePositive, falsePositive, selected }: Tally, length: number): Tally => ({
  truePositive: truePositive.slice(0, length),
  falsePositive: falsePositive.slice(0, length),
  selected: selected.slice(0, length),
});

/**
 * Merges the group's three sorted strata from the top, in O(people of the group).
 * @param group 0 to groupCount; groupCount for people whose group is missing
 */
export function lineCurve(index: ThresholdIndex, group: number): LineCurve {
  const { offsets, scores, weighted, weightBefore } = index;
  const starts = [offsets[3 * group]!, offsets[3 * group + 1]!, offsets[3 * group + 2]!] as const;
  const ends = [starts[1], starts[2], offsets[3 * group + 3]!] as const;
  const at: [number, number, number] = [...ends];
  const length = ends[2] - starts[0] + 1;
  const thresholds = new Float64Array(length);
  const people = emptyTally(length);
  const weight = weighted ? emptyTally(length) : people;
  thresholds[0] = Infinity;
  let line = 0;
  for (;;) {
    let highest = -Infinity;
    let left = false;
    for (let s = 0; s < 3; s++) {
      if (at[s]! <= starts[s]!) continue;
      left = true;
      const score = scores[at[s]! - 1]!;
      if (score > highest) highest = score;
    }
    if (!left) break;
    for (let s = 0; s < 3; s++) while (at[s]! > starts[s]! && scores[at[s]! - 1]! >= highest) at[s]!--;
    // A score of Infinity is at or above every line: it belongs to the strictest one.
    if (highest < Infinity) line++;
    thresholds[line] = highest;
    people.truePositive[line] = ends[0] - at[0];
    people.falsePositive[line] = ends[1] - at[1];
    people.selected[line] = ends[0] - at[0] + ends[1] - at[1] + ends[2] - at[2];
    if (!weighted) continue;
    const sums = [0, 1, 2].map((s) => weightBefore[ends[s]!]! - weightBefore[at[s]!]!);
    weight.truePositive[line] = sums[0]!;
    weight.falsePositive[line] = sums[1]!;
    weight.selected[line] = sums[0]! + sums[1]! + sums[2]!;
  }
  const used = line + 1;
  if (used === length) return { thresholds, people, weight };
  const short = cut(people, used);
  return { thresholds: thresholds.slice(0, used), people: short, weight: weighted ? cut(weight, used) : short };
}
