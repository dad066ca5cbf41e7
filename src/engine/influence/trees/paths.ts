import { AssayError } from '../../errors';
import type { Forest } from '../../models/forest/types';

/** Most different players a path may ask about: they are the bits of one word. */
const PATH_PLAYERS = 31;

/**
 * The paths of a forest from root to leaf, as a list of edges in the order of a depth-first walk. A row's word for a path has one bit per different
 * player on it: 1 when the row meets all conditions the path puts on that player.
 */
export interface ForestPaths {
  /** Leaf vector at the end of each path. */
  readonly leaf: Int32Array<ArrayBuffer>;
  /** The players of path p, by bit: players[offsets[p] + bit]. */
  readonly offsets: Int32Array<ArrayBuffer>;
  readonly players: Int32Array<ArrayBuffer>;
  /**
   * Four numbers per edge: split node it leaves; bit of its player × 4 + 2 when that player is new on the path + 1 when the edge is the left one;
   * depth; path it ends, or −1.
   */
  readonly edges: Int32Array<ArrayBuffer>;
  readonly depth: number;
}

/**
 * @param playerOf player of each input of the forest
 * @throws AssayError `linear-leaves` for leaves that hold a function of the row, `long-paths` when a path asks about more than 31 players
 */
export function forestPaths(forest: Forest, playerOf: Int32Array): ForestPaths {
  if (forest.linearLeaves !== undefined) throw notByPaths('linear-leaves', 'Its leaves hold formulas instead of numbers.');
  const leaf: number[] = [];
  const offsets = [0];
  const players: number[] = [];
  const edges: number[] = [];
  const onPath: number[] = [];
  let deepest = 0;
  const endPath = (vector: number): number => {
    leaf.push(vector);
    players.push(...onPath);
    offsets.push(players.length);
    return leaf.length - 1;
  };
  for (const root of forest.roots) {
    if (forest.feature[root]! < 0) {
      endPath(forest.left[root]!);
      continue;
    }
    // A negative entry marks the end of a subtree whose edge had brought a new player.
    const stack: { node: number; left: number; depth: number }[] = [];
    const fan = (node: number, depth: number): void => {
      stack.push({ node, left: 0, depth }, { node, left: 1, depth });
    };
    fan(root, 0);
    while (stack.length > 0) {
      const { node, left, depth } = stack.pop()!;
      if (node < 0) {
        onPath.pop();
        continue;
      }
      deepest = Math.max(deepest, depth + 1);
      const player = playerOf[forest.feature[node]!]!;
      const known = onPath.indexOf(player);
      const fresh = known < 0;
      if (fresh) {
        onPath.push(player);
        if (onPath.length > PATH_PLAYERS) throw notByPaths('long-paths', `A path asks about more than ${PATH_PLAYERS} different inputs.`);
        stack.push({ node: -1, left: 0, depth });
      }
      const bit = fresh ? onPath.length - 1 : known;
      const child = (left === 1 ? forest.left : forest.right)[node]!;
      const ends = forest.feature[child]! < 0;
      edges.push(node, bit * 4 + (fresh ? 2 : 0) + left, depth, ends ? endPath(forest.left[child]!) : -1);
      if (!ends) fan(child, depth + 1);
    }
  }
  return {
    leaf: Int32Array.from(leaf),
    offsets: Int32Array.from(offsets),
    players: Int32Array.from(players),
    edges: Int32Array.from(edges),
    depth: deepest,
  };
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
