import { ForestBuilder, type SourceNode } from '../forest/builder';
import type { Forest } from '../forest/types';
import type { Booster, BoosterTree } from './booster';

/** Which output of a booster goes where in the forest: all of them for classes, one for a single target. */
export interface OutputChoice {
  /** Number of outputs the booster has. */
  readonly all: number;
  /** The one output wanted, or undefined for all. */
  readonly only: number | undefined;
}

function leafOf(tree: BoosterTree, node: number, output: number, weight: number, choice: OutputChoice): Float64Array {
  const outputs = choice.only === undefined ? choice.all : 1;
  const leaf = new Float64Array(outputs);
  const value = (x: number): number => Math.fround(Math.fround(x) * weight);
  if (tree.vector !== undefined) {
    const vector = tree.vector.of(node);
    for (let k = 0; k < outputs; k++) leaf[k] = value(vector[choice.only ?? k]!);
  } else leaf[choice.only === undefined ? output : 0] = value(tree.condition[node]!);
  return leaf;
}

/**
 * A tree's node in the forest's words. XGBoost sends members of a category set right and everything else left, so sets are kept with sides exchanged.
 * Source: XGBoost, include/xgboost/tree_model.h and src/common/categorical.h.
 */
function nodeOf(tree: BoosterTree, node: number, output: number, weight: number, choice: OutputChoice): SourceNode {
  const left = tree.left[node]!;
  if (left === -1) return { leaf: leafOf(tree, node, output, weight, choice) };
  const right = tree.right[node]!;
  const missingLeft = tree.defaultLeft[node] === 1;
  const feature = tree.feature[node]!;
  const members = tree.categories.get(node);
  if (members !== undefined) return { feature, operator: 'set', split: members, missingLeft: !missingLeft, left: right, right: left };
  return { feature, operator: 'lt', split: Math.fround(tree.condition[node]!), missingLeft, left, right };
}

/** The first `count` trees of a booster as a forest; trees of other outputs than the one wanted are left out. */
export function forestOf(booster: Booster, count: number, choice: OutputChoice, base: readonly number[]): Forest {
  const builder = new ForestBuilder(booster.features, choice.only === undefined ? choice.all : 1);
  for (let t = 0; t < count; t++) {
    const tree = booster.trees[t]!;
    const output = booster.treeOutput[t]!;
    if (choice.only !== undefined && tree.vector === undefined && output !== choice.only) continue;
    const weight = booster.treeWeight === undefined ? 1 : Math.fround(booster.treeWeight[t]!);
    builder.add(tree.size, (node) => nodeOf(tree, node, output, weight, choice));
  }
  return builder.finish(base, 'sum', 'float32', { sums: 'float32', setCodes: 'floor' });
}
