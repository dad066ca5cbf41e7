import { meanInterval, moments, netRateInterval } from '../../../stats/intervals';
import { blockedTest, everySign, isEnumerable, permutationP, type SignFlipCount, swapTest } from '../../../stats/tests';
import type { Effect, PresentedPiece, PresentedQuestion, ScoreEffect } from './types';
import { rowsEach } from './unit';

/** Everyone's outcomes put together from pieces that came in any order. */
export interface Outcomes {
  readonly scores: Float64Array<ArrayBuffer>;
  readonly decisions: Int8Array<ArrayBuffer>;
}

/** Puts pieces together; people not scored yet have NaN and −1. */
export function joinOutcomes(question: PresentedQuestion, people: number, pieces: readonly PresentedPiece[]): Outcomes {
  const each = rowsEach(question);
  const scores = new Float64Array(people * each).fill(NaN);
  const decisions = new Int8Array(people * each).fill(-1);
  for (const piece of pieces) {
    scores.set(piece.scores, piece.from * each);
    decisions.set(piece.decisions, piece.from * each);
  }
  return { scores, decisions };
}

/** Favourable decisions of a person's copies presented as the first and as the second group; undefined where any copy has no decision. */
function approvals(question: PresentedQuestion, { decisions }: Outcomes, person: number): readonly [first: number, second: number] | undefined {
  const { half, kind, own } = question;
  const at = person * (1 + half);
  let changed = 0;
  for (let unit = 0; unit <= half; unit++) {
    const decision = decisions[at + unit]!;
    if (decision < 0) return undefined;
    if (unit > 0) changed += decision;
  }
  const unchanged = half * decisions[at]!;
  return kind === 'flip' || own[person] === 0 ? [unchanged, changed] : [changed, unchanged];
}

/** The effect on the decisions of some people; null where nobody has a decision. */
export function decisionEffect(question: PresentedQuestion, outcomes: Outcomes, people: Iterable<number>): Effect | null {
  const { half } = question;
  const counts = new Float64Array(2 * half + 1);
  const blocks = [];
  for (const person of people) {
    const own = approvals(question, outcomes, person);
    if (own === undefined) continue;
    const [k1, k2] = own;
    counts[half + k1 - k2]!++;
    blocks.push({ k1, n1: half, k2, n2: half });
  }
  const test = swapTest(blocks.map(({ k1, k2 }) => ({ first: k1, second: k2 })));
  if (test === null) return null;
  const effects = Array.from(counts, (count, k) => ({ value: k / half - 1, count }));
  const sum = (keep: (value: number) => boolean): number => effects.reduce((total, { value, count }) => total + (keep(value) ? count : 0), 0);
  return {
    people: blocks.length,
    value: effects.reduce((total, { value, count }) => total + value * count, 0) / blocks.length,
    interval: netRateInterval(effects),
    gain: sum((value) => value > 0),
    lose: sum((value) => value < 0),
    same: sum((value) => value === 0),
    test,
    copies: half === 1 ? test : blockedTest(blocks)!,
  };
}

/** Per person the mean score presented as the first group less that as the second; NaN where a copy has no score. */
export function scoreDifferences(question: PresentedQuestion, { scores }: Outcomes, people: number): Float64Array<ArrayBuffer> {
  const { half, kind, own } = question;
  return Float64Array.from({ length: people }, (_, person) => {
    const at = person * (1 + half);
    let changed = 0;
    for (let unit = 1; unit <= half; unit++) changed += scores[at + unit]! / half;
    const difference = scores[at]! - changed;
    return kind === 'flip' || own[person] === 0 ? difference : -difference;
  });
}

/** What is known of the score's change, given the signs drawn for it where there are too many people to try all. */
export function scoreEffect(differences: Float64Array, signs: SignFlipCount): ScoreEffect {
  const known = moments(differences);
  const exact = isEnumerable(differences);
  return {
    people: known.n,
    mean: known.mean,
    interval: meanInterval(known),
    largest: differences.reduce((most, d) => (Math.abs(d) > most ? Math.abs(d) : most), 0),
    p: exact ? everySign(differences) : permutationP(signs.asLarge, signs.draws),
    exact,
  };
}
