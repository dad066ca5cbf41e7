import type { ExperimentSummary } from './summary';

/** One bar of the picture of luck. */
export interface NullBar {
  /** Share in the middle of the bar, and its width. */
  readonly at: number;
  readonly width: number;
  /** Chance by luck alone. */
  readonly chance: number;
  /** Draws that fell here. */
  readonly drawn: number;
}

/** Chance outside the picture at either end that is not worth room. */
const OUTSIDE = 1e-4;

/**
 * The law of luck as bars of whole counts, wide enough to hold the observed count, with drawn counts sorted into the same bars.
 * @param draws counts from `drawCounts`
 */
export function nullBars({ test, scale }: Pick<ExperimentSummary, 'test' | 'scale'>, draws: ArrayLike<number>, most = 61): NullBar[] {
  const { low, mass } = test.law;
  let [from, to, below, above] = [0, mass.length - 1, 0, 0];
  while (from < to && below + mass[from]! < OUTSIDE) below += mass[from++]!;
  while (to > from && above + mass[to]! < OUTSIDE) above += mass[to--]!;
  const first = Math.min(low + from, test.observed);
  const last = Math.max(low + to, test.observed);
  const step = Math.max(1, Math.ceil((last - first + 1) / most));
  // A bar's middle lies on the expected count, so that the picture is as even as the law.
  const middle = Math.round(test.expected) - Math.floor(step / 2);
  const start = middle - Math.ceil((middle - first) / step) * step;
  const bars = Math.floor((last - start) / step) + 1;
  const drawn = new Float64Array(bars);
  for (let i = 0; i < draws.length; i++) {
    const bar = Math.floor((draws[i]! - start) / step);
    if (bar >= 0 && bar < bars) drawn[bar]!++;
  }
  return Array.from({ length: bars }, (_, bar) => {
    let chance = 0;
    for (let k = 0; k < step; k++) chance += mass[start + bar * step + k - low] ?? 0;
    return { at: (start + bar * step + (step - 1) / 2 - test.expected) * scale, width: step * scale, chance, drawn: drawn[bar]! };
  });
}

/** The share that the observed count stands for. */
export function seenShare({ test, scale }: Pick<ExperimentSummary, 'test' | 'scale'>): number {
  return (test.observed - test.expected) * scale;
}

/** How many drawn counts lie at least as far from the expected one as the observed count does: either way, or above where only large counts surprise. */
export function asExtreme({ test, twoSided }: Pick<ExperimentSummary, 'test' | 'twoSided'>, draws: ArrayLike<number>): number {
  const far = Math.abs(test.observed - test.expected) - 1e-9;
  let count = 0;
  for (let i = 0; i < draws.length; i++) if (twoSided ? Math.abs(draws[i]! - test.expected) >= far : draws[i]! >= test.observed) count++;
  return count;
}
