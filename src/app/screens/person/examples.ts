import type { Session } from '../../state/session.svelte';
import { en } from '../../text/en';
import { nameOf } from './words';

/** A row worth a look, why, and how it is called. */
export interface Example {
  readonly row: number;
  readonly why: string;
  readonly note: string;
}

/** Rows worth a look before anything is chosen: the one just below the line, and those with the lowest and the highest score. */
export function examples(session: Session): Example[] {
  const words = en.person;
  const { scores, threshold, scale } = session;
  if (!scores) return [];
  if (session.decided) {
    const [yes, no] = session.audit.decision;
    const first = [
      [scores.findIndex((score) => score < threshold), no],
      [scores.findIndex((score) => score >= threshold), yes],
    ] as const;
    return first.flatMap(([row, decision]) => (row < 0 ? [] : [{ row, why: words.pickDecision(decision), note: nameOf(session, row) }]));
  }
  let [lowest, highest, near] = [-1, -1, -1];
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]!;
    if (Number.isNaN(score)) continue;
    if (lowest < 0 || score < scores[lowest]!) lowest = row;
    if (highest < 0 || score > scores[highest]!) highest = row;
    if (score < threshold && (near < 0 || score > scores[near]!)) near = row;
  }
  const named = [
    [near, words.pickNear],
    [lowest, words.pickLowest],
    [highest, words.pickHighest],
  ] as const;
  return named.flatMap(([row, why]) => (row < 0 ? [] : [{ row, why, note: `${nameOf(session, row)}, ${scale.score(scores[row]!)}` }]));
}
