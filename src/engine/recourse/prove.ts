import type { Steps } from '../jobs/steps';
import { finishBreathing } from '../jobs/steps';
import { type Ask, shortfall } from './any/pool';
import type { SearchResult, SearchSettings } from './forest/search';
import type { PlanProof, Proved, RecourseQuestion } from './job';
import type { Certificate, Plan, ScoredPlan } from './types';

/** Searches of one model structure for one person and target: each proves what it finds. */
export interface Searches {
  cheapest(settings: SearchSettings): Steps<SearchResult>;
  /** The plan with fewest changes, of these the cheapest. */
  fewest(settings: SearchSettings): Steps<Fewest>;
}

/** `least`: no plan has fewer changes; ∞ where there is no plan. */
export type Fewest = SearchResult & { readonly least: number };

/** What is first asked of the margin above the line where the runtime's float32 sum falls short of it, and the most. */
const EASE = 1e-6;
const MOST_EASE = 1e-2;

/**
 * The cheapest plan, the one with fewest changes and then others with other inputs, each with what is proved of it. Every
 * plan is scored by the model itself: where its float32 arithmetic does not agree, the search asks for a margin a little above the line.
 * @param prepare searches that ask so much of the margin beyond the target
 */
export async function provePlans(
  by: Proved['by'],
  { target, settings, combine, mostChanges }: RecourseQuestion,
  prepare: (ease: number) => Promise<Searches>,
  ask: Ask,
  breathe: () => Promise<void>,
): Promise<Proved> {
  const score = async ({ row }: Plan): Promise<number> => (await ask(Float64Array.from(row), 1))[0]!;
  const common = { combine, mostChanges, nodes: settings.nodes };
  let exact: Proofs | undefined;
  for (let ease = 0; ; ease = Math.max(EASE, 8 * ease)) {
    const searches = await prepare(ease);
    const cheapest = await finishBreathing(searches.cheapest(common), breathe);
    const first = planIn(cheapest);
    const few = first === undefined ? undefined : await finishBreathing(searches.fewest({ ...common, combine: 'sum' }), breathe);
    const own = { cheapest: proofOf(cheapest), fewest: few ? { kind: few.kind, bound: few.least, opened: few.opened } : proofOf(cheapest) };
    exact ??= own;
    const proofs = { by, cheapest: withRounding(exact.cheapest, own.cheapest), fewest: withRounding(exact.fewest, own.fewest), ease };
    if (first === undefined) return { plans: [], ...proofs };
    const second = few && planIn(few);
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
      const next = planIn(await finishBreathing(searches.cheapest({ ...common, forbidden: scored.map(({ changes }) => changes.map(({ feature }) => feature)) }), breathe));
      if (next === undefined || next.changes.length === 0) break;
      scored.push({ ...next, score: await score(next) });
    }
    const plans = scored.filter((plan) => shortfall(target, plan.score) === 0);
    const standing = (proof: PlanProof, known: PlanProof, plan: ScoredPlan | undefined): PlanProof =>
      plan === undefined || plans.includes(plan) ? proof : { ...proof, kind: plans.length > 0 ? 'gap' : 'unsettled', bound: known.bound };
    return { ...proofs, plans, cheapest: standing(proofs.cheapest, exact.cheapest, scored[0]), fewest: standing(proofs.fewest, exact.fewest, second && scored[1]) };
  }
}

interface Proofs {
  readonly cheapest: PlanProof;
  readonly fewest: PlanProof;
}

/**
 * What is proved of plans that the runtime agrees with, from proofs by the structure's own arithmetic: at the line itself, which no plan gets round, and a
 * little above it, where plans near the line are left out.
 */
export function withRounding(exact: PlanProof, above: PlanProof): PlanProof {
  const opened = exact === above ? above.opened : exact.opened + above.opened;
  if (above.kind === 'none') return exact.kind === 'none' ? { ...above, opened } : { kind: 'unsettled', bound: exact.bound, opened };
  if (above.kind === 'optimal' && !(exact.bound < above.bound)) return { ...above, opened };
  return { kind: above.kind === 'unsettled' ? 'unsettled' : 'gap', bound: Math.min(exact.bound, above.bound), opened };
}

function planIn(certificate: Certificate): Plan | undefined {
  return certificate.kind === 'optimal' || certificate.kind === 'gap' ? certificate.plan : undefined;
}

function proofOf(result: SearchResult): PlanProof {
  const bound = result.kind === 'optimal' ? result.plan.cost : result.kind === 'none' ? Infinity : result.bound;
  return { kind: result.kind, bound: Math.max(0, bound), opened: result.opened };
}
