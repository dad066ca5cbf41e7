import { influenceSpread } from '../../../engine/influence/importance/spread';
import type { SwarmRow } from '../../charts/beeswarm/types';
import { commonLevel, tonesOf } from '../../charts/dots/tones';
import type { DriversState } from '../../state/drivers.svelte';
import { en } from '../../text/en';
import { codeText } from './levels';
import { MOST, shownRows } from './ranked';

/** Id of the row of all inputs that have none of their own. */
export const OTHERS = 'others';

/** Rows with dots for the largest inputs, and one uncoloured for the others together. */
export function swarmRows(view: DriversState): SwarmRow[] {
  const { explained } = view;
  if (!explained) return [];
  const { players, means, rows } = explained.result;
  const order = players.map((_, player) => ({ player, value: means[player]!.size })).sort((a, b) => b.value - a.value);
  const drawn = order.length === MOST + 1 ? order : shownRows(order);
  const rest = order.slice(drawn.length);
  const own = drawn.map(({ player }): SwarmRow => {
    const values = view.values(player);
    const influence = view.influenceOf(player);
    const common = commonLevel(values);
    const about = explained.ask.question.players[player]!;
    return {
      id: String(player),
      label: players[player]!,
      filled: common === undefined ? undefined : en.drivers.filledIs(codeText(about, values, common, explained.ask.features)),
      influence,
      tones: tonesOf(values),
      spread: influenceSpread(values, influence),
    };
  });
  if (rest.length === 0) return own;
  const together = Float64Array.from(rows.stratum, (_, at) => rest.reduce((sum, { player }) => sum + rows.phi[at * rows.players + player]!, 0));
  const spread = influenceSpread({ ordered: false, values: together, combinations: [] }, together);
  return [...own, { id: OTHERS, label: en.drivers.swarmOthers(rest.length), influence: together, tones: undefined, spread }];
}
