import { en } from '../../text/en';
import type { ChartTwin } from '../shell/types';
import type { ScoreMapData } from './types';

/** Runs of cells of one row of the map that reach the goal, as words. */
export function rowText({ across, up, holds, thin }: ScoreMapData, row: number): string {
  const words = en.planMap;
  const columns = across.values.length;
  const own = holds.subarray(row * columns, (row + 1) * columns);
  const reach = [...across.values.keys()].filter((k) => own[k] === 1);
  const where = (): string => {
    if (reach.length === 0) return words.never;
    if (reach.length === columns) return words.always;
    if (!across.ordered) return words.at(across.name, reach.map((k) => across.text(across.values[k]!)));
    const runs: string[] = [];
    for (let k = 0; k < reach.length; k++) {
      const from = reach[k]!;
      while (reach[k + 1] === reach[k]! + 1) k++;
      const to = reach[k]!;
      const [low, high] = [across.text(across.values[from]!), across.text(across.values[to]!)];
      runs.push(from === 0 ? words.upTo(high) : to === columns - 1 ? words.from(low) : from === to ? low : words.between(low, high));
    }
    return words.where(across.name, runs);
  };
  const few = thin.subarray(row * columns, (row + 1) * columns).every((own) => own === 1);
  return words.row(up.name, up.text(up.values[row]!), where(), few);
}

/** The map in words: the person, the changes, then row by row where the goal is reached; its table is the whole grid. */
export function scoreMapTwin(map: ScoreMapData, summary: string): ChartTwin {
  const { across, up, marks, print, thin } = map;
  const columns = across.values.length;
  const rows = [...up.values.keys()].reverse();
  return {
    summary,
    items: [...marks.map(({ id, spoken }) => ({ id, text: spoken })), ...rows.map((row) => ({ id: `row-${row}`, text: rowText(map, row) }))],
    table: {
      columns: [{ label: en.planMap.corner(up.name, across.name) }, ...Array.from(across.values, (value) => ({ label: across.text(value) }))],
      rows: rows.map((row) => [up.text(up.values[row]!), ...Array.from(across.values, (_, k) => `${print(row * columns + k)}${thin[row * columns + k] === 1 ? ` ${en.planMap.fewCell}` : ''}`)]),
    },
  };
}
