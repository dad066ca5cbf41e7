import { AssayError } from '../../../../engine/errors';
import { type Indices, type IndicesQuestion, INDICES_SETTINGS, type RowMeans } from '../../../../engine/influence/indices/types';
import type { ReasonsAsk } from '../subject.svelte';
import type { Method, MethodAnswer } from './types';

/** Model rows of leaving each input out, about, and comparison rows at least. */
const UNARY = { model: 150_000, least: 10 };
/** Fewest comparison rows that an index over all combinations is computed for, where there are as many. */
const LEAST_ROWS = 10;

function questionOf({ question }: ReasonsAsk, rows: number, maxExactRows: number): IndicesQuestion {
  const { person, background, players, quantity, backgroundOf } = question;
  return { person, background: background.slice(0, rows * person.length), players, quantity, backgroundOf, sets: [], settings: { ...INDICES_SETTINGS, maxExactRows } };
}

const answerOf = ({ mean, backgroundHalfWidth }: RowMeans, rowsEvaluated: number, done: number): MethodAnswer => ({
  values: mean,
  halfWidths: backgroundHalfWidth ?? new Float64Array(mean.length),
  unit: 'quantity',
  rowsEvaluated,
  done,
});

const rowsOf = ({ question }: ReasonsAsk): number => question.background.length / question.person.length;

function unaryRows(ask: ReasonsAsk): number {
  return Math.min(rowsOf(ask), Math.max(UNARY.least, Math.floor(UNARY.model / (2 * ask.question.players.length))));
}

/** What replacing each input alone takes away. */
export const unary: Method = {
  id: 'unary',
  entry: () => 'unary',
  applies: () => true,
  async run({ ask, handle }, { signal, onResult }) {
    const answer = ({ unary: means, rowsEvaluated, background }: Indices): MethodAnswer => answerOf(means, rowsEvaluated, background.covered / background.rows);
    return answer(await handle.run('indices', questionOf(ask, unaryRows(ask), 0), { signal, key: 'unary', onResult: (found) => onResult(answer(found)) }));
  },
};

/** Comparison rows for which every combination can be scored. */
function exactRows(ask: ReasonsAsk): number {
  return Math.min(rowsOf(ask), Math.floor(INDICES_SETTINGS.maxExactRows / 2 ** ask.question.players.length));
}

/** An input's average step over all sets of others, for as many comparison rows as all sets can be scored. */
export const banzhaf: Method = {
  id: 'banzhaf',
  entry: () => 'banzhaf',
  applies: ({ ask }) => exactRows(ask) >= Math.min(LEAST_ROWS, rowsOf(ask)),
  async run({ ask, handle }, { signal }) {
    const found = await handle.run('indices', questionOf(ask, exactRows(ask), INDICES_SETTINGS.maxExactRows), { signal, key: 'banzhaf' });
    if (!found.coalitions) {
      throw new AssayError({
        area: 'influence',
        code: 'coalitions',
        what: 'Not every combination of the inputs could be scored.',
        why: `There are more than ${INDICES_SETTINGS.maxExactRows.toLocaleString('en-GB')} of them.`,
        remedy: 'Put inputs together that belong together, and try again.',
      });
    }
    return answerOf(found.coalitions.banzhaf, found.rowsEvaluated, 1);
  },
};
