import { AssayError } from '../errors';
import { finishBreathing } from '../jobs/steps';
import type { Job, ShardContext } from '../jobs/types';
import type { Task } from '../models/types';
import { type AnySettings, ANY_SETTINGS, searchAny } from './any/search';
import { choosePlans } from './choose';
import { forestSearches } from './forest/prove';
import { type Additive, additiveForest, additiveLinear } from './linear/additive';
import { additiveSearches } from './linear/prove';
import { type CoupledChange, costOfPrice, couplingOf, type FeaturePrice } from './prices';
import { provePlans } from './prove';
import { TooManyValues } from './too-many';
import type { Actions } from './rules';
import type { FeatureRule, ScoredPlan, Target } from './types';
import { type Ask } from './any/pool';
import { targetScores } from './target-scores';

export interface RecourseSettings extends AnySettings {
  /** Plans shown. */
  readonly plans: number;
  /** Most boxes opened for one proof. */
  readonly nodes: number;
  /** Most leaf boxes of trees taken together for a proof: fewer are made ready sooner and bound less closely. */
  readonly merged?: number;
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
  /** Boxes opened, or combinations looked at. */
  readonly opened: number;
}

export interface Proved {
  /** `trees`: boxes of values that a forest's trees do not tell apart; `sums`: what each input adds by itself. */
  readonly by: 'trees' | 'sums';
  readonly plans: readonly ScoredPlan[];
  readonly cheapest: PlanProof;
  readonly fewest: PlanProof;
  /** What the margin must be above the line for the runtime's float32 arithmetic to agree: plans nearer to the line were left out. */
  readonly ease: number;
}

/** Why a structure that can be read gives no proof: leaves hold formulas, or an input may take more values than the `most` that are gone through. */
export type Unproved = { readonly why: 'leaves' } | { readonly why: 'values'; readonly feature: number; readonly values: number; readonly most: number };

export interface RecourseShard {
  readonly question: RecourseQuestion;
  readonly by: 'scores' | 'structure';
}

export interface RecoursePartial {
  /** Plans found by asking for scores, and how many rows that took. */
  readonly found?: { readonly plans: readonly ScoredPlan[]; readonly rowsAsked: number };
  /** Of models with trees or weights that can be read; null for others. */
  readonly proved?: Proved | null;
  readonly unproved?: Unproved;
}

export interface Recourse {
  /** At most as many as asked for, the cheapest first, the one with fewest changes among them; every one was scored by the model itself. */
  readonly plans: readonly ScoredPlan[];
  readonly cheapest: PlanProof | undefined;
  readonly fewest: PlanProof | undefined;
  /** What the proofs stand on; undefined where the model has no structure that gives any. */
  readonly by: Proved['by'] | undefined;
  /** Why a structure that can be read gave no proof. */
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
export function asker({ scorer, breathe }: Pick<ShardContext, 'scorer' | 'breathe'>, { task, target }: RecourseQuestion): Ask {
  return async (rows, count) => {
    await breathe();
    return targetScores(await scorer.score(rows, count), task, target, scorer.width);
  };
}

function rowsOf(values: Float64Array, width: number): Float64Array[] {
  return Array.from({ length: Math.floor(values.length / Math.max(1, width)) }, (_, row) => values.subarray(row * width, (row + 1) * width));
}

/** Plans with proofs, where the model has a structure that gives any: sums of what inputs add, or trees. */
async function proveBy(question: RecourseQuestion, actions: Actions, ask: Ask, { structure, linear, breathe }: ShardContext): Promise<Pick<RecoursePartial, 'proved' | 'unproved'>> {
  const additive: Additive | undefined = linear ? additiveLinear(linear, question.person) : structure && additiveForest(structure);
  if (!additive && !structure) return { proved: null };
  const prepare = async (ease: number) =>
    additive ? finishBreathing(additiveSearches(additive, actions, question.target, ease), breathe) : forestSearches(structure!, actions, question.target, ease, question.settings.merged, breathe);
  try {
    return { proved: await provePlans(additive ? 'sums' : 'trees', question, prepare, ask, breathe) };
  } catch (error) {
    // What is left is the search by scores.
    if (error instanceof TooManyValues) return { proved: null, unproved: { why: 'values', feature: error.feature, values: error.values, most: error.most } };
    if (error instanceof AssayError && error.record.area === 'recourse') return { proved: null, unproved: { why: 'leaves' } };
    throw error;
  }
}

/**
 * Plans that reach a target: searched for by asking the model, and, where its trees or weights can be read, proved to be the cheapest and the one with fewest
 * changes, or proved not to exist.
 */
export const recourseJob: Job<RecourseQuestion, RecourseShard, RecoursePartial, Recourse> = {
  name: 'recourse',
  plan: (question, known) => (known === undefined ? [{ question, by: 'scores' }, { question, by: 'structure' }] : []),
  async run({ question, by }, context) {
    const actions = actionsOf(question);
    const ask = asker(context, question);
    if (by === 'structure') return proveBy(question, actions, ask, context);
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
      by: proved?.by,
      unproved,
      ease: proved?.ease ?? 0,
      rowsAsked: found?.rowsAsked ?? 0,
      complete: found !== undefined && proved !== undefined,
    };
  },
};
