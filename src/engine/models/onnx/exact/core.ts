import type { Link } from '../../links';
import type { Context } from '../context';
import type { OnnxNode } from '../graph';

/** The operators that make a margin, and what is done to it on the way to the scores: link(factor · margin + shift). */
export interface CorePath {
  readonly nodes: readonly OnnxNode[];
  readonly factor: number;
  /** One number, or one per output. */
  readonly shift: readonly number[];
  readonly link: Link;
  /** True when the scores are 1 − p and p of one number p. */
  readonly complemented: boolean;
}

export const TREES: ReadonlySet<string> = new Set(['TreeEnsembleClassifier', 'TreeEnsembleRegressor', 'TreeEnsemble']);
export const LINEARS: ReadonlySet<string> = new Set(['LinearClassifier', 'LinearRegressor', 'Gemm', 'MatMul']);
const THROUGH: ReadonlySet<string> = new Set(['Identity', 'Cast', 'Dropout', 'Reshape', 'Flatten', 'Squeeze']);
const LINKS: Readonly<Record<string, Link>> = { Sigmoid: 'sigmoid', Softmax: 'softmax', Exp: 'exp' };

/** Walks back from the score tensor through links and constants to the tree or linear operators; undefined when something else is in between. */
export function corePath(context: Context, tensor: string): CorePath | undefined {
  let at = tensor;
  let link: Link = 'none';
  let complemented = false;
  let factor = 1;
  let shift: number[] = [0];
  for (let steps = 0; steps < 1000; steps++) {
    const node = context.producer(at);
    if (node === undefined) return undefined;
    if (TREES.has(node.op) || LINEARS.has(node.op)) return { nodes: [node], factor, shift, link, complemented };
    if (THROUGH.has(node.op)) {
      at = node.inputs[0] ?? '';
      continue;
    }
    const found = LINKS[node.op];
    if (found !== undefined) {
      if (link !== 'none' || factor !== 1 || shift.some((value) => value !== 0)) return undefined;
      link = found;
      at = node.inputs[0] ?? '';
      continue;
    }
    if (
      node.op === 'Concat' &&
      !complemented &&
      link === 'none' &&
      node.inputs.length === 2 &&
      isComplement(context, node.inputs[0]!, node.inputs[1]!)
    ) {
      complemented = true;
      at = node.inputs[1]!;
      continue;
    }
    if (node.op !== 'Add' && node.op !== 'Sub' && node.op !== 'Mul' && node.op !== 'Div' && node.op !== 'Sum') return undefined;
    const constants = node.inputs.map((input) => context.constant(input));
    if (constants.every((constant) => constant === undefined)) {
      if (node.op !== 'Add' && node.op !== 'Sum') return undefined;
      const nodes = treesBehind(context, node);
      return nodes === undefined ? undefined : { nodes, factor, shift, link, complemented };
    }
    const which = constants[1] !== undefined ? 1 : 0;
    if (node.inputs.length !== 2 || (which === 0 && (node.op === 'Sub' || node.op === 'Div'))) return undefined;
    const values = [...constants[which]!.numbers()];
    if (node.op === 'Mul' || node.op === 'Div') {
      if (values.length !== 1) return undefined;
      factor *= node.op === 'Mul' ? values[0]! : 1 / values[0]!;
    } else {
      const signed = values.map((value) => factor * (node.op === 'Sub' ? -value : value));
      const length = Math.max(signed.length, shift.length);
      const spread = (list: readonly number[], i: number): number => list[list.length === 1 ? 0 : i] ?? NaN;
      shift = Array.from({ length }, (_, i) => spread(signed, i) + spread(shift, i));
    }
    at = node.inputs[1 - which]!;
  }
  return undefined;
}

function isComplement(context: Context, name: string, of: string): boolean {
  const node = context.producer(name);
  const one = context.constant(node?.inputs[0]);
  return node?.op === 'Sub' && node.inputs[1] === of && one?.size === 1 && one.numbers()[0] === 1;
}

/** A sum of several tree regressors (converters split large forests). */
function treesBehind(context: Context, sum: OnnxNode): OnnxNode[] | undefined {
  const found: OnnxNode[] = [];
  const open = [...sum.inputs];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const node = context.producer(name);
    if (node === undefined || found.length > 1000) return undefined;
    if (THROUGH.has(node.op)) open.push(node.inputs[0] ?? '');
    else if (node.op === 'Add' || node.op === 'Sum') open.push(...node.inputs);
    else if (node.op === 'TreeEnsembleRegressor' || node.op === 'TreeEnsemble') found.push(node);
    else return undefined;
  }
  return found.reverse();
}
