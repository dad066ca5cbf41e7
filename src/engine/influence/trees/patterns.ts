import type { Steps } from '../../jobs/steps';
import { KeyTable } from './keys';
import { wordOf } from './paths';
import type { ForestPaths } from './paths';
import { BLOCK } from './walker';
import type { TwigWalker } from './walker';

/** Bits of a word of each path, and of a key of each twig. */
export function bitsOf({ offsets, leaf, rootBits, nodeStarts }: ForestPaths): { words: Int32Array<ArrayBuffer>; keys: Int32Array<ArrayBuffer> } {
  return {
    words: Int32Array.from(leaf, (_, path) => offsets[path + 1]! - offsets[path]!),
    keys: Int32Array.from(rootBits, (bits, twig) => bits + nodeStarts[twig + 1]! - nodeStarts[twig]!),
  };
}

/** Calls `visit` with every key that occurs and how often, tree by tree; `after` at the end of each tree. */
export function* countKeys(
  walker: TwigWalker,
  columns: Float64Array,
  rows: number,
  visit: (twig: number, key: number, count: number) => void,
  after?: () => void,
): Steps<void> {
  const table = new KeyTable(bitsOf(walker.paths).keys);
  for (let tree = 0; tree < walker.forest.roots.length; tree++) {
    const twigs: number[] = [];
    const found: number[] = [];
    const counts: number[] = [];
    for (let first = 0; first < rows; first += BLOCK) {
      const block = Math.min(BLOCK, rows - first);
      walker.walk(tree, columns, rows, first, block, (twig, keys) => {
        for (let row = 0; row < block; row++) {
          const key = keys[row]!;
          const known = table.get(twig, key);
          if (known > 0) counts[known - 1]!++;
          else {
            table.set(twig, key, counts.push(1));
            twigs.push(twig);
            found.push(key);
          }
        }
      });
      yield walker.work(tree, block);
    }
    for (let k = 0; k < found.length; k++) visit(twigs[k]!, found[k]!, counts[k]!);
    table.clear(false);
    after?.();
  }
}

/** How often each word of a path occurs in some rows. */
export interface PatternCounts {
  /** The distinct words of path p and their counts: from starts[p] up to starts[p + 1]. */
  readonly starts: Int32Array<ArrayBuffer>;
  readonly words: Int32Array<ArrayBuffer>;
  readonly counts: Int32Array<ArrayBuffer>;
}

/** Counts how often each word of each path occurs among rows given by columns. */
export function* countPatterns(walker: TwigWalker, columns: Float64Array, rows: number): Steps<PatternCounts> {
  const { paths } = walker;
  const { pathStarts, rootBits, leaf } = paths;
  const table = new KeyTable(bitsOf(paths).words);
  const starts = new Int32Array(leaf.length + 1);
  const words: number[] = [];
  const counts: number[] = [];
  // Of the tree at hand: path, word, count.
  let own: { path: number; word: number; count: number }[] = [];
  const addKey = (twig: number, key: number, count: number): void => {
    for (let path = pathStarts[twig]!; path < pathStarts[twig + 1]!; path++) {
      const word = wordOf(paths, path, key, rootBits[twig]!);
      const known = table.get(path, word);
      if (known > 0) own[known - 1]!.count += count;
      else table.set(path, word, own.push({ path, word, count }));
    }
  };
  let next = 0;
  const endTree = (): void => {
    const sorted = own.sort((a, b) => a.path - b.path);
    for (const { path, word, count } of sorted) {
      while (next <= path) starts[next++] = words.length;
      words.push(word);
      counts.push(count);
    }
    own = [];
    table.clear(false);
  };
  yield* countKeys(walker, columns, rows, addKey, endTree);
  while (next <= leaf.length) starts[next++] = words.length;
  return { starts, words: Int32Array.from(words), counts: Int32Array.from(counts) };
}
