import { AssayError } from '../../errors';
import type { Job } from '../../jobs/types';
import { quantityOfRows } from '../rows';
import { fitSurrogate } from './fit';
import type { Surrogate, SurrogatePartial, SurrogateQuestion, SurrogateShard } from './types';

/** Rows of one shard. */
const SHARD_ROWS = 8192;

/** Scores the rows, then fits a small tree to the scores: see `fitSurrogate`. Null until it is fitted. */
export const surrogateJob: Job<SurrogateQuestion, SurrogateShard, SurrogatePartial, Surrogate | null> = {
  name: 'surrogate',
  plan(question, known) {
    const rows = question.group.length;
    if (known?.surrogate !== undefined) return [];
    if (known === undefined) {
      if (question.quantity.kind === 'loss') throw noTree();
      return Array.from({ length: Math.max(1, Math.ceil(rows / SHARD_ROWS)) }, (_, i) => ({
        kind: 'score',
        question,
        from: i * SHARD_ROWS,
        to: Math.min(rows, (i + 1) * SHARD_ROWS),
      }));
    }
    const scored = new Float64Array(rows);
    for (const { from, values } of known.pieces) scored.set(values, from);
    return [{ kind: 'fit', question, scored }];
  },

  async run(shard, context) {
    const { question } = shard;
    if (shard.kind === 'fit') return { pieces: [], surrogate: fitSurrogate(question, shard.scored) };
    const width = question.features.length;
    const { from, to } = shard;
    const write = (row: number, out: Float64Array, at: number): void => {
      for (let feature = 0; feature < width; feature++) out[at + feature] = question.values[(from + row) * width + feature]!;
    };
    return { pieces: [{ from, values: await quantityOfRows(to - from, width, write, question.quantity, context) }] };
  },

  merge(a, b) {
    const surrogate = a.surrogate ?? b.surrogate;
    return { pieces: [...a.pieces, ...b.pieces], ...(surrogate === undefined ? {} : { surrogate }) };
  },

  result: (_question, { surrogate }) => surrogate ?? null,
};

function noTree(): AssayError {
  return new AssayError({
    area: 'influence',
    code: 'no-surrogate',
    what: 'A loss cannot be told as a small tree.',
    why: 'A tree tells what the model says of a row from its inputs; a loss hangs on the true label as well.',
    remedy: 'Choose the score or the decision instead.',
  });
}
