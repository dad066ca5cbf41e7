import type { GowerScale } from '../../influence/nearest/gower';
import type { AnySettings } from '../any/search';
import type { RecourseQuestion } from '../job';
import type { LevelMoves } from '../limits/choice';
import type { Limited, Relaxation } from '../relax';
import type { FeatureRule } from '../types';

/** How long one person is looked at. */
export interface WayBudget {
  /** Most boxes opened, and most leaf boxes of trees taken together: a quick look first, a longer one where that settles nothing. */
  readonly quick: { readonly nodes: number; readonly merged: number };
  readonly long: { readonly nodes: number; readonly merged: number };
  /** Where trees settle nothing. */
  readonly scores: AnySettings;
  /** Rows with the other decision whose values are tried. */
  readonly anchors: number;
  /** People of each group whose limits are given up one at a time, of those without a way and of those with a costly one. */
  readonly relaxed: number;
}

export const WAY_BUDGET: WayBudget = {
  quick: { nodes: 2000, merged: 20 },
  long: { nodes: 6000, merged: 300 },
  scores: { alone: 60, together: 12, width: 24, depth: 4, shrunk: 16, exchanges: 1, rows: 8000 },
  anchors: 10,
  relaxed: 30,
};

/** What may be done about one person, and what might be without limits. */
export interface PersonLimits extends Limited {
  readonly person: Float64Array<ArrayBuffer>;
  readonly free: readonly FeatureRule[];
}

/**
 * What would it take for these people to reach a target? Rules are the same for everybody; a number may be filled in where its rule says so, and as many
 * changes as there are features, or more, are no limit.
 */
export interface WaysQuestion extends Omit<RecourseQuestion, 'person' | 'anchors' | 'settings'> {
  /** Feature rows, row-major, in the order in which they are looked at: every start of it should be a fair sample. */
  readonly people: Float64Array<ArrayBuffer>;
  /** Group of each. */
  readonly group: Int32Array<ArrayBuffer>;
  /** By feature, the levels that people may move to where these hang on their own level; undefined where the rule says it all. */
  readonly moves?: readonly (readonly LevelMoves[] | undefined)[];
  /** Missing values may be filled in; else they stay. */
  readonly fillMissing: boolean;
  /** By feature, what might be done about it without limits; a feature that is locked there is never let go. */
  readonly free: readonly FeatureRule[];
  /** Rows that have reached the target, row-major, and how distances to them are measured. */
  readonly reached: Float64Array<ArrayBuffer>;
  readonly scale: GowerScale;
  readonly budget: WayBudget;
}

/** What the questions about all people have in common. */
export type WaysBase = Omit<WaysQuestion, 'people' | 'group'>;

/**
 * What is known of one person’s cheapest way. `proved`: none costs less. `gap`: one was found, and none costs less than `bound`. `found`: one was found,
 * and nothing is proved of others. `none`: there is no way, proved. `unfound`: none was found within the budget, and one that costs `bound` or more is
 * not ruled out.
 */
export type WayKind = 'proved' | 'gap' | 'found' | 'none' | 'unfound';

export interface PersonWay {
  /** Index among the question’s people. */
  readonly person: number;
  readonly kind: WayKind;
  /** Of the cheapest way found; ∞ without one. */
  readonly cost: number;
  /** No way costs less; ∞ where there is none, NaN where nothing is proved. */
  readonly bound: number;
  /** Fewest changed features of a way found; NaN without one. */
  readonly fewest: number;
  /** Features that the cheapest way changes, ascending. */
  readonly changed: readonly number[];
}

/** The same person with one limit given up. */
export interface RelaxedWay extends PersonWay {
  /** Index among the question’s relaxations. */
  readonly relaxation: number;
}

export interface WaysEffort {
  /** Rows the model scored, and boxes of changes that were looked through. */
  readonly rowsAsked: number;
  readonly opened: number;
}

export interface Ways extends WaysEffort {
  /** Of those looked at so far, by person. */
  readonly ways: readonly PersonWay[];
  /** People to be looked at. */
  readonly of: number;
  /** Limits that are given up; none while that is not known. */
  readonly relaxations: readonly Relaxation[];
  /**
   * Of those looked at so far, by relaxation and person; `ofRelaxed` in the end, 0 while that is not known. Where a limit does not touch a person, their way
   * stays what it was.
   */
  readonly relaxed: readonly RelaxedWay[];
  readonly ofRelaxed: number;
}
