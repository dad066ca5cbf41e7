import { drawMultinomial, drawShuffledCounts } from '../../stats/sampling';
import type { Random } from '../../stats/random';
import { firstAbove } from '../threshold-index';
import type { ThresholdIndex } from '../threshold-index';

/** Most scores that are told apart; with more, neighbours are counted together. */
export const MOST_SCORES = 200;
const OUTCOMES = 3;

/** People of one side: by known outcome (with, without, unknown) the number at every score of the table. */
export type SideCounts = readonly [Float64Array, Float64Array, Float64Array];

/** People by score, rising, on two sides: all that measures of scores need, so that resampling these counts is resampling people. */
export interface ScoreTable {
  /** Mean score of the people counted together. */
  readonly scores: Float64Array;
  readonly here: SideCounts;
  readonly there: SideCounts;
}

/** Scores above which a new bin begins: every score that occurs where there are few, else cuts with about equally many people between them. */
function cuts(sorted: Float64Array): Float64Array {
  const distinct: number[] = [];
  for (let i = 0; i < sorted.length && distinct.length <= MOST_SCORES; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct.push(sorted[i]!);
  if (distinct.length <= MOST_SCORES) return Float64Array.from(distinct);
  const at = Array.from({ length: MOST_SCORES }, (_, b) => sorted[Math.ceil(((b + 1) * sorted.length) / MOST_SCORES) - 1]!);
  return Float64Array.from(new Set(at));
}

/** Counts a group's people, and everyone else's or another group's, by score. Weights play no part. */
export function scoreTable(index: ThresholdIndex, group: number, against: number | 'others'): ScoreTable {
  const others = against === 'others' ? Array.from({ length: index.groupCount }, (_, g) => g).filter((g) => g !== group) : [against];
  const parts = [group, ...others].flatMap((g) => Array.from({ length: OUTCOMES }, (_, outcome) => ({ stratum: OUTCOMES * g + outcome, outcome, side: g === group ? 0 : 1 })));
  const all = new Float64Array(parts.reduce((sum, { stratum }) => sum + index.offsets[stratum + 1]! - index.offsets[stratum]!, 0));
  let filled = 0;
  for (const { stratum } of parts) {
    const own = index.scores.subarray(index.offsets[stratum], index.offsets[stratum + 1]);
    all.set(own, filled);
    filled += own.length;
  }
  all.sort();
  const upTo = cuts(all);
  const empty = (): SideCounts => [0, 1, 2].map(() => new Float64Array(upTo.length)) as unknown as SideCounts;
  const sides = [empty(), empty()] as const;
  const scores = new Float64Array(upTo.length);
  for (let bin = 0, from = 0; bin < upTo.length; bin++) {
    let [sum, to] = [0, from];
    while (to < all.length && all[to]! <= upTo[bin]!) sum += all[to++]!;
    scores[bin] = all[from] === all[to - 1] ? all[from]! : sum / (to - from);
    from = to;
  }
  for (const { stratum, outcome, side } of parts) {
    let from = index.offsets[stratum]!;
    upTo.forEach((cut, bin) => {
      const to = firstAbove(index, stratum, cut);
      sides[side]![outcome]![bin]! += to - from;
      from = to;
    });
  }
  return { scores, here: sides[0], there: sides[1] };
}

const total = (counts: Float64Array): number => counts.reduce((sum, n) => sum + n, 0);

/** One side with other people: drawn within every outcome, or over all outcomes together, so that the share of outcomes varies as well. */
export function resampleSide(side: SideCounts, withinOutcome: boolean, random: Random): SideCounts {
  if (withinOutcome) {
    return side.map((counts) => {
      const drawn = new Float64Array(counts.length);
      drawMultinomial(total(counts), counts, random, drawn);
      return drawn;
    }) as unknown as SideCounts;
  }
  const bins = side[0].length;
  const cells = new Float64Array(OUTCOMES * bins);
  side.forEach((counts, outcome) => cells.set(counts, outcome * bins));
  const drawn = new Float64Array(cells.length);
  drawMultinomial(total(cells), cells, random, drawn);
  return [drawn.subarray(0, bins), drawn.subarray(bins, 2 * bins), drawn.subarray(2 * bins)];
}

/**
 * What a shuffle leaves as it is: each side's share of outcomes (the groups are dealt again among people of equal outcome), each side's scores (among people of
 * equal score), or nothing (among everyone).
 */
export type Kept = 'outcome' | 'score' | 'none';

/** The table with its people dealt to the two sides again: what no difference between the sides would look like. */
export function shuffleTable({ scores, here, there }: ScoreTable, kept: Kept, random: Random): ScoreTable {
  const bins = scores.length;
  const [first, second] = [here, there].map((side) => {
    const cells = new Float64Array(OUTCOMES * bins);
    side.forEach((counts, outcome) => cells.set(counts, outcome * bins));
    return cells;
  }) as [Float64Array, Float64Array];
  const both = first.map((n, cell) => n + second[cell]!);
  const own = new Float64Array(both.length);
  // Cells that are dealt among each other.
  const decks =
    kept === 'none'
      ? [Array.from({ length: both.length }, (_, cell) => cell)]
      : kept === 'outcome'
        ? [0, 1, 2].map((outcome) => Array.from({ length: bins }, (_, bin) => outcome * bins + bin))
        : Array.from({ length: bins }, (_, bin) => [bin, bins + bin, 2 * bins + bin]);
  for (const deck of decks) {
    const dealt = new Float64Array(deck.length);
    drawShuffledCounts(deck.map((cell) => both[cell]!), deck.reduce((sum, cell) => sum + first[cell]!, 0), random, dealt);
    deck.forEach((cell, i) => (own[cell] = dealt[i]!));
  }
  const rest = both.map((n, cell) => n - own[cell]!);
  const split = (cells: Float64Array): SideCounts => [cells.subarray(0, bins), cells.subarray(bins, 2 * bins), cells.subarray(2 * bins)];
  return { scores, here: split(own), there: split(rest) };
}
