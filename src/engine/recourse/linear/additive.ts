import type { ExactStructure, LinearStructure } from '../../models/binding/structure';
import { compileForest } from '../../models/forest/evaluate';
import type { Forest } from '../../models/forest/types';
import { evaluateLinear } from '../../models/linear/evaluate';
import { roundingOf } from '../forest/rounding';
import type { ScoredMargins } from '../goals';

/** A model whose margins are sums of what each feature gives by itself: linear predictors, and trees that ask about one feature each. */
export interface Additive extends ScoredMargins {
  /** Features that some margin depends on. */
  readonly features: ReadonlySet<number>;
  /** Trees, where what a feature gives is a step function of its splits; undefined for linear predictors. */
  readonly trees: ExactStructure | undefined;
  /** Margins of feature rows, row-major rows × outputs. */
  margins(rows: Float64Array, count: number): Float64Array;
  /**
   * How far Σ weights · margins, put together from what single features change, may be from the same sum of {@link margins} of a whole row.
   * @param reach Σ over features of the largest change of the sum, in magnitude
   */
  rounding(weights: readonly number[], least: number, reach: number): number;
}

/** A linear predictor as it stands behind a scorer, for one person. */
export function additiveLinear({ linear, task, link, scale, featureOf, inputs }: LinearStructure, person: Float64Array): Additive {
  const features = new Set<number>();
  linear.weights.forEach((weight, at) => {
    const feature = featureOf[at % linear.features]!;
    if (weight !== 0 && feature >= 0) features.add(feature);
  });
  const own = inputs(person, 1);
  return {
    outputs: linear.outputs,
    task,
    link,
    scale,
    features,
    trees: undefined,
    margins: (rows, count) => evaluateLinear(linear, inputs(rows, count), count),
    rounding(weights, least, reach) {
      let size = Math.abs(least) + reach;
      weights.forEach((weight, k) => {
        size += Math.abs(weight * linear.intercept[k]!);
        for (let j = 0; j < linear.features; j++) if (!Number.isNaN(own[j]!)) size += Math.abs(weight * linear.weights[k * linear.features + j]! * own[j]!);
      });
      return 8 * (linear.features + 4) * weights.length * 2 ** -53 * size;
    },
  };
}

/** A forest whose trees ask about one feature each, as a sum over features; undefined for others. */
export function additiveForest(structure: ExactStructure): Additive | undefined {
  const { forest, task, link, scale, inputs } = structure;
  if (forest.linearLeaves !== undefined) return undefined;
  const features = new Set<number>();
  for (const root of forest.roots) {
    const asked = featuresOf(structure, root);
    if (asked.size > 1) return undefined;
    asked.forEach((feature) => features.add(feature));
  }
  const { margins } = compileForest(forest);
  return {
    outputs: forest.outputs,
    task,
    link,
    scale,
    features,
    trees: structure,
    margins: (rows, count) => margins(inputs(rows, count), count),
    rounding: (weights, least) => 2 * roundingOf(forest, weights, least) * (1 + features.size),
  };
}

/** Features that a tree asks about, constants left out. */
function featuresOf({ forest, featureOf }: { readonly forest: Forest; readonly featureOf: Int32Array }, root: number): Set<number> {
  const found = new Set<number>();
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const input = forest.feature[node]!;
    if (input < 0) continue;
    if (featureOf[input]! >= 0) found.add(featureOf[input]!);
    open.push(forest.left[node]!, forest.right[node]!);
  }
  return found;
}
