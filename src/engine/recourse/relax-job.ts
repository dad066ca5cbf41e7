import type { Job } from '../jobs/types';
import { type Recourse, type RecoursePartial, recourseJob, type RecourseQuestion } from './job';
import { relax, type Relaxation, relaxations } from './relax';
import type { FeatureRule, ScoredPlan } from './types';

/** Which single limit stands in the way? */
export interface RelaxQuestion {
  readonly question: RecourseQuestion;
  /** By feature, what might be done about it without limits; a feature that is locked there is never let go. */
  readonly free: readonly FeatureRule[];
}

/** What taking one limit away comes to: a `plan`; `none`, proved; or nothing found. */
export interface Relaxed {
  readonly relaxation: Relaxation;
  readonly outcome: 'plan' | 'none' | 'unknown';
  readonly plan: ScoredPlan | undefined;
  /** The plan is proved to be the cheapest with that limit gone. */
  readonly cheapest: boolean;
}

export interface RelaxShard {
  readonly question: RecourseQuestion;
  readonly relaxation: Relaxation;
}

/** Takes limits away one at a time and looks for the cheapest plan each time: those with a plan first, the cheapest first, and all limits together last. */
export const relaxJob: Job<RelaxQuestion, RelaxShard, readonly Relaxed[], readonly Relaxed[]> = {
  name: 'relax',
  plan({ question, free }, known) {
    if (known !== undefined) return [];
    return relaxations(question, free).map((relaxation) => ({ relaxation, question: { ...relax(question, relaxation, free), settings: { ...question.settings, plans: 1 } } }));
  },
  async run({ question, relaxation }, context) {
    // The search by scores proves nothing, so it is left for where nothing was proved.
    const shards = [...recourseJob.plan(question, undefined, 1)].sort((a, b) => Number(a.by === 'scores') - Number(b.by === 'scores'));
    let known: RecoursePartial = {};
    let found: Recourse = recourseJob.result(question, known);
    for (const shard of shards) {
      known = recourseJob.merge(known, await recourseJob.run(shard, context));
      found = recourseJob.result(question, known);
      if (found.cheapest?.kind === 'optimal' || found.cheapest?.kind === 'none') break;
    }
    const [plan] = found.plans;
    return [{ relaxation, outcome: plan ? 'plan' : found.cheapest?.kind === 'none' ? 'none' : 'unknown', plan, cheapest: found.cheapest?.kind === 'optimal' }];
  },
  merge: (a, b) => [...a, ...b],
  result: (_, known) => [...known].sort((a, b) => rank(a) - rank(b) || (a.plan?.cost ?? 0) - (b.plan?.cost ?? 0)),
};

function rank({ relaxation, outcome }: Relaxed): number {
  return relaxation.kind === 'all' ? 3 : outcome === 'plan' ? 0 : outcome === 'unknown' ? 1 : 2;
}
