import { brokenDocument, Field, type DocValue } from '../document/value';
import { FOREST_LIMITS } from '../forest/validate';
import type { Booster, BoosterTree } from './booster';
import { categoryNames } from './categories';

function categoriesOf(tree: Field): Map<number, ArrayLike<number>> {
  const nodes = tree.get('categories_nodes').exists ? tree.get('categories_nodes').numbers() : new Float64Array(0);
  const sets = new Map<number, ArrayLike<number>>();
  if (nodes.length === 0) return sets;
  const starts = tree.get('categories_segments').numbers(nodes.length);
  const sizes = tree.get('categories_sizes').numbers(nodes.length);
  const values = tree.get('categories').numbers();
  nodes.forEach((node, i) => {
    const from = starts[i]!;
    const to = from + sizes[i]!;
    if (!(from >= 0 && to >= from && to <= values.length)) throw brokenDocument(`“${tree.path}” has a category set outside its list.`);
    sets.set(node, values.subarray(from, to));
  });
  return sets;
}

function readTree(tree: Field): BoosterTree {
  const parameters = tree.get('tree_param');
  const left = tree.get('left_children').numbers();
  const size = left.length;
  const length = parameters.get('size_leaf_vector').whole(FOREST_LIMITS.outputs, 1);
  const right = tree.get('right_children').numbers(size);
  const categories = categoriesOf(tree);
  if (tree.get('split_type').exists) {
    tree
      .get('split_type')
      .numbers(size)
      .forEach((type, node) => {
        if (type === 1 && left[node] !== -1 && !categories.has(node)) throw brokenDocument(`“${tree.path}” has no categories for node ${node}.`);
      });
  }
  return {
    size,
    left,
    right,
    feature: tree.get('split_indices').numbers(size),
    condition: tree.get('split_conditions').numbers(size),
    defaultLeft: tree.get('default_left').numbers(size),
    categories,
    ...(length > 1 ? { vector: { length, of: leafVectors(tree, size, length, right) } } : {}),
  };
}

/** Since 3.2 leaves have a table of their own and a leaf's right child is its row; before, a leaf's vector stood at its node among the base weights. */
function leafVectors(tree: Field, size: number, length: number, right: Float64Array<ArrayBuffer>): (node: number) => ArrayLike<number> {
  if (!tree.get('leaf_weights').exists) {
    const weights = tree.get('base_weights').numbers(size * length);
    return (node) => weights.subarray(node * length, (node + 1) * length);
  }
  const weights = tree.get('leaf_weights').numbers();
  return (node) => {
    const row = right[node]!;
    if (!(row >= 0 && (row + 1) * length <= weights.length)) throw brokenDocument(`“${tree.path}” has no leaf vector ${row}.`);
    return weights.subarray(row * length, (row + 1) * length);
  };
}

/** `5E-1`, `[2.35E-1]`, `[1,2]`, or a plain number. */
function baseScores(field: Field): number[] {
  if (typeof field.value !== 'string') return field.exists && typeof field.value === 'object' ? [...field.numbers()] : [field.number(0.5)];
  return field.value
    .replace(/^\s*\[|\]\s*$/g, '')
    .split(',')
    .map((part) => new Field(part.trim(), field.path).number());
}

function settings(objective: Field): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of objective.object()) {
    if (!(value instanceof Map)) continue;
    for (const [name, setting] of objective.get(key).object()) if (typeof setting === 'string') found.set(name, setting);
  }
  return found;
}

function attributes(field: Field): Map<string, string> {
  const found = new Map<string, string>();
  if (field.exists) for (const [key, value] of field.object()) if (typeof value === 'string') found.set(key, value);
  return found;
}

/**
 * A booster from the document that XGBoost's `save_model` writes, as JSON or UBJSON, of every version since 1.0.
 * Source: XGBoost, doc/tutorials/saving_model.rst and the readers named LoadModel in its source.
 * @throws AssayError `document-broken`
 */
export function boosterFromDocument(document: DocValue, format: 'xgboost-json' | 'xgboost-ubjson'): Booster {
  const root = new Field(document, '');
  const learner = root.get('learner');
  const parameters = learner.get('learner_model_param');
  const machine = learner.get('gradient_booster');
  const name = machine.get('name').text();
  if (name !== 'gbtree' && name !== 'dart' && name !== 'gblinear') throw brokenDocument(`“${name}” is no booster that XGBoost has.`);
  const features = parameters.get('num_feature').whole(FOREST_LIMITS.features);
  const model = name === 'dart' && machine.get('gbtree').exists ? machine.get('gbtree').get('model') : machine.get('model');
  const trees = name === 'gblinear' ? [] : model.get('trees').list().map(readTree);
  const drop = machine.get('weight_drop').exists ? machine.get('weight_drop') : model.get('weight_drop');
  const version = root.get('version');
  const texts = (field: Field): string[] => (field.exists ? field.texts() : []);
  return {
    format,
    version: version.exists ? [...version.numbers()] : undefined,
    booster: name,
    objective: learner.get('objective').get('name').text(),
    settings: settings(learner.get('objective')),
    baseScore: baseScores(parameters.get('base_score')),
    baseIsMargin: version.exists && version.numbers()[0] === 0,
    classes: parameters.get('num_class').whole(FOREST_LIMITS.outputs, 0),
    targets: parameters.get('num_target').whole(FOREST_LIMITS.outputs, 1),
    features,
    featureNames: texts(learner.get('feature_names')),
    featureTypes: texts(learner.get('feature_types')),
    categories: categoryNames(model.get('cats').exists ? model.get('cats') : learner.get('cats'), features),
    trees,
    treeOutput: name === 'gblinear' ? [] : model.get('tree_info').numbers(trees.length),
    treeWeight: drop.exists ? drop.numbers(trees.length) : undefined,
    rounds: model.get('iteration_indptr').exists ? model.get('iteration_indptr').numbers() : undefined,
    parallelTrees: Math.max(1, model.get('gbtree_model_param').get('num_parallel_tree').whole(1_000_000, 1)),
    weights: name === 'gblinear' ? model.get('weights').numbers() : undefined,
    attributes: attributes(learner.get('attributes')),
  };
}
