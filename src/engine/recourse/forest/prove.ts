import { finishBreathing, type Steps } from '../../jobs/steps';
import type { ExactStructure } from '../../models/binding/structure';
import { marginGoals } from '../goals';
import type { Fewest, Searches } from '../prove';
import type { Actions } from '../rules';
import type { Target } from '../types';
import { optionsByTrees } from './apart';
import { type Prepared, prepareForest } from './prepare';
import { searchForest, type SearchSettings } from './search';

/**
 * Searches over the trees of a forest that ask for so much of the margin beyond the target.
 * @throws AssayError `recourse-values`, `recourse-leaves` where they cannot be searched
 */
export async function forestSearches(structure: ExactStructure, actions: Actions, target: Target, ease: number, merged: number | undefined, breathe: () => Promise<void>): Promise<Searches> {
  const { person, couplings } = actions;
  const { forest, task, link, scale } = structure;
  const goals = marginGoals({ outputs: forest.outputs, task, link, scale }, target, ease);
  const problem = await finishBreathing(prepareForest({ structure, person, options: optionsByTrees(forest, actions), ...goals, couplings, merged }), breathe);
  return { cheapest: (settings) => searchForest(problem, settings), fewest: (settings) => fewest(problem, settings) };
}

/** With changes so dear that no plan with more of them costs less. */
function* fewest(problem: Prepared, settings: SearchSettings): Steps<Fewest> {
  const perChange = 1 + problem.options.reduce((sum, { costs }) => sum + Math.max(...costs), 0);
  const result = yield* searchForest(problem, { ...settings, perChange });
  const least = result.kind === 'optimal' ? result.plan.changes.length : result.kind === 'none' ? Infinity : Math.max(0, Math.ceil(result.bound / perChange - 1));
  return { ...result, least };
}
