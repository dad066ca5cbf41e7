import type { Job } from '../../jobs/types';
import { moments } from '../../stats/intervals';
import { Random } from '../../stats/random';
import type { Quantity } from '../quantities';
import { quantityOfRows } from '../rows';
import { chooseColumns, fitRidge, weightedGram } from './ridge';
import { drawLocal, localSpace, ownCode } from './space';
import type { LocalFeature, LocalInput, LocalSpaceOptions } from './space';

export interface LimeSettings extends LocalSpaceOptions {
  /** Perturbed rows per seed, the person's own among them. */
  readonly samples: number;
  readonly seeds: readonly number[];
  /** Width of the kernel in units of the local codes; 0.75·√inputs when left out. */
  readonly kernelWidth?: number;
  readonly penalty: number;
  /** Most inputs of the local model. */
  readonly inputs: number;
}

export const LIME_SETTINGS: LimeSettings = {
  samples: 5000,
  seeds: [1, 2, 3, 4, 5],
  penalty: 1,
  inputs: 10,
  discretise: true,
  aroundPerson: false,
};

/** What does a linear model fitted to the surroundings of a person look like? For comparison only: see `rSquared` and the spread. */
export interface LimeQuestion {
  readonly person: Float64Array<ArrayBuffer>;
  readonly features: readonly LocalFeature[];
  readonly background: Float64Array<ArrayBuffer>;
  readonly quantity: Quantity;
  readonly settings: LimeSettings;
}

export interface LimeShard {
  readonly question: LimeQuestion;
  readonly seed: number;
}

export interface LimeFit {
  readonly seed: number;
  /** One per input, 0 where the input was left out. */
  readonly coefficients: Float64Array<ArrayBuffer>;
  readonly intercept: number;
  /** Weighted share of the quantity's variance around the person that the linear model explains; null where it does not vary. */
  readonly rSquared: number | null;
  /** What the linear model says of the person, and what the model itself says. */
  readonly local: number;
  readonly model: number;
}

export interface LimePartial {
  readonly fits: readonly LimeFit[];
  readonly rowsEvaluated: number;
}

export interface Lime {
  readonly features: readonly string[];
  /** How each input was coded: 1 in the person's own cell, or standard deviations from the mean. */
  readonly inputs: readonly LocalInput[];
  /** Over seeds: mean, standard deviation, smallest and largest. The deviation is NaN for a single seed. */
  readonly mean: Float64Array<ArrayBuffer>;
  readonly deviation: Float64Array<ArrayBuffer>;
  readonly low: Float64Array<ArrayBuffer>;
  readonly high: Float64Array<ArrayBuffer>;
  /** Lowest over the seeds; null where the quantity did not vary. */
  readonly rSquared: number | null;
  /** By seed, in the order of the seeds. */
  readonly fits: readonly LimeFit[];
  readonly rowsEvaluated: number;
}

/**
 * LIME for tables: perturbed rows, weights √exp(−D²/w²) by the distance of their codes from the person's, ridge regression.
 * Source: Ribeiro, Singh and Guestrin, "Why should I trust you?" (2016). That it can be led astray by rows no person has: Slack et al. (2020).
 */
export const limeJob: Job<LimeQuestion, LimeShard, LimePartial, Lime> = {
  name: 'lime',
  plan: (question, known) => (known === undefined ? question.settings.seeds.map((seed) => ({ question, seed })) : []),

  async run({ question, seed }, context) {
    const { person, features, background, quantity, settings } = question;
    const width = features.length;
    const { samples } = settings;
    const inputs = localSpace(features, person, background, settings);
    const random = new Random(seed);
    const rows = new Float64Array(samples * width);
    const codes = new Float64Array(samples * width);
    const own = Float64Array.from(inputs, (input, j) => ownCode(input, person[j]!));
    rows.set(person);
    codes.set(own);
    for (let row = 1; row < samples; row++) {
      inputs.forEach((input, j) => {
        const [value, code] = drawLocal(
          input,
          () => random.uniform(),
          () => random.normal(),
        );
        rows[row * width + j] = value;
        codes[row * width + j] = code;
      });
    }
    const write = (row: number, out: Float64Array, at: number): void => {
      for (let j = 0; j < width; j++) out[at + j] = rows[row * width + j]!;
    };
    const values = await quantityOfRows(samples, width, write, quantity, context);
    const kernel = settings.kernelWidth ?? 0.75 * Math.sqrt(width);
    const weights = Float64Array.from({ length: samples }, (_, row) => {
      let square = 0;
      for (let j = 0; j < width; j++) square += (codes[row * width + j]! - own[j]!) ** 2;
      // Rows without a score have no say.
      return Number.isNaN(values[row]!) ? 0 : Math.exp(-square / (2 * kernel * kernel));
    });
    const gram = await weightedGram(
      codes,
      width,
      values.map((value) => (Number.isNaN(value) ? 0 : value)),
      weights,
      () => context.breathe(),
    );
    const fit = fitRidge(gram, chooseColumns(gram, own, settings.inputs), settings.penalty);
    const local = fit.coefficients.reduce((sum, coefficient, j) => sum + coefficient * own[j]!, fit.intercept);
    return { fits: [{ seed, ...fit, local, model: values[0]! }], rowsEvaluated: samples };
  },

  merge: (a, b) => ({ fits: [...a.fits, ...b.fits], rowsEvaluated: a.rowsEvaluated + b.rowsEvaluated }),

  result({ person, features, background, settings }, { fits, rowsEvaluated }) {
    const sorted = settings.seeds.flatMap((seed) => fits.filter((fit) => fit.seed === seed));
    const over = (use: (values: number[]) => number): Float64Array<ArrayBuffer> =>
      Float64Array.from(features, (_, j) => use(sorted.map(({ coefficients }) => coefficients[j]!)));
    const shares = sorted.map(({ rSquared }) => rSquared);
    return {
      features: features.map(({ name }) => name),
      inputs: localSpace(features, person, background, settings),
      mean: over((values) => moments(values).mean),
      deviation: over((values) => Math.sqrt(moments(values).variance)),
      low: over((values) => Math.min(...values)),
      high: over((values) => Math.max(...values)),
      rSquared: shares.some((share) => share === null) ? null : Math.min(...shares.map((share) => share!)),
      fits: sorted,
      rowsEvaluated,
    };
  },
};
