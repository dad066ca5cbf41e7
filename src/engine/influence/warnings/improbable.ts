import { wilson } from '../../stats/intervals/proportion';
import { sampleQuantile } from '../../stats/quantile';
import { Random } from '../../stats/random';
import { makeMixture, writeHybrid, type MixtureInput } from '../hybrids/mixture';
import { gowerScale } from '../nearest/gower';
import type { ReasonsWarning } from '../reasons/types';
import { Neighbourhood } from './neighbourhood';

/** Mixed rows that are drawn. */
const DRAWS = 1000;
/** Real rows they are held against at most, and fewer where rows are wide: from a fifth of a second to a second of a worker (measured). */
const MOST_ROWS = 1000;
const MOST_CELLS = 1e7;
/** Real rows that lie further than this share of them from their nearest neighbour set the mark. */
const USUAL = 0.99;
/** What rounding can put between two distances that are the same. */
const ROUNDING = 1e-9;

export interface ImprobableQuestion extends MixtureInput {
  readonly features: readonly { readonly kind: 'number' | 'level' }[];
  /** Real feature rows, row-major: evenly spaced ones are taken where there are many. */
  readonly real: Float64Array<ArrayBuffer>;
  readonly seed: number;
  /** Mixed rows to draw; 1000 when left out. */
  readonly draws?: number;
}

/** How many of the mixed rows that a person's values are made from are unlike every real row. */
export interface ImprobableShare {
  /** NaN, as both ends, where the background rows differ from the person in at most one player, so that nothing is mixed. */
  readonly share: number;
  /** Ends of the 95% interval for having drawn some of the mixed rows; the real rows count as given. */
  readonly lower: number;
  readonly upper: number;
  /** Mixed rows drawn, and real rows they were held against. */
  readonly draws: number;
  readonly rows: number;
  /** Gower distance to the nearest real row that 99 of 100 real rows stay within. */
  readonly limit: number;
  readonly seed: number;
}

function evenly(rows: Float64Array, width: number): Float64Array {
  const all = rows.length / width;
  const taken = Math.min(all, MOST_ROWS, Math.max(100, Math.floor(Math.sqrt(MOST_CELLS / width))));
  const out = new Float64Array(taken * width);
  for (let k = 0; k < taken; k++) {
    const from = Math.floor((k * all) / taken) * width;
    out.set(rows.subarray(from, from + width), k * width);
  }
  return out;
}

/**
 * Share of the mixed rows behind a person's Shapley values that lie further from every real row than 99 of 100 real rows lie from their nearest one. A
 * mixed row takes a person and a background row and swaps the players before a random place in a random order, as the Shapley value does, save those
 * that come out as one of the two. The person and the background row are left out of what it is held against, as each real row is out of its own
 * neighbours: where inputs are independent, about 1 in 100 is as far, and more are where inputs go together.
 * Sources: Gower (1971) for the distance; Wilson (1927) for the interval; Hooker, Mentch and Zhou, "Unrestricted permutation forces extrapolation"
 * (2021), for what such rows do to importance.
 */
export function improbableHybrids({ person, background, players, features, real, seed, draws = DRAWS }: ImprobableQuestion): ImprobableShare {
  const width = person.length;
  const mixture = makeMixture({ person, background, players });
  const rows = evenly(real, width);
  const near = new Neighbourhood(rows, gowerScale(features, players, real));
  const count = near.rows;
  const own = Float64Array.from({ length: count }, (_, row) => near.nearest(rows.subarray(row * width, (row + 1) * width), [row]));
  const limit = count > 1 ? sampleQuantile(own.sort(), USUAL) : NaN;
  const mixable = Array.from({ length: mixture.rows }, (_, row) => row).filter((row) => mixture.differing[row]!.length > 1);
  const common = { rows: count, limit, seed };
  if (mixable.length === 0 || Number.isNaN(limit)) return { share: NaN, lower: NaN, upper: NaN, draws: 0, ...common };
  const self = near.find(person);
  const others = mixable.map((row) => near.find(background.subarray(row * width, (row + 1) * width)));
  const random = new Random(seed);
  const set = new Int32Array(mixture.words);
  const hybrid = new Float64Array(width);
  let far = 0;
  for (let draw = 0; draw < draws; draw++) {
    const at = random.below(mixable.length);
    const differing = mixture.differing[mixable[at]!]!;
    const swapped = random.sample(differing.length, 1 + random.below(differing.length - 1));
    set.fill(0);
    for (const index of swapped) set[differing[index]! >>> 5] = set[differing[index]! >>> 5]! | (1 << (differing[index]! & 31));
    writeHybrid(mixture, mixable[at]!, set, 0, hybrid, 0);
    if (near.nearest(hybrid, [self, others[at]!]) > limit + ROUNDING) far++;
  }
  return { share: far / draws, ...wilson(far, draws)!, draws, ...common };
}

/** Chances of 100, whole ones where they are not small. */
const of100 = (share: number): string => (share < 0.1 ? (100 * share).toFixed(1) : (100 * share).toFixed(0));

/** What has to be said beside values that come from many such rows: more than 5 in 100 for sure, where independent inputs give 1. */
export function improbableWarning({ share, lower, upper }: ImprobableShare): ReasonsWarning | undefined {
  if (!(lower > 0.05)) return undefined;
  const text =
    `Of the mixed rows behind these values, ${of100(share)} of 100 (95% interval ${of100(lower)} to ${of100(upper)}) are further from every real row than ` +
    '99 of 100 real rows are from their nearest one. What the model makes of people like that counts here all the same.';
  return { code: 'improbable-rows', text };
}
