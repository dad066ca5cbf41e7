import { sortOrder } from '../stats/sort';
import { firstAbove, firstAtLeast } from './threshold-index';
import type { ThresholdIndex } from './threshold-index';

/** Scores of one set of people by what became of them, each rising. */
export interface GroupScores {
  readonly positive: Float64Array;
  readonly negative: Float64Array;
  readonly unknown: Float64Array;
  /** Weights in the same order; absent without weights. */
  readonly weights?: { readonly positive: Float64Array; readonly negative: Float64Array; readonly unknown: Float64Array };
}

/** Weights of consecutive positions of the index, taken back from their running sum. */
function weightsOf(index: ThresholdIndex, start: number, end: number): Float64Array {
  return Float64Array.from({ length: end - start }, (_, i) => index.weightBefore[start + i + 1]! - index.weightBefore[start + i]!);
}

/** The scores of a group code (groupCount: people without a group). */
export function groupScores(index: ThresholdIndex, group: number): GroupScores {
  const part = (outcome: number): Float64Array => index.scores.subarray(index.offsets[3 * group + outcome], index.offsets[3 * group + outcome + 1]);
  if (!index.weighted) return { positive: part(0), negative: part(1), unknown: part(2) };
  const weight = (outcome: number): Float64Array => weightsOf(index, index.offsets[3 * group + outcome]!, index.offsets[3 * group + outcome + 1]!);
  return { positive: part(0), negative: part(1), unknown: part(2), weights: { positive: weight(0), negative: weight(1), unknown: weight(2) } };
}

/** The scores of several group codes together, e.g. everyone, or everyone else. */
export function joinScores(index: ThresholdIndex, groups: readonly number[]): GroupScores {
  const parts = groups.map((group) => groupScores(index, group));
  if (index.weighted) {
    const [positive, negative, unknown] = (['positive', 'negative', 'unknown'] as const).map((side) => sortTogether(parts.map((part) => [part[side], part.weights![side]])));
    return {
      positive: positive!.scores,
      negative: negative!.scores,
      unknown: unknown!.scores,
      weights: { positive: positive!.weights, negative: negative!.weights, unknown: unknown!.weights },
    };
  }
  return {
    positive: mergeSorted(parts.map(({ positive }) => positive)),
    negative: mergeSorted(parts.map(({ negative }) => negative)),
    unknown: mergeSorted(parts.map(({ unknown }) => unknown)),
  };
}

/** Everyone's scores, with and without a known group. */
export function overallScores(index: ThresholdIndex): GroupScores {
  return joinScores(
    index,
    Array.from({ length: index.groupCount + 1 }, (_, group) => group),
  );
}

/** Lower and equal scores among all scored people, in O(groups · log n). */
export function scoresBelow(index: ThresholdIndex, score: number): { below: number; equal: number } {
  let [below, upTo] = [0, 0];
  for (let stratum = 0; stratum < 3 * (index.groupCount + 1); stratum++) {
    const start = index.offsets[stratum]!;
    below += firstAtLeast(index, stratum, score) - start;
    upTo += firstAbove(index, stratum, score) - start;
  }
  return { below, equal: upTo - below };
}

/** All scores of a set of people, rising. */
export function allScores({ positive, negative, unknown }: GroupScores): Float64Array {
  return mergeSorted([positive, negative, unknown]);
}

/** Scores of several parts rising, with their weights carried along. */
function sortTogether(parts: readonly (readonly [scores: Float64Array, weights: Float64Array])[]): { scores: Float64Array; weights: Float64Array } {
  const length = parts.reduce((sum, [scores]) => sum + scores.length, 0);
  const [scores, weights] = [new Float64Array(length), new Float64Array(length)];
  let at = 0;
  for (const [own, carried] of parts) {
    scores.set(own, at);
    weights.set(carried, at);
    at += own.length;
  }
  const order = sortOrder(scores);
  return { scores: Float64Array.from(order, (i) => scores[i]!), weights: Float64Array.from(order, (i) => weights[i]!) };
}

/** Merges by pairs, shortest first: for a few long parts several times as fast as sorting again. */
function mergeSorted(parts: readonly Float64Array[]): Float64Array {
  const queue = parts.filter(({ length }) => length > 0);
  while (queue.length > 1) {
    queue.sort((a, b) => b.length - a.length);
    queue.push(mergeTwo(queue.pop()!, queue.pop()!));
  }
  return queue[0] ?? new Float64Array(0);
}

function mergeTwo(a: Float64Array, b: Float64Array): Float64Array {
  const merged = new Float64Array(a.length + b.length);
  for (let i = 0, j = 0, at = 0; at < merged.length; at++) {
    merged[at] = j === b.length || (i < a.length && a[i]! <= b[j]!) ? a[i++]! : b[j++]!;
  }
  return merged;
}
