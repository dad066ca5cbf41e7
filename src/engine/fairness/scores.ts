import type { ThresholdIndex } from './threshold-index';

/** Scores of one set of people by what became of them, each rising. */
export interface GroupScores {
  readonly positive: Float64Array;
  readonly negative: Float64Array;
  readonly unknown: Float64Array;
}

/** The scores of a group code (groupCount: people without a group). */
export function groupScores(index: ThresholdIndex, group: number): GroupScores {
  const part = (outcome: number): Float64Array => index.scores.subarray(index.offsets[3 * group + outcome], index.offsets[3 * group + outcome + 1]);
  return { positive: part(0), negative: part(1), unknown: part(2) };
}

/** The scores of several group codes together, e.g. everyone, or everyone else. */
export function joinScores(index: ThresholdIndex, groups: readonly number[]): GroupScores {
  const parts = groups.map((group) => groupScores(index, group));
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

/** All scores of a set of people, rising. */
export function allScores({ positive, negative, unknown }: GroupScores): Float64Array {
  return mergeSorted([positive, negative, unknown]);
}

function mergeSorted(parts: readonly Float64Array[]): Float64Array {
  const filled = parts.filter(({ length }) => length > 0);
  if (filled.length <= 1) return filled[0] ?? new Float64Array(0);
  const merged = new Float64Array(filled.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of filled) {
    merged.set(part, at);
    at += part.length;
  }
  return merged.sort();
}
