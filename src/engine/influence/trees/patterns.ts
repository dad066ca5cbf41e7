import type { Steps } from '../../jobs/steps';
import { KeyTable } from './keys';
import { wordOf } from './paths';
import type { ForestPaths } from './paths';
import { BLOCK } from './walker';
import type { TwigWalker } from './walker';

/** Bits of a word of each path, and of a key of each twig. */
export function bitsOf({ offsets, leaf, rootBits, nodeStarts }: ForestPaths): { words: Int32Array<ArrayBuffer>; keys: Int32Array<ArrayBuffer> } {
  const words = new Int32Array(leaf.length);
  const keys = new Int32Array(rootBits.length);
  for (let path = 0; path < words.length; path++) words[path] = offsets[path + 1]! - offsets[path]!;
  for (let twig = 0; twig < keys.length; twig++) keys[twig] = rootBits[twig]! + nodeStarts[twig + 1]! - nodeStarts[twig]!;
  return { words, keys };
}

/** Whole numbers in a row, added to at the end and used over and over. */
class Ints {
  values = new Int32Array(1024);
  used = 0;

  add(value: number): void {
    this.reserve(this.used + 1);
    this.values[this.used++] = value;
  }

  reserve(length: number): void {
    if (length <= this.values.length) return;
    const wider = new Int32Array(Math.max(length, 2 * this.values.length));
    wider.set(this.values);
    this.values = wider;
  }
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
  const twigs = new Ints();
  const found = new Ints();
  const counts = new Ints();
  for (let tree = 0; tree < walker.forest.roots.length; tree++) {
    for (let first = 0; first < rows; first += BLOCK) {
      const block = Math.min(BLOCK, rows - first);
      walker.walk(tree, columns, rows, first, block, (twig, keys) => {
        for (let row = 0; row < block; row++) {
          const key = keys[row]!;
          const known = table.get(twig, key);
          if (known > 0) counts.values[known - 1]!++;
          else {
            counts.add(1);
            table.set(twig, key, counts.used);
            twigs.add(twig);
            found.add(key);
          }
        }
      });
      yield walker.work(tree, block);
    }
    for (let k = 0; k < found.used; k++) visit(twigs.values[k]!, found.values[k]!, counts.values[k]!);
    twigs.used = found.used = counts.used = 0;
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
  const words = new Ints();
  const counts = new Ints();
  // Of the tree at hand.
  const ofPath = new Ints();
  const ofWord = new Ints();
  const ofCount = new Ints();
  const addKey = (twig: number, key: number, count: number): void => {
    for (let path = pathStarts[twig]!; path < pathStarts[twig + 1]!; path++) {
      const word = wordOf(paths, path, key, rootBits[twig]!);
      const known = table.get(path, word);
      if (known > 0) ofCount.values[known - 1]! += count;
      else {
        ofCount.add(count);
        table.set(path, word, ofCount.used);
        ofPath.add(path);
        ofWord.add(word);
      }
    }
  };
  const next = new Int32Array(leaf.length);
  const endTree = (tree: number): void => {
    for (let k = 0; k < ofPath.used; k++) next[ofPath.values[k]!]! += 1;
    let end = words.used;
    for (let path = treePaths[tree]!; path < treePaths[tree + 1]!; path++) {
      starts[path] = end;
      end += next[path]!;
      next[path] = starts[path]!;
    }
    words.reserve(end);
    counts.reserve(end);
    for (let k = 0; k < ofPath.used; k++) {
      const at = next[ofPath.values[k]!]!++;
      words.values[at] = ofWord.values[k]!;
      counts.values[at] = ofCount.values[k]!;
    }
    words.used = counts.used = end;
    ofPath.used = ofWord.used = ofCount.used = 0;
    table.clear(false);
  };
  yield* countKeys(walker, columns, rows, addKey, endTree);
  starts[leaf.length] = words.used;
  return { starts, words: words.values.slice(0, words.used), counts: counts.values.slice(0, counts.used) };
}
