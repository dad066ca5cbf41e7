import type { ChartTwin } from '../shell/types';
import type { GapChart } from './types';

/** Heads of the table and words for what is spoken. */
export interface GapTwinWords {
  readonly part: string;
  readonly accounts: string;
  readonly low: string;
  readonly high: string;
  readonly running: string;
  readonly summary: string;
  spoken(name: string, text: string, interval: string): string;
  interval(low: string, high: string): string;
}

/** The words and the table of a way between two means. */
export function gapTwin({ start, end, bars, print }: GapChart, words: GapTwinWords): ChartTwin {
  const signedText = (value: number): string => (value > 0 ? `+${print(value)}` : print(value));
  return {
    summary: words.summary,
    items: [
      { id: 'start', text: `${start.name}: ${start.text}` },
      ...bars.map(({ id, name, text, low, high }) => ({ id, text: words.spoken(name, text, low === null || high === null ? '' : words.interval(signedText(low), signedText(high))) })),
      { id: 'end', text: `${end.name}: ${end.text}` },
    ],
    table: {
      columns: [{ label: words.part }, { label: words.accounts, format: signedText }, { label: words.low, format: signedText }, { label: words.high, format: signedText }, { label: words.running, format: print }],
      rows: [
        [start.name, '', '', '', { value: start.value, text: start.text }],
        ...bars.map(({ name, from, to, text, low, high }) => [name, { value: to - from, text }, low ?? '', high ?? '', to]),
        [end.name, '', '', '', { value: end.value, text: end.text }],
      ],
    },
  };
}
