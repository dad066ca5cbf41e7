import { AssayError } from '../../errors';
import { finishBreathing } from '../../jobs/steps';
import type { ExactStructure } from '../../models/binding/structure';
import { type Ask, shortfall } from '../any/pool';
import type { PlanProof, Proved, RecourseQuestion } from '../job';
import type { Actions } from '../rules';
import type { Certificate, Plan, ScoredPlan } from '../types';
import { marginGoals } from './goals';
import { forestOptions } from './options';
import { type Prepared, prepareForest } from './prepare';
import { searchForest, type SearchResult } from './search';

/** What is first asked of the margin above the line where the runtime's float32 sum falls short of it, and the most. */
const EASE = 1e-6;
const MOST_EASE = 1e-2;

/**
 * The cheapest plan, the one with fewest changes and then others with other inputs, each with what is proved of it; null where leaves do not serve.
 * Every plan is scored by the model itself: where its float32 arithmetic does not agree, the search asks for a margin a little above the line.
 */
export async function provePlans(question: RecourseQuestion, actions: Actions, structure: ExactStructure, ask: Ask, breathe: () => Promise<void>): Promise<Proved | null> {
  const { target, settings } = question;
  for (let ease = 0; ; ease = Math.max(EASE, 8 * ease)) {
    const problem = await prepare(actions, structure, question, ease, breathe);
    if (problem === undefined) return null;
    const score = async ({ row }: Plan): Promise<number> => (await ask(Float64Array.from(row), 1))[0]!;
    const common = { combine: actions.combine, mostChanges: actions.mostChanges, nodes: settings.nodes };
    const cheapest = await finishBreathing(searchForest(problem, common), breathe);
    const first = planIn(cheapest);
    if (first === undefined) return { plans: [], cheapest: proofOf(cheapest), fewest: proofOf(cheapest), ease };
    const mayEase = ease < MOST_EASE;
    if (mayEase && shortfall(target, await score(first)) > 0) continue;
    // Dear enough that no plan with more changes costs less.
    const perChange = 1 + problem.options.reduce((sum, { costs }) => sum + Math.max(...costs), 0);
    const few = await finishBreathing(searchForest(problem, { ...common, combine: 'sum', perChange }), breathe);
    const second = planIn(few);
    const plans = [first, ...(second ? [second] : [])];
    while (plans.length <= settings.plans) {
      const next = planIn(await finishBreathing(searchForest(problem, { ...common, forbidden: plans.map(({ changes }) => changes.map(({ feature }) => feature)) }), breathe));
      if (next === undefined || next.changes.length === 0) break;
      plans.push(next);
    }
    const scored: ScoredPlan[] = [];
    for (const plan of plans) scored.push({ ...plan, score: await score(plan) });
    const holds = scored.map((plan) => shortfall(target, plan.score) === 0);
    if (mayEase && second && !holds[1]) continue;
    return { plans: scored.filter((_, k) => holds[k]), cheapest: proofOf(cheapest), fewest: proofOf(few, perChange), ease };
  }
}

async function prepare(actions: Actions, structure: ExactStructure, { target }: RecourseQuestion, ease: number, breathe: () => Promise<void>): Promise<Prepared | undefined> {
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
    if (error instanceof AssayError && error.record.area === 'recourse') return undefined;
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
