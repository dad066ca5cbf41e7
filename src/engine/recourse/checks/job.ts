import { finishBreathing } from '../../jobs/steps';
import type { Job } from '../../jobs/types';
import { Random } from '../../stats/random';
import { asker, type Recourse, type RecourseQuestion } from '../job';
import { type KnownRows, likeness, likenessOf } from './like';
import { type PlanCheck, type RecourseMetrics, recourseMetrics } from './metrics';
import { pairCells, pairSupport } from './pairs';
import { robustness, type RobustnessSettings } from './robust';

/** What holds of plans besides that they reach the target? */
export interface PlanChecksQuestion {
  /** The question that the plans answer; its columns and anchors are not looked at. */
  readonly question: RecourseQuestion;
  readonly recourse: Recourse;
  readonly rows: KnownRows;
  readonly seed: number;
  readonly settings: RobustnessSettings;
}

export interface PlanChecks {
  /** By plan. */
  readonly plans: readonly PlanCheck[];
  readonly metrics: RecourseMetrics;
  /** Rows of the table that plans were held against, and those of them that have reached the target. */
  readonly rows: number;
  readonly favourable: number;
}

/** Plausibility and robustness of plans: how like rows of the table they are, and what becomes of them when numbers come out a little otherwise. */
export const planChecksJob: Job<PlanChecksQuestion, PlanChecksQuestion, PlanChecks, PlanChecks> = {
  name: 'planChecks',
  plan: (question, known) => (known === undefined ? [question] : []),
  async run({ question, recourse, rows, seed, settings }, context) {
    const ask = asker(context, question);
    const { breathe } = context;
    const usual = await finishBreathing(likenessOf(rows, seed), breathe);
    const cells = pairCells(rows.values, rows.kinds);
    const spans = Float64Array.from(rows.scale.features, ({ span }) => span);
    const plans: PlanCheck[] = [];
    for (const [k, plan] of recourse.plans.entries()) {
      await breathe();
      const robust = await robustness({ plan, rules: question.rules, spans, target: question.target }, settings, Random.stream(seed, k), ask);
      plans.push({ like: likeness(usual, plan.row), pairs: pairSupport(cells, plan), robust });
    }
    const metrics = await recourseMetrics(question, recourse, plans, rows.scale, ask);
    return { plans, metrics, rows: rows.reached.length, favourable: usual.favourable };
  },
  merge: (a) => a,
  result: (_, known) => known,
};
