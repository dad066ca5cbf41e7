import type { SourceNode } from '../../forest/builder';
import type { Expression, NumberExpression } from './expressions';
import type { Mode, TreeNode } from './trees';

type Branch = Extract<TreeNode, { column: number }>;

/** Whether a value takes the true side, as onnxruntime decides it: a missing value fails every comparison but ≠, unless the node says it passes. */
function passes(mode: Mode, value: number, split: number, missingTrue: boolean): boolean {
  if (Number.isNaN(value)) return missingTrue || mode === 'ne';
  switch (mode) {
    case 'le':
      return value <= split;
    case 'lt':
      return value < split;
    case 'ge':
      return value >= split;
    case 'gt':
      return value > split;
    case 'eq':
      return value === split;
    case 'ne':
      return value !== split;
  }
}

const view = new DataView(new ArrayBuffer(8));

/** Floats in order, as whole numbers: neighbours differ by 1. */
function toOrder(x: number, double: boolean): bigint {
  if (double) {
    view.setFloat64(0, x);
    const bits = view.getBigInt64(0);
    return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
  }
  view.setFloat32(0, x);
  const bits = view.getInt32(0);
  return BigInt(bits < 0 ? -(bits & 0x7fffffff) : bits);
}

function fromOrder(order: bigint, double: boolean): number {
  const size = order < 0n ? -order : order;
  if (double) {
    view.setBigInt64(0, size);
    return order < 0n ? -view.getFloat64(0) : view.getFloat64(0);
  }
  view.setInt32(0, Number(size));
  return order < 0n ? -view.getFloat32(0) : view.getFloat32(0);
}

/** The largest input up to which a comparison keeps the answer it has at −∞; +∞ when it never changes. Found by halving over all floats. */
function lastOf(answer: (x: number) => boolean, double: boolean): number {
  const first = answer(-Infinity);
  let low = toOrder(-Infinity, double);
  let high = toOrder(Infinity, double);
  if (answer(Infinity) === first) return Infinity;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (answer(fromOrder(middle, double)) === first) low = middle;
    else high = middle;
  }
  return fromOrder(low, double);
}

function onNumber(x: NumberExpression, { mode, value, missingTrue, whenTrue, whenFalse }: Branch, double: boolean): SourceNode | undefined {
  if (x.apply === undefined) {
    const split = value;
    const node = { feature: x.input, split };
    switch (mode) {
      case 'le':
      case 'lt':
        return { ...node, operator: mode, missingLeft: missingTrue, left: whenTrue, right: whenFalse };
      case 'gt':
      case 'ge':
        return { ...node, operator: mode === 'gt' ? 'le' : 'lt', missingLeft: !missingTrue, left: whenFalse, right: whenTrue };
      case 'eq':
        return { ...node, operator: 'set', split: [value], missingLeft: missingTrue, left: whenTrue, right: whenFalse };
      case 'ne':
        return { ...node, operator: 'set', split: [value], missingLeft: false, left: whenFalse, right: whenTrue };
    }
  }
  if (mode === 'eq' || mode === 'ne') return undefined;
  const apply = x.apply;
  const answer = (input: number): boolean => passes(mode, apply(input), value, missingTrue);
  const trueFirst = answer(-Infinity);
  const split = lastOf(answer, double);
  const missing = answer(NaN);
  return {
    feature: x.input,
    operator: 'le',
    split,
    missingLeft: missing === trueFirst,
    left: trueFirst ? whenTrue : whenFalse,
    right: trueFirst ? whenFalse : whenTrue,
  };
}

/**
 * A branch on a prepared column as a split on the input it is made of. Scaled and filled inputs keep exactly the rows they had on each side,
 * because the
 * preparation is done in the graph's own arithmetic for every candidate.
 */
export function splitOn(x: Expression | undefined, branch: Branch, double: boolean): SourceNode | undefined {
  if (x?.kind === 'number') return onNumber(x, branch, double);
  if (x?.kind !== 'level') return undefined;
  const { mode, value, missingTrue, whenTrue, whenFalse } = branch;
  const one = passes(mode, 1, value, missingTrue);
  const zero = passes(mode, 0, value, missingTrue);
  if (one === zero)
    return {
      feature: x.input,
      operator: 'le',
      split: Infinity,
      missingLeft: true,
      left: one ? whenTrue : whenFalse,
      right: one ? whenFalse : whenTrue,
    };
  return {
    feature: x.input,
    operator: 'set',
    split: [x.value],
    missingLeft: false,
    left: one ? whenTrue : whenFalse,
    right: zero ? whenTrue : whenFalse,
  };
}
