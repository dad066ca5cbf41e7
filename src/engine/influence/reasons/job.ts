import type { Job } from '../../jobs/types';
import { cutPieces, joinPieces } from '../hybrids/pieces';
import { checkGroups } from '../players';
import { countDiffering, cutBlocks } from '../sampled/blocks';
import { estimate } from '../sampled/estimate';
import { firstUnits, nextLook } from '../sampled/schedule';
import { mergeSums } from '../sampled/sums';
import { reasonsSoFar } from './result';
import { runReasons } from './run';
import type { Reasons, ReasonsPartial, ReasonsQuestion, ReasonsShard } from './types';

/**
 * Shapley values of one person's quantity against a background, every input of the model replaced by the background rows' (interventional), or Owen
 * values where groups of players are given:
 * exact when the distinct hybrid rows are few enough, else sampled at geometric checkpoints until the precision is reached or the budget is spent.
 * The numbers do not depend on how many workers run it nor on the order in which they finish.
 * Sources: Datta, Sen and Zick (2016); Shapley (1953); Mitchell et al. (2022).
 */
export const reasonsJob: Job<ReasonsQuestion, ReasonsShard, ReasonsPartial, Reasons> = {
  name: 'reasons',
  plan: planReasons,
  run: runReasons,
  merge: mergeReasons,
  result: reasonsSoFar,
};

function planReasons(question: ReasonsQuestion, known: ReasonsPartial | undefined, workers: number): ReasonsShard[] {
  if (known === undefined) {
    checkGroups(question.players, question.groups);
    return [{ kind: 'survey', question }];
  }
  if (known.exact !== undefined) return [];
  const distinct = known.distinct ?? -1;
  if (distinct > 0) return planExact(question, known, distinct, workers);
  const { settings } = question;
  const differing = countDiffering(question);
  const first = firstUnits(differing.length, settings);
  if (known.look === 0) {
    const rest = cutBlocks(differing, 0, first).slice(1);
    if (rest.length > 0) return rest.map((block) => ({ kind: 'sample', question, look: 1, block }));
  }
  const look = Math.max(1, known.look);
  const now = estimate(known.sums!);
  const next = nextLook(now, look, differing, known.rowsEvaluated, settings);
  if (next === undefined) return [];
  const scores = { end: known.end!, base: known.sums!.base };
  return cutBlocks(differing, now.units, next.units, next.rows).map((block) => ({ kind: 'sample', question, look: look + 1, block, known: scores }));
}

function planExact(question: ReasonsQuestion, known: ReasonsPartial, distinct: number, workers: number): ReasonsShard[] {
  if (known.pieces.length === 0) return cutPieces(distinct, workers).map((piece) => ({ kind: 'evaluate', question, ...piece }));
  return [{ kind: 'assemble', question, values: joinPieces(distinct, known.pieces) }];
}

function mergeReasons(a: ReasonsPartial, b: ReasonsPartial): ReasonsPartial {
  const distinct = a.distinct ?? b.distinct;
  const exact = a.exact ?? b.exact;
  const sums = a.sums === undefined || b.sums === undefined ? (a.sums ?? b.sums) : mergeSums(a.sums, b.sums);
  const end = a.end ?? b.end;
  return {
    pieces: exact === undefined ? [...a.pieces, ...b.pieces] : [],
    look: Math.max(a.look, b.look),
    rowsEvaluated: a.rowsEvaluated + b.rowsEvaluated,
    held: a.held + b.held,
    ...(distinct === undefined ? {} : { distinct }),
    ...(exact === undefined ? {} : { exact }),
    ...(sums === undefined ? {} : { sums }),
    ...(end === undefined ? {} : { end }),
  };
}
