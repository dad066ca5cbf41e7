import { AssayError } from '../errors';
import { sortOrder } from '../stats/sort';
import { CELLS, emptyCounts } from './counts';
import type { CountTable, Outcomes } from './counts';

/**
 * Scores sorted within every group and known outcome, so that any threshold is answered by a few binary searches. Plain data: transfer its buffers.
 * Stratum 3·g + o holds group g (g = groupCount: group missing) with outcome o (0 positive, 1 negative, 2 unknown).
 */
export interface ThresholdIndex {
  readonly groupCount: number;
  readonly labelled: boolean;
  readonly weighted: boolean;
  /** Rows given; rows = scores.length + missingScores. */
  readonly rows: number;
  /** Rows left out because they have no score, in all and by group (last entry: group missing too). */
  readonly missingScores: number;
  readonly missingScoresByGroup: Float64Array<ArrayBuffer>;
  /** Scored rows without a group; they count in the overall numbers only. */
  readonly missingGroups: number;
  /** Scored rows without a known outcome; they count in selection rates only. */
  readonly missingLabels: number;
  /** Stratum s is scores[offsets[s]..offsets[s+1]), rising. */
  readonly offsets: Int32Array<ArrayBuffer>;
  readonly scores: Float64Array<ArrayBuffer>;
  /** Sum of weights (and of squared weights) of the positions before i over all strata; empty without weights. */
  readonly weightBefore: Float64Array<ArrayBuffer>;
  readonly squareBefore: Float64Array<ArrayBuffer>;
}

function check(length: number, { groups, groupCount, labels, weights }: Outcomes): void {
  const wrong = [['group', groups], ['label', labels], ['weight', weights]].find(([, array]) => array && (array as Int32Array).length !== length);
  const fault = (code: string, what: string, why: string, remedy: string): AssayError => new AssayError({ area: 'fairness', code, what, why, remedy });
  if (wrong) {
    const found = (wrong[1] as Int32Array).length;
    throw fault(
      'length-mismatch',
      `The ${wrong[0] as string} column has ${found} rows and there are ${length} scores.`,
      'Every scored row needs exactly one entry.',
      'Take all columns from the same table.',
    );
  }
  for (let i = 0; i < length; i++) {
    if (groups[i]! >= groupCount || groups[i]! < -1) {
      throw fault(
        'group-out-of-range',
        `Row ${i + 1} has group code ${groups[i]}.`,
        `Codes run from 0 to ${groupCount - 1}, and −1 means missing.`,
        'Choose the group column again.',
      );
    }
    if (weights && !(weights[i]! >= 0 && weights[i]! < Infinity)) {
      throw fault(
        'bad-weight',
        `Row ${i + 1} has weight ${weights[i]}.`,
        'A weight says for how many people a row stands, so it is a number of 0 or more.',
        'Correct the weight column, or give it another role.',
      );
    }
  }
}

/**
 * Builds the index in O(n log n).
 * @param input.scores one score per row, NaN missing. A decision is favourable when score ≥ threshold; where low scores are favourable, negate scores and
 *   thresholds. Infinite scores are allowed.
 * @throws AssayError `length-mismatch`, `group-out-of-range` or `bad-weight`.
 */
export function buildThresholdIndex(input: Outcomes & { readonly scores: Float64Array }): ThresholdIndex {
  const { scores, groups, groupCount, labels, weights } = input;
  const n = scores.length;
  check(n, input);
  const strata = 3 * (groupCount + 1);
  const offsets = new Int32Array(strata + 1);
  const missingScoresByGroup = new Float64Array(groupCount + 1);
  let missingScores = 0;
  const stratumOf = (i: number): number => {
    const group = groups[i]!;
    const label = labels ? labels[i] : -1;
    return 3 * (group < 0 ? groupCount : group) + (label === 1 ? 0 : label === 0 ? 1 : 2);
  };
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(scores[i])) {
      missingScores++;
      missingScoresByGroup[groups[i]! < 0 ? groupCount : groups[i]!]!++;
    } else offsets[stratumOf(i) + 1]!++;
  }
  for (let s = 0; s < strata; s++) offsets[s + 1]! += offsets[s]!;
  const next = offsets.slice();
  const kept = n - missingScores;
  const sorted = new Float64Array(kept);
  const weightOf = new Float64Array(weights ? kept : 0);
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(scores[i])) continue;
    const at = next[stratumOf(i)]!++;
    sorted[at] = scores[i]!;
    if (weights) weightOf[at] = weights[i]!;
  }
  const weightBefore = new Float64Array(weights ? kept + 1 : 0);
  const squareBefore = new Float64Array(weights ? kept + 1 : 0);
  for (let s = 0; s < strata; s++) {
    const part = sorted.subarray(offsets[s], offsets[s + 1]);
    if (!weights) {
      part.sort();
      continue;
    }
    const held = weightOf.slice(offsets[s], offsets[s + 1]);
    const heldScores = part.slice();
    sortOrder(heldScores).forEach((from, to) => {
      part[to] = heldScores[from]!;
      const weight = held[from]!;
      const at = offsets[s]! + to;
      weightBefore[at + 1] = weightBefore[at]! + weight;
      squareBefore[at + 1] = squareBefore[at]! + weight * weight;
    });
  }
  let missingLabels = 0;
  for (let g = 0; g <= groupCount; g++) missingLabels += offsets[3 * g + 3]! - offsets[3 * g + 2]!;
  return {
    groupCount,
    labelled: labels !== undefined,
    weighted: weights !== undefined,
    rows: n,
    missingScores,
    missingScoresByGroup,
    missingGroups: offsets[strata]! - offsets[3 * groupCount]!,
    missingLabels,
    offsets,
    scores: sorted,
    weightBefore,
    squareBefore,
  };
}

/** First position of a stratum whose score is at least `threshold` (its end when none is). */
export function firstAtLeast(index: ThresholdIndex, stratum: number, threshold: number): number {
  let low = index.offsets[stratum]!;
  let high = index.offsets[stratum + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (index.scores[middle]! < threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** First position of a stratum whose score is more than `score`. */
export function firstAbove(index: ThresholdIndex, stratum: number, score: number): number {
  let low = index.offsets[stratum]!;
  let high = index.offsets[stratum + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (index.scores[middle]! <= score) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The count table at a threshold, in O(groups · log n).
 * @param threshold one number for all, or one per group plus one for people without a group (length groupCount + 1).
 */
export function countsAt(index: ThresholdIndex, threshold: number | ArrayLike<number>): CountTable {
  const table = emptyCounts(index.groupCount, index.labelled, index.weighted);
  for (let g = 0; g <= index.groupCount; g++) {
    const line = typeof threshold === 'number' ? threshold : threshold[g]!;
    for (let outcome = 0; outcome < 3; outcome++) {
      const stratum = 3 * g + outcome;
      const [start, end] = [index.offsets[stratum]!, index.offsets[stratum + 1]!];
      const split = firstAtLeast(index, stratum, line);
      const at = g * CELLS + outcome;
      table.people[at] = end - split;
      table.people[at + 3] = split - start;
      if (!index.weighted) continue;
      table.weight[at] = index.weightBefore[end]! - index.weightBefore[split]!;
      table.weight[at + 3] = index.weightBefore[split]! - index.weightBefore[start]!;
      table.square[at] = index.squareBefore[end]! - index.squareBefore[split]!;
      table.square[at + 3] = index.squareBefore[split]! - index.squareBefore[start]!;
    }
  }
  return table;
}
