import type { Job, ShardContext } from '../jobs/types';
import type { Task } from '../models/types';
import { type AnySettings, ANY_SETTINGS, searchAny } from './any/search';
import { choosePlans } from './choose';
import { provePlans } from './forest/prove';
import { type CoupledChange, costOfPrice, couplingOf, type FeaturePrice } from './prices';
import type { Actions } from './rules';
import type { FeatureRule, ScoredPlan, Target } from './types';
import { type Ask } from './any/pool';
import { targetScores } from './target-scores';

export interface RecourseSettings extends AnySettings {
  /** Plans shown. */
  readonly plans: number;
  /** Most boxes opened for one proof. */
  readonly nodes: number;
}

export const RECOURSE_SETTINGS: RecourseSettings = { ...ANY_SETTINGS, plans: 4, nodes: 20_000 };

/** What would change a score? */
export interface RecourseQuestion {
  /** The feature row. */
  readonly person: Float64Array<ArrayBuffer>;
  /** By feature. */
  readonly rules: readonly FeatureRule[];
  readonly prices: readonly FeaturePrice[];
  readonly couplings: readonly CoupledChange[];
  readonly combine: 'sum' | 'max';
  /** Most features that change. */
  readonly mostChanges: number;
  readonly target: Target;
  readonly task: Task;
  /** By feature: numbers of the table, ascending, without missing ones; empty for levels. */
  readonly columns: readonly Float64Array<ArrayBuffer>[];
  /** Rows that have reached the target, row-major, nearest first. */
  readonly anchors: Float64Array<ArrayBuffer>;
  readonly settings: RecourseSettings;
}

/** What is known of the cheapest plan, or of the one with fewest changes. */
export interface PlanProof {
  readonly kind: 'optimal' | 'gap' | 'none' | 'unsettled';
  /** No admissible plan costs less (or, for fewest, has fewer changes). */
  readonly bound: number;
  /** Boxes opened. */
  readonly opened: number;
}

export interface Proved {
  readonly plans: readonly ScoredPlan[];
  readonly cheapest: PlanProof;
  readonly fewest: PlanProof;
  /** What the margin must be above the line for the runtime's float32 arithmetic to agree: plans nearer to the line were left out. */
  readonly ease: number;
}

/** Why trees give no proof: their leaves hold formulas, or they look up a number in lists that may take more than `most` values. */
export type Unproved = { readonly why: 'leaves' } | { readonly why: 'values'; readonly feature: number; readonly values: number; readonly most: number };

export interface RecourseShard {
  readonly question: RecourseQuestion;
  readonly by: 'scores' | 'trees';
}

export interface RecoursePartial {
  /** Plans found by asking for scores, and how many rows that took. */
  readonly found?: { readonly plans: readonly ScoredPlan[]; readonly rowsAsked: number };
  /** Of models with trees that can be read; null for others. */
  readonly proved?: Proved | null;
  readonly unproved?: Unproved;
}

export interface Recourse {
  /** At most as many as asked for, the cheapest first, the one with fewest changes among them; every one was scored by the model itself. */
  readonly plans: readonly ScoredPlan[];
  readonly cheapest: PlanProof | undefined;
  readonly fewest: PlanProof | undefined;
  /** Why trees that can be read gave no proof. */
  readonly unproved: Unproved | undefined;
  readonly ease: number;
  readonly rowsAsked: number;
  /** True once both ways of looking have ended. */
  readonly complete: boolean;
}

/** The rules and costs of a question, with prices and couplings made into functions. */
export function actionsOf({ person, rules, prices, couplings, combine, mostChanges }: RecourseQuestion): Actions {
  return { person, rules, costs: prices.map((price) => costOfPrice(price)), couplings: couplings.map((coupled) => couplingOf(coupled, person)), combine, mostChanges };
}

/** Scores of the target's class, its lead over the others, or values as they are. */
function asker({ scorer, breathe }: ShardContext, { task, target }: RecourseQuestion): Ask {
  return async (rows, count) => {
    await breathe();
    return targetScores(await scorer.score(rows, count), task, target, scorer.width);
  };
}

function rowsOf(values: Float64Array, width: number): Float64Array[] {
  return Array.from({ length: Math.floor(values.length / Math.max(1, width)) }, (_, row) => values.subarray(row * width, (row + 1) * width));
}

/**
 * Plans that reach a target: searched for by asking the model, and, where its trees can be read, proved to be the cheapest and the one with fewest
 * changes, or proved not to exist.
 */
export const recourseJob: Job<RecourseQuestion, RecourseShard, RecoursePartial, Recourse> = {
  name: 'recourse',
  plan: (question, known) => (known === undefined ? [{ question, by: 'scores' }, { question, by: 'trees' }] : []),
  async run({ question, by }, context) {
    const actions = actionsOf(question);
    const ask = asker(context, question);
    if (by === 'trees') {
      if (!context.structure) return { proved: null };
      const proved = await provePlans(question, actions, context.structure, ask, context.breathe);
      return 'why' in proved ? { proved: null, unproved: proved } : { proved };
    }
    const { target, columns, settings } = question;
    const anchors = rowsOf(question.anchors, question.person.length);
    const { plans, rowsAsked } = await searchAny({ actions, target, ask, columns, anchors, settings });
    return { found: { plans, rowsAsked } };
  },
  merge: (a, b) => ({ ...a, ...b }),
  result({ settings }, { found, proved, unproved }) {
    const plans = choosePlans([...(proved?.plans ?? []), ...(found?.plans ?? [])], settings.plans);
    return {
      plans: [...plans].sort((a, b) => a.cost - b.cost),
      cheapest: proved?.cheapest,
      fewest: proved?.fewest,
      unproved,
      ease: proved?.ease ?? 0,
      rowsAsked: found?.rowsAsked ?? 0,
      complete: found !== undefined && proved !== undefined,
    };
  },
};
