import type { Applicant } from './generate';

/** What a list of scores does to a list of people. */
export interface Measured {
  readonly rows: number;
  /** Share approved, overall and by group. */
  readonly approved: number;
  readonly circles: number;
  readonly triangles: number;
  readonly auc: number;
  /** Share of the approved who did not repay. */
  readonly defaults: number;
}

/** Chance that a repaying person scores higher than one who does not, ties counted half (Mann and Whitney). */
export function auc(scores: ArrayLike<number>, outcomes: ArrayLike<number>): number {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let ranks = 0;
  let positives = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) to++;
    for (let i = from; i < to; i++) {
      if (outcomes[order[i]!] !== 1) continue;
      ranks += (from + to + 1) / 2;
      positives++;
    }
    from = to;
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (order.length - positives));
}

/** The score that `share` of the rows reach, rounded down to four decimals. */
export function thresholdFor(scores: Float64Array, share: number): number {
  const sorted = scores.slice().sort();
  return Math.floor(sorted[Math.round(sorted.length * (1 - share))]! * 1e4) / 1e4;
}

export function measure(people: readonly Applicant[], scores: Float64Array, threshold: number): Measured {
  const approvedOf = (group?: string): number => {
    const rows = people.map((_, i) => i).filter((i) => group === undefined || people[i]!.group === group);
    return rows.filter((i) => scores[i]! >= threshold).length / rows.length;
  };
  const approved = people.filter((_, i) => scores[i]! >= threshold);
  return {
    rows: people.length,
    approved: approvedOf(),
    circles: approvedOf('Circles'),
    triangles: approvedOf('Triangles'),
    auc: auc(
      scores,
      people.map((person) => person.repaid),
    ),
    defaults: approved.filter((person) => person.repaid === 0).length / approved.length,
  };
}
