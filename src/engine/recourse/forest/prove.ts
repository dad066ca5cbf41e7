import { AssayError } from '../../errors';
import { finishBreathing } from '../../jobs/steps';
import type { ExactStructure } from '../../models/binding/structure';
import { type Ask, shortfall } from '../any/pool';
import type { PlanProof, Proved, RecourseQuestion, Unproved } from '../job';
import type { Actions } from '../rules';
import type { Certificate, Plan, ScoredPlan } from '../types';
import { marginGoals } from './goals';
import { forestOptions } from './options';
import { type Prepared, prepareForest } from './prepare';
import { searchForest, type SearchResult, type SearchSettings } from './search';
import { LISTED, TooManyValues } from './too-many';

/** What is first asked of the margin above the line where the runtime's float32 sum falls short of it, and the most. */
const EASE = 1e-6;
const MOST_EASE = 1e-2;

/**
 * The cheapest plan, the one with fewest changes and then others with other inputs, each with what is proved of it; why there is no proof
 * where the trees do not serve.
 * Every plan is scored by the model itself: where its float32 arithmetic does not agree, the search asks for a margin a little above the line.
 */
export async function provePlans(question: RecourseQuestion, actions: Actions, structure: ExactStructure, ask: Ask, breathe: () => Promise<void>): Promise<Proved | Unproved> {
  const { target, settings } = question;
  const score = async ({ row }: Plan): Promise<number> => (await ask(Float64Array.from(row), 1))[0]!;
  let exact: Proofs | undefined;
  for (let ease = 0; ; ease = Math.max(EASE, 8 * ease)) {
    const problem = await prepare(actions, structure, question, ease, breathe);
    if ('why' in problem) return problem;
    const search = (more: Partial<SearchSettings> = {}): Promise<SearchResult> =>
      finishBreathing(searchForest(problem, { combine: actions.combine, mostChanges: actions.mostChanges, nodes: settings.nodes, ...more }), breathe);
    const cheapest = await search();
    const first = planIn(cheapest);
    // Dear enough that no plan with more changes costs less.
    const perChange = 1 + problem.options.reduce((sum, { costs }) => sum + Math.max(...costs), 0);
    const few = first === undefined ? cheapest : await search({ combine: 'sum', perChange });
    const own = { cheapest: proofOf(cheapest), fewest: proofOf(few, first && perChange) };
    exact ??= own;
    const proofs = { cheapest: withRounding(exact.cheapest, own.cheapest), fewest: withRounding(exact.fewest, own.fewest), ease };
    if (first === undefined) return { plans: [], ...proofs };
    const second = planIn(few);
    const mayEase = ease < MOST_EASE;
    const firstScore = await score(first);
    if (mayEase && shortfall(target, firstScore) > 0) continue;
    const scored: ScoredPlan[] = [{ ...first, score: firstScore }];
    if (second) {
      const secondScore = await score(second);
      if (mayEase && shortfall(target, secondScore) > 0) continue;
      scored.push({ ...second, score: secondScore });
    }
    while (scored.length <= settings.plans) {
      const next = planIn(await search({ forbidden: scored.map(({ changes }) => changes.map(({ feature }) => feature)) }));
      if (next === undefined || next.changes.length === 0) break;
      scored.push({ ...next, score: await score(next) });
    }
    const plans = scored.filter((plan) => shortfall(target, plan.score) === 0);
    const standing = (proof: PlanProof, known: PlanProof, plan: ScoredPlan | undefined): PlanProof =>
      plan === undefined || plans.includes(plan) ? proof : { ...proof, kind: plans.length > 0 ? 'gap' : 'unsettled', bound: known.bound };
    return { plans, cheapest: standing(proofs.cheapest, exact.cheapest, scored[0]), fewest: standing(proofs.fewest, exact.fewest, second && scored[1]), ease };
  }
}

interface Proofs {
  readonly cheapest: PlanProof;
  readonly fewest: PlanProof;
}

/**
 * What is proved of plans that the runtime agrees with, from proofs by the forest's own arithmetic: at the line itself, which no plan gets round, and a
 * little above it, where plans near the line are left out.
 */
export function withRounding(exact: PlanProof, above: PlanProof): PlanProof {
  const opened = exact === above ? above.opened : exact.opened + above.opened;
  if (above.kind === 'none') return exact.kind === 'none' ? { ...above, opened } : { kind: 'unsettled', bound: exact.bound, opened };
  if (above.kind === 'optimal' && !(exact.bound < above.bound)) return { ...above, opened };
  return { kind: above.kind === 'unsettled' ? 'unsettled' : 'gap', bound: Math.min(exact.bound, above.bound), opened };
}

async function prepare(actions: Actions, structure: ExactStructure, { target }: RecourseQuestion, ease: number, breathe: () => Promise<void>): Promise<Prepared | Unproved> {
  const { person, rules, costs, couplings } = actions;
  const { forest } = structure;
  const told = new Set(couplings.flatMap(({ when, then }) => [when, then]));
  try {
    const steps = prepareForest({
      structure,
      person,
      options: (sides) => {
        const { feature } = sides;
        const edges = couplings.flatMap(({ when, values, then, allowed }) => [...(when === feature ? [values] : []), ...(then === feature ? [allowed] : [])]);
        return forestOptions(forest, sides, rules[feature]!, person[feature]!, costs[feature]!, (grid) => (told.has(feature) ? edges.flatMap((is) => edgesOf(grid, is)) : []));
      },
      ...marginGoals(structure, target, ease),
      couplings,
    });
    return await finishBreathing(steps, breathe);
  } catch (error) {
    if (error instanceof TooManyValues) return { why: 'values', feature: error.feature, values: error.values, most: LISTED };
    if (error instanceof AssayError && error.record.area === 'recourse') return { why: 'leaves' };
    throw error;
  }
}

/** The indexes at which a condition that changes at most once below and once above the own value begins or ends. */
function edgesOf({ count, own, value }: { readonly count: number; readonly own: number; value(index: number): number }, is: (value: number) => boolean): number[] {
  const edge = (from: number, to: number): number[] => {
    if (from >= to || is(value(from)) === is(value(to))) return [];
    let [low, high] = [from, to];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (is(value(middle)) === is(value(low))) low = middle;
      else high = middle;
    }
    return [high];
  };
  return [...edge(0, own), ...edge(own, count - 1), own, own + 1];
}

function planIn(certificate: Certificate): Plan | undefined {
  return certificate.kind === 'optimal' || certificate.kind === 'gap' ? certificate.plan : undefined;
}

/** @param perChange what a change added to the cost, where the number of changes is what counts */
function proofOf(result: SearchResult, perChange?: number): PlanProof {
  const bound = result.kind === 'optimal' ? (perChange ? result.plan.changes.length : result.plan.cost) : result.kind === 'none' ? Infinity : perChange ? Math.ceil(result.bound / perChange - 1) : result.bound;
  return { kind: result.kind, bound: Math.max(0, bound), opened: result.opened };
}
