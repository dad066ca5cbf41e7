import { finishBreathing } from '../../jobs/steps';
import type { Job, ShardContext } from '../../jobs/types';
import type { InfluenceDifference } from '../importance/group-difference';
import type { MeanInfluence } from '../importance/mean-influence';
import { checkPlayers } from '../players';
import type { Player } from '../players';
import { aim, treesOf } from './aim';
import { keepInfluence } from './kept';
import { emptyTally, groupInfluence, joinTallies, type GroupTally } from './tally';

/** People of one shard: enough that handing them over costs nothing beside explaining them, few enough to share among cells and to show progress. */
const SHARD_PEOPLE = 4096;

/** How far does each input move a forest's margin, over every single person? */
export interface PopulationQuestion {
  /** Feature rows of the people, row-major, `width` a row. */
  readonly people: Float64Array<ArrayBuffer>;
  readonly background: Float64Array<ArrayBuffer>;
  readonly width: number;
  /** Groups of features. */
  readonly players: readonly Player[];
  /** Group of each person, 0 … groups − 1. */
  readonly group: Int32Array<ArrayBuffer>;
  readonly groups: number;
  /** Index of the class to explain; of no account for models that give values. */
  readonly favourable: number;
}

export interface PopulationShard extends PopulationQuestion {
  readonly from: number;
}

/** What the people from `from` give, by group. */
export interface PopulationPiece {
  readonly from: number;
  readonly tally: GroupTally;
  /** Mean margin of the background. */
  readonly start: number;
}

/** Exact mean influence over all people: half-widths and noise are 0, as nobody is left out and nothing is estimated. */
export interface Population {
  readonly players: readonly string[];
  readonly means: readonly MeanInfluence[];
  /** The same for the people of each group; empty for a group without any. */
  readonly byGroup: readonly (readonly MeanInfluence[])[];
  /** People in each group. */
  readonly people: Int32Array<ArrayBuffer>;
  readonly start: number;
  readonly background: number;
  /** Share of the people that is in the means. */
  readonly done: number;
}

async function run(shard: PopulationShard, context: ShardContext): Promise<PopulationPiece[]> {
  const { people, background, width, players, group, groups, favourable, from } = shard;
  const structure = treesOf(context.structure);
  const { output, factor, shift } = aim(structure, favourable);
  const influence = keepInfluence(structure, background, width, players, 'everybody');
  const inputs = structure.inputs(people, group.length);
  const all = await finishBreathing(influence.explainGroupsInSteps(inputs, group.length, group, groups), context.breathe);
  const size = influence.outputs * influence.players;
  const pick = (values: Float64Array, by: number): Float64Array<ArrayBuffer> =>
    Float64Array.from({ length: groups * players.length }, (_, at) => {
      const [own, player] = [Math.floor(at / players.length), at % players.length];
      return by * values[own * size + output * influence.players + player]!;
    });
  const tally = {
    rows: all.rows,
    mean: pick(all.mean, factor),
    meanAbsolute: pick(all.meanAbsolute, Math.abs(factor)),
    squares: pick(all.squares, factor ** 2),
    squaresAbsolute: pick(all.squaresAbsolute, factor ** 2),
  };
  return [{ from, tally, start: shift + factor * influence.start[output]! }];
}

function meansOf(tally: GroupTally, group: number): MeanInfluence[] {
  const { mean, meanAbsolute, rows } = groupInfluence(tally);
  const players = mean.length / rows.length;
  if (rows[group] === 0) return [];
  return Array.from({ length: players }, (_, player) => {
    const at = group * players + player;
    return { size: meanAbsolute[at]!, sizeHalfWidth: 0, noise: 0, signed: mean[at]!, signedHalfWidth: 0 };
  });
}

/** All groups as one. */
function together(tally: GroupTally): GroupTally {
  const groups = tally.rows.length;
  const size = tally.mean.length / groups;
  const whole = emptyTally(size, 1);
  for (let group = 0; group < groups; group++) {
    const part = (values: Float64Array): Float64Array<ArrayBuffer> => Float64Array.from(values.subarray(group * size, (group + 1) * size));
    joinTallies(whole, {
      rows: tally.rows.slice(group, group + 1),
      mean: part(tally.mean),
      meanAbsolute: part(tally.meanAbsolute),
      squares: part(tally.squares),
      squaresAbsolute: part(tally.squaresAbsolute),
    });
  }
  return whole;
}

/**
 * How much further each input moves the people of a group than those of the others together, on average: exact for these people.
 * @param among groups that count as others
 */
export function populationDifference({ byGroup, people, players }: Population, group: number, among: readonly number[]): InfluenceDifference[] {
  const others = among.filter((other) => other !== group && people[other]! > 0);
  const rest = others.reduce((sum, other) => sum + people[other]!, 0);
  return players.map((_, player) => {
    const size = others.reduce((sum, other) => sum + (byGroup[other]![player]!.size * people[other]!) / rest, 0);
    const difference = rest === 0 ? NaN : (byGroup[group]![player]?.size ?? NaN) - size;
    const known = !Number.isNaN(difference);
    return { difference, halfWidth: known ? 0 : NaN, p: known ? +(difference === 0) : NaN };
  });
}

/**
 * Exact mean absolute and mean signed influence on the margin over every person of a table, whole and by group, from a forest's leaves: no row is
 * scored. Explains the margin of the favourable class as `treeReasonsJob` does.
 * Throws, in a shard, AssayError `no-trees`, `linear-leaves` or `long-paths` where leaves do not serve; use `importanceJob` then.
 */
export const treePopulationJob: Job<PopulationQuestion, PopulationShard, PopulationPiece[], Population> = {
  name: 'treePopulation',
  plan(question, known) {
    if (known !== undefined) return [];
    const { people, group, width } = question;
    checkPlayers(question.players, width);
    return Array.from({ length: Math.max(1, Math.ceil(group.length / SHARD_PEOPLE)) }, (_, shard) => {
      const [from, to] = [shard * SHARD_PEOPLE, Math.min(group.length, (shard + 1) * SHARD_PEOPLE)];
      return { ...question, people: people.slice(from * width, to * width), group: group.slice(from, to), from };
    });
  },
  run,
  merge: (a, b) => [...a, ...b],
  result({ players, group, groups, background, width }, known) {
    const tally = emptyTally(players.length, groups);
    for (const piece of [...known].sort((a, b) => a.from - b.from)) joinTallies(tally, piece.tally);
    return {
      players: players.map(({ name }) => name),
      means: meansOf(together(tally), 0),
      byGroup: Array.from({ length: groups }, (_, own) => meansOf(tally, own)),
      people: Int32Array.from(tally.rows),
      start: known[0]!.start,
      background: background.length / width,
      done: tally.rows.reduce((sum, rows) => sum + rows, 0) / group.length,
    };
  },
};
