/** Parts of an XGBoost document, small enough to work out by hand. */
export interface Parts {
  readonly objective?: string;
  readonly baseScore?: unknown;
  readonly classes?: number;
  readonly targets?: number;
  readonly features?: number;
  readonly trees?: readonly object[];
  readonly treeInfo?: readonly number[];
  readonly version?: readonly number[];
  readonly machine?: object;
  readonly learner?: object;
  readonly model?: object;
  readonly objectiveSettings?: object;
}

/** x_feature < split ? low : high. */
export function stump(feature: number, split: number, low: number, high: number, more: object = {}): object {
  return {
    left_children: [1, -1, -1],
    right_children: [2, -1, -1],
    split_indices: [feature, 0, 0],
    split_conditions: [split, low, high],
    default_left: [1, 0, 0],
    base_weights: [0, low, high],
    tree_param: { num_nodes: '3', size_leaf_vector: '1' },
    ...more,
  };
}

export function document(parts: Parts): object {
  const { trees = [stump(0, 0.5, -1, 1)], version = [2, 0, 0] } = parts;
  const model = {
    gbtree_model_param: { num_trees: String(trees.length), num_parallel_tree: '1' },
    trees,
    tree_info: parts.treeInfo ?? trees.map(() => 0),
    ...parts.model,
  };
  return {
    learner: {
      attributes: {},
      feature_names: [],
      feature_types: [],
      gradient_booster: parts.machine ?? { name: 'gbtree', model },
      learner_model_param: {
        base_score: parts.baseScore ?? '5E-1',
        num_class: String(parts.classes ?? 0),
        num_feature: String(parts.features ?? 2),
        num_target: String(parts.targets ?? 1),
      },
      objective: { name: parts.objective ?? 'reg:squarederror', ...parts.objectiveSettings },
      ...parts.learner,
    },
    version,
  };
}

export const fileOf = (parts: Parts): { name: string; bytes: Uint8Array<ArrayBuffer> } => ({
  name: 'model.json',
  bytes: new TextEncoder().encode(JSON.stringify(document(parts))),
});
