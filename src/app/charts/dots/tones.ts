import type { PlayerValues } from '../../../engine/influence/values';
import { midranks } from '../../../engine/stats/correlation';

/** How a dot is filled: uncoloured, from little to much, filled or hollow. */
export const TONE = { plain: 0, lowest: 1, highest: 5, filled: 6, hollow: 7 } as const;

/** Names of the colours from little to much; the palest is left out, since it could not be seen on a card. */
export const TONE_TOKENS = ['context', 'sequential-2', 'sequential-3', 'sequential-4', 'sequential-5', 'sequential-6', 'ink-2', 'card'] as const;

/** The level that most of some people have; undefined for numbers and where nobody has one. */
export function commonLevel({ ordered, values }: PlayerValues): number | undefined {
  if (ordered) return undefined;
  const counts = new Map<number, number>();
  for (const value of values) if (!Number.isNaN(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, others]) => others - many || a - b)[0]?.[0];
}

/**
 * A tone for each of some people: a number by its fifth among them, ties together; the most frequent level filled and the others hollow; a missing value
 * uncoloured.
 */
export function tonesOf(own: PlayerValues): Uint8Array<ArrayBuffer> {
  const { ordered, values } = own;
  const tones = new Uint8Array(values.length);
  const known = Int32Array.from(values.keys()).filter((at) => !Number.isNaN(values[at]!));
  if (!ordered) {
    const common = commonLevel(own);
    for (const at of known) tones[at] = values[at] === common ? TONE.filled : TONE.hollow;
    return tones;
  }
  const steps = TONE.highest - TONE.lowest + 1;
  midranks(Float64Array.from(known, (at) => values[at]!)).forEach((rank, i) => {
    tones[known[i]!] = TONE.lowest + Math.min(steps - 1, Math.floor(((rank - 0.5) / known.length) * steps));
  });
  return tones;
}
