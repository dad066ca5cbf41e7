import type { Feature } from '../../../engine/models/binding/types';
import type { Recourse } from '../../../engine/recourse/job';
import type { Plan, ScoredPlan } from '../../../engine/recourse/types';
import type { LimitsState } from '../../state/limits.svelte';
import type { PlansAsk } from '../../state/person/plans.svelte';
import type { Session } from '../../state/session.svelte';
import { en } from '../../text/en';
import { fixed, list } from '../../text/numbers';
import { aimText, planScore, scoreText } from './aim';
import { limitLines } from './limits/told';
import { valueText } from './words';

export function planText(features: readonly Feature[], { changes }: Plan): string {
  return list(changes.map(({ feature, from, to }) => en.plans.setTo(features[feature]!.name, valueText(features[feature]!, from), valueText(features[feature]!, to))));
}

/** What is known beyond the plans themselves. */
export function proofText({ plans, cheapest, fewest, unproved }: Recourse, features: readonly Feature[]): string {
  const words = en.plans;
  if (!cheapest) {
    const why = unproved?.why === 'values' ? words.unprovedValues(features[unproved.feature]?.name ?? '', unproved.values, unproved.most) : unproved ? words.unprovedLeaves : '';
    const found = plans.length > 0 ? (why === '' ? words.notProved : '') : words.notFound;
    return [found, why].filter((part) => part !== '').join(' ');
  }
  if (cheapest.kind === 'none') return words.provedNone;
  if (cheapest.kind === 'unsettled') return plans.length > 0 ? words.notProved : words.notFoundTrees;
  const [first] = plans;
  const sentences = [cheapest.kind === 'optimal' ? words.provedBest : words.gap(`${fixed(100 * (1 - cheapest.bound / Math.max(first?.cost ?? 0, 1e-12)))}%`)];
  const few = Math.min(...plans.map(({ changes }) => changes.length));
  if (fewest?.kind === 'optimal' && few > 1) sentences.push(words.provedFewest(few));
  return sentences.join(' ');
}

/** How many plans a line five points (or a twentieth of the scale) further would leave. */
export function fragileText(session: Session, { favourable, threshold, goal }: PlansAsk, plans: readonly ScoredPlan[]): string {
  if (plans.length === 0 || favourable || goal.kind !== 'decision') return '';
  const { scale } = session;
  const further = threshold + (scale.domain[1] - scale.domain[0]) / 20;
  if (scale.kind === 'probability' && further >= 1) return '';
  const kept = plans.filter(({ score }) => planScore(session, score) >= further).length;
  return en.plans.fragile(scale.score(further), kept, plans.length);
}

/** The answer as plain text: goal, changes, what is proved, limits and how changes are counted. */
export function plansText(session: Session, limits: LimitsState, { row, favourable, goal }: PlansAsk, found: Recourse, name: string): string {
  const words = en.plans;
  const { features, measure } = limits;
  const score = (plan: ScoredPlan): string => (goal.kind === 'class' ? en.goals.lead(fixed(100 * plan.score, 1)) : scoreText(session, plan.score));
  const aim = aimText(session, goal, name, favourable);
  const lines = found.plans.map((plan, index) => words.line(words.letter(index), planText(features, plan), score(plan), en.limits.costOf(measure, plan.cost)));
  const proof = proofText(found, features);
  return [
    words.copyHead(aim, row + 1),
    ...(lines.length > 0 ? lines : [words.copyNone]),
    proof,
    en.goals.told(aim),
    ...limitLines(limits),
    words.copyFoot,
  ].join('\n');
}
