import type { Forest } from '../../../models/forest/types';
import type { ForestPaths } from '../paths';
import { BLOCK, TwigWalker } from '../walker';
import { codesOf, fillCodes, type ForestCodes } from './codes';
import { placeForest, strideOf } from './layout';
import { GrowingMemory, Places } from './memory';
import { startKernel, type KernelExports } from './module';

/** Codes held at once, 64 MB; more rows than that walk in TypeScript. */
const MOST_CODES = 2 ** 25;

interface Started {
  readonly kernel: KernelExports;
  readonly growing: GrowingMemory;
  readonly codes: ForestCodes;
  readonly keys: number;
}

/** A {@link TwigWalker} that takes rows through a tree by the WebAssembly kernel: the same keys. */
export class KernelWalker extends TwigWalker {
  readonly #started: Started;
  #columns: Float64Array | undefined;

  private constructor(forest: Forest, paths: ForestPaths, started: Started) {
    super(forest, paths);
    this.#started = started;
  }

  /** Undefined where there are no codes for the forest, and where the kernel does not run or is refused memory. */
  static open(forest: Forest, paths: ForestPaths): KernelWalker | undefined {
    const codes = codesOf(forest);
    if (codes === undefined) return undefined;
    const twigs = paths.rootBits.length;
    const places = new Places();
    // Every twig has a slot and no cells, so that the kernel stops at each.
    const slots = { starts: Int32Array.from({ length: twigs + 1 }, (_, twig) => twig), targets: new Int32Array(0) };
    const forestPlaces = placeForest(places, paths, codes, slots, { base: new Int32Array(twigs).fill(-1), cells: new Int32Array(0) });
    try {
      const growing = new GrowingMemory(places.end, 0, MOST_CODES / 4);
      const kernel = startKernel(growing.memory);
      if (kernel === undefined) return undefined;
      places.fill(growing.memory.buffer);
      forestPlaces.tell(kernel, growing.from);
      return new KernelWalker(forest, paths, { kernel, growing, codes, keys: forestPlaces.keys });
    } catch (refused) {
      if (refused instanceof RangeError) return undefined;
      throw refused;
    }
  }

  /** Puts rows into memory; false where there is no room for them. */
  #take(columns: Float64Array, rows: number): boolean {
    if (this.#columns === columns) return true;
    const { kernel, growing, codes } = this.#started;
    const stride = strideOf(rows);
    const length = stride * codes.columns.length;
    if (length > MOST_CODES) return false;
    try {
      growing.grow(Math.ceil(length / 4));
    } catch (refused) {
      if (refused instanceof RangeError) return false;
      throw refused;
    }
    fillCodes(this.forest, codes.columns, columns, rows, stride, new Int16Array(growing.memory.buffer, growing.from, length));
    kernel.placeRows(growing.from, stride, 0, rows);
    this.#columns = columns;
    return true;
  }

  override walk(tree: number, columns: Float64Array, rows: number, first: number, count: number, visit: (twig: number, keys: Int32Array) => void): void {
    if (!this.#take(columns, rows)) {
      super.walk(tree, columns, rows, first, count, visit);
      return;
    }
    const { kernel, growing, keys: at } = this.#started;
    const { program, treeStarts } = this.paths;
    const keys = new Int32Array(growing.memory.buffer, at, BLOCK);
    const end = treeStarts[tree + 1]!;
    for (let step = kernel.run(treeStarts[tree]!, end, first, count); step >= 0; step = kernel.run(step + 3, end, first, count)) visit(program[step + 2]!, keys);
  }
}
