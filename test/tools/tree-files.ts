import type { TreeNode } from '../../src/engine/models/forest/build';

/** One boosted forest in the formats of other libraries, for benchmarks. Trees have one output; splits are `lt` for XGBoost and `le` for LightGBM. */
export interface TreeFile {
  readonly features: number;
  readonly trees: readonly TreeNode[];
}

const names = (features: number): string[] => Array.from({ length: features }, (_, j) => `x${j}`);

/** Nodes of a tree in the order of a walk from the root, parents first. */
function nodesOf(root: TreeNode): TreeNode[] {
  const nodes = [root];
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at]!;
    if (!('leaf' in node)) nodes.push(node.left, node.right);
  }
  return nodes;
}

function xgboostTree(root: TreeNode, id: number, features: number): object {
  const nodes = nodesOf(root);
  const place = new Map(nodes.map((node, at) => [node, at]));
  const list = <T>(leaf: T, split: (node: Exclude<TreeNode, { leaf: unknown }>) => T): T[] => nodes.map((node) => ('leaf' in node ? leaf : split(node)));
  return {
    base_weights: nodes.map(() => 0),
    categories: [],
    categories_nodes: [],
    categories_segments: [],
    categories_sizes: [],
    default_left: list(0, (node) => (node.missing === 'left' ? 1 : 0)),
    id,
    left_children: list(-1, (node) => place.get(node.left)!),
    loss_changes: list(0, () => 1.5),
    parents: nodes.map((_, at) => (at === 0 ? 2147483647 : (at - 1) >> 1)),
    right_children: list(-1, (node) => place.get(node.right)!),
    split_conditions: nodes.map((node) => ('leaf' in node ? node.leaf[0]! : (node.split as number))),
    split_indices: list(0, (node) => node.feature),
    split_type: list(0, () => 0),
    sum_hessian: nodes.map(() => 10.25),
    tree_param: { num_deleted: '0', num_feature: String(features), num_nodes: String(nodes.length), size_leaf_vector: '1' },
  };
}

/** The document that XGBoost writes as JSON or UBJSON, version 3. */
export function xgboostDocument({ features, trees }: TreeFile): object {
  return {
    learner: {
      attributes: {},
      feature_names: names(features),
      feature_types: names(features).map(() => 'float'),
      gradient_booster: {
        model: {
          gbtree_model_param: { num_parallel_tree: '1', num_trees: String(trees.length) },
          iteration_indptr: Array.from({ length: trees.length + 1 }, (_, i) => i),
          tree_info: trees.map(() => 0),
          trees: trees.map((tree, id) => xgboostTree(tree, id, features)),
        },
        name: 'gbtree',
      },
      learner_model_param: { base_score: '[0E0]', boost_from_average: '1', num_class: '0', num_feature: String(features), num_target: '1' },
      objective: { name: 'reg:squarederror', reg_loss_param: { scale_pos_weight: '1' } },
    },
    version: [3, 0, 0],
  };
}

const text = (content: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(content);
export const xgboostJson = (file: TreeFile): Uint8Array<ArrayBuffer> => text(JSON.stringify(xgboostDocument(file)));

/** Typed arrays as XGBoost writes them: whole numbers as `l`, other numbers as `d`, lists of nothing but numbers with type and count. */
class UbjsonWriter {
  readonly #parts: number[] = [];
  readonly #view = new DataView(new ArrayBuffer(8));

  #int(value: number): void {
    this.#view.setInt32(0, value);
    for (let i = 0; i < 4; i++) this.#parts.push(this.#view.getUint8(i));
  }

  #float(value: number): void {
    this.#view.setFloat32(0, value);
    for (let i = 0; i < 4; i++) this.#parts.push(this.#view.getUint8(i));
  }

  #length(value: number): void {
    this.#mark('L');
    this.#int(0);
    this.#int(value);
  }

  #mark(mark: string): void {
    this.#parts.push(mark.charCodeAt(0));
  }

  #text(value: string): void {
    const bytes = new TextEncoder().encode(value);
    this.#length(bytes.length);
    this.#parts.push(...bytes);
  }

  write(value: unknown): void {
    if (typeof value === 'string') {
      this.#mark('S');
      this.#text(value);
    } else if (typeof value === 'number') {
      this.#mark(Number.isInteger(value) ? 'l' : 'd');
      if (Number.isInteger(value)) this.#int(value);
      else this.#float(value);
    } else if (Array.isArray(value)) this.#list(value);
    else {
      this.#mark('{');
      for (const [key, entry] of Object.entries(value as object)) {
        this.#text(key);
        this.write(entry);
      }
      this.#mark('}');
    }
  }

  #list(list: readonly unknown[]): void {
    this.#mark('[');
    if (!list.every((entry) => typeof entry === 'number')) {
      for (const entry of list) this.write(entry);
      this.#mark(']');
      return;
    }
    const whole = list.every(Number.isInteger);
    for (const mark of ['$', whole ? 'l' : 'd', '#']) this.#mark(mark);
    this.#length(list.length);
    for (const entry of list) {
      if (whole) this.#int(entry);
      else this.#float(entry);
    }
  }

  finish(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#parts);
  }
}

export function xgboostUbjson(file: TreeFile): Uint8Array<ArrayBuffer> {
  const writer = new UbjsonWriter();
  writer.write(xgboostDocument(file));
  return writer.finish();
}

type Split = Exclude<TreeNode, { leaf: unknown }>;

function lightgbmTree(root: TreeNode, index: number): string {
  const nodes = nodesOf(root);
  const splits = nodes.filter((node): node is Split => !('leaf' in node));
  const leaves = nodes.filter((node) => 'leaf' in node);
  const place = new Map<TreeNode, number>([...splits.map((node, at) => [node, at] as const), ...leaves.map((node, at) => [node, ~at] as const)]);
  const list = (value: (node: Split) => number): string => splits.map(value).join(' ');
  return [
    `Tree=${index}`,
    `num_leaves=${leaves.length}`,
    'num_cat=0',
    `split_feature=${list((node) => node.feature)}`,
    `split_gain=${list(() => 1.5)}`,
    `threshold=${list((node) => node.split as number)}`,
    `decision_type=${list((node) => (node.missing === 'left' ? 10 : 8))}`,
    `left_child=${list((node) => place.get(node.left)!)}`,
    `right_child=${list((node) => place.get(node.right)!)}`,
    `leaf_value=${leaves.map((node) => node.leaf[0]!).join(' ')}`,
    `leaf_weight=${leaves.map(() => 10).join(' ')}`,
    `leaf_count=${leaves.map(() => 10).join(' ')}`,
    `internal_value=${list(() => 0.5)}`,
    `internal_weight=${list(() => 10)}`,
    `internal_count=${list(() => 20)}`,
    'is_linear=0',
    'shrinkage=0.1',
  ].join('\n');
}

export function lightgbmText({ features, trees }: TreeFile): Uint8Array<ArrayBuffer> {
  const blocks = trees.map((tree, index) => `${lightgbmTree(tree, index)}\n\n\n`);
  const head = [
    'tree',
    'version=v4',
    'num_class=1',
    'num_tree_per_iteration=1',
    'label_index=0',
    `max_feature_idx=${features - 1}`,
    'objective=regression',
    `feature_names=${names(features).join(' ')}`,
    `feature_infos=${names(features).map(() => '[-5:5]').join(' ')}`,
    `tree_sizes=${blocks.map((block) => block.length).join(' ')}`,
  ];
  return text(`${head.join('\n')}\n\n${blocks.join('')}end of trees\n\npandas_categorical:null\n`);
}

function lightgbmNode(node: TreeNode, at: { split: number; leaf: number }): object {
  if ('leaf' in node) return { leaf_index: at.leaf++, leaf_value: node.leaf[0]!, leaf_weight: 10, leaf_count: 10 };
  return {
    split_index: at.split++,
    split_feature: node.feature,
    split_gain: 1.5,
    threshold: node.split,
    decision_type: '<=',
    default_left: node.missing === 'left',
    missing_type: 'NaN',
    internal_value: 0.5,
    internal_weight: 10,
    internal_count: 20,
    left_child: lightgbmNode(node.left, at),
    right_child: lightgbmNode(node.right, at),
  };
}

/** `dump_model` of LightGBM. */
export function lightgbmJson({ features, trees }: TreeFile): Uint8Array<ArrayBuffer> {
  return text(
    JSON.stringify({
      name: 'tree',
      version: 'v4',
      num_class: 1,
      num_tree_per_iteration: 1,
      label_index: 0,
      max_feature_idx: features - 1,
      objective: 'regression',
      average_output: false,
      feature_names: names(features),
      monotone_constraints: [],
      feature_infos: Object.fromEntries(names(features).map((name) => [name, { min_value: -5, max_value: 5, values: [] }])),
      tree_info: trees.map((tree, index) => ({ tree_index: index, num_leaves: 64, num_cat: 0, shrinkage: 0.1, tree_structure: lightgbmNode(tree, { split: 0, leaf: 0 }) })),
      feature_importances: {},
      pandas_categorical: null,
    }),
  );
}
