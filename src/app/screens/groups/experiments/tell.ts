import type { ExperimentKind, Registration } from '../../../../engine/fairness/experiments/registration';
import type { ExperimentResult, ExperimentSummary } from '../../../../engine/fairness/experiments/summary';
import { judge } from '../../../../engine/fairness/verdict';
import { en } from '../../../text/en';
import type { Evidence } from '../../../text/evidence';
import { count, fixed, list, NOT_ESTIMABLE, points, pointsInterval, quantity, signed, signedPoints } from '../../../text/numbers';
import { evidenceFor } from '../evidence';

const words = en.experiments;

/** What an experiment is told with. */
export interface Told {
  readonly registration: Registration;
  readonly names: readonly [string, string];
  /** What is changed or matched, by name. */
  readonly inputs: readonly string[];
  /** The group columns by name. */
  readonly groups: string;
  /** The favourable decision: `approved`. */
  readonly yes: string;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Half the width of an interval, for the digits that a number deserves; in points. */
function halfWidth({ interval }: ExperimentSummary): number {
  return interval ? (100 * (interval.upper - interval.lower)) / 2 : Infinity;
}

/** The finding as a sentence. */
export function titleOf(result: ExperimentResult, summary: ExperimentSummary, { names, inputs, yes, groups }: Told): string {
  const half = halfWidth(summary);
  if (result.kind === 'presented') {
    const { gain, lose, people } = result.presented.effect;
    const change = words.changeOf(inputs.length > 0 ? list(inputs) : groups);
    return gain + lose === 0 ? words.nobody(words.people(people), change) : words.changedFor(change, count(gain + lose), count(people));
  }
  if (result.kind === 'matched') {
    const [more, less] = summary.effect >= 0 ? names : [names[1], names[0]];
    if (summary.effect === 0) return words.matchedSame(names[0], names[1], yes);
    const spansZero = summary.interval !== null && summary.interval.lower <= 0 && summary.interval.upper >= 0;
    return spansZero ? words.matchedChance(names[0], names[1], yes) : words.matchedMore(more, less, points(Math.abs(summary.effect), half), yes);
  }
  const right = fixed(result.classifier.auc * 100);
  return summary.interval !== null && summary.interval.lower > 0 ? words.toldApart(right, names[0], names[1]) : words.notTold(right);
}

/** The effect in points and people with its interval. */
export function effectOf(result: ExperimentResult, summary: ExperimentSummary, { names, yes }: Told): string {
  const half = halfWidth(summary);
  const size = signedPoints(summary.effect, half);
  if (result.kind === 'classifier') return words.effectTold(size);
  if (result.kind === 'matched') return words.effectMatched(names[0], names[1], size, signed(result.matched.first - result.matched.second), asked('matched', summary.people));
  return words.effectPresented(capital(yes), names[0], names[1], size, words.signedPeople(result.presented.effect.gain - result.presented.effect.lose));
}

export function intervalOf(summary: ExperimentSummary): string {
  const { interval } = summary;
  return interval ? words.interval(pointsInterval(interval.lower, interval.upper, halfWidth(summary))) : words.noInterval;
}

/** How sure, by the margin that was registered as the smallest effect that matters. */
export function sureness({ interval, people }: ExperimentSummary, { smallest }: Registration): Evidence {
  return evidenceFor(judge(interval, people, smallest));
}

/** How many were asked: `1,000 people`, `812 pairs`. */
export function asked(kind: ExperimentKind, n: number): string {
  return `${count(n)} ${words.unit(kind, n)}`;
}

/** The moment of registration in the reader's own time. */
export function timeOf({ at }: Pick<Registration, 'at'>): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(at);
}

/** How many model rows it took, where a model was asked. */
export function rowsAsked(result: ExperimentResult): string {
  return result.kind === 'presented' ? words.rowsAsked(result.presented.rows) : '';
}

/** A chance to as many digits as are needed to see it. */
function exactChance(p: number): string {
  return p >= 0.001 ? fixed(p, 4) : p > 0 ? quantity(p, 3) : words.under('1e−300');
}

/** What else the result holds, in sentences. */
export function sentencesOf(result: ExperimentResult, { names, yes }: Told, probability: boolean): string[] {
  if (result.kind === 'presented') {
    const { effect, score, leftOut, half } = result.presented;
    const scale = probability ? 100 : 1;
    const digits = (value: number): string => (probability ? signed(value * scale, 1) : quantity(value));
    const moved = probability ? words.scoreMoves : words.scoreMovesValue;
    return [
      (half > 1 ? words.gainLoseCopies : words.gainLose)(effect.gain, effect.lose, effect.same, names, yes),
      score.largest === 0
        ? words.scoreStill
        : moved(digits(score.mean), score.interval ? digits(score.interval.lower) : NOT_ESTIMABLE, score.interval ? digits(score.interval.upper) : NOT_ESTIMABLE, probability ? fixed(score.largest * scale, 1) : quantity(score.largest)),
      ...(leftOut > 0 ? [words.leftOut(leftOut)] : []),
    ];
  }
  if (result.kind === 'matched') {
    const { first, second, both, neither, matched, of, strata, sensitivity } = result.matched;
    return [
      words.pairsTold(first, second, both, neither, names, yes),
      words.matchedOf(matched, of, names),
      ...(strata
        ? [words.strataTold(strata.people, strata.count, signedPoints(strata.difference), strata.interval ? points(strata.interval.lower) : NOT_ESTIMABLE, strata.interval ? points(strata.interval.upper) : NOT_ESTIMABLE)]
        : []),
      sensitivity.gamma > 1 ? words.hidden(fixed(sensitivity.gamma, 2)) : words.hiddenNone,
    ];
  }
  const { training, heldOut, right, missing } = result.classifier;
  return [
    words.heldOut(training, heldOut[0], heldOut[1], right[0] + right[1], names),
    ...(missing > 0 ? [words.missingOut(missing)] : []),
  ];
}

/** The exact chances, for who opens the explanation. */
export function exactlyOf(result: ExperimentResult, summary: ExperimentSummary): string[] {
  const lines = [words.exactly(exactChance(summary.p))];
  if (result.kind === 'presented') {
    const { effect, score, half } = result.presented;
    if (half > 1) lines.push(words.exactlyCopies(exactChance(effect.copies.twoSided)));
    lines.push(words.exactlyScore(exactChance(score.p), score.exact));
  }
  if (result.kind === 'matched') {
    const { strata, sensitivity } = result.matched;
    if (strata) {
      const { odds } = strata;
      lines.push(words.exactlyStrata(exactChance(strata.test.twoSided), odds ? words.oddsOf(quantity(odds.value, 3), quantity(odds.interval.lower, 3), quantity(odds.interval.upper, 3)) : NOT_ESTIMABLE));
    }
    lines.push(`${sensitivity.bounds.map(({ gamma, p }) => words.boundsTold(String(gamma), exactChance(p))).join('; ')}.`);
  }
  return lines;
}
