import type { Feature } from '../../../engine/models/binding/types';
import { isValued } from '../../../engine/models/types';
import type { Recourse } from '../../../engine/recourse/job';
import type { Plan, ScoredPlan } from '../../../engine/recourse/types';
import type { PlansAsk } from '../../state/person/plans.svelte';
import type { Session } from '../../state/session.svelte';
import { en } from '../../text/en';
import { fixed, list } from '../../text/numbers';
import { valueText } from './words';

/** A plan’s score on the scale that all scores are shown on: larger is favourable. */
export function planScore({ task, audit }: Session, score: number): number {
  return isValued(task) && audit.favourable === 0 ? -score : score;
}

export function planText(features: readonly Feature[], { changes }: Plan): string {
  return list(changes.map(({ feature, from, to }) => en.plans.setTo(features[feature]!.name, valueText(features[feature]!, from), valueText(features[feature]!, to))));
}

/** What is known beyond the plans themselves. */
export function proofText({ plans, cheapest, fewest }: Recourse): string {
  const words = en.plans;
  if (!cheapest) return plans.length > 0 ? words.notProved : words.notFound;
  if (cheapest.kind === 'none') return words.provedNone;
  if (cheapest.kind === 'unsettled') return plans.length > 0 ? words.notProved : words.notFoundTrees;
  const [first] = plans;
  const sentences = [cheapest.kind === 'optimal' ? words.provedBest : words.gap(`${fixed(100 * (1 - cheapest.bound / Math.max(first?.cost ?? 0, 1e-12)))}%`)];
  const few = Math.min(...plans.map(({ changes }) => changes.length));
  if (fewest?.kind === 'optimal' && few > 1) sentences.push(words.provedFewest(few));
  return sentences.join(' ');
}

/** How many plans a line five points (or a twentieth of the scale) further would leave. */
export function fragileText(session: Session, { favourable, threshold }: PlansAsk, plans: readonly ScoredPlan[]): string {
  if (plans.length === 0 || favourable) return '';
  const { scale } = session;
  const further = threshold + (scale.domain[1] - scale.domain[0]) / 20;
  if (scale.kind === 'probability' && further >= 1) return '';
  const kept = plans.filter(({ score }) => planScore(session, score) >= further).length;
  return en.plans.fragile(scale.score(further), kept, plans.length);
}
