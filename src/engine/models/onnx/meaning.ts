import type { Context } from './context';
import type { OnnxNode } from './graph';
import { TENSOR_LIMIT } from './checks';

/**
 * What a tensor's numbers are, told from the operators that make them.
 * `probabilities` and `logits` as usual; `value`: a regression; `label`: class names or numbers; `features`: transformed inputs only;
 * `distances`: a support vector machine's decision function; `unknown` otherwise, `linear` when nothing bounds it.
 */
export type Meaning = 'probabilities' | 'logits' | 'value' | 'label' | 'features' | 'distances' | 'linear' | 'unknown';

/** Operators that only move numbers around. */
export const PASSING: ReadonlySet<string> = new Set([
  'Identity',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
  'Flatten',
  'Dropout',
  'Transpose',
  'Slice',
  'Split',
  'Gather',
  'ArrayFeatureExtractor',
  'ZipMap',
  'Cast',
]);
const PREPARING: ReadonlySet<string> = new Set([
  'OneHotEncoder',
  'OneHot',
  'Scaler',
  'Imputer',
  'FeatureVectorizer',
  'Binarizer',
  'StringNormalizer',
  'TfIdfVectorizer',
]);
const COMPARING: ReadonlySet<string> = new Set([
  'ArgMax',
  'ArgMin',
  'Greater',
  'GreaterOrEqual',
  'Less',
  'LessOrEqual',
  'Equal',
  'Not',
  'And',
  'Or',
  'LabelEncoder',
  'Round',
]);
const LINEAR: ReadonlySet<string> = new Set(['Gemm', 'MatMul', 'Conv', 'Einsum']);
const FLOATS: ReadonlySet<number> = new Set([1, 10, 11, 16]);

/** Name of an output of a classifier operator: 0 is its label, 1 its scores. */
function ofClassifier(node: OnnxNode, tensor: string): Meaning {
  if (node.outputs[0] === tensor) return 'label';
  const post = node.attributes.get('post_transform')?.string || 'NONE';
  if (post === 'LOGISTIC' || post === 'SOFTMAX' || post === 'SOFTMAX_ZERO' || post === 'PROBIT') return 'probabilities';
  if (node.op === 'SVMClassifier') return (node.attributes.get('prob_a')?.floats.length ?? 0) > 0 ? 'probabilities' : 'distances';
  if (node.op === 'TreeEnsembleClassifier') return leavesAreShares(node) ? 'probabilities' : 'logits';
  return 'logits';
}

/** True when the leaves of a forest without link can only add up to numbers in [0, 1]: shares of votes, as random forests keep them. */
function leavesAreShares(node: OnnxNode): boolean {
  const weights = node.attributes.get('class_weights')?.floats ?? [];
  const values = weights.length > 0 ? weights : [...(node.attributes.get('class_weights_as_tensor')?.tensor?.numbers() ?? [])];
  const trees = node.attributes.get('class_treeids')?.ints ?? [];
  const ids = node.attributes.get('class_ids')?.ints ?? [];
  const base = node.attributes.get('base_values')?.floats ?? [];
  if (values.length === 0 || base.some((value) => value !== 0)) return false;
  const highest = new Map<string, number>();
  for (let i = 0; i < values.length; i++) {
    if (values[i]! < 0) return false;
    const key = `${trees[i] ?? 0} ${ids[i] ?? 0}`;
    highest.set(key, Math.max(highest.get(key) ?? 0, values[i]!));
  }
  const perClass = new Map<string, number>();
  for (const [key, value] of highest) {
    const id = key.split(' ')[1]!;
    perClass.set(id, (perClass.get(id) ?? 0) + value);
  }
  return [...perClass.values()].every((sum) => sum <= 1.001);
}

function ofRegressor(node: OnnxNode): Meaning {
  const post = node.attributes.get('post_transform');
  const name = node.op === 'TreeEnsemble' ? ['NONE', 'SOFTMAX', 'LOGISTIC', 'SOFTMAX_ZERO', 'PROBIT'][post?.int ?? 0] : post?.string;
  if (name === undefined || name === '' || name === 'NONE') return 'value';
  // onnxruntime leaves out the link of a tree regressor with one target (its issue 26596), so what comes out is the margin.
  if (node.op !== 'LinearRegressor' && targets(node) === 1) return name === 'LOGISTIC' ? 'logits' : 'value';
  return 'probabilities';
}

const targets = (node: OnnxNode): number => node.attributes.get('n_targets')?.int || node.attributes.get('targets')?.int || 1;

const isOne = (context: Context, name: string | undefined): boolean => {
  const tensor = context.constant(name);
  return tensor !== undefined && tensor.size === 1 && tensor.numbers()[0] === 1;
};

/** Follows operators that only move numbers back to the tensor they start from. */
export function throughPassing(context: Context, name: string): string {
  let at = name;
  for (let steps = 0; steps < 10_000; steps++) {
    const node = context.producer(at);
    const before = node?.inputs[0];
    if (node === undefined || before === undefined || !PASSING.has(node.op)) return at;
    if ((node.op === 'Gather' || node.op === 'ArrayFeatureExtractor') && context.constant(before) !== undefined) return at;
    if (node.op === 'Cast' && !FLOATS.has(node.attributes.get('to')?.int ?? 1)) return at;
    at = before;
  }
  return at;
}

/** Tells what a tensor means. Follows at most a few hundred operators. */
export function meaningOf(context: Context, tensor: string, depth = 0): Meaning {
  if (depth > 60) return 'unknown';
  const name = throughPassing(context, tensor);
  const node = context.producer(name);
  if (node === undefined) return 'features';
  const next = (index: number): Meaning => meaningOf(context, node.inputs[index] ?? '', depth + 1);
  const isConstant = (index: number): boolean => context.constant(node.inputs[index]) !== undefined;
  if (PREPARING.has(node.op)) return 'features';
  if (COMPARING.has(node.op)) return 'label';
  if (LINEAR.has(node.op)) return 'linear';
  switch (node.op) {
    case 'Cast':
    case 'ArrayFeatureExtractor':
    case 'Gather':
      return 'label';
    case 'ReduceMean':
      return next(0);
    case 'Sigmoid':
    case 'HardSigmoid':
    case 'Softmax':
      return 'probabilities';
    case 'LogSoftmax':
      return 'logits';
    case 'Exp':
      return next(0) === 'logits' || fromLogSumExp(context, node.inputs[0]) ? 'probabilities' : 'value';
    case 'Normalizer':
      return node.attributes.get('norm')?.string === 'L1' && next(0) !== 'features' ? 'probabilities' : next(0);
    case 'LinearClassifier':
    case 'SVMClassifier':
    case 'TreeEnsembleClassifier':
      return ofClassifier(node, name);
    case 'LinearRegressor':
    case 'SVMRegressor':
    case 'TreeEnsembleRegressor':
    case 'TreeEnsemble':
      return ofRegressor(node);
    case 'Relu':
    case 'Softplus':
    case 'Abs':
      return 'value';
    case 'Concat': {
      const all = node.inputs.map((_, i) => next(i));
      return all.every((meaning) => meaning === all[0]) ? (all[0] ?? 'unknown') : 'unknown';
    }
    case 'Sub':
      if (isOne(context, node.inputs[0]) && next(1) === 'probabilities') return 'probabilities';
      return scaled(next, isConstant);
    case 'Add':
    case 'Mul':
      return scaled(next, isConstant);
    case 'Div': {
      const below = context.producer(throughPassing(context, node.inputs[1] ?? ''));
      if ((below?.op === 'ReduceSum' || below?.op === 'ReduceL1') && below.inputs[0] === node.inputs[0]) return 'probabilities';
      return scaled(next, isConstant);
    }
    default:
      return 'unknown';
  }
}

/** A sum or product with constants keeps regressions and linear scores what they are; of probabilities it makes something unknown. */
function scaled(next: (index: number) => Meaning, isConstant: (index: number) => boolean): Meaning {
  const live = [0, 1].filter((index) => !isConstant(index));
  const meanings = live.map(next);
  if (meanings.length > 0 && meanings.every((meaning) => meaning === 'linear')) return 'linear';
  if (meanings.length > 0 && meanings.every((meaning) => meaning === 'value' || meaning === 'linear')) return 'value';
  if (meanings.length === 1 && meanings[0] === 'features') return 'linear';
  return 'unknown';
}

function fromLogSumExp(context: Context, name: string | undefined): boolean {
  const node = context.producer(throughPassing(context, name ?? ''));
  if (node?.op !== 'Sub') return false;
  return context.producer(throughPassing(context, node.inputs[1] ?? ''))?.op === 'ReduceLogSumExp';
}

/** Numbers per row of a tensor, from declared shapes or the operators that make it; undefined when neither tells. */
export function widthOf(context: Context, tensor: string, depth = 0): number | undefined {
  const info = [...context.graph.outputs, ...context.graph.valueInfos].find((entry) => entry.name === tensor);
  if (info?.type.kind === 'tensor' && info.type.shape?.length === 2 && typeof info.type.shape[1] === 'number') return info.type.shape[1];
  const node = context.producer(tensor);
  if (node === undefined || depth > 60) return undefined;
  const labels = classLabels(node);
  switch (node.op) {
    case 'LinearClassifier':
    case 'SVMClassifier':
    case 'TreeEnsembleClassifier':
      return node.outputs[1] === tensor && labels !== undefined ? labels.length : 1;
    case 'TreeEnsembleRegressor':
    case 'TreeEnsemble':
    case 'LinearRegressor':
      return targets(node);
    case 'Gemm': {
      const weight = context.constant(node.inputs[1]);
      return weight?.dims[node.attributes.get('transB')?.int === 1 ? 0 : 1];
    }
    case 'MatMul':
      return context.constant(node.inputs[1])?.dims[1];
    case 'Concat': {
      const widths = node.inputs.map((input) => widthOf(context, input, depth + 1));
      return widths.every((width) => width !== undefined) ? widths.reduce((sum, width) => sum + width, 0) : undefined;
    }
    case 'Reshape': {
      const shape = context.constant(node.inputs[1])?.numbers();
      if (shape?.length === 1) return 1;
      return shape?.length === 2 && shape[1]! > 0 && shape[1]! < TENSOR_LIMIT ? shape[1] : undefined;
    }
    case 'Add':
    case 'Sub':
    case 'Mul':
    case 'Div':
      return widthOf(context, node.inputs[0] ?? '', depth + 1) ?? widthOf(context, node.inputs[1] ?? '', depth + 1);
    case 'Identity':
    case 'Cast':
    case 'Sigmoid':
    case 'Softmax':
    case 'LogSoftmax':
    case 'Normalizer':
    case 'Relu':
    case 'Tanh':
    case 'Exp':
    case 'Dropout':
    case 'Sum':
      return widthOf(context, node.inputs[0] ?? '', depth + 1);
    default:
      return undefined;
  }
}

/** Class names an operator carries, in the order of its scores. */
export function classLabels(node: OnnxNode): string[] | undefined {
  for (const name of ['classlabels_strings', 'classlabels_int64s', 'classlabels_ints']) {
    const attribute = node.attributes.get(name);
    if (attribute === undefined) continue;
    const names = name === 'classlabels_strings' ? attribute.strings : attribute.ints.map(String);
    if (names.length > 0) return names;
  }
  return undefined;
}

/** True for scores of two classes that are −s and s of one margin s, so that the second's probability is the sigmoid of s, not a soft max of both. */
export function mirrored(context: Context, tensor: string): boolean {
  const node = context.producer(throughPassing(context, tensor));
  if (node === undefined || classLabels(node)?.length !== 2) return false;
  if (node.op === 'SVMClassifier') return true;
  if (node.op === 'TreeEnsembleClassifier') return new Set(node.attributes.get('class_ids')?.ints).size === 1;
  if (node.op !== 'LinearClassifier') return false;
  const weights = node.attributes.get('coefficients')?.floats ?? [];
  const half = weights.length / 2;
  return weights.slice(0, half).every((weight, i) => weight === -weights[half + i]!);
}
