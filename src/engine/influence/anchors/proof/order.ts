import { compileForest } from '../../../models/forest/evaluate';
import type { Forest } from '../../../models/forest/types';
import type { Player } from '../../players';

/** Rows whose values a player is given to see how far it can move the margin. */
const ROWS = 200;

/**
 * Players in the order in which they are best freed: first those that, given the values of other rows, move the margin least towards the other
 * decision at most, and among these on average.
 * @param players groups of inputs of the forest
 * @param rows rows of inputs of the forest, of which evenly spread ones are taken
 * @param above whether the person's margin is at or above the threshold
 */
export function freeingOrder(forest: Forest, person: Float64Array, players: readonly Player[], rows: Float64Array, above: boolean): number[] {
  const width = person.length;
  const all = Math.floor(rows.length / width);
  const count = Math.min(ROWS, all);
  const { margins } = compileForest(forest);
  const own = margins(person, 1)[0]!;
  const mixed = new Float64Array(count * width);
  const reach = players.map(({ features }) => {
    for (let row = 0; row < count; row++) {
      mixed.set(person, row * width);
      const from = Math.floor((row * all) / count) * width;
      for (const input of features) mixed[row * width + input] = rows[from + input]!;
    }
    const moves = margins(mixed, count).map((margin) => Math.max(0, above ? own - margin : margin - own));
    return { most: moves.reduce((most, move) => Math.max(most, move), 0), sum: moves.reduce((sum, move) => sum + move, 0) };
  });
  return [...players.keys()].sort((a, b) => reach[a]!.most - reach[b]!.most || reach[a]!.sum - reach[b]!.sum || a - b);
}
