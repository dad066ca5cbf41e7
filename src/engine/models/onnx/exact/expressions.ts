import type { ModelInput } from '../../types';
import type { Context } from '../context';
import type { OnnxNode } from '../graph';
import type { GraphInput } from '../inputs';

/**
 * A number made of one input, going up or down with it all the way; `affine` is the same without rounding, null where missing values are filled in.
 */
export interface NumberExpression {
  readonly kind: 'number';
  readonly input: number;
  readonly double: boolean;
  /** Undefined for the input itself. */
  readonly apply?: (x: number) => number;
  readonly affine: { readonly factor: number; readonly shift: number } | null;
}

/** What one column of a tensor is made of. `level`: 1 where the input is this value (for texts the position among its levels), else 0. */
export type Expression =
  NumberExpression | { readonly kind: 'level'; readonly input: number; readonly value: number } | { readonly kind: 'text'; readonly input: number };

type Columns = readonly Expression[];

function then(x: NumberExpression, step: (value: number) => number, factor: number | null, shift: number, double = x.double): NumberExpression {
  const before = x.apply ?? ((value: number) => value);
  const round = double ? (value: number) => value : Math.fround;
  return {
    kind: 'number',
    input: x.input,
    double,
    apply: (value) => round(step(before(value))),
    affine: x.affine === null || factor === null ? null : { factor: x.affine.factor * factor, shift: x.affine.shift * factor + shift },
  };
}

const numeric = (columns: Columns | undefined): columns is readonly NumberExpression[] => columns?.every((x) => x.kind === 'number') === true;

function arithmetic(context: Context, node: OnnxNode, columns: ReadonlyMap<string, Columns>): Columns | undefined {
  const first = columns.get(node.inputs[0] ?? '');
  const x = first ?? (node.op === 'Add' || node.op === 'Mul' ? columns.get(node.inputs[1] ?? '') : undefined);
  const other = context.constant(node.inputs[first === undefined ? 0 : 1]);
  if (!numeric(x) || other === undefined || (other.size !== 1 && other.size !== x.length)) return undefined;
  const values = other.numbers();
  return x.map((column, i) => {
    const c = values[values.length === 1 ? 0 : i]!;
    if (node.op === 'Sub') return then(column, (v) => v - c, 1, -c);
    if (node.op === 'Add') return then(column, (v) => v + c, 1, c);
    if (node.op === 'Mul') return then(column, (v) => v * c, c, 0);
    return then(column, (v) => v / c, 1 / c, 0);
  });
}

function scaler(node: OnnxNode, x: Columns | undefined): Columns | undefined {
  if (!numeric(x)) return undefined;
  const offset = node.attributes.get('offset')?.floats ?? [0];
  const scale = node.attributes.get('scale')?.floats ?? [1];
  return x.map((column, i) => {
    const o = offset[offset.length === 1 ? 0 : i] ?? 0;
    const s = scale[scale.length === 1 ? 0 : i] ?? 1;
    return then(column, (v) => Math.fround(Math.fround(v) - o) * s, s, -o * s, false);
  });
}

function imputer(node: OnnxNode, x: Columns | undefined): Columns | undefined {
  const fill = node.attributes.get('imputed_value_floats')?.floats ?? [];
  if (!numeric(x) || fill.length === 0 || !Number.isNaN(node.attributes.get('replaced_value_float')?.float ?? 0)) return undefined;
  return x.map((column, i) => then(column, (v) => (Number.isNaN(v) ? fill[fill.length === 1 ? 0 : i]! : v), null, 0));
}

function oneHot(node: OnnxNode, x: Columns | undefined, inputs: readonly ModelInput[]): Columns | undefined {
  const only = x?.length === 1 ? x[0] : undefined;
  const texts = node.attributes.get('cats_strings')?.strings ?? [];
  const numbers = node.attributes.get('cats_int64s')?.ints ?? [];
  if (only?.kind === 'text' && texts.length > 0) {
    const values = texts.map((text) => inputs[only.input]!.levels?.indexOf(text) ?? -1);
    return values.includes(-1) ? undefined : values.map((value) => ({ kind: 'level', input: only.input, value }));
  }
  if (only?.kind === 'number' && only.apply === undefined && numbers.length > 0)
    return numbers.map((value) => ({ kind: 'level', input: only.input, value }));
  return undefined;
}

function select(context: Context, node: OnnxNode, x: Columns | undefined): Columns | undefined {
  const at = context.constant(node.inputs[1])?.numbers();
  if (x === undefined || at === undefined || (node.op === 'Gather' && node.attributes.get('axis')?.int !== 1)) return undefined;
  const picked = [...at].map((i) => x[i < 0 ? i + x.length : i]);
  return picked.every((column) => column !== undefined) ? picked : undefined;
}

function step(context: Context, node: OnnxNode, columns: ReadonlyMap<string, Columns>, inputs: readonly ModelInput[]): Columns | undefined {
  const first = columns.get(node.inputs[0] ?? '');
  switch (node.op) {
    case 'Identity':
    case 'Dropout':
    case 'Reshape':
    case 'Flatten':
    case 'Squeeze':
    case 'Unsqueeze':
      return first;
    case 'Cast': {
      const to = node.attributes.get('to')?.int;
      if (!numeric(first) || (to !== 1 && to !== 11)) return undefined;
      return first.map((column) =>
        to === 11 || (!column.double && column.apply === undefined) ? { ...column, double: column.double } : then(column, (v) => v, 1, 0, false),
      );
    }
    case 'Concat':
    case 'FeatureVectorizer': {
      if (node.op === 'Concat' && ![1, -1].includes(node.attributes.get('axis')?.int ?? 0)) return undefined;
      const parts = node.inputs.map((name) => columns.get(name));
      return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
    }
    case 'Scaler':
      return scaler(node, first);
    case 'Imputer':
      return imputer(node, first);
    case 'Sub':
    case 'Add':
    case 'Mul':
    case 'Div':
      return arithmetic(context, node, columns);
    case 'OneHotEncoder':
      return oneHot(node, first, inputs);
    case 'ArrayFeatureExtractor':
    case 'Gather':
      return select(context, node, first);
    default:
      return undefined;
  }
}

/** For each tensor that keeps the inputs apart, what its columns are made of. */
export function expressions(context: Context, tensors: readonly GraphInput[], inputs: readonly ModelInput[]): Map<string, Columns> {
  const columns = new Map<string, Columns>();
  let at = 0;
  for (const tensor of tensors) {
    columns.set(
      tensor.name,
      Array.from({ length: tensor.width }, (): Expression => {
        const input = at++;
        if (tensor.type === 'string') return { kind: 'text', input };
        return { kind: 'number', input, double: tensor.type === 'float64', affine: { factor: 1, shift: 0 } };
      }),
    );
  }
  for (const node of context.sorted) {
    const made = step(context, node, columns, inputs);
    const name = node.outputs[0];
    if (made !== undefined && name !== undefined) columns.set(name, made);
  }
  return columns;
}
