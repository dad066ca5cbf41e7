import { finishBreathing } from '../../jobs/steps';
import type { ShardContext } from '../../jobs/types';
import { aim, treesOf } from '../trees/aim';
import { keepInfluence } from '../trees/kept';
import type { ImportancePartial, ImportanceShard } from './job';

/** People of the first shard, so that a first picture comes soon, and of the others. */
const FIRST = 32;
const MORE = 128;

/** Where shards of people begin and end whose values are read off leaves: explaining one more costs little beside reading the background. */
export function leafShards(people: number): { readonly from: number; readonly to: number }[] {
  const shards: { from: number; to: number }[] = [];
  for (let from = 0; from < people; from = shards.at(-1)!.to) shards.push({ from, to: Math.min(people, from + (from === 0 ? FIRST : MORE)) });
  return shards;
}

/**
 * Exact Shapley values of some people of a question whose quantity is what the leaves come to.
 * @throws AssayError `no-trees`, `linear-leaves`, `long-paths` or `no-such-class` where leaves do not serve
 */
export async function importanceFromLeaves({ question, from, to }: ImportanceShard, context: ShardContext): Promise<ImportancePartial> {
  const { people, background, width, players, fromLeaves } = question;
  const structure = treesOf(context.structure);
  const { output, factor, shift } = aim(structure, fromLeaves!);
  const influence = keepInfluence(structure, background, width, players);
  const rows = to - from;
  const inputs = structure.inputs(people.subarray(from * width, to * width), rows);
  const all = await finishBreathing(influence.explainInSteps(inputs, rows), context.breathe);
  const start = shift + factor * influence.start[output]!;
  const phi = Float64Array.from({ length: rows * players.length }, (_, at) => {
    const [row, player] = [Math.floor(at / players.length), at % players.length];
    return factor * all[(row * influence.outputs + output) * influence.players + player]!;
  });
  const end = Float64Array.from({ length: rows }, (_, row) => phi.subarray(row * players.length, (row + 1) * players.length).reduce((sum, value) => sum + value, start));
  return { pieces: [{ from, phi, se: new Float64Array(phi.length), end, start }], rowsEvaluated: 0, held: 0 };
}
