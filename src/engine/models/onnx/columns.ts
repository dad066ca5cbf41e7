import type { Context } from './context';
import type { GraphInput } from './inputs';
import type { OnnxNode } from './graph';

/** What the graph tells about one value it reads. */
export interface ColumnFacts {
  /** Texts or numbers the graph has a place for; others are unknown to it. */
  levels?: readonly string[];
  /** `replaced`: an imputer takes missing values; `routed`: trees send them a stated way; `spoils`: the score of a row with one is missing. */
  missing?: 'replaced' | 'routed' | 'spoils';
  /** The text an imputer inside the graph replaces. */
  missingText?: string;
}

const KEEPING: ReadonlySet<string> = new Set([
  'Identity',
  'Cast',
  'Scaler',
  'Normalizer',
  'StringNormalizer',
  'Dropout',
  'Sub',
  'Div',
  'Mul',
  'Add',
  'Clip',
]);

function levelsOf(node: OnnxNode): string[] | undefined {
  if (node.op === 'OneHotEncoder') {
    const texts = node.attributes.get('cats_strings')?.strings ?? [];
    if (texts.length > 0) return texts;
    const numbers = node.attributes.get('cats_int64s')?.ints ?? [];
    return numbers.length > 0 ? numbers.map(String) : undefined;
  }
  if (node.op === 'LabelEncoder') {
    const texts = node.attributes.get('keys_strings')?.strings ?? [];
    return texts.length > 1 ? texts : undefined;
  }
  return undefined;
}

/** The text a node looks for in order to replace it: skl2onnx writes a string imputer as LabelEncoder (that text → 1, others → 0), Cast and Where. */
function soughtText(context: Context, node: OnnxNode): string | undefined {
  if (node.op !== 'LabelEncoder' && node.op !== 'Equal') return undefined;
  const users = (name: string | undefined): readonly OnnxNode[] => context.wiring.consumers.get(name ?? '') ?? [];
  const direct = users(node.outputs[0]);
  if (![...direct, ...direct.flatMap((next) => (next.op === 'Cast' ? users(next.outputs[0]) : []))].some((next) => next.op === 'Where'))
    return undefined;
  if (node.op === 'LabelEncoder') {
    const keys = node.attributes.get('keys_strings')?.strings ?? [];
    return keys.length === 1 ? keys[0] : undefined;
  }
  const compared = context.constant(node.inputs[0]) ?? context.constant(node.inputs[1]);
  return compared?.element === 8 && compared.size === 1 ? compared.strings()[0] : undefined;
}

/** Which input column stands in each column of a node's output; −1 where several are mixed. Undefined when they are not traced further. */
function pass(context: Context, node: OnnxNode, columns: ReadonlyMap<string, readonly number[]>): readonly number[] | undefined {
  const first = columns.get(node.inputs[0] ?? '');
  if (KEEPING.has(node.op)) return first ?? columns.get(node.inputs[1] ?? '');
  switch (node.op) {
    case 'Imputer':
      return first;
    case 'Where':
      return columns.get(node.inputs[2] ?? '') ?? columns.get(node.inputs[1] ?? '');
    case 'Concat':
    case 'FeatureVectorizer':
      if (!node.inputs.every((input) => columns.has(input))) return undefined;
      return node.inputs.flatMap((input) => [...columns.get(input)!]);
    case 'Reshape':
    case 'Squeeze':
    case 'Unsqueeze':
    case 'Flatten':
      return first;
    case 'ArrayFeatureExtractor':
    case 'Gather': {
      const index = context.constant(node.inputs[1]);
      if (first === undefined || index === undefined || (node.op === 'Gather' && node.attributes.get('axis')?.int !== 1)) return undefined;
      return [...index.numbers()].map((at) => first[at < 0 ? at + first.length : at] ?? -1);
    }
    case 'Slice': {
      const [starts, ends, axes] = [1, 2, 3].map((i) => context.constant(node.inputs[i])?.numbers());
      if (first === undefined || starts?.length !== 1 || ends?.length !== 1 || axes?.[0] !== 1) return undefined;
      return first.slice(starts[0], ends[0]);
    }
    default:
      return undefined;
  }
}

/** Follows every input column forward through the operators that keep columns apart, up to encoders, imputers and trees. */
export function columnFacts(context: Context, inputs: readonly GraphInput[], nodes: ReadonlySet<OnnxNode>): ColumnFacts[] {
  const columns = new Map<string, readonly number[]>();
  let width = 0;
  for (const input of inputs) {
    const start = width;
    columns.set(
      input.name,
      Array.from({ length: input.width }, (_, i) => start + i),
    );
    width += input.width;
  }
  const facts: ColumnFacts[] = Array.from({ length: width }, () => ({}));
  const filled = new Set<string>();
  const note = (column: number, missing: NonNullable<ColumnFacts['missing']>): void => {
    const fact = facts[column];
    if (fact !== undefined && fact.missing !== 'spoils') fact.missing = missing;
  };
  for (const node of context.sorted) {
    if (!nodes.has(node)) continue;
    for (const input of node.inputs) {
      const from = columns.get(input);
      if (from === undefined) continue;
      const levels = levelsOf(node);
      if (levels !== undefined) for (const column of from) if (facts[column] !== undefined) facts[column].levels ??= levels;
      const sought = soughtText(context, node);
      if (sought !== undefined) for (const column of from) if (facts[column] !== undefined) facts[column].missingText ??= sought;
      if (node.op === 'Imputer' || node.op === 'IsNaN' || node.op === 'Where') for (const column of from) note(column, 'replaced');
      else if (node.op.startsWith('TreeEnsemble')) {
        if (!filled.has(input)) for (const column of from) note(column, 'routed');
      } else if (!filled.has(input) && ['Gemm', 'MatMul', 'LinearClassifier', 'LinearRegressor', 'SVMClassifier', 'SVMRegressor'].includes(node.op)) {
        for (const column of from) note(column, 'spoils');
      }
    }
    const out = pass(context, node, columns);
    if (out === undefined) continue;
    for (const output of node.outputs) columns.set(output, out);
    const isFilled = node.op === 'Imputer' || node.op === 'Where' || node.inputs.every((input) => !columns.has(input) || filled.has(input));
    if (isFilled) for (const output of node.outputs) filled.add(output);
  }
  return facts;
}
