import { Random } from '../stats/random';

/** Rows that something is fitted on, and rows held out to measure it on; both rising. */
export interface Split {
  readonly fit: Int32Array<ArrayBuffer>;
  readonly held: Int32Array<ArrayBuffer>;
}

/** Share of the rows that are held out. */
export const HELD_OUT = 0.4;

/**
 * Cuts rows in two at random so that every group with every outcome is cut in the same proportion, as nearly as whole people allow: what is left over
 * from rounding one cell is carried into the next.
 * @param labels 1, 0, anything else unknown; left out where no outcome is known
 */
export function splitRows(rows: Int32Array, groups: Int32Array, labels: ArrayLike<number> | undefined, seed: number, share = HELD_OUT): Split {
  const random = new Random(seed);
  const cells = new Map<string, number[]>();
  for (const row of rows) {
    const label = labels?.[row];
    const key = `${groups[row]!} ${label === 1 || label === 0 ? label : -1}`;
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [row]);
    else cell.push(row);
  }
  const held = new Set<number>();
  let owed = 0;
  for (const [, cell] of [...cells].sort(([a], [b]) => (a < b ? -1 : 1))) {
    owed += cell.length * share;
    const take = Math.min(cell.length, Math.max(0, Math.round(owed)));
    owed -= take;
    for (const row of random.shuffle(cell).slice(0, take)) held.add(row);
  }
  return { fit: Int32Array.from(rows.filter((row) => !held.has(row))), held: Int32Array.from(rows.filter((row) => held.has(row))) };
}
