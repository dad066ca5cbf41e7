import { quantityOf } from '../../../influence/quantities';
import { scoreRows } from '../../../influence/rows';
import type { Job } from '../../../jobs/types';
import { drawSigns, isEnumerable } from '../../../stats/tests';
import { streamFrom } from '../streams';
import { cannotExperiment } from '../faults';
import { decisionEffect, joinOutcomes, scoreDifferences, scoreEffect } from './effect';
import type { Presented, PresentedPartial, PresentedProgress, PresentedQuestion, PresentedShard } from './types';
import { rowsEach, writeUnit } from './unit';

/** Rows of one shard, about. */
const SHARD_ROWS = 8192;
/** Signs drawn between two looks for a stop: so many that it is heard within a second. */
const SIGNS_AT_ONCE = 4_000_000;

const peopleOf = ({ people, width }: PresentedQuestion): number => (width === 0 ? 0 : people.length / width);

function cut(count: number, size: number): { readonly from: number; readonly to: number }[] {
  return Array.from({ length: Math.ceil(count / size) }, (_, i) => ({ from: i * size, to: Math.min(count, (i + 1) * size) }));
}

/**
 * Presents the same people to the model as either of two groups and compares decisions and scores. Sources: Bertrand and Mullainathan (2004) for
 * correspondence tests; Datta, Tschantz and Datta (2015) for blocks of copies and their permutation test.
 */
export const presentedJob: Job<PresentedQuestion, PresentedShard, PresentedPartial, PresentedProgress> = {
  name: 'presented',
  plan(question, known) {
    const people = peopleOf(question);
    if (known === undefined) {
      return cut(people, Math.max(1, Math.floor(SHARD_ROWS / rowsEach(question)))).map((part) => ({ kind: 'score', question, ...part }));
    }
    if (known.signs.draws > 0) return [];
    const differences = scoreDifferences(question, joinOutcomes(question, people, known.pieces), people);
    if (isEnumerable(differences)) return [];
    const { seed, signDraws } = question;
    return cut(signDraws, Math.ceil(signDraws / 8)).map((part) => ({ kind: 'signs', seed, differences, ...part }));
  },

  async run(shard, context) {
    if (shard.kind === 'signs') {
      const { differences, seed, from, to } = shard;
      const step = Math.max(1, Math.floor(SIGNS_AT_ONCE / differences.length));
      let [asLarge, draws] = [0, 0];
      for (let at = from; at < to; at += step) {
        const part = drawSigns(differences, seed, streamFrom('signs') + at, Math.min(step, to - at));
        asLarge += part.asLarge;
        draws += part.draws;
        await context.breathe();
      }
      return { people: 0, pieces: [], signs: { asLarge, draws } };
    }
    const { question, from, to } = shard;
    const each = rowsEach(question);
    const scores = new Float64Array((to - from) * each);
    const decisions = new Int8Array((to - from) * each);
    const write = (row: number, out: Float64Array, at: number): void => writeUnit(question, from + Math.floor(row / each), row % each, out, at);
    await scoreRows(scores.length, question.width, write, context, (raw, first, rows) => {
      for (let row = 0; row < rows; row++) {
        scores[first + row] = quantityOf(question.score, raw, row);
        const decision = quantityOf(question.decision, raw, row);
        decisions[first + row] = Number.isNaN(decision) ? -1 : decision;
      }
    });
    return { people: to - from, pieces: [{ from, scores, decisions }], signs: { asLarge: 0, draws: 0 } };
  },

  merge: (a, b) => ({
    people: a.people + b.people,
    pieces: [...a.pieces, ...b.pieces],
    signs: { asLarge: a.signs.asLarge + b.signs.asLarge, draws: a.signs.draws + b.signs.draws },
  }),

  result(question, known) {
    const of = peopleOf(question);
    return { done: known.people, of, result: known.people === of ? presented(question, known) : null };
  },
};

/** @throws AssayError `experiment-no-decision` when the model gave nobody a decision. */
function presented(question: PresentedQuestion, known: PresentedPartial): Presented | null {
  const people = peopleOf(question);
  const outcomes = joinOutcomes(question, people, known.pieces);
  const differences = scoreDifferences(question, outcomes, people);
  if (!isEnumerable(differences) && known.signs.draws < question.signDraws) return null;
  const everyone = Array.from({ length: people }, (_, person) => person);
  const effect = decisionEffect(question, outcomes, everyone);
  if (effect === null) throw cannotExperiment('experiment-no-decision', 'The model gives none of the drawn people a score.', 'Look on the Check screen for inputs that are missing.');
  return {
    effect,
    score: scoreEffect(differences, known.signs),
    bySegment: Array.from({ length: question.segments }, (_, segment) =>
      decisionEffect(
        question,
        outcomes,
        everyone.filter((person) => question.segment[person] === segment),
      ),
    ),
    leftOut: people - effect.people,
    half: question.half,
    rows: people * rowsEach(question),
  };
}
