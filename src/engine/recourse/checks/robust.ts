import { decimalsIn } from '../../table/decimals';
import { type Estimate, wilsonEstimate } from '../../stats/intervals';
import type { Random } from '../../stats/random';
import { type Ask, shortfall } from '../any/pool';
import type { FeatureRule, ScoredPlan, Target } from '../types';

/** Whether a plan still reaches the target where its numbers come out a little otherwise, or the line moves. */
export interface Robustness {
  /** Each changed number one step lower and one step higher, the others as planned. */
  readonly steps: readonly { readonly feature: number; readonly to: number; readonly holds: boolean }[];
  /** Share of draws, with noise on all changed numbers, that reach the target; null where no number changes by noise. */
  readonly noise: { readonly kept: number; readonly of: number; readonly share: Estimate } | null;
  /** How far the line may move against the plan before it fails, on the scale of the scores: the plan holds with a line this much stricter, not beyond. */
  readonly line: number;
}

export interface RobustnessSettings {
  readonly draws: number;
  /** Standard deviation of the noise, as a share of the stretch in which most values of a number lie. */
  readonly noise: number;
}

export const ROBUSTNESS: RobustnessSettings = { draws: 200, noise: 0.02 };

/** What is asked about one plan. */
export interface RobustnessQuestion {
  readonly plan: ScoredPlan;
  /** By feature. */
  readonly rules: readonly FeatureRule[];
  /** By feature: the stretch between the 5 % and the 95 % quantile of a number; 0 for levels. */
  readonly spans: Float64Array;
  readonly target: Target;
}

/**
 * Scores neighbours of a plan: one step up and down in each changed number, and draws with normal noise on all of them at once, rounded to the steps they
 * are counted in. Limits of what may change are of no account here: noise keeps to none.
 */
export async function robustness({ plan, rules, spans, target }: RobustnessQuestion, { draws, noise }: RobustnessSettings, random: Random, ask: Ask): Promise<Robustness> {
  const numbers = plan.changes.flatMap(({ feature }) => {
    const rule = rules[feature]!;
    return rule.kind === 'number' ? [{ feature, step: rule.step }] : [];
  });
  const rows: Float64Array[] = [];
  const steps = numbers.flatMap(({ feature, step }) => [-1, 1].map((sign) => ({ feature, to: tidy(plan.row[feature]! + sign * step, step, plan.row[feature]!) })));
  for (const { feature, to } of steps) rows.push(plan.row.map((value, own) => (own === feature ? to : value)));
  const noisy = numbers.filter(({ feature }) => spans[feature]! > 0);
  const drawn = noisy.length === 0 ? 0 : draws;
  for (let draw = 0; draw < drawn; draw++) {
    const row = Float64Array.from(plan.row);
    for (const { feature, step } of noisy) {
      const off = Math.round((noise * spans[feature]! * random.normal()) / step) * step;
      row[feature] = tidy(row[feature]! + off, step, row[feature]!);
    }
    rows.push(row);
  }
  const width = plan.row.length;
  const flat = new Float64Array(rows.length * width);
  rows.forEach((row, k) => flat.set(row, k * width));
  const scores = rows.length === 0 ? new Float64Array(0) : await ask(flat, rows.length);
  const holds = Array.from(scores, (score) => shortfall(target, score) === 0);
  const kept = holds.slice(steps.length).filter(Boolean).length;
  const share = wilsonEstimate(kept, drawn);
  const { above = -Infinity, below = Infinity } = target;
  return {
    steps: steps.map((step, k) => ({ ...step, holds: holds[k]! })),
    noise: share && { kept, of: drawn, share },
    line: Math.min(plan.score - above, below - plan.score),
  };
}

/** A sum without the digits that rounding adds. */
function tidy(value: number, step: number, own: number): number {
  return Number(value.toFixed(Math.max(decimalsIn(step), decimalsIn(own))));
}
