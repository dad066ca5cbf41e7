import type { Forest } from '../../models/forest/types';
import type { ForestPaths } from './paths';
import { bitsOf } from './patterns';
import { pairAt } from './shares';

/** Which sums the numbers of each twig of a forest go to. */
export interface TwigSlots {
  /** Sums per row: outputs × players, or outputs × pairs of players. */
  readonly size: number;
  /** Of each twig, from starts: which sum each of its numbers goes to. */
  readonly starts: Int32Array<ArrayBuffer>;
  readonly targets: Int32Array<ArrayBuffer>;
  /** Most numbers of a twig. */
  readonly most: number;
  /** Outputs that some leaf of each twig adds to. */
  readonly outputs: readonly Int32Array[];
  /** Bits of a word of each path, and of a key of each twig. */
  readonly bits: { readonly words: Int32Array<ArrayBuffer>; readonly keys: Int32Array<ArrayBuffer> };
}

/** Pairs of so many players. */
export function pairsOf(players: number): number {
  return (players * (players - 1)) / 2;
}

/** Lays out the numbers of twigs for players, or for their pairs by `pairAt`. */
export function twigSlots(forest: Forest, paths: ForestPaths, players: number, pairs: boolean): TwigSlots {
  const width = pairs ? pairsOf(players) : players;
  const starts = [0];
  const targets: number[] = [];
  const { union, unionStarts, pathStarts, leaf } = paths;
  let most = 0;
  const outputs = Array.from(paths.rootBits, (_, twig) => {
    const own = union.subarray(unionStarts[twig], unionStarts[twig + 1]);
    const some = Int32Array.from({ length: forest.outputs }, (__, output) => output).filter((output) =>
      leaf.subarray(pathStarts[twig], pathStarts[twig + 1]).some((vector) => forest.leafValues[vector * forest.outputs + output] !== 0),
    );
    for (const output of some) {
      const from = output * width;
      own.forEach((player, j) => {
        if (!pairs) targets.push(from + player);
        else for (const other of own.subarray(0, j)) targets.push(from + pairAt(Math.min(player, other), Math.max(player, other)));
      });
    }
    most = Math.max(most, targets.length - starts.at(-1)!);
    starts.push(targets.length);
    return some;
  });
  return { size: forest.outputs * width, starts: Int32Array.from(starts), targets: Int32Array.from(targets), most, outputs, bits: bitsOf(paths) };
}
