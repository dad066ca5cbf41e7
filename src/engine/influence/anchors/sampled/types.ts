import type { Interval } from '../../../stats/intervals';
import type { Player } from '../../players';
import type { Quantity } from '../../quantities';
import type { PlayerPredicate } from './predicates';

export interface AnchorsSettings {
  readonly seed: number;
  /** Share of mixed rows that meet the rule which are to have the person's decision. */
  readonly target: number;
  /** Chance of taking a rule for good enough, or not, wrongly, at each length of rule. */
  readonly delta: number;
  /** A rule whose lower bound is this much below the target is good enough: nearer to it, telling apart costs too many rows. */
  readonly tolerance: number;
  /** Rules whose precision differs by less need not be told apart when the best are chosen. */
  readonly tie: number;
  /** Rules kept of each length, and most conditions of a rule. */
  readonly beam: number;
  readonly length: number;
  /** Mixed rows scored for a contested rule at a time. */
  readonly batch: number;
  /** Most mixed rows scored in the search. */
  readonly searchRows: number;
  /** Fresh mixed rows scored for the rule found. */
  readonly freshRows: number;
}

export const ANCHORS_SETTINGS: AnchorsSettings = {
  seed: 1,
  target: 0.95,
  delta: 0.1,
  tolerance: 0.02,
  tie: 0.15,
  beam: 2,
  length: 6,
  batch: 250,
  searchRows: 60_000,
  freshRows: 5000,
};

/** Which conditions, true of a person, nearly always go with the same decision? For any model. */
export interface AnchorsQuestion {
  readonly person: Float64Array<ArrayBuffer>;
  readonly features: readonly { readonly name: string; readonly kind: 'number' | 'level' }[];
  readonly players: readonly Player[];
  /** Rows to mix with and to count coverage on, row-major. */
  readonly background: Float64Array<ArrayBuffer>;
  /** The decision: a quantity of kind `decision`. */
  readonly quantity: Quantity;
  readonly settings: AnchorsSettings;
}

interface OfRule {
  readonly question: AnchorsQuestion;
  readonly rule: readonly number[];
  readonly decision: number;
}

/** The search; fresh mixed rows of the rule found, numbered from `first`; the background rows it covers. */
export type AnchorsShard =
  | { readonly kind: 'search'; readonly question: AnchorsQuestion }
  | (OfRule & { readonly kind: 'fresh'; readonly first: number; readonly rows: number })
  | (OfRule & { readonly kind: 'covered' });

/** What the search ended with. */
export interface FoundRule {
  /** Players whose conditions make the rule, ascending. */
  readonly rule: readonly number[];
  /** What they say. */
  readonly conditions: readonly PlayerPredicate[];
  /** How many background rows meet it. */
  readonly covered: number;
  readonly decision: number;
  /** Whether the search took it for good enough. */
  readonly reached: boolean;
  /** Whether the search stopped because its rows were used up. */
  readonly exhausted: boolean;
}

export interface AnchorsPartial {
  readonly found?: FoundRule;
  readonly fresh: { readonly rows: number; readonly agreeing: number };
  readonly covered?: { readonly rows: number; readonly agreeing: number };
  readonly rowsEvaluated: number;
}

export interface Anchors {
  /** The person's decision, 1 or 0. */
  readonly decision: number;
  /** The conditions of the rule; none where the decision nearly always is the same. */
  readonly conditions: readonly PlayerPredicate[];
  /** False when no rule was found that is good enough: the rule is then the best one met. */
  readonly reached: boolean;
  readonly exhausted: boolean;
  /** Share of mixed rows under the rule that have the decision, from rows that the search did not see; null until there are any. */
  readonly precision: (Interval & { readonly value: number; readonly rows: number }) | null;
  /** Of the background rows: how many meet the rule, and how many of these have the decision (null until they are scored). */
  readonly coverage: { readonly rows: number; readonly covered: number; readonly agreeing: number | null };
  readonly rowsEvaluated: number;
  readonly seed: number;
}
