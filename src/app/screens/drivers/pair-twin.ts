import type { ChartTwin } from '../../charts/shell/types';
import { en } from '../../text/en';
import { fixed } from '../../text/numbers';

/** A pair of inputs with what they do together, and its share of their joint effect. */
export interface ListedPair {
  readonly id: string;
  readonly label: string;
  readonly size: number;
  readonly share: number | null;
  /** The same for people picked out. */
  readonly mark?: number;
}

/** The words and the table of pairs. */
export function pairTwin(pairs: readonly ListedPair[], print: (size: number) => string, summary: string): ChartTwin {
  const words = en.drivers;
  const percent = (share: number): string => fixed(share * 100);
  const marked = pairs.some(({ mark }) => mark !== undefined);
  return {
    summary,
    items: pairs.map(({ id, label, size, share, mark }, at) => ({
      id,
      text: [words.pairSpoken(label, print(size), share === null ? words.shareUnknown : words.percent(percent(share)), at + 1, pairs.length), ...(mark === undefined ? [] : [words.pickedSpoken(print(mark))])].join(', '),
    })),
    table: {
      columns: [{ label: words.pairChoice }, { label: words.columns.size, format: print }, { label: words.pairShare, format: (share) => words.percent(percent(share)) }, ...(marked ? [{ label: words.pickedMean, format: print }] : [])],
      rows: pairs.map(({ label, size, share, mark }) => [label, size, share, ...(marked ? [mark ?? null] : [])]),
    },
  };
}
