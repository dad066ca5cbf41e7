import { roundToTotal } from '../../stats/rounding';

/** What a person says of an input; `open` until something is said. Never set by the program. */
export const VERDICTS = ['justified', 'contested', 'disallowed', 'open'] as const;
export type LedgerVerdict = (typeof VERDICTS)[number];

/** What inputs of one verdict account for of a gap. */
export interface LedgerPart {
  readonly verdict: LedgerVerdict | 'rest';
  readonly inputs: number;
  readonly share: number;
  /** The share times `scale`, rounded so that all parts add up to {@link LedgerTotals.printedGap} as printed. */
  readonly printed: number;
}

export interface LedgerTotals {
  readonly gap: number;
  readonly printedGap: number;
  /** One for each verdict that inputs have, and `rest` for what no input accounts for, where there is any. */
  readonly parts: readonly LedgerPart[];
}

/**
 * Adds up the shares of a gap by verdict.
 * @param shares by input, in the gap's unit; NaN or null where not estimable, which then falls to the rest
 * @param decimals digits after the point of what is printed
 * @param scale 100 for shares that are printed as points
 */
export function ledgerTotals(gap: number, shares: readonly (number | null)[], verdicts: readonly LedgerVerdict[], decimals: number, scale = 100): LedgerTotals {
  const known = shares.map((share) => (share === null || Number.isNaN(share) ? 0 : share));
  const parts = VERDICTS.flatMap((verdict): Omit<LedgerPart, 'printed'>[] => {
    const own = known.filter((_, input) => verdicts[input] === verdict);
    return own.length === 0 ? [] : [{ verdict, inputs: own.length, share: own.reduce((sum, share) => sum + share, 0) }];
  });
  const rest = gap - parts.reduce((sum, { share }) => sum + share, 0);
  const all = Math.abs(rest) * scale >= 10 ** -decimals / 2 ? [...parts, { verdict: 'rest' as const, inputs: 0, share: rest }] : parts;
  const printed = roundToTotal(all.map(({ share }) => share * scale), gap * scale, decimals);
  return { gap, printedGap: roundToTotal([gap * scale], gap * scale, decimals)[0]!, parts: all.map((part, at) => ({ ...part, printed: printed[at]! })) };
}
