import type { Registration } from '../../engine/fairness/experiments/registration';
import { chooseBackground } from '../../engine/influence/backgrounds';
import { IMPORTANCE_SETTINGS, type ImportanceQuestion } from '../../engine/influence/importance/job';
import type { Player } from '../../engine/influence/players';
import { makeQuantity, type Quantity } from '../../engine/influence/quantities';
import { encodeRows } from '../../engine/models/binding/features';
import { BACKGROUND, between, MODEL_ROWS, rowsPerCompared } from './driver-questions';
import type { Session } from './session.svelte';

/** The score as a quantity to share out; undefined where there is no model, or it gives no number for it. */
export function reasonQuantity({ handle, model, space, task, decided }: Session, favourable: number): Quantity | undefined {
  if (!handle || !model || !space || decided) return undefined;
  const quantity = makeQuantity({ kind: 'score' }, { task, classes: model.model.classes.length, favourable, threshold: 0.5 });
  return quantity.width === handle.width ? quantity : undefined;
}

/** Most people whose reasons are told within the budget of model rows. */
export const mostWithReasons = (players: number): number => Math.max(1, Math.floor(MODEL_ROWS / BACKGROUND.least / rowsPerCompared(players)));

/** Players all of whose columns are among those registered. */
export function reasonPlayers({ singlePlayers, space }: Session, inputs: readonly number[]): number[] {
  return [...singlePlayers.keys()].filter((at) => singlePlayers[at]!.features.every((feature) => inputs.includes(space!.features[feature]!.column)));
}

/** Reasons of the people drawn, against rows of everyone with a score. */
export function reasonsAsk(session: Session, quantity: Quantity, scores: Float64Array, rows: Int32Array<ArrayBuffer>, { seed }: Pick<Registration, 'seed'>): ImportanceQuestion {
  const space = session.space!;
  const players: readonly Player[] = session.singlePlayers;
  const table = session.table!.opened.table;
  const compared = between(BACKGROUND.least, MODEL_ROWS / Math.max(1, rows.length) / rowsPerCompared(players.length), BACKGROUND.most);
  const background = chooseBackground({ kind: 'everyone' }, { rows: table.rows, usable: Uint8Array.from(scores, (score) => (Number.isNaN(score) ? 0 : 1)), person: -1 }, compared, seed);
  return {
    people: encodeRows(table, space, rows).values,
    stratum: new Int32Array(rows.length),
    sizes: Int32Array.of(rows.length),
    width: space.features.length,
    background: encodeRows(table, space, background.rows).values,
    players,
    quantity,
    settings: { ...IMPORTANCE_SETTINGS, seed },
  };
}
