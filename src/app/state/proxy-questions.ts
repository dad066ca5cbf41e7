import type { NeutraliseQuestion, ScoreMeaning } from '../../engine/fairness/mitigation/job';
import { fitReplacement } from '../../engine/fairness/mitigation/replacement';
import { DRAWS } from '../../engine/fairness/mitigation/types';
import { PROXY_SETTINGS, type ProxyQuestion } from '../../engine/fairness/proxies/types';
import type { ResidualQuestion } from '../../engine/fairness/proxies/residual';
import { WORTH_SETTINGS, type WorthQuestion } from '../../engine/fairness/proxies/worth';
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
/** Model rows of the costs at most, and people. */
const COSTS = { modelRows: 600_000, most: 4000, least: 300 };
/** Each draw has a stream of its own. */
const DRAW = { map: 11, costs: 12 };

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

export interface CostAsk extends SampledAsk<NeutraliseQuestion> {
  /** Player of each change. */
  readonly asked: readonly number[];
  /** Scores as they are, and outcomes. */
  readonly scores: Float64Array<ArrayBuffer>;
  readonly labels: Int8Array<ArrayBuffer>;
}

/**
 * Scores of people whose outcome is known, with one input at a time replaced by values of others, averaged.
 * @param outcomes 1 favourable, 0 not, −1 unknown, per table row
 */
export function costAsk(facts: ProxyFacts, asked: readonly number[], outcomes: ArrayLike<number>, meaning: ScoreMeaning): CostAsk | undefined {
  const { table, space, players, scores, group, seed } = facts;
  const known = Int32Array.from(group.keys()).filter((row) => group[row]! >= 0 && !Number.isNaN(scores[row]!) && outcomes[row]! >= 0);
  if (known.length === 0 || asked.length === 0) return undefined;
  const wanted = COSTS.modelRows / DRAWS.fewest / asked.length;
  const rows = draw(facts, known, Math.max(COSTS.least, Math.min(COSTS.most, wanted)), DRAW.costs);
  const { values } = encodeRows(table, space, rows);
  const way = { kind: 'marginal', draws: DRAWS.fewest } as const;
  const changes = asked.map((player) => fitReplacement(way, [players[player]!], { features: space.features, values, seed }));
  return {
    question: { values, width: space.features.length, meaning, changes },
    rows: rows.length,
    of: known.length,
    asked,
    scores: Float64Array.from(rows, (row) => scores[row]!),
    labels: Int8Array.from(rows, (row) => outcomes[row]!),
  };
}
