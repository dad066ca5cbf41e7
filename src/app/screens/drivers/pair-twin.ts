import type { Interval } from '../../../engine/stats/intervals/types';
import type { ChartTwin } from '../../charts/shell/types';
import { en } from '../../text/en';
import { fixed } from '../../text/numbers';

/** A pair of inputs with what they do together, and its share of their joint effect. */
export interface ListedPair {
  readonly id: string;
  readonly label: string;
  readonly size: number;
  readonly share: number | null;
  readonly sizes: Interval | null;
  readonly shares: Interval | null;
  /** The same for people picked out. */
  readonly mark?: number;
}

/** A share in percent, with a digit more where it would read as nothing. */
export const sharePercent = (share: number): string => fixed(share * 100, share < 0.0095 ? 1 : 0);

/** The words and the table of pairs. */
export function pairTwin(pairs: readonly ListedPair[], print: (size: number) => string, summary: string): ChartTwin {
  const words = en.drivers;
  const marked = pairs.some(({ mark }) => mark !== undefined);
  return {
    summary,
    items: pairs.map(({ id, label, size, share, shares, mark }, at) => {
      const told = words.pairSpoken(label, print(size), share === null ? words.shareUnknown : words.percent(sharePercent(share)), shares && words.pairRange(sharePercent(shares.lower), sharePercent(shares.upper)), at + 1, pairs.length);
      return { id, text: [told, ...(mark === undefined ? [] : [words.pickedSpoken(print(mark))])].join(', ') };
    }),
    table: {
      columns: [
        { label: words.pairChoice },
        ...[words.columns.size, words.columns.low, words.columns.high].map((heading) => ({ label: heading, format: print })),
        ...[words.pairShare, words.columns.low, words.columns.high].map((heading) => ({ label: heading, format: (share: number) => words.percent(sharePercent(share)) })),
        ...(marked ? [{ label: words.pickedMean, format: print }] : []),
      ],
      rows: pairs.map(({ label, size, share, sizes, shares, mark }) => [label, size, sizes?.lower ?? null, sizes?.upper ?? null, share, shares?.lower ?? null, shares?.upper ?? null, ...(marked ? [mark ?? null] : [])]),
    },
  };
}
