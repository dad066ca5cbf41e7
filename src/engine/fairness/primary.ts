import type { MetricId } from './metrics/catalogue';

/** Who are the people decided about, as far as it matters for a measure: those who ask for something, or those something is done to. */
export const AFFECTED = ['applicants', 'subjects', 'everyone'] as const;
/** Which of the two mistakes hurts the person: a favourable decision withheld from someone who would have deserved it, one given to someone who would not have, both, or neither of them (only shares matter). */
export const HARMS = ['withheld', 'given', 'both', 'share'] as const;
/** Who decides: the model alone, a person who sees the decision, or a person who sees the score and reads it as a chance. */
export const DECIDERS = ['model', 'person', 'score'] as const;
/** What the label is: what truly happened to everyone, what was seen only of those selected, or what an earlier decision said. */
export const LABELS = ['truth', 'selected', 'decision', 'none'] as const;

export type Affected = (typeof AFFECTED)[number];
export type Harm = (typeof HARMS)[number];
export type Decider = (typeof DECIDERS)[number];
export type LabelMeaning = (typeof LABELS)[number];

/** The answers to the six questions; empty texts and null mean: not answered. */
export interface Intake {
  readonly affected: Affected | null;
  readonly harm: Harm | null;
  readonly decider: Decider | null;
  readonly label: LabelMeaning | null;
  /** In the person's own words, for each of the six questions in their order. */
  readonly notes: readonly [string, string, string, string, string, string];
}

export const EMPTY_INTAKE: Intake = { affected: null, harm: null, decider: null, label: null, notes: ['', '', '', '', '', ''] };

/** Why a measure is suggested; the page has a sentence for each. */
export type SuggestionReason = 'label-no-truth' | 'label-of-selected' | 'score-read' | 'withheld' | 'given' | 'both' | 'share' | 'values';

export interface Suggestion {
  readonly metric: MetricId;
  readonly reason: SuggestionReason;
}

/** What is known of the table and the model. */
export interface IntakeFacts {
  readonly labelled: boolean;
  readonly scored: boolean;
  readonly valued: boolean;
}

/**
 * One measure to begin with, from the answers; null until harm and the meaning of the label are answered where they matter. The label comes first: without
 * the truth about everyone, error rates measure agreement with something else.
 */
export function suggestPrimary({ harm, decider, label }: Intake, { labelled, scored, valued }: IntakeFacts): Suggestion | null {
  if (valued) return { metric: labelled ? 'residual' : 'prediction', reason: 'values' };
  if (!labelled || label === 'none' || label === 'decision') return { metric: 'selection', reason: 'label-no-truth' };
  if (label === null) return null;
  if (label === 'selected') return { metric: 'ppv', reason: 'label-of-selected' };
  if (harm === 'share') return { metric: 'selection', reason: 'share' };
  if (harm === null) return null;
  if (decider === 'score' && scored && harm === 'both') return { metric: 'positiveBalance', reason: 'score-read' };
  if (harm === 'withheld') return { metric: 'tpr', reason: 'withheld' };
  if (harm === 'given') return { metric: 'fpr', reason: 'given' };
  return { metric: 'equalizedOdds', reason: 'both' };
}
