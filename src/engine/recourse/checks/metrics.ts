import { gowerDistance, type GowerScale } from '../../influence/nearest/gower';
import { type Ask, shortfall } from '../any/pool';
import { actionsOf, type Recourse, type RecourseQuestion } from '../job';
import { keepsRules } from '../rules';
import type { RowLikeness } from './like';
import type { PairSupport } from './pairs';
import type { Robustness } from './robust';

/** What is known of one plan beyond itself. */
export interface PlanCheck {
  readonly like: RowLikeness;
  /** The rarest pair first. */
  readonly pairs: readonly PairSupport[];
  readonly robust: Robustness;
}

/** One result in numbers, as searches for plans are compared by. Means are over plans; null without any. */
export interface RecourseMetrics {
  readonly plans: number;
  /** Share of plans that reach the target when they are scored again. */
  readonly validity: number | null;
  /** Mean and least cost. */
  readonly proximity: { readonly mean: number; readonly least: number } | null;
  /** Mean and least number of changed features. */
  readonly sparsity: { readonly mean: number; readonly least: number } | null;
  /** Distance to favourable rows over what is usual; share of plans within the 95th percentile; share of the nearest rows that are favourable. */
  readonly plausibility: { readonly ratio: number | null; readonly within: number | null; readonly favourableNear: number } | null;
  /** Mean distance between two plans (0 to 1; null with one plan), and how many different sets of features they change. */
  readonly diversity: { readonly distance: number | null; readonly sets: number } | null;
  /** Plans that break a rule. */
  readonly violations: number;
  /** Share of plans that hold after every single step, and mean share of noisy draws that do; null where no number changes. */
  readonly robustness: { readonly steps: number | null; readonly noise: number | null } | null;
  /** Rows the model was asked about. */
  readonly rows: number;
  /** How much dearer than proved possible the cheapest plan is at most, as a share: 0 where it is proved the cheapest; null without a bound. */
  readonly gap: number | null;
}

const mean = (values: readonly number[]): number | null => (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length);
const known = <T>(values: readonly (T | null)[]): T[] => values.filter((value): value is T => value !== null);

/**
 * The numbers by which results are held against each other. Every plan is scored and held to its rules once more.
 * @param checks by plan
 */
export async function recourseMetrics(question: RecourseQuestion, { plans, cheapest, rowsAsked }: Recourse, checks: readonly PlanCheck[], scale: GowerScale, ask: Ask): Promise<RecourseMetrics> {
  const actions = actionsOf(question);
  const width = question.person.length;
  const flat = new Float64Array(plans.length * width);
  plans.forEach(({ row }, k) => flat.set(row, k * width));
  const scores = plans.length === 0 ? new Float64Array(0) : await ask(flat, plans.length);
  const pairs = plans.flatMap((a, k) => plans.slice(k + 1).map((b) => gowerDistance(scale, a.row, b.row)));
  const least = plans[0]?.cost;
  const some = <T>(of: () => T): T | null => (plans.length === 0 ? null : of());
  return {
    plans: plans.length,
    validity: mean(Array.from(scores, (score) => +(shortfall(question.target, score) === 0))),
    proximity: some(() => ({ mean: mean(plans.map(({ cost }) => cost))!, least: Math.min(...plans.map(({ cost }) => cost)) })),
    sparsity: some(() => ({ mean: mean(plans.map(({ changes }) => changes.length))!, least: Math.min(...plans.map(({ changes }) => changes.length)) })),
    plausibility: some(() => ({
      ratio: mean(known(checks.map(({ like }) => like.ratio))),
      within: mean(known(checks.map(({ like }) => like.within)).map(Number)),
      favourableNear: mean(checks.map(({ like }) => like.favourableNear / Math.max(1, like.near))) ?? 0,
    })),
    diversity: some(() => ({ distance: mean(pairs), sets: new Set(plans.map(({ changes }) => changes.map(({ feature }) => feature).join())).size })),
    violations: plans.filter(({ row }) => !keepsRules(actions, row)).length,
    robustness: some(() => ({
      steps: mean(checks.filter(({ robust }) => robust.steps.length > 0).map(({ robust }) => +robust.steps.every(({ holds }) => holds))),
      noise: mean(known(checks.map(({ robust }) => robust.noise)).map(({ share }) => share.value)),
    })),
    rows: rowsAsked,
    gap: least === undefined || !cheapest ? null : gapOf(least, cheapest.bound),
  };
}

function gapOf(cost: number, bound: number): number | null {
  if (cost <= bound) return 0;
  return bound > 0 ? cost / bound - 1 : null;
}
