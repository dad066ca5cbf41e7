import { afterEach, expect, test, vi } from 'vitest';
import { TreeInfluence } from '../../../../src/engine/influence/trees/interventional';
import { kernelShares } from '../../../../src/engine/influence/trees/kernel/patterns';
import type { PatternCounts } from '../../../../src/engine/influence/trees/patterns';
import { pathShares } from '../../../../src/engine/influence/trees/shares';
import { buildForest, type TreeNode } from '../../../../src/engine/models/forest/build';
import { Random } from '../../../../src/engine/stats/random';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Paths of 1 to 18 players with patterns drawn at random, each once, some paths with none or with every one; and a path of no player. */
function drawn(): { patterns: PatternCounts; offsets: Int32Array<ArrayBuffer> } {
  const random = new Random(1);
  const bits = [0, ...Array.from({ length: 90 }, (_, path) => 1 + (path % 18))];
  const starts = [0];
  const words: number[] = [];
  for (const [path, own] of bits.entries()) {
    const most = Math.min(2 ** own, 400);
    const wanted = path % 7 === 3 ? 0 : path < 20 && own < 9 ? 2 ** own : random.below(most + 1);
    const some = new Set<number>();
    while (some.size < wanted) some.add(random.below(2 ** own));
    words.push(...some);
    starts.push(words.length);
  }
  const offsets = [0];
  for (const own of bits) offsets.push(offsets.at(-1)! + own);
  const counts = Int32Array.from(words, () => 1 + random.below(100_000));
  return { patterns: { starts: Int32Array.from(starts), words: Int32Array.from(words), counts }, offsets: Int32Array.from(offsets) };
}

test('shares of paths are to the last bit those of pathShares, for paths of every length', () => {
  const { patterns, offsets } = drawn();
  const { starts, words, counts } = patterns;
  const shares = kernelShares(patterns, offsets)!;
  const random = new Random(2);
  for (let path = 0; path + 1 < offsets.length; path++) {
    const bits = offsets[path + 1]! - offsets[path]!;
    const asked = bits < 6 ? Array.from({ length: 2 ** bits }, (_, word) => word) : [0, 2 ** bits - 1, ...Array.from({ length: 40 }, () => random.below(2 ** bits) | random.below(2 ** bits))];
    for (const word of asked) {
      const [found, expected] = [new Float64Array(bits + 3), new Float64Array(bits + 3)];
      const some = pathShares(word, bits, words, counts, starts[path]!, starts[path + 1]!, expected, 2);
      expect(shares(path, word, found, 2)).toBe(some);
      if (some) expect(found).toEqual(expected);
    }
  }
});

test('few patterns are left to TypeScript, and all of them where memory is refused', () => {
  const { patterns, offsets } = drawn();
  expect(kernelShares({ starts: new Int32Array(offsets.length), words: new Int32Array(0), counts: new Int32Array(0) }, offsets)).toBeUndefined();
  vi.stubGlobal('WebAssembly', {
    ...WebAssembly,
    Memory: class {
      constructor() {
        throw new RangeError('no memory');
      }
    },
  });
  expect(kernelShares(patterns, offsets)).toBeUndefined();
});

test('a person against many background rows gets the same with the kernel and without', () => {
  const random = new Random(3);
  const grow = (depth: number): TreeNode =>
    depth === 0 ? { leaf: [random.normal()] } : { feature: random.below(20), operator: 'lt', split: random.normal(), missing: 'right', left: grow(depth - 1), right: grow(depth - 1) };
  const forest = buildForest({ features: 20, outputs: 1, trees: Array.from({ length: 10 }, () => grow(7)) });
  const draw = (rows: number): Float64Array<ArrayBuffer> => Float64Array.from({ length: 20 * rows }, () => (random.uniform() < 0.1 ? NaN : random.normal()));
  const [background, people] = [draw(400), draw(5)];
  const started = vi.spyOn(WebAssembly, 'Instance');
  const found = new TreeInfluence(forest, background).explain(people, 5);
  expect(started).toHaveBeenCalled();
  expect(found).toEqual(new TreeInfluence(forest, background, undefined, false).explain(people, 5));
});
