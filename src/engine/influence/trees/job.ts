import { finishBreathing, goOn } from '../../jobs/steps';
import type { Job, ShardContext } from '../../jobs/types';
import type { ExactStructure } from '../../models/binding/structure';
import type { Link } from '../../models/links';
import { checkPlayers } from '../players';
import type { Player } from '../players';
import { aim, treesOf } from './aim';
import { deriveCovers } from './covers';
import { directValues, type TreeRange } from './direct';
import type { LeafInfluence } from './influence';
import { inputPlayers } from './input-players';
import { keepInfluence, keptInfluence } from './kept';
import { PathDependentInfluence } from './path-dependent';

/** Fewest people that are worth another cell, which reads the background afresh. */
const SHARD_PEOPLE = 2000;
/** People between two looks at whether to stop. */
const SLICE = 500;
/** Most people explained one by one where the background has not been counted: counting costs as much as about five of them (measured). */
const FEW_PEOPLE = 2;
/** Parts of the forest that so few people are explained in, so that cells share the work and progress is known. */
const PARTS = 8;
/** Work of one shard that gets ready, so that a cell is free again within about 100 ms for what somebody waits for. */
const READY_WORK = 2 ** 22;

export interface TreeReasonsQuestion {
  /** Feature rows, row-major, `width` a row. */
  readonly people: Float64Array<ArrayBuffer>;
  readonly background: Float64Array<ArrayBuffer>;
  readonly width: number;
  /** Groups of features. */
  readonly players: readonly Player[];
  /**
   * `rows`: every person's values; `pairs`: pair interactions as well; `mean`: only the mean over all people; `ready`: no values, but what makes later
   * questions about people against the same background fast is done ahead.
   */
  readonly ask: 'rows' | 'pairs' | 'mean' | 'ready';
  /** Against the background rows when left out; `path-dependent`: the background rows only say how many go each way at a split. */
  readonly game?: 'interventional' | 'path-dependent';
  /** Index of the class to explain; of no account for models that give values. */
  readonly favourable: number;
}

export interface TreeReasonsShard {
  readonly question: TreeReasonsQuestion;
  readonly from: number;
  readonly to: number;
  /** Only this part of the forest's trees, counted from 0. */
  readonly part?: number;
}

/** Reasons of `count` people from `from`, or a part of the forest's share in them. */
export interface TreeReasonsPiece {
  readonly part?: number;
  readonly from: number;
  readonly count: number;
  readonly phi: Float64Array<ArrayBuffer>;
  readonly pairs?: Float64Array<ArrayBuffer>;
  readonly start: number;
  readonly link: Link;
  /** Of `ready` alone: false while there is more to be done ahead. */
  readonly ready?: boolean;
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
  /** How much of the people and trees is in the values: below 1 they are not whole yet. */
  readonly done: number;
  readonly background: number;
  readonly rowsEvaluated: 0;
}

function influenceOf({ background, width, players, game }: TreeReasonsQuestion, structure: ExactStructure): LeafInfluence {
  if (game !== 'path-dependent') return keepInfluence(structure, background, width, players);
  const { forest, inputs, featureOf } = structure;
  const rows = background.length / width;
  return new PathDependentInfluence(forest, deriveCovers(forest, inputs(background, rows), rows), inputPlayers(players, featureOf));
}

/** What a part of the trees gives a few people: looked up where the background has been counted, else worked out against each of its rows. */
async function runPart({ question, from, to }: TreeReasonsShard, part: number, structure: ExactStructure, context: ShardContext): Promise<TreeReasonsPiece[]> {
  const { people, background, width, players, favourable } = question;
  const { forest, featureOf } = structure;
  const { output, factor, shift } = aim(structure, favourable);
  const trees: TreeRange = { from: Math.floor((part * forest.roots.length) / PARTS), to: Math.floor(((part + 1) * forest.roots.length) / PARTS) };
  const rows = to - from;
  const inputs = structure.inputs(people.subarray(from * width, to * width), rows);
  const kept = keptInfluence(structure, background, players);
  const found = kept?.ready
    ? { phi: await finishBreathing(kept.explainInSteps(inputs, rows, trees), context.breathe), start: kept.startOf(trees) }
    : await finishBreathing(
        directValues(forest, structure.inputs(background, background.length / width), inputs, rows, inputPlayers(players, featureOf), trees),
        context.breathe,
      );
  const all = found.phi.length / rows / forest.outputs;
  const phi = Float64Array.from({ length: rows * players.length }, (_, at) => {
    const [row, player] = [Math.floor(at / players.length), at % players.length];
    return factor * found.phi[(row * forest.outputs + output) * all + player]!;
  });
  const base = part === 0 ? shift + factor * forest.base[output]! : 0;
  return [{ part, from, count: rows, phi, start: base + factor * found.start[output]!, link: structure.link }];
}

async function run(shard: TreeReasonsShard, context: ShardContext): Promise<TreeReasonsPiece[]> {
  const structure = treesOf(context.structure);
  if (shard.part !== undefined) return runPart(shard, shard.part, structure, context);
  const { question, from, to } = shard;
  const { people, width, players, ask, favourable } = question;
  const { output, factor, shift } = aim(structure, favourable);
  const influence = influenceOf(question, structure);
  if (ask === 'ready') {
    const ready = await goOn(influence.prepare(), context.breathe, READY_WORK);
    return [{ from, count: 0, phi: new Float64Array(0), start: ready ? shift + factor * influence.start[output]! : NaN, link: structure.link, ready }];
  }
  await finishBreathing(influence.prepare(), context.breathe);
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
      pick(await finishBreathing(influence.explainMeanInSteps(inputs, rows), context.breathe), 0, phi, 0);
      pieces.push({ from: first, count: rows, phi, ...common });
      continue;
    }
    const phi = new Float64Array(rows * count);
    const values = await finishBreathing(influence.explainInSteps(inputs, rows), context.breathe);
    for (let row = 0; row < rows; row++) pick(values, row, phi, row * count);
    if (ask === 'rows') {
      pieces.push({ from: first, count: rows, phi, ...common });
      continue;
    }
    const pairs = new Float64Array(rows * count * count);
    const found = await finishBreathing(influence.interactionsInSteps(inputs, rows), context.breathe);
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

/** True where each part of the forest is asked apart. */
function inParts(ask: TreeReasonsQuestion['ask'], game: TreeReasonsQuestion['game'], rows: number): boolean {
  return ask === 'rows' && game !== 'path-dependent' && rows > 0 && rows <= FEW_PEOPLE;
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
    const { ask, game } = question;
    // Shard by shard, so that urgent work comes between; cells that take turns each get ready.
    if (ask === 'ready' && known?.at(-1)?.ready !== true) return [{ question, from: 0, to: 0 }];
    if (known !== undefined) return [];
    checkPlayers(question.players, question.width);
    const rows = question.people.length / question.width;
    if (inParts(ask, game, rows)) return Array.from({ length: PARTS }, (_, part) => ({ question, from: 0, to: rows, part }));
    const shards = Math.max(1, Math.min(workers, Math.floor(rows / SHARD_PEOPLE)));
    return Array.from({ length: shards }, (_, i) => {
      const [from, to] = [Math.floor((i * rows) / shards), Math.floor(((i + 1) * rows) / shards)];
      return { question, from, to };
    });
  },
  run,
  merge: (a, b) => [...a, ...b],
  result({ players, people, background, width, ask, game }, known) {
    const pieces = [...known].sort((a, b) => a.from - b.from || (a.part ?? 0) - (b.part ?? 0));
    const wanted = people.length / width;
    const parts = inParts(ask, game, wanted);
    const rows = pieces.reduce((sum, { count }) => sum + count, 0);
    const mean = (): Float64Array<ArrayBuffer> =>
      Float64Array.from(players, (_, player) => pieces.reduce((sum, { phi, count }) => sum + (phi[player]! * count) / rows, 0));
    const sum = (): Float64Array<ArrayBuffer> => pieces[0]!.phi.map((_, at) => pieces.reduce((all, { phi }) => all + phi[at]!, 0));
    return {
      players: players.map(({ name }) => name),
      phi: parts ? sum() : ask === 'mean' ? mean() : joined(pieces.map(({ phi }) => phi)),
      start: ask === 'ready' ? known.at(-1)!.start : parts ? pieces.reduce((all, { start }) => all + start, 0) : pieces[0]!.start,
      ...(ask === 'pairs' && { pairs: joined(pieces.map(({ pairs }) => pairs!)) }),
      link: pieces[0]!.link,
      exact: true,
      done: ask === 'ready' ? +(known.at(-1)!.ready === true) : parts ? pieces.length / PARTS : rows / wanted,
      background: background.length / width,
      rowsEvaluated: 0,
    };
  },
};
