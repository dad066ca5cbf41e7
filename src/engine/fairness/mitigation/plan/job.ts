import { favourableScores } from '../../../audit/outcome';
import { scoreRows } from '../../../influence/rows';
import type { Job, ShardContext } from '../../../jobs/types';
import { copiesOf, makeChange } from '../apply';
import { lineForShare, shareAtLine } from '../line';
import type { PairedChange } from '../paired/change';
import { shareChange, shareGapChange } from '../paired/shares';
import { changedShare, countPaired, pairedCells, weightedCells, type PairedTable } from '../paired/table';
import { weightedChange, weightedGapChange } from '../paired/weighted';
import type { Replacement } from '../types';
import { bestStep } from './order';
import type { PlanQuestion, PlanRows, Tried } from './types';

export interface PlanShard {
  readonly question: PlanQuestion;
  readonly round: number;
  /** Candidates neutralised already; the last one is the one tried. */
  readonly chosen: readonly number[];
  /** True where the order is known and is measured on the held-out rows. */
  readonly measure: boolean;
}

/** One step of the order, measured on the held-out rows against the model as it is. */
export interface NarrowStep {
  /** Inputs neutralised up to here, by name, in order. */
  readonly names: readonly string[];
  readonly candidates: readonly number[];
  readonly gap: PairedChange;
  readonly accuracy: PairedChange;
  /** Share of people whose decision is another one, and of how many. */
  readonly changed: number | null;
  readonly people: number;
}

export interface PlanPartial {
  readonly tried: readonly Tried[];
  readonly measured: readonly { readonly chosen: readonly number[]; readonly table: PairedTable }[];
  readonly rowsEvaluated: number;
}

export interface NarrowPlan {
  /** In the order of the inputs; only those measured so far. */
  readonly steps: readonly NarrowStep[];
  /** True once no further input narrows the gap, or enough are neutralised. */
  readonly done: boolean;
  /** Combinations of inputs tried so far, and at most. */
  readonly tried: number;
  readonly most: number;
  readonly rowsEvaluated: number;
}

const BEFORE = -1;

/** Steps taken so far: the candidate chosen in each round that is fully tried. `open` is the round that waits, undefined when the order is complete. */
function orderSo({ candidates, steps }: PlanQuestion, tried: readonly Tried[]): { chosen: number[]; open: number | undefined } {
  const chosen: number[] = [];
  let before = tried.find(({ candidate }) => candidate === BEFORE);
  if (before === undefined) return { chosen, open: BEFORE };
  for (let round = 0; round < Math.min(steps, candidates.length); round++) {
    const own = tried.filter((step) => step.round === round && step.candidate !== BEFORE).sort((a, b) => a.candidate - b.candidate);
    if (own.length < candidates.length - chosen.length) return { chosen, open: round };
    const best = bestStep(before, own);
    if (best === undefined) break;
    chosen.push(best.candidate);
    before = best;
  }
  return { chosen, open: undefined };
}

/** Favourable scores of rows under several replacements at once; drawn values of different inputs are put in draw by draw. */
async function scoresOf(rows: PlanRows, { width, meaning }: PlanQuestion, replacements: readonly Replacement[], context: ShardContext): Promise<Float64Array<ArrayBuffer>> {
  const count = rows.scores.length;
  const copies = Math.max(1, ...replacements.map(copiesOf));
  const changes = replacements.map((replacement) => ({ put: makeChange(replacement), copies: copiesOf(replacement) }));
  const scores = new Float64Array(count);
  const write = (index: number, out: Float64Array, at: number): void => {
    const row = Math.floor(index / copies);
    for (let feature = 0; feature < width; feature++) out[at + feature] = rows.values[row * width + feature]!;
    for (const { put, copies: own } of changes) put(out, at, index % own, rows.groups[row]!);
  };
  await scoreRows(count * copies, width, write, context, (raw, first) => {
    favourableScores(raw as Float64Array<ArrayBuffer>, meaning.task, meaning.favourable, meaning.width).forEach((score, k) => {
      const row = Math.floor((first + k) / copies);
      scores[row] = scores[row]! + score / copies;
    });
  });
  return scores;
}

function tableOf(rows: PlanRows, after: Float64Array, lineAfter: number, { line, groupCount }: PlanQuestion): PairedTable {
  return countPaired({ before: rows.scores, after, lineBefore: line, lineAfter, groups: rows.groups, groupCount, labels: rows.labels, weights: rows.weights });
}

/** The gap between the pair and everybody's accuracy before and after, and the share of people whose decision is another one. */
function changesOf(table: PairedTable, [first, second]: PlanQuestion['pair'], level?: number): Pick<NarrowStep, 'gap' | 'accuracy' | 'changed'> {
  const all = weightedCells(table);
  const changed = changedShare(all?.weight ?? pairedCells(table));
  if (all) return { gap: weightedGapChange('selection', weightedCells(table, first)!, weightedCells(table, second)!, level), accuracy: weightedChange('accuracy', all, level), changed };
  return { gap: shareGapChange('selection', pairedCells(table, first), pairedCells(table, second), level), accuracy: shareChange('accuracy', pairedCells(table), level), changed };
}

/**
 * Greedy order of inputs: in each round every remaining input is neutralised beside those chosen already, and the one that takes away most of the gap per
 * right decision lost is chosen. The order is found on one part of the rows and measured on another, so that what luck chose does not flatter it.
 * Without outcomes a decision that is no longer the model's counts as lost.
 */
export const planJob: Job<PlanQuestion, PlanShard, PlanPartial, NarrowPlan> = {
  name: 'narrowPlan',
  plan(question, known) {
    const { chosen, open } = orderSo(question, known?.tried ?? []);
    if (open === BEFORE) return [{ question, round: BEFORE, chosen: [], measure: false }];
    if (open !== undefined) {
      return [...question.candidates.keys()].filter((candidate) => !chosen.includes(candidate)).map((candidate) => ({ question, round: open, chosen: [...chosen, candidate], measure: false }));
    }
    const measured = new Set(known!.measured.map((entry) => entry.chosen.length));
    return chosen.map((_, k) => chosen.slice(0, k + 1)).filter((part) => !measured.has(part.length)).map((part) => ({ question, round: part.length - 1, chosen: part, measure: true }));
  },

  async run({ question, round, chosen, measure }, context) {
    const { search, held, line, lineRule, pair, candidates } = question;
    const replacements = chosen.map((candidate) => candidates[candidate]!.replacement);
    const copies = Math.max(1, ...replacements.map(copiesOf));
    const after = chosen.length === 0 ? search.scores : await scoresOf(search, question, replacements, context);
    const lineAfter = lineRule === 'same' || chosen.length === 0 ? line : lineForShare(after, shareAtLine(search.scores, line, undefined, search.weights), undefined, search.weights);
    const rowsEvaluated = chosen.length === 0 ? 0 : search.scores.length * copies;
    if (measure) {
      const table = tableOf(held, await scoresOf(held, question, replacements, context), lineAfter, question);
      return { tried: [], measured: [{ chosen, table }], rowsEvaluated: rowsEvaluated + held.scores.length * copies };
    }
    const table = tableOf(search, after, lineAfter, question);
    const { gap, accuracy, changed } = changesOf(table, pair);
    const right = accuracy.after ?? 1 - (changed ?? NaN);
    return { tried: [{ round, candidate: chosen.at(-1) ?? BEFORE, gap: Math.abs(gap.after ?? NaN), right }], measured: [], rowsEvaluated };
  },

  merge(a, b) {
    return { tried: [...a.tried, ...b.tried], measured: [...a.measured, ...b.measured], rowsEvaluated: a.rowsEvaluated + b.rowsEvaluated };
  },

  result(question, { tried, measured, rowsEvaluated }) {
    const { candidates, pair, level, steps: limit } = question;
    const { chosen, open } = orderSo(question, tried);
    const steps = [...measured].sort((a, b) => a.chosen.length - b.chosen.length).map(({ chosen: own, table }): NarrowStep => ({
      names: own.map((candidate) => candidates[candidate]!.name),
      candidates: own,
      ...changesOf(table, pair, level),
      people: table.cells.reduce((sum, count) => sum + count, 0),
    }));
    const rounds = Math.min(limit, candidates.length);
    const most = Array.from({ length: rounds }, (_, round) => candidates.length - round).reduce((sum, n) => sum + n, 0);
    return { steps, done: open === undefined && steps.length === chosen.length, tried: tried.filter(({ candidate }) => candidate !== BEFORE).length, most, rowsEvaluated };
  },
};
