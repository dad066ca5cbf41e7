import { isValued, type Task } from '../../../models/types';
import { lineForShare, shareAtLine } from '../line';
import { comparePaired, type PairedComparison } from '../paired/compare';
import type { LineRule } from '../plan/types';
import { cannotChange } from '../refuse';
import { splitRows } from '../../split';
import { designColumns, designValues, type DesignFacts } from './design';
import { fitStandIn, type LearnerName, type StandIn } from './learners';
import { rowWeights, type Weighting } from './weights';

/**
 * What a stand-in for the person's own pipeline is fitted to. `outcome`: what really happened. `model`: the scores of the model under question, so that the
 * stand-in carries on what that model learned from people who may not be in this table.
 */
export type Teacher = 'outcome' | 'model';

/** What would a model of our own, fitted again with other weights or inputs, do to these people? */
export interface RetrainQuestion extends DesignFacts {
  readonly values: Float64Array<ArrayBuffer>;
  readonly groups: Int32Array<ArrayBuffer>;
  readonly task: Task;
  /** Favourable scores of the model under question, and its line. */
  readonly scores: Float64Array<ArrayBuffer>;
  readonly line: number;
  readonly lineRule: LineRule;
  readonly labels?: Int8Array<ArrayBuffer> | undefined;
  /** Of a regression: what really happened on the scale of the scores; NaN where not known. */
  readonly truth?: Float64Array | undefined;
  /** Of a regression: −1 where scores are values turned round, as lower ones are favourable. */
  readonly sign?: 1 | -1;
  /** How many people a row stands for; rows without a weight above 0 are left out. */
  readonly weights?: Float64Array<ArrayBuffer> | undefined;
  readonly pair?: readonly [number, number] | undefined;
  readonly learner: LearnerName;
  readonly teacher: Teacher;
  readonly weighting: Weighting;
  /** Features that are left out. */
  readonly dropped: readonly number[];
  readonly addGroup: boolean;
  readonly seed: number;
  /** Names of the unfavourable and the favourable outcome, for the file. */
  readonly classes: readonly [string, string];
  readonly note: string;
}

export interface Retrained {
  readonly fitted: number;
  readonly held: number;
  /** Against the model under question, on held-out rows. */
  readonly againstModel: PairedComparison;
  /** Against the same learner on all inputs without weights; null where nothing is changed, so that there is nothing to compare. */
  readonly againstPlain: PairedComparison | null;
  readonly columns: readonly string[];
  readonly line: number;
  /** The stand-in as an ONNX file. */
  readonly file: Uint8Array<ArrayBuffer>;
}

/** Rows a stand-in is fitted on at most. */
const FIT_MOST = 50_000;
const FEWEST = 20;

/**
 * Fits a stand-in on one part of the rows and compares it on the others. With scores as teacher every row stands for both outcomes, weighted by the score.
 * Of a regression the numbers themselves are learned; groups are weighed by which side of the line the number lies on.
 * @throws AssayError `retrain-task` for rankings, `no-outcome` where nothing is known to learn from, `retrain-rows` for too few rows,
 * `no-input` when no column is left, and those of the learners
 */
export function retrain(question: RetrainQuestion): Retrained {
  const { groups, task, scores, labels, teacher, learner, weighting, dropped, addGroup, seed, line, lineRule, pair, groupNames, weights: counts } = question;
  if (task === 'ranking') throw cannotChange('retrain-task', 'Our learners tell two outcomes apart or learn a number, and this model ranks.', 'Neutralise inputs of the model itself instead.');
  const target = isValued(task) ? 'value' : 'outcome';
  /** What a row teaches; NaN where nothing. */
  const lesson = (row: number): number => {
    if (teacher === 'model') return scores[row]!;
    if (target === 'value') return question.truth?.[row] ?? NaN;
    const label = labels?.[row];
    return label === 0 || label === 1 ? label : NaN;
  };
  if (teacher === 'outcome' && (target === 'value' ? question.truth : labels) === undefined) throw cannotChange('no-outcome', 'It is not known what really happened to these people.', 'Choose a label column on the Check screen, or let the stand-in learn from the model’s scores.');
  const usable = Int32Array.from(scores.keys()).filter((row) => !Number.isNaN(scores[row]!) && !(counts && !(counts[row]! > 0)));
  const { fit: all, held } = splitRows(usable, groups, labels, seed);
  const known = all.filter((row) => !Number.isNaN(lesson(row)));
  const fit = known.length <= FIT_MOST ? known : splitRows(known, groups, labels, seed + 1, FIT_MOST / known.length).held;
  if (fit.length < FEWEST || held.length === 0) throw cannotChange('retrain-rows', `There are ${fit.length} rows to learn from.`, `Open a table with at least ${2 * FEWEST} usable rows.`);

  const train = (own: { weighting: Weighting; dropped: readonly number[]; addGroup: boolean }): { after: Float64Array<ArrayBuffer>; lineAfter: number; standIn: StandIn; columns: readonly string[] } => {
    const columns = designColumns(question, fit, own.dropped, own.addGroup);
    if (columns.length === 0) throw cannotChange('no-input', 'Every input is left out.', 'Keep at least one.');
    const filled = learner === 'logistic';
    const design = designValues(columns, question, fit, filled);
    const favourable = (row: number): number => (lesson(row) >= line ? 1 : 0);
    const outcome = Int8Array.from(fit, (row) => (teacher === 'outcome' && target === 'outcome' ? labels![row]! : favourable(row)));
    const weights = rowWeights(own.weighting, { groups: Int32Array.from(fit, (row) => groups[row]!), labels: outcome, counts: counts && Float64Array.from(fit, (row) => counts[row]!), seed });
    const shape = { rows: fit.length, columns: columns.length };
    const lessons = Float64Array.from(fit, lesson);
    const training = teacher === 'outcome' || target === 'value' ? { ...shape, values: design, labels: lessons, weights } : taught(design, shape, weights, lessons);
    const standIn = fitStandIn(learner, columns, training, target);
    const after = standIn.score(designValues(columns, question, Int32Array.from(scores.keys()), filled), scores.length);
    return { after, lineAfter: lineRule === 'same' ? line : lineForShare(after, shareAtLine(scores, line, fit, counts), fit, counts), standIn, columns: columns.map(({ name }) => name) };
  };

  const changed = train({ weighting, dropped, addGroup });
  const truth = target === 'value' ? question.truth : labels && Float64Array.from(labels, (label) => (label === 0 || label === 1 ? label : NaN));
  const sign = question.sign ?? 1;
  const shared = { groups, groupCount: groupNames.length, labels, weights: counts, truth, loss: target === 'value' ? ('absolute' as const) : ('squared' as const), pair, seed, rows: held, after: changed.after, lineAfter: changed.lineAfter };
  const plain = weighting === 'none' && dropped.length === 0 && !addGroup ? undefined : train({ weighting: 'none', dropped: [], addGroup: false });
  const file = changed.standIn.write({ classes: question.classes, threshold: sign * changed.lineAfter, sign, title: 'stand-in', note: question.note });
  return {
    fitted: fit.length,
    held: held.length,
    againstModel: comparePaired({ ...shared, before: scores, lineBefore: line }),
    againstPlain: plain === undefined ? null : comparePaired({ ...shared, before: plain.after, lineBefore: plain.lineAfter }),
    columns: changed.columns,
    line: changed.lineAfter,
    file,
  };
}

/** Every row twice, once with either outcome, weighted by its score and by what the score leaves. */
function taught(values: Float64Array<ArrayBuffer>, { rows, columns }: { rows: number; columns: number }, weights: Float64Array, scores: Float64Array): { values: Float64Array<ArrayBuffer>; rows: number; columns: number; labels: Int8Array; weights: Float64Array<ArrayBuffer> } {
  const twice = new Float64Array(2 * values.length);
  twice.set(values);
  twice.set(values, values.length);
  const share = (row: number): number => Math.min(1, Math.max(0, scores[row % rows]!));
  return {
    values: twice,
    rows: 2 * rows,
    columns,
    labels: Int8Array.from({ length: 2 * rows }, (_, row) => (row < rows ? 1 : 0)),
    weights: Float64Array.from({ length: 2 * rows }, (_, row) => weights[row % rows]! * (row < rows ? share(row) : 1 - share(row))),
  };
}
