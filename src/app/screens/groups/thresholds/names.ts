import type { GapId } from '../../../../engine/fairness/thresholds/criteria';
import type { Utility } from '../../../../engine/fairness/thresholds/objectives';
import { en } from '../../../text/en';
import { utilitySize } from '../../../text/lines';

/** Measures whose gap a person can look at; complements have the same gap and are left out. */
export const GAPS: readonly GapId[] = ['selection', 'tpr', 'fpr', 'odds', 'ppv', 'npv', 'error', 'balanced', 'f1', 'treatment'];
/** Gaps that can be asked to stay small together. */
export const LIMITS: readonly GapId[] = ['selection', 'tpr', 'fpr', 'ppv', 'npv', 'error'];

/** What a line serves, in words: its name and its value. */
export function served(kind: Utility['kind'], value: number, yes: string): string {
  return `${en.lines.utilities(yes)[kind]}: ${utilitySize(kind, value)}`;
}

/** At most so many of a list, spread evenly, with both ends. */
export function evenly<T>(all: readonly T[], most: number): readonly T[] {
  return all.length <= most ? all : Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]!);
}
