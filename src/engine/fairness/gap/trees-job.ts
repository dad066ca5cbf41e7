import type { Player } from '../../influence/players';
import { checkPlayers } from '../../influence/players';
import { twoSidedStudent } from '../../influence/sampled/estimate';
import { aim, treesOf } from '../../influence/trees/aim';
import { keepInfluence } from '../../influence/trees/kept';
import { finishBreathing } from '../../jobs/steps';
import type { Job, ShardContext } from '../../jobs/types';
import { pooledFreedom } from '../../stats/freedom';
import { maxT } from '../../stats/max-t';
import { effectiveRows, joinMoments, momentsOf } from './moments';
import type { RowMoments } from './moments';
import type { GapDecomposition, GapShares } from './types';

/** People of one shard: enough that handing them over costs nothing beside explaining them, few enough to share among cells and to show progress. */
const SHARD_PEOPLE = 4096;
const BAND_DRAWS = 4000;

/** Which inputs carry the difference of the mean margin of a forest between two groups, over everybody in them? */
export interface GapTreesQuestion {
  /** Feature rows of the people of both groups, row-major. */
  readonly people: Float64Array<ArrayBuffer>;
  /** 0 for people of the first group, 1 for those of the second. */
  readonly side: Uint8Array<ArrayBuffer>;
  /** How many people each stands for; 1 when left out. Comparison rows are to be drawn in proportion to theirs. */
  readonly weights?: Float64Array<ArrayBuffer> | undefined;
  readonly background: Float64Array<ArrayBuffer>;
  readonly width: number;
  readonly players: readonly Player[];
  /** Index of the class to explain; of no account for models that give values. */
  readonly favourable: number;
  readonly seed: number;
  readonly delta: number;
}

export interface GapTreesShard {
  readonly people: Float64Array<ArrayBuffer>;
  readonly side: Uint8Array<ArrayBuffer>;
  readonly weights?: Float64Array<ArrayBuffer> | undefined;
  readonly question: Omit<GapTreesQuestion, 'people' | 'side' | 'weights'>;
}

export interface GapTreesPartial {
  readonly sides: readonly [RowMoments, RowMoments];
  /** Mean margin of the background. */
  readonly start: number;
}

async function run({ people, side, weights, question }: GapTreesShard, context: ShardContext): Promise<GapTreesPartial> {
  const structure = treesOf(context.structure);
  const { background, width, players, favourable } = question;
  const { output, factor, shift } = aim(structure, favourable);
  await context.breathe();
  const influence = keepInfluence(structure, background, width, players, 'everybody');
  const rows = side.length;
  const values = await finishBreathing(influence.explainInSteps(structure.inputs(people, rows), rows), context.breathe);
  const phi = Float64Array.from({ length: rows * players.length }, (_, at) => {
    const [row, player] = [Math.floor(at / players.length), at % players.length];
    return factor * values[(row * influence.outputs + output) * influence.players + player]!;
  });
  const own = (wanted: number): RowMoments => momentsOf(phi, players.length, (row) => side[row] === wanted, weights);
  return { sides: [own(0), own(1)], start: shift + factor * influence.start[output]! };
}

/**
 * The gap in the log odds (or value) of a forest shared out exactly over everybody, from its leaves: no row is scored. Intervals are for other people;
 * the comparison rows count as given. Throws, in a shard, AssayError `no-trees`, `linear-leaves` or `long-paths` where leaves do not serve.
 * Source: as for a single person's reasons from leaves; the gap of means is the mean of gaps.
 */
export const gapTreesJob: Job<GapTreesQuestion, GapTreesShard, GapTreesPartial, GapDecomposition> = {
  name: 'gapTrees',
  plan({ people, side, weights, ...question }, known) {
    if (known !== undefined) return [];
    checkPlayers(question.players, question.width);
    return Array.from({ length: Math.max(1, Math.ceil(side.length / SHARD_PEOPLE)) }, (_, shard) => {
      const [from, to] = [shard * SHARD_PEOPLE, Math.min(side.length, (shard + 1) * SHARD_PEOPLE)];
      return { people: people.slice(from * question.width, to * question.width), side: side.slice(from, to), weights: weights?.slice(from, to), question };
    });
  },
  run,
  merge: (a, b) => ({ sides: [joinMoments(a.sides[0], b.sides[0]), joinMoments(a.sides[1], b.sides[1])], start: a.start }),
  result(question, { sides: [a, b], start }) {
    const shares = sharesOf(a, b, start, question);
    const seen = a.n + b.n;
    const counted = (wanted: number): number => question.side.reduce((sum, side, row) => sum + (side === wanted && (question.weights?.[row] ?? 1) > 0 ? 1 : 0), 0);
    const [ofA, ofB] = [counted(0), counted(1)];
    return {
      lens: 'leaves',
      players: question.players.map(({ name }) => name),
      shares: [shares],
      units: seen,
      of: ofA + ofB,
      people: { a: a.n, ofA, b: b.n, ofB },
      background: question.background.length / question.width,
      rowsEvaluated: 0,
      seed: question.seed,
      delta: question.delta,
      warnings: seen < ofA + ofB ? [{ code: 'preliminary', text: 'Only some of the people have been looked at so far.' }] : [],
    };
  },
};

function sharesOf(a: RowMoments, b: RowMoments, start: number, { seed, delta }: GapTreesQuestion): GapShares {
  const size = a.mean.length;
  const [few, many] = [effectiveRows(a), effectiveRows(b)];
  const error = (side: RowMoments, at: number): number => {
    const effective = effectiveRows(side);
    return effective > 1 ? ((side.products[at]! / side.weight ** 2) * effective) / (effective - 1) : NaN;
  };
  const covariance = a.products.map((_, at) => error(a, at) + error(b, at));
  const phi = a.mean.map((mean, i) => mean - b.mean[i]!);
  const se = phi.map((_, i) => Math.sqrt(covariance[i * size + i]!));
  // The largest variances decide how sure all are: their freedom serves for each.
  const trace = (side: RowMoments): number => phi.reduce((sum, _, i) => sum + error(side, i * size + i), 0);
  const freedom = Math.max(1, pooledFreedom(trace(a), few - 1, trace(b), many - 1));
  const known = Number.isFinite(freedom);
  const t = known ? twoSidedStudent(freedom, delta) : NaN;
  const joint = known ? maxT(covariance, size, freedom, 1 - delta, BAND_DRAWS, seed) : NaN;
  const whole = ({ mean }: RowMoments): number => mean.reduce((sum, value) => sum + value, start);
  const [endA, endB] = [whole(a), whole(b)];
  const total = endA - endB;
  const half = (errors: Float64Array<ArrayBuffer>, times: number): Float64Array<ArrayBuffer> => errors.map((own) => (own === 0 ? 0 : own * times));
  return {
    a: endA,
    b: endB,
    total,
    phi,
    se,
    halfWidth: half(se, t),
    bandHalfWidth: half(se, joint),
    covariance,
    freedom: known ? freedom : NaN,
    remainder: phi.reduce((rest, value) => rest - value, total),
    remainderHalfWidth: 0,
  };
}
