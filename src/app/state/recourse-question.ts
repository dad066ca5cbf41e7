import { gowerScale } from '../../engine/influence/nearest/gower';
import type { Player } from '../../engine/influence/players';
import { encodeRows } from '../../engine/models/binding/features';
import type { FeatureSpace } from '../../engine/models/binding/types';
import type { Task } from '../../engine/models/types';
import { cumulativeShare } from '../../engine/recourse/costs';
import { groupSample } from '../../engine/recourse/groups/sample';
import { WAY_BUDGET, type WaysQuestion } from '../../engine/recourse/groups/types';
import type { ChangeLimits } from '../../engine/recourse/limits/choice';
import { coupledChanges, freeRuleOf, type InputRange, limitOf, mostOf, ruleOf } from '../../engine/recourse/limits/rules';
import type { FeatureRule } from '../../engine/recourse/types';
import type { Table } from '../../engine/table/types';
import { otherSide } from './person/goal';

/** Rows with the favourable decision whose values are tried. */
const REACHED = 1000;
/** Cells of a question at most, so that handing it to a worker is never felt. */
const CELLS = 1_000_000;

/** What a question about everybody turned down is made from. */
export interface RecourseFacts {
  readonly table: Table;
  readonly space: FeatureSpace;
  readonly players: readonly Player[];
  /** Evenly spread rows of the table as feature rows, and every how many rows of the table one is among them. */
  readonly sample: Float64Array<ArrayBuffer>;
  readonly sampleStep: number;
  readonly scores: Float64Array;
  readonly threshold: number;
  /** Drawn group of each row, −1 where unknown. */
  readonly codes: Int32Array;
  readonly groupCount: number;
  readonly weights: Float64Array | undefined;
  readonly task: Task;
  /** Index of the favourable class. */
  readonly favourable: number;
  readonly seed: number;
  readonly limits: ChangeLimits;
  /** By feature. */
  readonly ranges: readonly InputRange[];
  /** By feature: numbers of the sample, ascending, without missing ones; empty for levels. */
  readonly columns: readonly Float64Array<ArrayBuffer>[];
  /** People looked at, at most. */
  readonly size: number;
}

/** A question with the people it is about. */
export interface RecourseAsk {
  readonly question: WaysQuestion;
  /** Row of each person of the question. */
  readonly rows: Int32Array;
  /** People of each group with the unfavourable decision. */
  readonly denied: readonly number[];
  readonly weights: Float64Array | undefined;
}

/** The question what it would take for those with the unfavourable decision; undefined where there is nobody to ask about. */
export function recourseQuestion(facts: RecourseFacts): RecourseAsk | undefined {
  const { table, space, players, sample, sampleStep, scores, threshold, codes, groupCount, weights, task, limits, ranges, columns } = facts;
  const width = space.features.length;
  const turnedDown = Int32Array.from(scores.keys()).filter((row) => scores[row]! < threshold && codes[row]! >= 0 && !(weights && !(weights[row]! > 0)));
  if (turnedDown.length === 0 || width === 0 || ranges.length !== width) return undefined;
  const group = Int32Array.from(turnedDown, (row) => codes[row]!);
  const drawn = groupSample(group, groupCount, Math.min(facts.size, Math.floor(CELLS / width)), facts.seed);
  const rows = Int32Array.from(drawn, (at) => turnedDown[at]!);
  // What groups are made of stays as well, and it is told what that does.
  const free = ranges.map((range, input) => freeRuleOf({ ...range, kept: false }, limits, input, 0));
  const moves = ranges.map((_, input) => (limitOf(limits, input).levels?.length ? limitOf(limits, input).levels : undefined));
  const question: WaysQuestion = {
    people: encodeRows(table, space, rows).values,
    group: Int32Array.from(drawn, (at) => group[at]!),
    rules: ranges.map((range, input) => everybodys(ruleOf(range, limits, input, 0), moves[input] !== undefined)),
    free,
    ...(moves.some((own) => own !== undefined) ? { moves } : {}),
    fillMissing: limits.fillMissing,
    prices: columns.map((column, at) => (ranges[at]!.kind === 'number' ? { kind: 'number', cost: 'percentile', share: cumulativeShare(column), rows: column.length, spread: 1 } : { kind: 'level' })),
    couplings: coupledChanges(limits.coupled, width),
    combine: 'sum',
    mostChanges: mostOf(limits, width),
    target: otherSide({ task, favourable: false, favourableClass: facts.favourable, threshold }),
    task,
    columns,
    reached: accepted(sample, width, (at) => scores[at * sampleStep]! >= threshold),
    scale: gowerScale(space.features, players, sample),
    budget: WAY_BUDGET,
  };
  return { question, rows, denied: Array.from({ length: groupCount }, (_, own) => group.filter((code) => code === own).length), weights: weights && Float64Array.from(rows, (row) => weights[row]!) };
}

/** Levels that hang on one’s own are none for everybody. */
function everybodys(rule: FeatureRule, hangs: boolean): FeatureRule {
  return rule.kind === 'level' && hangs ? { ...rule, levels: [] } : rule;
}

function accepted(sample: Float64Array<ArrayBuffer>, width: number, is: (row: number) => boolean): Float64Array<ArrayBuffer> {
  const rows = Array.from({ length: Math.floor(sample.length / width) }, (_, at) => at).filter(is).slice(0, REACHED);
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, at) => values.set(sample.subarray(row * width, (row + 1) * width), at * width));
  return values;
}
