import { ForestBuilder, type SourceNode } from '../forest/builder';
import type { Forest, LinearLeaves } from '../forest/types';
import { FOREST_LIMITS } from '../forest/validate';
import { AssayError } from '../../errors';
import type { LightgbmFile, LightgbmTree } from './model';
import { brokenLightgbm } from './text';

const MISSING_ZERO = 1;
const MISSING_NAN = 2;

const isCategorical = (decision: number): boolean => (decision & 1) === 1;
const missingType = (decision: number): number => (decision >> 2) & 3;

/**
 * A split in the forest's words. Where the file takes nothing for missing, LightGBM reads NaN as 0, so NaN goes where 0 goes. Categories: NaN and
 * unknown go right. A threshold that is no number sends everything right.
 * Source: LightGBM, include/LightGBM/tree.h, NumericalDecision and CategoricalDecision.
 */
function splitOf(tree: LightgbmTree, node: number, child: (value: number) => number): SourceNode {
  const decision = tree.decision[node]!;
  const common = { feature: tree.feature[node]!, left: child(tree.left[node]!), right: child(tree.right[node]!) };
  if (isCategorical(decision)) return { ...common, operator: 'set', split: tree.members(node), missingLeft: false };
  const threshold = tree.threshold[node]!;
  const defaultLeft = (decision & 2) === 2;
  const missingLeft = missingType(decision) === 0 ? 0 <= threshold : defaultLeft;
  if (Number.isNaN(threshold)) return { ...common, operator: 'lt', split: -Infinity, missingLeft };
  return { ...common, operator: 'le', split: threshold, missingLeft };
}

/** Inputs whose zeros are missing. The mark belongs to the input, so all its splits must agree. */
function zeroMarks(file: LightgbmFile): Uint8Array<ArrayBuffer> | undefined {
  const seen = new Map<number, number>();
  for (const tree of file.trees) {
    for (let node = 0; node < tree.leaves - 1; node++) {
      const decision = tree.decision[node]!;
      if (isCategorical(decision)) continue;
      const feature = tree.feature[node]!;
      const type = missingType(decision);
      if (type > MISSING_NAN) throw brokenLightgbm(`A split has the missing type ${type}.`);
      if (seen.has(feature) && (seen.get(feature) === MISSING_ZERO) !== (type === MISSING_ZERO)) {
        throw new AssayError({
          area: 'model',
          code: 'lightgbm-unusable',
          what: 'This LightGBM model cannot be used.',
          why: `Its trees disagree on whether a zero of input ${feature + 1} is missing.`,
          remedy: 'Train it in one go with one setting of zero_as_missing, and save it again.',
        });
      }
      seen.set(feature, type);
    }
  }
  if (![...seen.values()].includes(MISSING_ZERO)) return undefined;
  return Uint8Array.from({ length: file.featureNames.length }, (_, feature) => (seen.get(feature) === MISSING_ZERO ? 1 : 0));
}

/** Collects linear leaves in the order in which the builder numbers leaves. */
class LinearCollector {
  readonly #offsets = [0];
  readonly #inputs: number[] = [];
  readonly #coefficients: number[] = [];
  readonly #constants: number[] = [];
  readonly #output: number[] = [];

  constructor(readonly features: number) {}

  add(tree: LightgbmTree, leaf: number, output: number, factor: number): void {
    const linear = tree.linear;
    this.#output.push(linear === undefined ? -1 : output);
    this.#constants.push((linear?.constants[leaf] ?? 0) * factor);
    if (linear !== undefined) {
      const inputs = linear.inputs[leaf]!;
      for (let i = 0; i < inputs.length; i++) {
        if (!(Number.isInteger(inputs[i]) && inputs[i]! >= 0 && inputs[i]! < this.features))
          throw brokenLightgbm(`A linear leaf asks for input ${inputs[i]}.`);
        this.#inputs.push(inputs[i]!);
        this.#coefficients.push(linear.coefficients[leaf]![i]! * factor);
      }
    }
    this.#offsets.push(this.#inputs.length);
  }

  finish(): LinearLeaves {
    const coefficients = Float64Array.from(this.#coefficients);
    const constants = Float64Array.from(this.#constants);
    if (!coefficients.every(Number.isFinite) || !constants.every(Number.isFinite))
      throw brokenLightgbm('A linear leaf holds something that is no number.');
    return {
      offsets: Int32Array.from(this.#offsets),
      inputs: Int32Array.from(this.#inputs),
      coefficients,
      constants,
      output: Int32Array.from(this.#output),
    };
  }
}

/**
 * The trees of the first `rounds` rounds as a forest; tree i adds to output i mod K. For averaged models the mean runs over all trees, so leaves are
 * multiplied by K to give the mean over rounds.
 */
export function forestOf(file: LightgbmFile, rounds: number): Forest {
  const outputs = file.perRound;
  const features = file.featureNames.length;
  if (outputs > FOREST_LIMITS.outputs) throw brokenLightgbm(`It announces ${outputs} trees per round.`);
  const builder = new ForestBuilder(features, outputs);
  const used = file.trees.slice(0, rounds * outputs);
  const collector = used.some((tree) => tree.linear !== undefined) ? new LinearCollector(features) : undefined;
  const factor = file.average ? outputs : 1;
  used.forEach((tree, index) => {
    const output = index % outputs;
    const splits = tree.leaves - 1;
    const child = (value: number): number => (value >= 0 ? (value < splits ? value : -1) : splits + ~value);
    builder.add(splits + tree.leaves, (node) => {
      if (node < splits) return splitOf(tree, node, child);
      collector?.add(tree, node - splits, output, factor);
      const leaf = new Float64Array(outputs);
      leaf[output] = tree.leafValue[node - splits]! * factor;
      return { leaf };
    });
  });
  const zeros = zeroMarks(file);
  return builder.finish(new Float64Array(outputs), file.average ? 'mean' : 'sum', 'float64', {
    setCodes: 'truncate',
    ...(zeros === undefined ? {} : { zeroIsMissing: zeros }),
    ...(collector === undefined ? {} : { linearLeaves: collector.finish() }),
  });
}
