import { OPERATOR_CODE, type Forest } from './types';

/** A leaf: its vector, one number per output. */
export interface LeafNode {
  readonly leaf: readonly number[];
}

/** A split on one input; `missing` says which side a missing value takes. */
export interface SplitNode {
  readonly feature: number;
  readonly operator: 'lt' | 'le' | 'set';
  /** Split value, or the members that go left for `set`. */
  readonly split: number | readonly number[];
  readonly missing: 'left' | 'right';
  readonly left: TreeNode;
  readonly right: TreeNode;
}

export type TreeNode = LeafNode | SplitNode;

export interface ForestParts {
  readonly features: number;
  readonly outputs: number;
  readonly trees: readonly TreeNode[];
  readonly base?: readonly number[];
  readonly combine?: Forest['combine'];
  readonly arithmetic?: Forest['arithmetic'];
}

/** Lays nested nodes out as the flat arrays of a {@link Forest}, parents before children. Checks nothing: see `validateForest`. */
export function buildForest(parts: ForestParts): Forest {
  const feature: number[] = [];
  const operator: number[] = [];
  const split: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const missingLeft: number[] = [];
  const setOffsets = [0];
  const setValues: number[] = [];
  const leafValues: number[] = [];
  const add = (): number => {
    for (const array of [feature, operator, split, left, right, missingLeft]) array.push(0);
    return feature.length - 1;
  };
  const fill = (root: TreeNode, at: number): void => {
    const open: [TreeNode, number][] = [[root, at]];
    for (let item = open.pop(); item !== undefined; item = open.pop()) {
      const [node, index] = item;
      if ('leaf' in node) {
        feature[index] = -1;
        left[index] = leafValues.length / parts.outputs;
        right[index] = -1;
        leafValues.push(...node.leaf);
        continue;
      }
      feature[index] = node.feature;
      operator[index] = OPERATOR_CODE[node.operator];
      missingLeft[index] = node.missing === 'left' ? 1 : 0;
      if (typeof node.split === 'number') split[index] = node.split;
      else {
        split[index] = setOffsets.length - 1;
        setValues.push(...node.split);
        setOffsets.push(setValues.length);
      }
      left[index] = add();
      right[index] = add();
      open.push([node.right, right[index]!], [node.left, left[index]!]);
    }
  };
  const roots = parts.trees.map((tree) => {
    const root = add();
    fill(tree, root);
    return root;
  });
  return {
    features: parts.features,
    outputs: parts.outputs,
    roots: Int32Array.from(roots),
    feature: Int32Array.from(feature),
    operator: Uint8Array.from(operator),
    split: Float64Array.from(split),
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    missingLeft: Uint8Array.from(missingLeft),
    setOffsets: Int32Array.from(setOffsets),
    setValues: Float64Array.from(setValues),
    leafValues: Float64Array.from(leafValues),
    base: Float64Array.from(parts.base ?? new Array<number>(parts.outputs).fill(0)),
    combine: parts.combine ?? 'sum',
    arithmetic: parts.arithmetic ?? 'float64',
  };
}
