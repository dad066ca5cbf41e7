import type { BlockGather, RowsAtHand } from '../blocks';
import type { Room } from '../store';
import { MOST_KEPT, type TwigNumbers } from '../twig-numbers';
import { BLOCK } from '../walker';
import { codesOf, fillCodes, type ForestCodes } from './codes';
import { placeForest, strideOf, type ForestPlaces } from './layout';
import { GrowingMemory, Places } from './memory';
import { startKernel, type KernelExports } from './module';

/** Room for the numbers of a whole block of new keys of a twig, which the kernel wants ahead: 32 MB. With more outputs than that TypeScript does the work. */
const MOST_AHEAD = 2 ** 22;

interface Started extends ForestPlaces {
  readonly growing: GrowingMemory;
  readonly kernel: KernelExports;
  readonly cellCount: number;
  readonly codes: number;
  readonly sums: number;
}

/** Lays a forest out in memory of its own and starts the kernel there; undefined without WebAssembly and SIMD. @throws RangeError where memory is refused */
function start({ game, ofKey, store }: TwigNumbers, forestCodes: ForestCodes, chunk: number): Started | undefined {
  const { paths, slots } = game;
  const places = new Places();
  const forestPlaces = placeForest(places, paths, forestCodes, slots, ofKey);
  const sums = places.of(8 * chunk * slots.size);
  const codes = places.of(2 * strideOf(chunk) * forestCodes.columns.length);
  const most = MOST_KEPT.keys + BLOCK * slots.most;
  const growing = new GrowingMemory(places.end, Math.max(store.values.length, store.reserved + BLOCK * slots.most), most);
  const kernel = startKernel(growing.memory);
  if (kernel === undefined) return undefined;
  places.fill(growing.memory.buffer);
  forestPlaces.tell(kernel, growing.from);
  return { ...forestPlaces, growing, kernel, cellCount: ofKey.cells.length, codes, sums };
}

/**
 * {@link BlockGather} by the WebAssembly kernel, 2 to 8 rows at a time. Rows are compared by their codes, keys are looked up in cells, and what is not
 * known there is asked of the numbers, which move into the kernel's memory. Sums are added up in the order of the twin and so the same to the last bit.
 * Memory is bounded: numbers by `MOST_KEPT`, and beside them the rows and sums of one chunk. Where the machine refuses more, numbers are let go of.
 */
export class KernelGather implements BlockGather {
  #owner: KernelRows | undefined;
  #keys: Int32Array<ArrayBuffer>;
  #at: Int32Array<ArrayBuffer>;

  private constructor(
    readonly numbers: TwigNumbers,
    readonly codes: ForestCodes,
    readonly started: Started,
  ) {
    const { growing, keys, at } = started;
    const { buffer } = growing.memory;
    this.#keys = new Int32Array(buffer, keys, BLOCK);
    this.#at = new Int32Array(buffer, at, BLOCK);
    const { store } = numbers;
    store.moveTo(this.#room, store.reserved + BLOCK * numbers.game.slots.most);
  }

  /**
   * Starts a kernel and moves the numbers into its memory; undefined where codes cannot tell all cuts of the forest, where a twig gives too many numbers, where
   * WebAssembly with SIMD is missing or not allowed, and where memory is refused.
   * @param chunk most rows at hand
   */
  static open(numbers: TwigNumbers, chunk: number): KernelGather | undefined {
    const codes = codesOf(numbers.game.forest);
    if (codes === undefined || BLOCK * numbers.game.slots.most > MOST_AHEAD) return undefined;
    try {
      const started = start(numbers, codes, chunk);
      return started && new KernelGather(numbers, codes, started);
    } catch (refused) {
      if (refused instanceof RangeError) return undefined;
      throw refused;
    }
  }

  /** Room for the numbers in the kernel's memory. All views of it are made anew, as growing voids them. */
  readonly #room: Room = (length, before, used) => {
    const { growing, cells, cellCount, keys, at } = this.started;
    const grown = growing.grow(Math.max(length, before.length));
    if (before.length > 0 && before.buffer !== grown.buffer) grown.set(before.subarray(0, used));
    this.numbers.ofKey.cells = new Int32Array(grown.buffer, cells, cellCount);
    this.#keys = new Int32Array(grown.buffer, keys, BLOCK);
    this.#at = new Int32Array(grown.buffer, at, BLOCK);
    return grown;
  };

  begin(columns: Float64Array<ArrayBuffer>, rows: number): RowsAtHand {
    return new KernelRows(this, columns, rows);
  }

  /** The sums in memory of rows that are at hand. */
  sums(rows: number): Float64Array<ArrayBuffer> {
    const { growing, sums } = this.started;
    return new Float64Array(growing.memory.buffer, sums, rows * this.numbers.game.slots.size);
  }

  /** Puts rows into memory, in the place of any others. */
  take(own: KernelRows): void {
    if (this.#owner === own) return;
    this.#owner?.leave();
    this.#owner = own;
    const { growing, kernel, codes, sums } = this.started;
    const { forest } = this.numbers.game;
    const stride = strideOf(own.rows);
    const { columns } = this.codes;
    fillCodes(forest, columns, own.columns, own.rows, stride, new Int16Array(growing.memory.buffer, codes, stride * columns.length));
    kernel.placeRows(codes, stride, sums, own.rows);
    own.comeTo(this.sums(own.rows));
  }

  /** Adds what a tree gives to the rows in memory. */
  add(tree: number, first: number, count: number): void {
    const { numbers, started } = this;
    const { kernel } = started;
    const { program, treeStarts } = numbers.game.paths;
    const end = treeStarts[tree + 1]!;
    for (let step = kernel.run(treeStarts[tree]!, end, first, count); step >= 0; step = kernel.run(step + 3, end, first, count)) {
      const twig = program[step + 2]!;
      numbers.makeRoom(twig, count);
      numbers.find(twig, this.#keys, count, this.#at);
      kernel.gather(twig, first, count);
    }
  }

  /** Forgets which rows are in memory. */
  release(own: KernelRows): void {
    if (this.#owner === own) this.#owner = undefined;
  }
}

/** Rows in the kernel's memory, or on the way back there while others are. */
class KernelRows implements RowsAtHand {
  #sums: Float64Array<ArrayBuffer> | undefined;

  constructor(
    readonly gather: KernelGather,
    readonly columns: Float64Array<ArrayBuffer>,
    readonly rows: number,
  ) {}

  comeTo(sums: Float64Array): void {
    if (this.#sums) sums.set(this.#sums);
    else sums.fill(0);
    this.#sums = undefined;
  }

  leave(): void {
    this.#sums = this.gather.sums(this.rows).slice();
  }

  add(tree: number, first: number, count: number): void {
    this.gather.take(this);
    this.gather.add(tree, first, count);
  }

  end(): Float64Array<ArrayBuffer> {
    this.gather.take(this);
    this.gather.release(this);
    return this.gather.sums(this.rows);
  }
}
