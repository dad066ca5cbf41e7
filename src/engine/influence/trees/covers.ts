import { AssayError } from '../../errors';
import { layOut } from '../../models/forest/layout';
import type { Forest } from '../../models/forest/types';
import { fillSlots, walkAny, walkSteady } from '../../models/forest/walk';
import { zerosToMissing } from '../../models/forest/zeros';

const BLOCK = 128;

/**
 * How many rows (or how much weight of them) come to each node of a forest: what path-dependent Shapley values weigh the sides of a split with.
 * Model files rarely carry those of the training rows, so they are made from a table here, and the values then speak of that table.
 * @param values rows of the forest's inputs, row-major, NaN missing
 * @returns one number per node
 */
export function deriveCovers(forest: Forest, values: Float64Array, rows: number, weights?: Float64Array): Float64Array<ArrayBuffer> {
  const layout = layOut(forest);
  const own = zerosToMissing(forest, values, rows);
  const covers = new Float64Array(forest.feature.length);
  const cells = new Float64Array(BLOCK * layout.slotFeature.length);
  const nodes = new Int32Array(BLOCK);
  for (let first = 0; first < rows; first += BLOCK) {
    const block = Math.min(BLOCK, rows - first);
    fillSlots(forest, layout, own, first, block, cells);
    for (let tree = 0; tree < forest.roots.length; tree++) {
      if (layout.steady[tree] === 1) walkSteady(layout, tree, cells, block, nodes);
      else walkAny(forest, layout, tree, own, first, block, nodes);
      for (let row = 0; row < block; row++) covers[layout.source[nodes[row]!]!]! += weights?.[first + row] ?? 1;
    }
  }
  // Parents stand before their children in the layout.
  for (let at = layout.source.length - 1; at >= 0; at--) {
    const node = layout.source[at]!;
    if (forest.feature[node]! >= 0) covers[node] = covers[forest.left[node]!]! + covers[forest.right[node]!]!;
  }
  return covers;
}

/** @throws AssayError `covers` unless there is one number ≥ 0 per node, with children that add up to their parent */
export function checkCovers(forest: Forest, covers: Float64Array): void {
  if (covers.length !== forest.feature.length) throw badCovers(`There are ${covers.length} numbers for ${forest.feature.length} nodes.`);
  for (let node = 0; node < covers.length; node++) {
    const cover = covers[node]!;
    if (!(cover >= 0 && cover < Infinity)) throw badCovers(`Node ${node} has ${cover}.`);
    if (forest.feature[node]! < 0) continue;
    const below = covers[forest.left[node]!]! + covers[forest.right[node]!]!;
    if (Math.abs(below - cover) > 1e-6 * cover) throw badCovers(`Node ${node} has ${cover}, the nodes below it ${below} together.`);
  }
}

function badCovers(why: string): AssayError {
  return new AssayError({
    area: 'influence',
    code: 'covers',
    what: 'The row counts of the nodes do not fit the forest.',
    why,
    remedy: 'Make them from a table with deriveCovers.',
  });
}
