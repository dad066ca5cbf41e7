import type { Reasons } from '../../../../engine/influence/reasons/types';
import { type RegressionQuestion, REGRESSION_SETTINGS } from '../../../../engine/influence/regression/types';
import { wholeHalfWidth } from '../../../../engine/influence/waterfall/half-widths';
import type { Method, MethodAnswer } from './types';

/** Comparison rows at most: every coalition is scored on each of them. */
const ROWS = 50;

/** Nothing is known before the first fit. */
const known = ({ phi }: Reasons): boolean => !Number.isNaN(phi[0]);

/** The same values by another way of computing them: regression on coalitions. */
export const regression: Method = {
  id: 'regression',
  entry: () => 'regression',
  // It knows nothing of groups.
  applies: ({ ask: { question } }) => question.groups === undefined,
  async run({ ask, handle }, { signal, onResult }) {
    const { person, players, quantity, background, backgroundOf, settings } = ask.question;
    const rows = Math.min(ROWS, background.length / person.length);
    const question: RegressionQuestion = {
      person,
      background: background.slice(0, rows * person.length),
      backgroundOf,
      players,
      quantity,
      settings: { ...REGRESSION_SETTINGS, seed: settings.seed },
    };
    const answer = (found: Reasons): MethodAnswer => ({
      values: found.phi,
      halfWidths: found.phi.map((_, player) => wholeHalfWidth(found, [player])),
      unit: 'quantity',
      rowsEvaluated: found.rowsEvaluated,
      done: found.rowsEvaluated / (found.rowsEvaluated + (Number.isFinite(found.forecastRows) ? found.forecastRows : found.rowsEvaluated)),
    });
    return answer(await handle.run('regression', question, { signal, onResult: (found) => known(found) && onResult(answer(found)) }));
  },
};
