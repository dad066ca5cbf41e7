import { AssayError } from '../../errors';
import type { Job, ShardContext } from '../../jobs/types';
import type { ExactStructure } from '../../models/binding/structure';
import type { Link } from '../../models/links';
import { checkPlayers } from '../players';
import type { Player } from '../players';
import { deriveCovers } from './covers';
import type { LeafInfluence } from './influence';
import { inputPlayers } from './input-players';
import { TreeInfluence } from './interventional';
import { PathDependentInfluence } from './path-dependent';

/** Fewest people that are worth another cell, which reads the background afresh. */
const SHARD_PEOPLE = 2000;
/** People between two looks at whether to stop. */
const SLICE = 500;

export interface TreeReasonsQuestion {
  /** Feature rows, row-major, `width` a row. */
  readonly people: Float64Array<ArrayBuffer>;
  readonly background: Float64Array<ArrayBuffer>;
  readonly width: number;
  /** Groups of features. */
  readonly players: readonly Player[];
  /** `rows`: every person's values; `pairs`: pair interactions as well; `mean`: only the mean over all people. */
  readonly ask: 'rows' | 'pairs' | 'mean';
  /** Against the background rows when left out; `path-dependent`: the background rows only say how many go each way at a split. */
  readonly game?: 'interventional' | 'path-dependent';
  /** Index of the class to explain; of no account for models that give values. */
  readonly favourable: number;
}

export interface TreeReasonsShard {
  readonly question: TreeReasonsQuestion;
  readonly from: number;
  readonly to: number;
}

/** Reasons of `count` people from `from`. */
export interface TreeReasonsPiece {
  readonly from: number;
  readonly count: number;
  readonly phi: Float64Array<ArrayBuffer>;
  readonly pairs?: Float64Array<ArrayBuffer>;
  readonly start: number;
  readonly link: Link;
}

/** Exact Shapley values of the margin, interventional or path-dependent as asked, before the link that makes it a score. */
export interface TreeReasons {
  readonly players: readonly string[];
  /** Rows × players; one row for `mean`. With {@link start} a row adds up to its margin. */
  readonly phi: Float64Array<ArrayBuffer>;
  /** Mean margin of the background. */
  readonly start: number;
  /** Rows × players × players: Shapley interaction indices, zeros on the diagonal. */
  readonly pairs?: Float64Array<ArrayBuffer>;
  /** What makes a score of a margin; `none` where the margin is the score. With `softmax` it is the raw margin of one class among others. */
  readonly link: Link;
  readonly exact: true;
  readonly background: number;
  readonly rowsEvaluated: 0;
}

/** Which output of the forest is explained, what its margin is multiplied by, and what is added. */
function aim({ forest, task, link, scale }: ExactStructure, favourable: number): { output: number; factor: number; shift: number } {
  const turned = task === 'binary' && favourable === 0;
  const output = task === 'multiclass' ? favourable : 0;
  if (!(output >= 0 && output < forest.outputs)) {
    throw new AssayError({
      area: 'influence',
      code: 'no-such-class',
      what: `Class ${favourable} was asked for, and this forest has ${forest.outputs} outputs, numbered from 0.`,
      why: 'The setting does not belong to this model.',
      remedy: 'Choose the favourable outcome again.',
    });
  }
  // Leaves that hold probabilities turn by 1 − p, log odds by their sign.
  return { output, factor: turned ? -scale : scale, shift: turned && link === 'none' ? 1 : 0 };
}

function influenceOf({ background, width, players, game }: TreeReasonsQuestion, { forest, inputs, featureOf }: ExactStructure): LeafInfluence {
  const rows = background.length / width;
  const values = inputs(background, rows);
  const groups = inputPlayers(players, featureOf);
  return game === 'path-dependent' ? new PathDependentInfluence(forest, deriveCovers(forest, values, rows), groups) : new TreeInfluence(forest, values, groups);
}

async function run({ question, from, to }: TreeReasonsShard, context: ShardContext): Promise<TreeReasonsPiece[]> {
  const { structure } = context;
  if (structure === undefined) {
    throw new AssayError({
      area: 'influence',
      code: 'no-trees',
      what: 'The reasons cannot be read off leaves.',
      why: 'This model has no trees that could be read.',
      remedy: 'Use the reasons worked out by scoring mixed rows instead.',
    });
  }
  const { people, width, players, ask, favourable } = question;
  const { output, factor, shift } = aim(structure, favourable);
  const influence = influenceOf(question, structure);
  const all = influence.players;
  const count = players.length;
  const common = { start: shift + factor * influence.start[output]!, link: structure.link };
  const pick = (values: Float64Array, row: number, to: Float64Array, at: number): void => {
    const first = (row * influence.outputs + output) * all;
    for (let player = 0; player < count; player++) to[at + player] = factor * values[first + player]!;
  };
  const pieces: TreeReasonsPiece[] = [];
  const slice = ask === 'mean' ? to - from : SLICE;
  for (let first = from; first < to; first += slice) {
    await context.breathe();
    const rows = Math.min(slice, to - first);
    const inputs = structure.inputs(people.subarray(first * width, (first + rows) * width), rows);
    if (ask === 'mean') {
      const phi = new Float64Array(count);
      pick(influence.explainMean(inputs, rows), 0, phi, 0);
      pieces.push({ from: first, count: rows, phi, ...common });
      continue;
    }
    const phi = new Float64Array(rows * count);
    const values = influence.explain(inputs, rows);
    for (let row = 0; row < rows; row++) pick(values, row, phi, row * count);
    if (ask === 'rows') {
      pieces.push({ from: first, count: rows, phi, ...common });
      continue;
    }
    const pairs = new Float64Array(rows * count * count);
    const found = influence.interactions(inputs, rows);
    for (let row = 0; row < rows; row++) {
      for (let player = 0; player < count; player++) {
        const at = ((row * influence.outputs + output) * all + player) * all;
        for (let other = 0; other < count; other++) pairs[(row * count + player) * count + other] = factor * found[at + other]!;
      }
    }
    pieces.push({ from: first, count: rows, phi, pairs, ...common });
  }
  return pieces;
}

function joined(parts: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  const out = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/**
 * Exact reasons for the margin of a forest, from its leaves: for people, their pairs of inputs, or the mean over a table. Explains the margin of the
 * favourable class: the sign turns for class 0 of two; of several classes it is the raw margin of that one.
 * Throws, in a shard, AssayError `no-trees`, `linear-leaves` or `long-paths` where leaves do not serve; use `reasonsJob` then.
 */
export const treeReasonsJob: Job<TreeReasonsQuestion, TreeReasonsShard, TreeReasonsPiece[], TreeReasons> = {
  name: 'treeReasons',
  plan(question, known, workers) {
    if (known !== undefined) return [];
    checkPlayers(question.players, question.width);
    const rows = question.people.length / question.width;
    const shards = Math.max(1, Math.min(workers, Math.floor(rows / SHARD_PEOPLE)));
    return Array.from({ length: shards }, (_, i) => {
      const [from, to] = [Math.floor((i * rows) / shards), Math.floor(((i + 1) * rows) / shards)];
      return { question, from, to };
    });
  },
  run,
  merge: (a, b) => [...a, ...b],
  result({ players, background, width, ask }, known) {
    const pieces = [...known].sort((a, b) => a.from - b.from);
    const { start, link } = pieces[0]!;
    const rows = pieces.reduce((sum, { count }) => sum + count, 0);
    const mean = (): Float64Array<ArrayBuffer> =>
      Float64Array.from(players, (_, player) => pieces.reduce((sum, { phi, count }) => sum + (phi[player]! * count) / rows, 0));
    return {
      players: players.map(({ name }) => name),
      phi: ask === 'mean' ? mean() : joined(pieces.map(({ phi }) => phi)),
      start,
      ...(ask === 'pairs' && { pairs: joined(pieces.map(({ pairs }) => pairs!)) }),
      link,
      exact: true,
      background: background.length / width,
      rowsEvaluated: 0,
    };
  },
};
