import type { OnnxNode } from '../graph';
import { FOREST_LIMITS } from '../../forest/validate';
import type { Attribute } from '../attributes';

export type Mode = 'le' | 'lt' | 'ge' | 'gt' | 'eq' | 'ne';

/** A node of a tree as ONNX means it: a row goes to `whenTrue` if the comparison holds, or if the value is missing and `missingTrue`. */
export type TreeNode =
  | { readonly votes: readonly { readonly output: number; readonly weight: number }[] }
  | {
      readonly column: number;
      readonly mode: Mode;
      readonly value: number;
      readonly missingTrue: boolean;
      readonly whenTrue: number;
      readonly whenFalse: number;
    };

export interface TreeOperator {
  readonly outputs: number;
  /** Nodes of each tree; number 0 is the root. */
  readonly trees: readonly { readonly size: number; node(at: number): TreeNode }[];
  readonly base: readonly number[];
  readonly combine: 'sum' | 'mean';
  readonly post: string;
}

const MODES: Readonly<Record<string, Mode>> = {
  BRANCH_LEQ: 'le',
  BRANCH_LT: 'lt',
  BRANCH_GTE: 'ge',
  BRANCH_GT: 'gt',
  BRANCH_EQ: 'eq',
  BRANCH_NEQ: 'ne',
};
const MODES_BY_NUMBER: readonly (Mode | undefined)[] = ['le', 'lt', 'ge', 'gt', 'eq', 'ne'];
const POSTS = ['NONE', 'SOFTMAX', 'LOGISTIC', 'SOFTMAX_ZERO', 'PROBIT'];

type Numbers = ArrayLike<number>;

function either(node: OnnxNode, name: string): Numbers {
  const plain = node.attributes.get(name)?.floats ?? [];
  return plain.length > 0 ? plain : (node.attributes.get(`${name}_as_tensor`)?.tensor?.numbers() ?? []);
}

/**
 * Reads a tree operator; undefined for what a {@link Forest} cannot say (minimum, maximum, set membership) and for lists that do not fit each
 * other.
 */
export function readTrees(node: OnnxNode, classes: number): TreeOperator | undefined {
  return node.op === 'TreeEnsemble' ? readVersion5(node) : readVersion3(node, classes);
}

function readVersion3(node: OnnxNode, classes: number): TreeOperator | undefined {
  const at = (name: string): Attribute | undefined => node.attributes.get(name);
  const ints = (name: string): number[] => at(name)?.ints ?? [];
  const classifier = node.op === 'TreeEnsembleClassifier';
  const kind = classifier ? 'class' : 'target';
  const aggregate = at('aggregate_function')?.string || 'SUM';
  if (aggregate !== 'SUM' && aggregate !== 'AVERAGE') return undefined;
  const treeIds = ints('nodes_treeids');
  const nodeIds = ints('nodes_nodeids');
  const modes = at('nodes_modes')?.strings ?? [];
  const [features, whenTrue, whenFalse, tracks] = [
    'nodes_featureids',
    'nodes_truenodeids',
    'nodes_falsenodeids',
    'nodes_missing_value_tracks_true',
  ].map(ints) as [number[], number[], number[], number[]];
  const values = either(node, 'nodes_values');
  if ([nodeIds, modes, features, whenTrue, whenFalse, values].some((list) => list.length !== treeIds.length)) return undefined;
  if (modes.some((mode) => mode !== 'LEAF' && MODES[mode] === undefined)) return undefined;
  const ids = ints(`${kind}_ids`);
  const weights = either(node, `${kind}_weights`);
  const voteTrees = ints(`${kind}_treeids`);
  const voteNodes = ints(`${kind}_nodeids`);
  if ([weights, voteTrees, voteNodes].some((list) => list.length !== ids.length)) return undefined;

  const single = classifier && classes === 2 && new Set(ids).size === 1;
  const outputs = classifier ? (single ? 1 : classes) : at('n_targets')?.int || 1;
  const votes = new Map<string, { output: number; weight: number }[]>();
  for (let i = 0; i < ids.length; i++) {
    const output = single ? 0 : ids[i]!;
    if (output < 0 || output >= outputs) return undefined;
    const key = `${voteTrees[i]} ${voteNodes[i]}`;
    const list = votes.get(key) ?? [];
    list.push({ output, weight: weights[i]! });
    votes.set(key, list);
  }
  const byTree = new Map<number, number[]>();
  treeIds.forEach((tree, i) => {
    const list = byTree.get(tree);
    if (list === undefined) byTree.set(tree, [i]);
    else list.push(i);
  });
  const trees = [...byTree].map(([tree, rows]) => {
    const children = new Set(rows.flatMap((i) => (modes[i] === 'LEAF' ? [] : [whenTrue[i]!, whenFalse[i]!])));
    const root = rows.findIndex((i) => !children.has(nodeIds[i]!));
    if (root < 0) return undefined;
    const order = [rows[root]!, ...rows.filter((_, k) => k !== root)];
    const number = new Map(order.map((i, k) => [nodeIds[i]!, k]));
    return {
      size: order.length,
      node: (k: number): TreeNode => {
        const i = order[k]!;
        if (modes[i] === 'LEAF') return { votes: votes.get(`${tree} ${nodeIds[i]}`) ?? [] };
        return {
          column: features[i]!,
          mode: MODES[modes[i]!]!,
          value: values[i]!,
          missingTrue: tracks[i] === 1,
          whenTrue: number.get(whenTrue[i]!) ?? -1,
          whenFalse: number.get(whenFalse[i]!) ?? -1,
        };
      },
    };
  });
  if (trees.some((tree) => tree === undefined)) return undefined;
  const base = Array.from(either(node, 'base_values'));
  if (classifier && classes === 2 && !plainPair(single, ids[0] ?? 0, base)) return undefined;
  return {
    outputs,
    trees: trees as TreeOperator['trees'],
    base,
    combine: aggregate === 'SUM' ? 'sum' : 'mean',
    post: at('post_transform')?.string || 'NONE',
  };
}

/**
 * Whether onnxruntime adds base values to a two-class ensemble as they stand: only one value, and only to votes that all name the first class;
 * otherwise it
 * adds them to one side or mixes both (measured, 1.30).
 */
function plainPair(single: boolean, id: number, base: readonly number[]): boolean {
  return base.every((value) => value === 0) || (single && id === 0 && base.length === 1);
}

interface Part {
  /** Numbers of the tree's nodes among all, the root first. */
  readonly members: readonly number[];
  /** Children by their place among the members; −1 where there is no such node, 0 for leaves. */
  readonly lefts: readonly number[];
  readonly rights: readonly number[];
}

/** The nodes each root leads to; undefined when that is more than a forest may have. Numbers from `left.length` up are leaves. */
function partition(roots: readonly number[], left: Int32Array, right: Int32Array, size: number): Part[] | undefined {
  const tree = new Int32Array(size).fill(-1);
  const place = new Int32Array(size);
  const parts: Part[] = [];
  let total = 0;
  for (const [t, root] of roots.entries()) {
    const members: number[] = [];
    const enter = (node: number): number => {
      if (!(node >= 0 && node < size)) return -1;
      if (tree[node] !== t) {
        tree[node] = t;
        place[node] = members.push(node) - 1;
      }
      return place[node]!;
    };
    enter(root);
    const [lefts, rights]: [number[], number[]] = [[], []];
    for (let k = 0; k < members.length; k++) {
      const node = members[k]!;
      const split = node < left.length;
      lefts.push(split ? enter(left[node]!) : 0);
      rights.push(split ? enter(right[node]!) : 0);
      if (total + k > FOREST_LIMITS.nodes) return undefined;
    }
    total += members.length;
    parts.push({ members, lefts, rights });
  }
  return parts;
}

function readVersion5(node: OnnxNode): TreeOperator | undefined {
  const ints = (name: string): number[] => node.attributes.get(name)?.ints ?? [];
  const numbers = (name: string): Float64Array => node.attributes.get(name)?.tensor?.numbers() ?? new Float64Array();
  const aggregate = node.attributes.get('aggregate_function')?.int ?? 1;
  if (aggregate > 1) return undefined;
  const [features, whenTrue, trueLeaf, whenFalse, falseLeaf, tracks, targets] = [
    'nodes_featureids',
    'nodes_truenodeids',
    'nodes_trueleafs',
    'nodes_falsenodeids',
    'nodes_falseleafs',
    'nodes_missing_value_tracks_true',
    'leaf_targetids',
  ].map(ints) as [number[], number[], number[], number[], number[], number[], number[]];
  const modes = numbers('nodes_modes');
  const splits = numbers('nodes_splits');
  const weights = numbers('leaf_weights');
  const count = features.length;
  const outputs = node.attributes.get('n_targets')?.int || 1;
  if ([modes, splits, whenTrue, trueLeaf, whenFalse, falseLeaf].some((list) => list.length !== count)) return undefined;
  if (modes.some((mode) => MODES_BY_NUMBER[mode] === undefined) || targets.length !== weights.length || targets.some((id) => id < 0 || id >= outputs))
    return undefined;
  // Leaves get two numbers each, so that a tree of one leaf, written as a node with the same leaf on both sides, is still a tree.
  const child = (target: number, isLeaf: number, side: 0 | 1): number => (isLeaf === 1 ? count + 2 * target + side : target);
  const roots = ints('tree_roots');
  const left = Int32Array.from(whenTrue, (target, i) => child(target, trueLeaf[i]!, 0));
  const right = Int32Array.from(whenFalse, (target, i) => child(target, falseLeaf[i]!, 1));
  const parts = partition(roots, left, right, count + 2 * targets.length);
  if (parts === undefined) return undefined;
  const trees = parts.map(({ members, lefts, rights }) => ({
    size: members.length,
    node: (k: number): TreeNode => {
      const i = members[k]!;
      if (i >= count) {
        const leaf = (i - count) >> 1;
        return { votes: [{ output: targets[leaf]!, weight: weights[leaf]! }] };
      }
      return {
        column: features[i]!,
        mode: MODES_BY_NUMBER[modes[i]!]!,
        value: splits[i]!,
        missingTrue: tracks[i] === 1,
        whenTrue: lefts[k]!,
        whenFalse: rights[k]!,
      };
    },
  }));
  return {
    outputs,
    trees,
    base: [],
    combine: aggregate === 0 ? 'mean' : 'sum',
    post: POSTS[node.attributes.get('post_transform')?.int ?? 0] ?? 'NONE',
  };
}
