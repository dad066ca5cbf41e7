import { LIME_SETTINGS, type Lime, type LimeQuestion } from '../../../../engine/influence/lime/job';
import { limeShares } from '../../../../engine/influence/lime/players';
import type { Method, MethodAnswer } from './types';

/** A linear model fitted around the person, over five seeds. Rows of everyone, whatever the person is compared with. */
export const lime: Method = {
  id: 'lime',
  entry: () => 'lime',
  applies: () => true,
  async run({ ask, features, everyone, handle }, { signal, onResult }) {
    const { person, players, quantity, settings } = ask.question;
    const seeds = LIME_SETTINGS.seeds.map((_, at) => settings.seed + at);
    const question: LimeQuestion = { person, features, background: everyone, quantity, settings: { ...LIME_SETTINGS, seeds } };
    const answer = (found: Lime): MethodAnswer => {
      const { mean, low, high } = limeShares(found, person, players);
      return { values: mean, unit: 'quantity', halfWidths: mean.map((_, player) => (high[player]! - low[player]!) / 2), rowsEvaluated: found.rowsEvaluated, done: found.fits.length / seeds.length, rSquared: found.rSquared };
    };
    return answer(await handle.run('lime', question, { signal, onResult: (found) => onResult(answer(found)) }));
  },
};
