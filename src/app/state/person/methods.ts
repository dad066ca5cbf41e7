import { GRADIENT_SETTINGS, type GradientQuestion, type Gradients } from '../../../engine/influence/gradients/types';
import { LIME_SETTINGS, type Lime, type LimeQuestion } from '../../../engine/influence/lime/job';
import { limeShares } from '../../../engine/influence/lime/players';
import type { Feature } from '../../../engine/models/binding/types';
import type { ModelHandle } from '../../../runtime/runtime';
import type { Answering } from '../asked.svelte';
import type { ReasonsAsk } from './subject.svelte';

export type MethodId = 'lime' | 'gradients';
/** Its entry among the methods described: another one where it is a special case. */
export type MethodEntry = 'lime' | 'expectedGradients' | 'integratedGradients';

/** What a method is given: the question that the reasons on screen answer, and rows of everyone. */
export interface MethodContext {
  readonly ask: ReasonsAsk;
  readonly features: readonly Feature[];
  readonly everyone: Float64Array<ArrayBuffer>;
  readonly handle: ModelHandle;
}

/** What a method says of each player. */
export interface MethodAnswer {
  readonly values: Float64Array<ArrayBuffer>;
  /** How far each value could be off, or spreads between runs; 0 when exact. */
  readonly halfWidths: Float64Array<ArrayBuffer>;
  /** What the values are of: the quantity asked about, or the model's margin. */
  readonly unit: 'quantity' | 'margin';
  readonly rowsEvaluated: number;
  /** How much of the work is done, 0 to 1. */
  readonly done: number;
  /** LIME only: the lowest share of variance explained over the seeds; null where nothing varies. */
  readonly rSquared?: number | null;
}

/** Another way to say which inputs carry a score. */
export interface Method {
  readonly id: MethodId;
  entry(ask: ReasonsAsk): MethodEntry;
  applies(ask: ReasonsAsk): boolean;
  run(context: MethodContext, how: Answering<MethodAnswer>): Promise<MethodAnswer>;
}

/** Model rows of a gradient method, about, and the background rows it takes at least and at most. */
const GRADIENT_ROWS = { model: 150_000, least: 10, most: 50 };

const lime: Method = {
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

const gradients: Method = {
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
    const answer = ({ shares, stepError, backgroundHalfWidth, background: { covered }, rowsEvaluated }: Gradients): MethodAnswer => ({
      values: shares,
      unit: 'quantity',
      halfWidths: shares.map((_, player) => Math.hypot(stepError[player]!, backgroundHalfWidth?.[player] ?? 0)),
      rowsEvaluated,
      done: covered / rows,
    });
    return answer(await handle.run('gradients', question, { signal, onResult: (found) => onResult(answer(found)) }));
  },
};

/** In the order of the columns. */
export const METHODS: readonly Method[] = [lime, gradients];
