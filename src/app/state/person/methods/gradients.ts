import { GRADIENT_SETTINGS, type GradientQuestion, type Gradients } from '../../../../engine/influence/gradients/types';
import type { Method, MethodAnswer } from './types';

/** Model rows of a gradient method, about, and the background rows it takes at least and at most. */
const GRADIENT_ROWS = { model: 150_000, least: 10, most: 50 };

/** Expected gradients over some of the rows compared with; integrated gradients where that is one row. */
export const gradients: Method = {
  id: 'gradients',
  entry: ({ background }) => (background.rows.length === 1 ? 'integratedGradients' : 'expectedGradients'),
  applies: () => true,
  async run({ ask, features, handle }, { signal, onResult }) {
    const { person, players, quantity, background, backgroundOf, settings } = ask.question;
    const width = person.length;
    const wanted = Math.floor(GRADIENT_ROWS.model / (3 * GRADIENT_SETTINGS.steps * players.length));
    const rows = Math.min(background.length / width, Math.max(GRADIENT_ROWS.least, Math.min(GRADIENT_ROWS.most, wanted)));
    const question: GradientQuestion = {
      person,
      background: background.slice(0, rows * width),
      backgroundOf,
      players,
      levels: Uint8Array.from(features, ({ kind }) => (kind === 'level' ? 1 : 0)),
      quantity,
      settings: { ...GRADIENT_SETTINGS, seed: settings.seed },
    };
    const answer = ({ shares, halfWidth, background: { covered }, rowsEvaluated }: Gradients): MethodAnswer => ({
      values: shares,
      unit: 'quantity',
      halfWidths: halfWidth,
      rowsEvaluated,
      done: covered / rows,
    });
    return answer(await handle.run('gradients', question, { signal, onResult: (found) => onResult(answer(found)) }));
  },
};
