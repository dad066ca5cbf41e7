import type { KeyTable } from '../keys';
import type { ForestPaths } from '../paths';
import type { TwigSlots } from '../twig-slots';
import { BLOCK } from '../walker';
import type { ForestCodes } from './codes';
import type { Places } from './memory';
import type { KernelExports } from './module';

/** Where a forest stands in the kernel's memory, and what is used from both sides. */
export interface ForestPlaces {
  readonly cells: number;
  readonly keys: number;
  readonly at: number;
  /** Tells the kernel all this, and where numbers begin. */
  tell(kernel: KernelExports, numbers: number): void;
}

/** Rows are taken 8 at a time. */
export function strideOf(rows: number): number {
  return 8 * Math.ceil(rows / 8);
}

/** Gives a forest its places, with the slots of its twigs and where their keys are looked up, and room for a block of rows. */
export function placeForest(
  places: Places,
  paths: ForestPaths,
  codes: ForestCodes,
  slots: Pick<TwigSlots, 'starts' | 'targets'>,
  ofKey: Pick<KeyTable, 'base' | 'cells'>,
): ForestPlaces {
  const members = places.hold(codes.members);
  // What the kernel is told of a set is where its flags stand.
  const questions = codes.questions.map((own) => (own < -1 ? own - members : own));
  const held = [paths.program, questions, paths.rootBits, paths.nodeStarts, paths.nodes, slots.starts, slots.targets, ofKey.base, ofKey.cells];
  const [program, asked, rootBits, nodeStarts, nodes, starts, targets, base, cells] = held.map((array) => places.hold(array));
  const [sides, words, answers, keys, at] = [2 * (paths.depth + 1), 4 * (paths.depth + 1), 2, 4, 4].map((bytes) => places.of(bytes * BLOCK));
  return {
    cells: cells!,
    keys: keys!,
    at: at!,
    tell: (kernel, numbers) => {
      kernel.placeForest(program!, asked!, rootBits!, nodeStarts!, nodes!, starts!, targets!, base!, cells!, numbers);
      kernel.placeBlock(sides!, words!, answers!, keys!, at!);
    },
  };
}
