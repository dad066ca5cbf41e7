import { groupColumn } from '../../../../engine/fairness/grouping';
import type { Player } from '../../../../engine/influence/players';
import { levelsOf } from '../../../../engine/table/cell';
import type { Session } from '../../../state/session.svelte';

/** An input cut into levels, or ranges of about equally many people. */
export interface InputCells {
  readonly player: number;
  readonly name: string;
  readonly codes: Int32Array;
  readonly names: readonly string[];
}

/** The table column behind an input of its own; undefined for inputs of several columns. */
function columnOf(session: Session, { features }: Player): number | undefined {
  const columns = new Set(features.map((feature) => session.space?.features[feature]?.column));
  const [only] = columns;
  return columns.size === 1 && typeof only === 'number' ? only : undefined;
}

/** Cells of the inputs that come from one column each. */
export function inputCells(session: Session): InputCells[] {
  return session.players.flatMap((player, at) => {
    const position = columnOf(session, player);
    const column = position === undefined ? undefined : session.columns[position];
    const cut = column && groupColumn(column, levelsOf);
    return cut ? [{ player: at, name: player.name, codes: cut.codes, names: cut.levels }] : [];
  });
}
