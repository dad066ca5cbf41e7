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
  after?: (tree: number) => void,
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
    after?.(tree);
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
  const { pathStarts, rootBits, leaf, treePaths } = paths;
  const table = new KeyTable(bitsOf(paths).words);
  const starts = new Int32Array(leaf.length + 1);
  let words = new Int32Array(1024);
  let counts = new Int32Array(1024);
  let used = 0;
  // Of the tree at hand.
  const ofPath: number[] = [];
  const ofWord: number[] = [];
  const ofCount: number[] = [];
  const addKey = (twig: number, key: number, count: number): void => {
    for (let path = pathStarts[twig]!; path < pathStarts[twig + 1]!; path++) {
      const word = wordOf(paths, path, key, rootBits[twig]!);
      const known = table.get(path, word);
      if (known > 0) ofCount[known - 1]! += count;
      else {
        table.set(path, word, ofCount.push(count));
        ofPath.push(path);
        ofWord.push(word);
      }
    }
  };
  const next = new Int32Array(leaf.length);
  const endTree = (tree: number): void => {
    for (const path of ofPath) next[path]! += 1;
    let end = used;
    for (let path = treePaths[tree]!; path < treePaths[tree + 1]!; path++) {
      starts[path] = end;
      end += next[path]!;
      next[path] = starts[path]!;
    }
    [words, counts] = [withRoom(words, end), withRoom(counts, end)];
    for (let k = 0; k < ofPath.length; k++) {
      const at = next[ofPath[k]!]!++;
      words[at] = ofWord[k]!;
      counts[at] = ofCount[k]!;
    }
    used = end;
    ofPath.length = ofWord.length = ofCount.length = 0;
    table.clear(false);
  };
  yield* countKeys(walker, columns, rows, addKey, endTree);
  starts[leaf.length] = used;
  return { starts, words: words.slice(0, used), counts: counts.slice(0, used) };
}

function withRoom(list: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (length <= list.length) return list;
  const wider = new Int32Array(Math.max(length, 2 * list.length));
  wider.set(list);
  return wider;
}
