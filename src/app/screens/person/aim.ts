import { isValued } from '../../../engine/models/types';
import type { GoalChoice } from '../../../engine/recourse/limits/choice';
import type { Session } from '../../state/session.svelte';
import { en } from '../../text/en';

/** A model's own score on the scale that all scores are shown on: larger is favourable. */
export function planScore({ task, audit }: Session, score: number): number {
  return isValued(task) && audit.favourable === 0 ? -score : score;
}

/** A model's own score as it is printed. */
export function scoreText(session: Session, score: number): string {
  return session.scale.score(planScore(session, score));
}

/** What changes are to do, as words that follow “would”. */
export function aimText(session: Session, goal: GoalChoice, name: string, favourable: boolean): string {
  const words = en.goals.aim;
  if (goal.kind === 'decision') return words.decision(name, session.audit.decision[favourable ? 1 : 0]);
  if (goal.kind === 'class') return words.class(name, session.classes[goal.index] ?? '');
  const { low, high } = goal;
  if (low !== null && high !== null) return words.between(name, scoreText(session, low), scoreText(session, high));
  return low !== null ? words.atLeast(name, scoreText(session, low)) : words.atMost(name, scoreText(session, high ?? NaN));
}

/** Says that nothing has to change, as a sentence. */
export function reachedText(session: Session, goal: GoalChoice, name: string, favourable: boolean, score: number): string {
  const text = reachedWords(session, goal, name, favourable, score);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function reachedWords(session: Session, goal: GoalChoice, name: string, favourable: boolean, score: number): string {
  const words = en.goals.reached;
  if (goal.kind === 'decision') return words.decision(name, session.audit.decision[favourable ? 1 : 0]);
  return goal.kind === 'class' ? words.class(name, session.classes[goal.index] ?? '') : words.score(name, scoreText(session, score));
}

/** Where plans are held against a line: on which scores it stands, on the scale that scores are shown on. Two ends, or a class, are no line. */
export function lineOf(session: Session, goal: GoalChoice, threshold: number): number | undefined {
  if (goal.kind === 'decision') return threshold;
  if (goal.kind === 'class' || (goal.low === null) === (goal.high === null)) return undefined;
  return planScore(session, goal.low ?? goal.high!);
}
