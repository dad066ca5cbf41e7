import { AssayError } from '../../errors';
import type { Forest } from '../../models/forest/types';

/** Most different players a path may ask about: they are the bits of one word. */
const PATH_PLAYERS = 31;
/** A subtree is read as one twig when the bits of its key stay within this, or when it has at most so few splits. */
const KEY_BITS = 8;
const FEW_SPLITS = 3;

export const STEP = { side: 0, edge: 1, twig: 2 } as const;

/**
 * The paths of a forest from root to leaf. A row's word for a path has one bit per different player on it: 1 when the row meets all conditions the
 * path puts on that player. Paths are read in twigs, small subtrees at the ends of a tree: a row's key for a twig is its word at the twig's root,
 * followed by one bit per split of the twig, 1 when the row goes left there. The key says the words of all paths of the twig.
 */
export interface ForestPaths {
  /** Leaf vector at the end of each path. */
  readonly leaf: Int32Array<ArrayBuffer>;
  /** The players of path p, by bit: players[offsets[p] + bit]; and where each stands among the players of the twig. */
  readonly offsets: Int32Array<ArrayBuffer>;
  readonly players: Int32Array<ArrayBuffer>;
  readonly places: Int32Array<ArrayBuffer>;
  /** What takes a twig's key to the word of path p: from stepStarts[p], each bit of the side in the key × 256 + bit of the word × 4 + 2 new + 1 left. */
  readonly stepStarts: Int32Array<ArrayBuffer>;
  readonly steps: Int32Array<ArrayBuffer>;
  /** The splits of path p from the root on, from pathSplitStarts[p], two numbers each: node, then bit × 4 + 2 new + 1 left. */
  readonly pathSplitStarts: Int32Array<ArrayBuffer>;
  readonly pathSplits: Int32Array<ArrayBuffer>;
  /** Twig t holds the paths pathStarts[t] … pathStarts[t + 1] − 1, its splits from nodeStarts[t] and its players from unionStarts[t]. */
  readonly pathStarts: Int32Array<ArrayBuffer>;
  readonly nodeStarts: Int32Array<ArrayBuffer>;
  readonly nodes: Int32Array<ArrayBuffer>;
  readonly unionStarts: Int32Array<ArrayBuffer>;
  readonly union: Int32Array<ArrayBuffer>;
  /** Bits of the word at the twig's root. */
  readonly rootBits: Int32Array<ArrayBuffer>;
  /**
   * A walk over each tree from its entry in treeStarts, three numbers a step: its kind, the depth, and for `side` the node to compare at, for `edge`
   * bit × 4 + 2 when the player is new + 1 when left, for `twig` the twig.
   */
  readonly program: Int32Array<ArrayBuffer>;
  readonly treeStarts: Int32Array<ArrayBuffer>;
  /** Tree t ends in the paths treePaths[t] … treePaths[t + 1] − 1. */
  readonly treePaths: Int32Array<ArrayBuffer>;
  readonly depth: number;
}

/** Splits in the subtree of each node. */
function countSplits({ feature, left, right, roots }: Forest): Int32Array<ArrayBuffer> {
  const splits = new Int32Array(feature.length);
  const order = Array.from(roots);
  for (let k = 0; k < order.length; k++) if (feature[order[k]!]! >= 0) order.push(left[order[k]!]!, right[order[k]!]!);
  for (const node of order.reverse()) if (feature[node]! >= 0) splits[node] = 1 + splits[left[node]!]! + splits[right[node]!]!;
  return splits;
}

/**
 * @param playerOf player of each input of the forest
 * @throws AssayError `linear-leaves` for leaves that hold a function of the row, `long-paths` when a path asks about more than 31 players
 */
export function forestPaths(forest: Forest, playerOf: Int32Array): ForestPaths {
  checkLeaves(forest);
  const splits = countSplits(forest);
  const lists = {
    leaf: [] as number[],
    offsets: [0],
    players: [] as number[],
    places: [] as number[],
    stepStarts: [0],
    steps: [] as number[],
    pathSplitStarts: [0],
    pathSplits: [] as number[],
    pathStarts: [0],
    nodeStarts: [0],
    nodes: [] as number[],
    unionStarts: [0],
    union: [] as number[],
    rootBits: [] as number[],
    program: [] as number[],
    treeStarts: [0],
    treePaths: [0],
  };
  const onPath: number[] = [];
  /** Node and edge of the splits above, by depth. */
  const above: number[] = [];
  let deepest = 0;

  /** Takes the path over an edge; says what the edge does to a word, and whether its player is new. */
  const enter = (node: number, left: number): number => {
    const player = playerOf[forest.feature[node]!]!;
    const known = onPath.indexOf(player);
    if (known >= 0) return known * 4 + left;
    checkPath(onPath.length);
    return (onPath.push(player) - 1) * 4 + 2 + left;
  };

  const readTwig = (root: number, depth: number): number => {
    const rootBits = onPath.length;
    const union = [...onPath];
    const visit = (node: number, taken: readonly number[], inside: readonly number[]): void => {
      if (forest.feature[node]! < 0) {
        for (const player of onPath) {
          if (!union.includes(player)) union.push(player);
          lists.players.push(player);
          lists.places.push(union.indexOf(player));
        }
        lists.leaf.push(forest.left[node]!);
        lists.offsets.push(lists.players.length);
        lists.steps.push(...taken);
        for (let k = 0; k < 2 * depth; k++) lists.pathSplits.push(above[k]!);
        lists.pathSplits.push(...inside);
        lists.pathSplitStarts.push(lists.pathSplits.length);
        lists.stepStarts.push(lists.steps.length);
        return;
      }
      const position = rootBits + lists.nodes.push(node) - 1 - lists.nodeStarts.at(-1)!;
      for (const left of [1, 0]) {
        const edge = enter(node, left);
        visit((left === 1 ? forest.left : forest.right)[node]!, [...taken, position * 256 + edge], [...inside, node, edge]);
        if ((edge & 2) !== 0) onPath.pop();
      }
    };
    visit(root, [], []);
    lists.pathStarts.push(lists.leaf.length);
    lists.nodeStarts.push(lists.nodes.length);
    lists.union.push(...union);
    lists.unionStarts.push(lists.union.length);
    return lists.rootBits.push(rootBits) - 1;
  };

  for (const root of forest.roots) {
    // An entry with an edge below 2 is a node to come to; a negative node takes back the last player.
    const open: { node: number; left: number; depth: number }[] = [{ node: root, left: 2, depth: 0 }];
    for (let item = open.pop(); item !== undefined; item = open.pop()) {
      const { left } = item;
      let { node, depth } = item;
      if (node < 0) {
        onPath.pop();
        continue;
      }
      if (left < 2) {
        const edge = enter(node, left);
        if ((edge & 2) !== 0) open.push({ node: -1, left, depth });
        lists.program.push(STEP.edge, depth, edge);
        above[2 * depth] = node;
        above[2 * depth + 1] = edge;
        node = (left === 1 ? forest.left : forest.right)[node]!;
        depth++;
      }
      deepest = Math.max(deepest, depth);
      const bits = onPath.length + splits[node]!;
      if (splits[node]! <= FEW_SPLITS ? bits <= PATH_PLAYERS || splits[node] === 0 : bits <= KEY_BITS) {
        lists.program.push(STEP.twig, depth, readTwig(node, depth));
        continue;
      }
      lists.program.push(STEP.side, depth, node);
      open.push({ node, left: 0, depth }, { node, left: 1, depth });
    }
    lists.treeStarts.push(lists.program.length);
    lists.treePaths.push(lists.leaf.length);
  }
  const arrays = Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, Int32Array.from(list)]));
  return { ...(arrays as Record<keyof typeof lists, Int32Array<ArrayBuffer>>), depth: deepest };
}

/** The word of a path in a twig's key. */
export function wordOf({ stepStarts, steps }: ForestPaths, path: number, key: number, rootBits: number): number {
  let word = rootBits === PATH_PLAYERS ? key : key & ((1 << rootBits) - 1);
  for (let k = stepStarts[path]!; k < stepStarts[path + 1]!; k++) {
    const step = steps[k]!;
    const missed = ((key >>> (step >>> 8)) ^ step) & 1;
    const bit = (step >>> 2) & 63;
    word = (step & 2) !== 0 ? word | ((missed ^ 1) << bit) : word & ~(missed << bit);
  }
  return word;
}

/** @throws AssayError `linear-leaves` for leaves that hold a function of the row */
export function checkLeaves(forest: Forest): void {
  if (forest.linearLeaves !== undefined) throw notByPaths('linear-leaves', 'Its leaves hold formulas instead of numbers.');
}

/** @throws AssayError `long-paths` when a path that asks about so many players can take no other */
export function checkPath(players: number): void {
  if (players === PATH_PLAYERS) throw notByPaths('long-paths', `A path asks about more than ${PATH_PLAYERS} different inputs.`);
}

function notByPaths(code: string, why: string): AssayError {
  return new AssayError({
    area: 'influence',
    code,
    what: 'The reasons for this forest cannot be read off its leaves.',
    why,
    remedy: 'Use the reasons worked out by scoring mixed rows instead.',
  });
}
