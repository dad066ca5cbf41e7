import type { LedgerVerdict } from './ledger';

/** What a person can say of an input. */
export const JUDGED = ['justified', 'contested', 'disallowed'] as const satisfies readonly LedgerVerdict[];
export type JudgedVerdict = (typeof JUDGED)[number];

/** Longest reason that is kept. */
export const REASON_LIMIT = 2000;

/** A person's word on an input, named by the table columns it reads. */
export interface Judged {
  readonly columns: readonly number[];
  readonly verdict: JudgedVerdict;
}

export interface JudgedReason {
  readonly columns: readonly number[];
  readonly text: string;
}

const same = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((column) => b.includes(column));

/** What was said of the input that reads these columns; `open` where nothing was. */
export function verdictOf(verdicts: readonly Judged[], columns: readonly number[]): LedgerVerdict {
  return verdicts.find((each) => same(each.columns, columns))?.verdict ?? 'open';
}

/** The verdicts with another one for an input; `open` takes it away. */
export function setVerdict(verdicts: readonly Judged[], columns: readonly number[], verdict: LedgerVerdict): readonly Judged[] {
  const others = verdicts.filter((each) => !same(each.columns, columns));
  return verdict === 'open' ? others : [...others, { columns, verdict }];
}

/** The reason given for an input; empty where none is. */
export function reasonOf(reasons: readonly JudgedReason[], columns: readonly number[]): string {
  return reasons.find((each) => same(each.columns, columns))?.text ?? '';
}

/** The reasons with another one for an input; an empty text takes it away. */
export function setReason(reasons: readonly JudgedReason[], columns: readonly number[], text: string): readonly JudgedReason[] {
  const others = reasons.filter((each) => !same(each.columns, columns));
  return text === '' ? others : [...others, { columns, text: text.slice(0, REASON_LIMIT) }];
}
