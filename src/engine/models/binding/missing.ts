import { MISSING_TEXTS } from '../../table/columns/missing';
import type { ModelInput } from '../types';

const TOKENS = new Set<string>(MISSING_TEXTS);

/**
 * The one text in a list that a table reads as a missing cell (`?`, `NA`, `None` …); undefined when there is none or more than one.
 * Such a text can only come from a cell the table holds as missing, so a missing cell stands for it.
 */
export function missingTokenIn(levels: readonly string[]): string | undefined {
  const found = levels.filter((level) => TOKENS.has(level));
  return found.length === 1 ? found[0] : undefined;
}

/** What a text input gets for a missing cell when the mapping does not say: its imputer's text, else the one level that means missing, else ''. */
export function defaultMissingText(input: ModelInput): string {
  return input.missingText ?? missingTokenIn(input.levels ?? []) ?? '';
}
