import type { Forest } from './types';

export interface ForestFacts {
  readonly trees: number;
  readonly leaves: number;
  /** Most splits between a root and a leaf. */
  readonly depth: number;
  /** Inputs that at least one split looks at. */
  readonly used: number;
}

/** Counts for the model card. The forest must have passed `validateForest`. */
export function forestFacts(forest: Forest): ForestFacts {
  let depth = 0;
  let leaves = 0;
  const used = new Set<number>();
  const open: [node: number, level: number][] = Array.from(forest.roots, (root) => [root, 0]);
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    const [node, level] = item;
    if (forest.feature[node]! < 0) {
      leaves++;
      depth = Math.max(depth, level);
    } else {
      used.add(forest.feature[node]!);
      open.push([forest.left[node]!, level + 1], [forest.right[node]!, level + 1]);
    }
  }
  return { trees: forest.roots.length, leaves, depth, used: used.size };
}

/** True where some leaf lies below more than so many splits. The forest must have passed `validateForest`. */
export function isDeeperThan({ roots, feature, left, right }: Forest, splits: number): boolean {
  let level = Array.from(roots).filter((node) => feature[node]! >= 0);
  for (let depth = 0; depth < splits && level.length > 0; depth++) {
    const next: number[] = [];
    for (const node of level) {
      if (feature[left[node]!]! >= 0) next.push(left[node]!);
      if (feature[right[node]!]! >= 0) next.push(right[node]!);
    }
    level = next;
  }
  return level.length > 0;
}

/** The same as lines for the card. */
export function forestFactLines(forest: Forest): { name: string; value: string }[] {
  const { trees, leaves, depth, used } = forestFacts(forest);
  return [
    { name: 'trees', value: String(trees) },
    { name: 'leaves', value: String(leaves) },
    { name: 'depth', value: String(depth) },
    { name: 'inputs used', value: `${used} of ${forest.features}` },
  ];
}
