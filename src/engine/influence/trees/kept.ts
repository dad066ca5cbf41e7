import type { ExactStructure } from '../../models/binding/structure';
import type { Player } from '../players';
import { inputPlayers } from './input-players';
import { TreeInfluence } from './interventional';

/** Numbers that stay between questions, 32 MB; and between the shards of one about everybody, which need the same again, 128 MB. */
const MOST_KEPT = { one: 2 ** 22, everybody: 2 ** 24 } as const;

interface Kept {
  readonly background: Float64Array<ArrayBuffer>;
  readonly players: string;
  readonly influence: TreeInfluence;
}

/** The background last counted for each forest: the next person compared with the same rows is a matter of looking up. */
const kept = new WeakMap<ExactStructure, Kept>();

const same = (a: Float64Array, b: Float64Array): boolean => a.length === b.length && a.every((value, at) => Object.is(value, b[at]));

/** What is kept for these very rows and players, if anything. */
export function keptInfluence(structure: ExactStructure, background: Float64Array, players: readonly Player[]): TreeInfluence | undefined {
  const known = kept.get(structure);
  return known && known.players === JSON.stringify(players) && same(known.background, background) ? known.influence : undefined;
}

/**
 * The influence of a forest against feature rows: the one kept, or a new one that is kept from now on, in the place of any other.
 * @param asked whether a person is asked about or, shard by shard, everybody: says how much is kept of what was worked out before
 * @throws AssayError as {@link TreeInfluence}
 */
export function keepInfluence(
  structure: ExactStructure,
  background: Float64Array<ArrayBuffer>,
  width: number,
  players: readonly Player[],
  asked: keyof typeof MOST_KEPT = 'one',
): TreeInfluence {
  const known = keptInfluence(structure, background, players);
  known?.forget(MOST_KEPT[asked]);
  if (known) return known;
  const influence = new TreeInfluence(structure.forest, structure.inputs(background, background.length / width), inputPlayers(players, structure.featureOf));
  kept.set(structure, { background, players: JSON.stringify(players), influence });
  return influence;
}
