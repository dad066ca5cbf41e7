import { drawMultinomial, drawShuffledCounts, drawTotal } from '../../stats/sampling';
import type { Random } from '../../stats/random';
import { firstAbove } from '../threshold-index';
import type { ThresholdIndex } from '../threshold-index';
import { scoreCuts } from './cuts';

/** Known outcome: with, without, unknown. */
export const OUTCOMES = 3;

/** People of one side by outcome and score: entry outcome × bins + bin. Without weights all three are the same array. */
export interface SideCounts {
  readonly people: Float64Array<ArrayBuffer>;
  /** Sums of weights and of squared weights. */
  readonly weight: Float64Array<ArrayBuffer>;
  readonly square: Float64Array<ArrayBuffer>;
}

/** People by score, rising, on two sides: all that measures of scores need, so that resampling these counts is resampling people. */
export interface ScoreTable {
  /** Mean score of the people counted together. */
  readonly scores: Float64Array<ArrayBuffer>;
  readonly here: SideCounts;
  readonly there: SideCounts;
}

/** Room for the counts of one side. */
export function emptySide(bins: number, weighted: boolean): SideCounts {
  const people = new Float64Array(OUTCOMES * bins);
  return weighted ? { people, weight: new Float64Array(people.length), square: new Float64Array(people.length) } : { people, weight: people, square: people };
}

/** Counts a group's people, and everyone else's or another group's, by score. */
export function scoreTable(index: ThresholdIndex, group: number, against: number | 'others'): ScoreTable {
  const { offsets, weighted, weightBefore, squareBefore } = index;
  const others = against === 'others' ? Array.from({ length: index.groupCount }, (_, g) => g).filter((g) => g !== group) : [against];
  const parts = [group, ...others].flatMap((g) => Array.from({ length: OUTCOMES }, (_, outcome) => ({ stratum: OUTCOMES * g + outcome, outcome, here: g === group })));
  const cuts = scoreCuts(
    index,
    parts.map(({ stratum }) => stratum),
  );
  const bins = cuts.length;
  const [here, there] = [emptySide(bins, weighted), emptySide(bins, weighted)];
  const [sums, mass, lowest] = [new Float64Array(bins), new Float64Array(bins), cuts.slice()];
  for (const { stratum, outcome, here: own } of parts) {
    const side = own ? here : there;
    let from = offsets[stratum]!;
    for (let bin = 0; bin < bins; bin++) {
      const to = firstAbove(index, stratum, cuts[bin]!);
      if (to === from) continue;
      const cell = outcome * bins + bin;
      side.people[cell]! += to - from;
      if (weighted) {
        side.weight[cell]! += weightBefore[to]! - weightBefore[from]!;
        side.square[cell]! += squareBefore[to]! - squareBefore[from]!;
      }
      mass[bin]! += weighted ? weightBefore[to]! - weightBefore[from]! : to - from;
      lowest[bin] = Math.min(lowest[bin]!, index.scores[from]!);
      for (let at = from; at < to; at++) sums[bin]! += index.scores[at]! * (weighted ? weightBefore[at + 1]! - weightBefore[at]! : 1);
      from = to;
    }
  }
  return { scores: Float64Array.from(cuts, (cut, bin) => (lowest[bin] === cut || !(mass[bin]! > 0) ? cut : sums[bin]! / mass[bin]!)), here, there };
}

const total = (counts: Float64Array): number => counts.reduce((sum, n) => sum + n, 0);

/** One side with other people: drawn within every outcome, or over all outcomes together, so that the share of outcomes varies as well. */
export function resampleSide(side: SideCounts, withinOutcome: boolean, random: Random): SideCounts {
  const weighted = side.weight !== side.people;
  const bins = side.people.length / OUTCOMES;
  const drawn = emptySide(bins, weighted);
  const decks = withinOutcome ? OUTCOMES : 1;
  for (let deck = 0; deck < decks; deck++) {
    const [from, to] = [(deck * side.people.length) / decks, ((deck + 1) * side.people.length) / decks];
    const chances = side.people.subarray(from, to);
    drawMultinomial(total(chances), chances, random, drawn.people.subarray(from, to));
  }
  if (!weighted) return drawn;
  for (let cell = 0; cell < drawn.people.length; cell++) {
    const [n, seen] = [drawn.people[cell]!, side.people[cell]!];
    if (n === 0) continue;
    const [mean, meanSquare] = [side.weight[cell]! / seen, side.square[cell]! / seen];
    drawn.weight[cell] = drawTotal(n, mean, meanSquare - mean * mean, random);
    drawn.square[cell] = n * meanSquare;
  }
  return drawn;
}

/** The people alone, each counting once. */
export function plainTable({ scores, here, there }: ScoreTable): ScoreTable {
  const plain = ({ people }: SideCounts): SideCounts => ({ people, weight: people, square: people });
  return { scores, here: plain(here), there: plain(there) };
}

/**
 * What a shuffle leaves as it is: each side's share of outcomes (the groups are dealt again among people of equal outcome), each side's scores (among people of
 * equal score), or nothing (among everyone).
 */
export type Kept = 'outcome' | 'score' | 'none';

/** The table with its people dealt to the two sides again: what no difference between the sides would look like. Weights play no part. */
export function shuffleTable({ scores, here, there }: ScoreTable, kept: Kept, random: Random): ScoreTable {
  const [first, second] = [here.people, there.people];
  const bins = scores.length;
  const cells = OUTCOMES * bins;
  const both = first.map((n, cell) => n + second[cell]!);
  const own = new Float64Array(cells);
  /** Deals among cells `from`, `from + step`, …: these are dealt among each other. */
  const deal = (from: number, count: number, step: number): void => {
    const [sizes, dealt] = [new Float64Array(count), new Float64Array(count)];
    let mine = 0;
    for (let i = 0; i < count; i++) {
      sizes[i] = both[from + i * step]!;
      mine += first[from + i * step]!;
    }
    drawShuffledCounts(sizes, mine, random, dealt);
    for (let i = 0; i < count; i++) own[from + i * step] = dealt[i]!;
  };
  if (kept === 'none') deal(0, cells, 1);
  else if (kept === 'outcome') for (let outcome = 0; outcome < OUTCOMES; outcome++) deal(outcome * bins, bins, 1);
  else for (let bin = 0; bin < bins; bin++) deal(bin, OUTCOMES, bins);
  const rest = both.map((n, cell) => n - own[cell]!);
  const side = (people: Float64Array<ArrayBuffer>): SideCounts => ({ people, weight: people, square: people });
  return { scores, here: side(own), there: side(rest) };
}
