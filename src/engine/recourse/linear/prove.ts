import type { Steps } from '../../jobs/steps';
import type { SearchSettings } from '../forest/search';
import type { Fewest, Searches } from '../prove';
import type { Actions } from '../rules';
import type { Target } from '../types';
import type { Additive } from './additive';
import { type AdditiveProblem, prepareAdditive, searchAdditive } from './search';

/**
 * Searches over what the features of an additive model add, that ask for so much of the margin beyond the target.
 * @throws AssayError `recourse-values` where there are too many values
 */
export function* additiveSearches(model: Additive, actions: Actions, target: Target, ease: number): Steps<Searches> {
  const problem = yield* prepareAdditive(model, actions, target, ease);
  return { cheapest: (settings) => searchAdditive(problem, settings), fewest: (settings) => fewest(problem, settings) };
}

/** The cheapest plan with no change, with at most one, with at most two …: the first that there is. */
function* fewest(problem: AdditiveProblem, settings: SearchSettings): Steps<Fewest> {
  const most = Math.min(settings.mostChanges ?? Infinity, problem.options.length);
  let opened = 0;
  let unknown: number | undefined;
  for (let changes = 0; changes <= most; changes++) {
    const result = yield* searchAdditive(problem, { ...settings, mostChanges: changes });
    opened += result.opened;
    if (result.kind === 'optimal' || result.kind === 'gap') {
      if (unknown === undefined) return { ...result, least: changes, opened };
      return { kind: 'gap', plan: result.plan, bound: result.kind === 'gap' ? result.bound : result.plan.cost, least: unknown, opened };
    }
    if (result.kind === 'unsettled') unknown ??= changes;
  }
  return unknown === undefined ? { kind: 'none', least: Infinity, opened } : { kind: 'unsettled', bound: 0, least: unknown, opened };
}
