import { solveCholesky } from '../../learn/cholesky';
import type { Interval } from '../../stats/intervals';
import { permutationP } from '../../stats/tests';
import { auc } from '../auc';
import { stream } from './streams';

/** Rows of standardised columns, row-major, with the group (0 first, 1 second) and block of each. */
export interface ComponentRows {
  readonly values: Float64Array;
  readonly width: number;
  readonly group: ArrayLike<number>;
  readonly block: ArrayLike<number>;
}

/** The weighted sum of what is returned that tells two groups apart most. */
export interface Component {
  /** Weight of each standardised column; the largest is 1 or −1, and all are 0 where the learned people's groups do not differ at all. */
  readonly weights: Float64Array<ArrayBuffer>;
  /** Held-out chance that the sum ranks a person of the first group above one of the second; `effect` is that less ½. */
  readonly auc: number;
  readonly effect: number;
  readonly interval: Interval | null;
  /** One-sided, by shuffling held-out group labels within blocks. */
  readonly p: number;
  readonly shuffles: number;
}

/** Shuffles of the held-out labels: the most, the fewest, and people drawn in all between them. */
const SHUFFLES = { most: 9999, least: 999, drawn: 1e8 };
/** Added to the variances within groups, which are about 1: keeps columns that repeat each other from cancelling. */
const RIDGE = 1e-3;

/** Fisher's direction: that of the largest distance between group means, in units of the spread within groups, both groups alike in weight. */
function direction({ values, width, group }: ComponentRows): Float64Array<ArrayBuffer> {
  const counts = [0, 0];
  const means = [new Float64Array(width), new Float64Array(width)];
  const rows = values.length / width;
  for (let i = 0; i < rows; i++) {
    counts[group[i]!]!++;
    for (let j = 0; j < width; j++) means[group[i]!]![j]! += values[i * width + j]!;
  }
  means.forEach((mean, g) => mean.forEach((sum, j) => (mean[j] = sum / counts[g]!)));
  const within = new Float64Array(width * width);
  for (let i = 0; i < rows; i++) {
    const [mean, share] = [means[group[i]!]!, 0.5 / counts[group[i]!]!];
    for (let j = 0; j < width; j++) {
      const own = share * (values[i * width + j]! - mean[j]!);
      for (let k = 0; k <= j; k++) within[j * width + k]! += own * (values[i * width + k]! - mean[k]!);
    }
  }
  for (let j = 0; j < width; j++) within[j * width + j]! += RIDGE;
  const weights = Float64Array.from(means[0]!, (value, j) => value - means[1]![j]!);
  solveCholesky(within, weights);
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  return largest > 1e-12 ? weights.map((weight) => weight / largest) : weights.fill(0);
}

function project({ values, width }: ComponentRows, weights: Float64Array): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: values.length / width }, (_, i) => weights.reduce((sum, weight, j) => sum + weight * values[i * width + j]!, 0));
}

/** Share of shuffles within blocks in which the first group's sum is as large; exact validity as the direction was learned from others. */
function shuffledP(sums: Float64Array, { group, block }: ComponentRows, seed: number, shuffles: number): number {
  const blocks = new Map<number, { values: number[]; first: number }>();
  sums.forEach((value, i) => {
    const own = blocks.get(block[i]!) ?? { values: [], first: 0 };
    own.values.push(value);
    if (group[i] === 0) own.first++;
    blocks.set(block[i]!, own);
  });
  const observed = sums.reduce((sum, value, i) => sum + (group[i] === 0 ? value : 0), 0);
  const bar = observed - 1e-12 * sums.reduce((sum, value) => sum + Math.abs(value), 0);
  const random = stream(seed, 'component');
  const parts = [...blocks.values()].map(({ values, first }) => ({ values: Float64Array.from(values), first }));
  let asLarge = 0;
  for (let s = 0; s < shuffles; s++) {
    let total = 0;
    for (const { values, first } of parts) {
      // Only the first places are read, so that only they are drawn.
      for (let i = 0; i < first; i++) {
        const j = i + random.below(values.length - i);
        [values[i], values[j]] = [values[j]!, values[i]!];
        total += values[i]!;
      }
    }
    if (total >= bar) asLarge++;
  }
  return permutationP(asLarge, shuffles);
}

/**
 * The linear combination of returned columns that tells the groups apart most, learned from some people and judged on others.
 * Sources: Fisher (1936) for the direction; Yeom, Datta and Fredrikson (2018) for looking at a whole component where no single column gives the group away.
 * @param learned and judged standardised alike; both groups occur in both
 * @param wanted shuffles of the held-out labels; by default as many as take about a second
 */
export function worstComponent(learned: ComponentRows, judged: ComponentRows, seed: number, wanted?: number): Component {
  const weights = direction(learned);
  const sums = project(judged, weights);
  const side = (group: 0 | 1): Float64Array<ArrayBuffer> => sums.filter((_, i) => judged.group[i] === group).sort();
  const first = side(0);
  const { value, interval } = auc(first, side(1))!;
  const shuffles = wanted ?? Math.max(SHUFFLES.least, Math.min(SHUFFLES.most, Math.floor(SHUFFLES.drawn / first.length)));
  return {
    weights,
    auc: value,
    effect: value - 0.5,
    interval: interval && { lower: interval.lower - 0.5, upper: interval.upper - 0.5 },
    p: shuffledP(sums, judged, seed, shuffles),
    shuffles,
  };
}
