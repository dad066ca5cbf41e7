import { AssayError } from '../../../errors';
import { ForestBuilder } from '../../forest/builder';
import type { Forest } from '../../forest/types';
import type { Linear } from '../../linear/types';
import type { Link } from '../../links';
import type { Model } from '../../types';
import type { Context } from '../context';
import type { OnnxNode } from '../graph';
import type { GraphInput } from '../inputs';
import { corePath, TREES, type CorePath } from './core';
import { expressions, type Expression } from './expressions';
import { readLinear } from './linear';
import { splitOn } from './split';
import { readTrees, type TreeOperator } from './trees';

/** The exact structure of a model: margins of its forest or linear predictor, on the model's inputs, become scores by `fromMargin`. */
export type Structure = Pick<Model, 'fromMargin'> & ({ readonly forest: Forest } | { readonly linear: Linear });

/** The link a classifier or regressor operator applies itself; undefined for those no {@link Link} says. */
function ownLink(node: OnnxNode, post: string, outputs: number): Link | undefined {
  // onnxruntime leaves out the link of a tree regressor with one target (its issue 26596).
  if (node.op !== 'TreeEnsembleClassifier' && node.op !== 'LinearClassifier' && outputs === 1) return 'none';
  return ({ NONE: 'none', LOGISTIC: 'sigmoid', SOFTMAX: 'softmax' } as const)[post];
}

/** The one link among the operator's own, the graph's and the output's. */
function oneLink(links: readonly Link[]): Link | undefined {
  const set = links.filter((link) => link !== 'none');
  return set.length > 1 ? undefined : (set[0] ?? 'none');
}

/** How the outputs of the core become those asked for: all, or one for a two-class model, with the sign of each. */
export function reduction(model: Pick<Model, 'task' | 'output'>, outputs: number, link: Link): { take: number[][]; link: Link } | undefined {
  if (outputs === 1) return model.task === 'multiclass' || link === 'softmax' ? undefined : { take: [[1]], link };
  if (model.task === 'regression') {
    const column = model.output.column ?? 0;
    return column < outputs ? { take: [Array.from({ length: outputs }, (_, k) => Number(k === column))], link } : undefined;
  }
  if (model.task === 'binary') {
    if (outputs !== 2) return undefined;
    return link === 'softmax' ? { take: [[-1, 1]], link: 'sigmoid' } : { take: [[0, 1]], link };
  }
  return { take: Array.from({ length: outputs }, (_, k) => Array.from({ length: outputs }, (__, j) => Number(j === k))), link };
}

const spread = (list: readonly number[], i: number): number => (list.length === 0 ? 0 : (list[list.length === 1 ? 0 : i] ?? NaN));

function forestOf(
  path: CorePath,
  operators: readonly TreeOperator[],
  columns: readonly (readonly Expression[])[],
  take: readonly (readonly number[])[],
  features: number,
): Forest | undefined {
  const first = operators[0]!;
  if (operators.some((o) => o.outputs !== first.outputs || (operators.length > 1 && o.combine !== 'sum'))) return undefined;
  const numbers = columns.flat().filter((x) => x.kind === 'number');
  const double = numbers.length > 0 && numbers.every((x) => x.double);
  const builder = new ForestBuilder(features, take.length);
  for (let o = 0; o < operators.length; o++) {
    for (const tree of operators[o]!.trees) {
      for (let at = 0; at < tree.size; at++) {
        const node = tree.node(at);
        if (!('votes' in node) && splitOn(columns[o]![node.column], { ...node, whenTrue: 0, whenFalse: 0 }, double) === undefined) return undefined;
      }
      builder.add(tree.size, (at) => {
        const node = tree.node(at);
        if (!('votes' in node)) return splitOn(columns[o]![node.column], node, double)!;
        const own = new Float64Array(first.outputs);
        for (const { output, weight } of node.votes) own[output]! += weight;
        return { leaf: take.map((signs) => path.factor * signs.reduce((sum, sign, k) => sum + sign * own[k]!, 0)) };
      });
    }
  }
  const base = take.map((signs) =>
    signs.reduce(
      (sum, sign, k) => sum + sign * (path.factor * operators.reduce((total, o) => total + spread(o.base, k), 0) + spread(path.shift, k)),
      0,
    ),
  );
  return builder.finish(base, first.combine, double ? 'float64' : 'float32');
}

function structureOf(context: Context, model: Model, tensors: readonly GraphInput[]): Structure | undefined {
  const tensor = model.output.tensors[0];
  if (model.output.layout === 'decision' || model.output.layout === 'class-tensors' || tensor === undefined) return undefined;
  const path = corePath(context, tensor);
  if (path === undefined) return undefined;
  const made = expressions(context, tensors, model.inputs);
  const columns = path.nodes.map((node) => made.get(node.inputs[0] ?? ''));
  if (!columns.every((list) => list !== undefined)) return undefined;
  const after = [path.link, model.output.link as Link];
  const node = path.nodes[0]!;
  if (!TREES.has(node.op)) {
    const linear = readLinear(context, node, columns[0]!, model.classes.length);
    const own = linear === undefined ? undefined : ownLink(node, linear.post, linear.outputs);
    const link = own === undefined ? undefined : oneLink([own, ...after]);
    const reduced = linear === undefined || link === undefined ? undefined : reduction(model, linear.outputs, link);
    if (linear === undefined || reduced === undefined) return undefined;
    return { linear: linear.finish(path, reduced.take, model.inputs.length), fromMargin: { link: reduced.link, scale: 1 } };
  }
  const operators = path.nodes.map((entry) => readTrees(entry, model.classes.length));
  if (!operators.every((operator) => operator !== undefined)) return undefined;
  const { outputs, post } = operators[0]!;
  const own = ownLink(node, post, outputs);
  const link = own === undefined ? undefined : oneLink([own, ...after]);
  const reduced = link === undefined ? undefined : reduction(model, outputs, link);
  if (reduced === undefined) return undefined;
  const forest = forestOf(path, operators, columns, reduced.take, model.inputs.length);
  return forest === undefined ? undefined : { forest, fromMargin: { link: reduced.link, scale: 1 } };
}

/**
 * Reads tree and linear operators back into the exact structure, with scalers, imputers and one-hot encoders in front worked into it. A text
 * input's number
 * is the position of the text among its levels. Undefined when the graph does anything else.
 * @throws AssayError only for trees that are damaged (`forest-…`): the runtime would not take them either.
 */
export function readStructure(context: Context, model: Model, tensors: readonly GraphInput[]): Structure | undefined {
  try {
    return structureOf(context, model, tensors);
  } catch (error) {
    if (error instanceof AssayError && error.code.startsWith('forest-') && error.code !== 'forest-child' && error.code !== 'forest-parents')
      return undefined;
    throw error;
  }
}
