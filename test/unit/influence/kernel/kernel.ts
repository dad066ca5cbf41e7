import { playersOfInputs } from '../../../../src/engine/influence/trees/input-players';
import { TwinGather, type BlockGather } from '../../../../src/engine/influence/trees/blocks';
import { KernelGather } from '../../../../src/engine/influence/trees/kernel/gather';
import { forestPaths } from '../../../../src/engine/influence/trees/paths';
import { countPatterns } from '../../../../src/engine/influence/trees/patterns';
import { pathPairs, pathShares } from '../../../../src/engine/influence/trees/shares';
import { TwigNumbers, type TwigGame } from '../../../../src/engine/influence/trees/twig-numbers';
import { twigSlots } from '../../../../src/engine/influence/trees/twig-slots';
import { BLOCK, toColumns, TwigWalker } from '../../../../src/engine/influence/trees/walker';
import type { Player } from '../../../../src/engine/influence/players';
import { finish } from '../../../../src/engine/jobs/steps';
import type { Forest } from '../../../../src/engine/models/forest/types';

/** The interventional game of a forest against a background. */
export function gameOf(forest: Forest, background: Float64Array, pairs = false, players?: readonly Player[]): TwigGame {
  const { playerOf, count } = playersOfInputs(forest, players);
  const paths = forestPaths(forest, playerOf);
  const rows = background.length / forest.features;
  const { starts, words, counts } = finish(countPatterns(new TwigWalker(forest, paths), toColumns(forest, background, 0, rows), rows));
  const one = pairs ? pathPairs : pathShares;
  const unit = 1 / rows / (forest.combine === 'mean' ? forest.roots.length : 1);
  return {
    forest,
    paths,
    slots: twigSlots(forest, paths, count, pairs),
    shares: (path, word, out, at) => one(word, paths.offsets[path + 1]! - paths.offsets[path]!, words, counts, starts[path]!, starts[path + 1]!, out, at),
    unit,
    pairs,
  };
}

/** The kernel for a game, which must start here. */
export function kernelOf(game: TwigGame, chunk = 4096): { numbers: TwigNumbers; kernel: KernelGather } {
  const numbers = new TwigNumbers(game);
  const kernel = KernelGather.open(numbers, chunk);
  if (!kernel) throw new Error('the kernel did not start');
  return { numbers, kernel };
}

export const twinOf = (game: TwigGame): BlockGather => new TwinGather(new TwigNumbers(game));

/** The sums of rows, column by column. */
export function sumsOf(blocks: BlockGather, { forest }: TwigGame, values: Float64Array, rows: number): Float64Array<ArrayBuffer> {
  const own = blocks.begin(toColumns(forest, values, 0, rows), rows);
  for (let tree = 0; tree < forest.roots.length; tree++) for (let first = 0; first < rows; first += BLOCK) own.add(tree, first, Math.min(BLOCK, rows - first));
  return own.end().slice();
}
