import { nextBelow } from '../../../engine/models/forest/layout';
import { isValued, type Task } from '../../../engine/models/types';
import type { GoalChoice } from '../../../engine/recourse/limits/choice';
import { leadTarget, type Target } from '../../../engine/recourse/types';

/** What a goal is told from: the task, whether the decision is favourable now, and where the line is on the session's scores. */
export interface GoalFacts {
  readonly task: Task;
  readonly favourable: boolean;
  readonly favourableClass: number;
  readonly threshold: number;
}

/** A goal on the scale of the model's own scores; undefined where nothing is asked. */
export function targetOf(goal: GoalChoice, facts: GoalFacts): Target | undefined {
  if (goal.kind === 'class') return leadTarget(goal.index);
  if (goal.kind === 'decision') return otherSide(facts);
  const { low, high } = goal;
  if (low === null && high === null) return undefined;
  return { class: facts.favourableClass, ...(low === null ? {} : { above: low }), ...(high === null ? {} : { below: high }) };
}

/** The other side of the line. */
export function otherSide({ task, favourable, favourableClass, threshold }: GoalFacts): Target {
  const turned = isValued(task) && favourableClass === 0;
  const line = turned ? -threshold : threshold;
  const beyond = { class: favourableClass };
  // The line itself belongs to the favourable side.
  if (favourable === turned) return favourable ? { ...beyond, above: -nextBelow(-line) } : { ...beyond, above: line };
  return favourable ? { ...beyond, below: nextBelow(line) } : { ...beyond, below: line };
}
