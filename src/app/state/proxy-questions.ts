import { PROXY_SETTINGS, type ProxyQuestion } from '../../engine/fairness/proxies/types';
import type { ResidualQuestion } from '../../engine/fairness/proxies/residual';
import { WORTH_SETTINGS, type WorthQuestion } from '../../engine/fairness/proxies/worth';
import type { Loss } from '../../engine/influence/importance/losses';
import { PERMUTATION_SETTINGS, type PermutationQuestion } from '../../engine/influence/importance/permutation-job';
import type { Player } from '../../engine/influence/players';
import { encodeRows } from '../../engine/models/binding/features';
import type { FeatureSpace } from '../../engine/models/binding/types';
import { Random } from '../../engine/stats/random';
import type { Table } from '../../engine/table/types';
import type { SampledAsk } from './driver-questions';

/** Cells of a question at most, so that handing it to a worker is never felt. */
const CELLS = 1_000_000;
/** Inputs that are left out in turn when there are more: each costs fits of its own. */
export const ASKED = 30;
/** Model rows of the shuffles at most, and rows. */
const SHUFFLED = { modelRows: 600_000, most: 5000, least: 300 };
/** Each draw has a stream of its own. */
const DRAW = { map: 11, shuffled: 12 };

/** What the questions are made from. */
export interface ProxyFacts {
  readonly table: Table;
  readonly space: FeatureSpace;
  readonly players: readonly Player[];
  /** Favourable score per table row; NaN where there is none. */
  readonly scores: Float64Array;
  /** Group of each table row from 0; −1 where unknown or not compared. */
  readonly group: Int32Array;
  readonly groups: number;
  readonly seed: number;
}

export interface ProxyAsk extends SampledAsk<ProxyQuestion> {
  /** Table rows asked about. */
  readonly drawn: Int32Array<ArrayBuffer>;
}

function draw({ seed }: ProxyFacts, from: Int32Array, size: number, stream: number): Int32Array<ArrayBuffer> {
  return new Random(seed + stream).sample(from.length, Math.min(Math.floor(size), from.length)).map((at) => from[at]!).sort();
}

/** Which inputs tell the group, over rows that have a score and a group. */
export function proxyAsk(facts: ProxyFacts): ProxyAsk {
  const { table, space, players, scores, group, groups, seed } = facts;
  const usable = Int32Array.from(group.keys()).filter((row) => group[row]! >= 0 && !Number.isNaN(scores[row]!));
  const drawn = draw(facts, usable, CELLS / Math.max(1, space.features.length), DRAW.map);
  const question: ProxyQuestion = {
    values: encodeRows(table, space, drawn).values,
    features: space.features.map(({ kind }) => ({ kind })),
    players,
    group: Int32Array.from(drawn, (row) => group[row]!),
    groups,
    scores: Float64Array.from(drawn, (row) => scores[row]!),
    settings: { ...PROXY_SETTINGS, seed },
  };
  return { question, drawn, rows: drawn.length, of: usable.length };
}

export type WorthAsk = SampledAsk<WorthQuestion>;

/**
 * What each input adds to telling the outcome within each group.
 * @param outcomes 1 favourable, 0 not, −1 unknown, per table row
 */
export function worthAsk({ question: { values, features, players, group, groups, settings }, drawn, of }: ProxyAsk, outcomes: ArrayLike<number>, asked: readonly number[]): WorthAsk {
  const labels = Int32Array.from(drawn, (row) => outcomes[row]!);
  const known = labels.reduce((sum, label) => sum + (label >= 0 ? 1 : 0), 0);
  return { question: { values, features, players, asked, group, groups, labels, settings: { ...WORTH_SETTINGS, seed: settings.seed } }, rows: known, of };
}

export type ResidualAsk = SampledAsk<ResidualQuestion>;

/** What inputs tell of the group that those given do not. */
export function residualAsk({ question: { values, features, players, group, groups, settings }, rows, of }: ProxyAsk, given: readonly number[], asked: readonly number[]): ResidualAsk {
  return { question: { values, features, players, group, groups, settings, given, asked }, rows, of };
}

export type ShuffledAsk = SampledAsk<PermutationQuestion>;

/**
 * How many more decisions are wrong when an input is shuffled.
 * @param truth class number or value per table row, NaN where unknown
 */
export function shuffledAsk(facts: ProxyFacts, truth: Float64Array, loss: Loss): ShuffledAsk {
  const { table, space, players, scores, group, seed } = facts;
  const known = Int32Array.from(group.keys()).filter((row) => group[row]! >= 0 && !Number.isNaN(scores[row]!) && !Number.isNaN(truth[row]!));
  const wanted = SHUFFLED.modelRows / (1 + PERMUTATION_SETTINGS.repeats * players.length);
  const rows = draw(facts, known, Math.max(SHUFFLED.least, Math.min(SHUFFLED.most, wanted)), DRAW.shuffled);
  const labels = Float64Array.from(rows, (row) => truth[row]!);
  const question = { values: encodeRows(table, space, rows).values, width: space.features.length, labels, players, loss, settings: { ...PERMUTATION_SETTINGS, seed } };
  return { question, rows: rows.length, of: known.length };
}
