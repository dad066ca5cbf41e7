import type { PatternCounts } from '../patterns';
import { FORWARD, pathShares } from '../shares';
import type { LeafShares } from '../twig-numbers';
import { Places } from './memory';
import { startKernel } from './module';

/** From so many patterns on it pays to start the kernel; above so many, 48 MB, there would be too much to copy. */
const FEWEST = 2 ** 12;
const MOST = 2 ** 23;
/** Players that a path's 16 bits can tell apart. */
const MOST_BITS = 16;
/** Masks of none, the first, the second and both of two doubles. */
const MASKS = Int32Array.of(0, 0, 0, 0, -1, -1, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1);

/**
 * `pathShares` of every path against a counted background, by the WebAssembly kernel: 8 patterns at a time are put to the question which of them count
 * for a person's word. The same to the last bit; paths of more players go on in TypeScript. Undefined where the kernel does not run or does not pay.
 * @param offsets of the paths' players
 */
export function kernelShares({ starts, words, counts }: PatternCounts, offsets: Int32Array): LeafShares | undefined {
  if (words.length < FEWEST || words.length > MOST) return undefined;
  const lacks = new Uint16Array(words.length + 8);
  for (let path = 0; path + 1 < offsets.length; path++) {
    const full = 2 ** (offsets[path + 1]! - offsets[path]!) - 1;
    for (let k = starts[path]!; k < starts[path + 1]!; k++) lacks[k] = full & ~words[k]!;
  }
  const places = new Places();
  const [from, lacking, counted, weights, masks] = [starts, lacks, counts, FORWARD, MASKS].map((array) => places.hold(array));
  const shares = places.of(8 * MOST_BITS);
  try {
    const memory = places.memory();
    const kernel = startKernel(memory);
    if (kernel === undefined) return undefined;
    kernel.placePatterns(from!, lacking!, counted!, weights!, masks!, shares);
    const found = new Float64Array(memory.buffer, shares, MOST_BITS);
    return (path, word, out, at) => {
      const bits = offsets[path + 1]! - offsets[path]!;
      if (bits > MOST_BITS) return pathShares(word, bits, words, counts, starts[path]!, starts[path + 1]!, out, at);
      if (kernel.share(path, word, bits) === 0) return false;
      for (let bit = 0; bit < bits; bit++) out[at + bit] = found[bit]!;
      return true;
    };
  } catch (refused) {
    if (refused instanceof RangeError) return undefined;
    throw refused;
  }
}
