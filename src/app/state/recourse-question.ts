import type { Audit } from '../../engine/audit/types';
import { gowerScale } from '../../engine/influence/nearest/gower';
import type { Player } from '../../engine/influence/players';
import { encodeRows } from '../../engine/models/binding/features';
import type { Feature, FeatureSpace } from '../../engine/models/binding/types';
import { isValued, type Task } from '../../engine/models/types';
import { cumulativeShare } from '../../engine/recourse/costs';
import { groupSample } from '../../engine/recourse/groups/sample';
import { WAY_BUDGET, type WaysQuestion } from '../../engine/recourse/groups/types';
import type { FeatureRule, Target } from '../../engine/recourse/types';
import { decimalsOf } from '../../engine/table/decimals';
import type { Table } from '../../engine/table/types';

/** Most steps between the smallest and the largest value of a number. */
const MOST_STEPS = 1_000_000;
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
  readonly limits: Pick<Audit, 'favourable' | 'seed' | 'limits' | 'fixedInputs' | 'mostChanges' | 'groups'>;
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
  const { table, space, players, sample, sampleStep, scores, threshold, codes, groupCount, weights, task, limits } = facts;
  const width = space.features.length;
  const turnedDown = Int32Array.from(scores.keys()).filter((row) => scores[row]! < threshold && codes[row]! >= 0);
  if (turnedDown.length === 0 || width === 0) return undefined;
  const group = Int32Array.from(turnedDown, (row) => codes[row]!);
  const drawn = groupSample(group, groupCount, Math.min(facts.size, Math.floor(CELLS / width)), limits.seed);
  const rows = Int32Array.from(drawn, (at) => turnedDown[at]!);
  const columns = space.features.map(({ kind }, feature) =>
    kind === 'number' ? sample.filter((value, at) => at % width === feature && !Number.isNaN(value)).sort() : new Float64Array(0),
  );
  const free = space.features.map((feature, at) => freeRule(feature, columns[at]!));
  const question: WaysQuestion = {
    people: encodeRows(table, space, rows).values,
    group: Int32Array.from(drawn, (at) => group[at]!),
    rules: free.map((rule, input) => limited(rule, input, space.features[input]!, limits)),
    free,
    prices: columns.map((column, at) => (free[at]!.kind === 'number' ? { kind: 'number', cost: 'percentile', share: cumulativeShare(column), rows: column.length, spread: 1 } : { kind: 'level' })),
    couplings: [],
    combine: 'sum',
    mostChanges: limits.mostChanges === 0 ? width : limits.mostChanges,
    target: targetOf(facts),
    task,
    columns,
    reached: accepted(sample, width, (at) => scores[at * sampleStep]! >= threshold),
    scale: gowerScale(space.features, players, sample),
    budget: WAY_BUDGET,
  };
  return { question, rows, denied: Array.from({ length: groupCount }, (_, own) => group.filter((code) => code === own).length), weights: weights && Float64Array.from(rows, (row) => weights[row]!) };
}

function freeRule({ kind, levels, whole }: Feature, column: Float64Array): FeatureRule {
  if (kind === 'level') return { kind: 'level', levels: [...(levels ?? []).keys()], weight: 1 };
  const [low, high] = [column[0], column[column.length - 1]];
  if (low === undefined || high === undefined) return { kind: 'locked' };
  return { kind: 'number', low, high, step: Math.max(whole ? 1 : 10 ** -decimalsOf(column), (high - low) / MOST_STEPS), direction: 'any', weight: 1 };
}

/** As it stands in the Audit: people are not asked to change what groups are made of, but it is told what that lock does. */
function limited(rule: FeatureRule, input: number, { column }: Feature, { limits, fixedInputs, groups }: RecourseFacts['limits']): FeatureRule {
  if (fixedInputs.includes(input) || groups.includes(column)) return { kind: 'locked' };
  const own = limits.find((limit) => limit.input === input);
  return rule.kind === 'number' && own ? { ...rule, low: own.low ?? rule.low, high: own.high ?? rule.high, direction: own.direction } : rule;
}

/** The favourable side of the line, on the scale of the model's own scores. */
function targetOf({ threshold, task, limits: { favourable } }: RecourseFacts): Target {
  return isValued(task) && favourable === 0 ? { class: favourable, below: -threshold } : { class: favourable, above: threshold };
}

function accepted(sample: Float64Array<ArrayBuffer>, width: number, is: (row: number) => boolean): Float64Array<ArrayBuffer> {
  const rows = Array.from({ length: Math.floor(sample.length / width) }, (_, at) => at).filter(is).slice(0, REACHED);
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, at) => values.set(sample.subarray(row * width, (row + 1) * width), at * width));
  return values;
}
