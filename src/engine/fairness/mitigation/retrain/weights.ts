import { Random } from '../../../stats/random';

/**
 * How rows count when a stand-in is fitted. `reweigh`: so that group and outcome are independent. `equal-cells`: drawn again so that every group with
 * every outcome is as large; `equal-groups`: so that every group is.
 */
export type Weighting = 'none' | 'reweigh' | 'equal-cells' | 'equal-groups';

/** Rows by group and outcome. */
export interface WeightFacts {
  /** −1 unknown: such rows count once and are in no cell. */
  readonly groups: ArrayLike<number>;
  /** 0 or 1. */
  readonly labels: ArrayLike<number>;
  /** How many people a row stands for; every row counts once when left out. */
  readonly counts?: ArrayLike<number> | undefined;
  readonly seed: number;
}

function cellsBy(count: number, key: (row: number) => string | undefined): Map<string, number[]> {
  const cells = new Map<string, number[]>();
  for (let row = 0; row < count; row++) {
    const name = key(row);
    if (name === undefined) continue;
    const cell = cells.get(name);
    if (cell === undefined) cells.set(name, [row]);
    else cell.push(row);
  }
  return cells;
}

/**
 * One weight per row. Reweighing: w(a, y) = P(a)·P(y) / P(a, y). Resampling: how often a row is drawn, every cell to the same size, each of its rows about
 * as often as the others: whole times first, the rest drawn without replacement. Both on top of how many people a row stands for.
 * Source: Kamiran and Calders, "Data preprocessing techniques for classification without discrimination" (2012), §4.
 */
export function rowWeights(weighting: Weighting, { groups, labels, counts, seed }: WeightFacts): Float64Array<ArrayBuffer> {
  const rows = labels.length;
  const weights = counts ? Float64Array.from(counts) : new Float64Array(rows).fill(1);
  const mass = (cell: readonly number[] | undefined): number => (cell ?? []).reduce((sum, row) => sum + (counts ? counts[row]! : 1), 0);
  if (weighting === 'none') return weights;
  const grouped = (row: number): string | undefined => (groups[row]! < 0 ? undefined : String(groups[row]!));
  const both = (row: number): string | undefined => (groups[row]! < 0 ? undefined : `${groups[row]!} ${labels[row]!}`);
  if (weighting === 'reweigh') {
    const [byGroup, byCell] = [cellsBy(rows, grouped), cellsBy(rows, both)];
    const byLabel = cellsBy(rows, (row) => (groups[row]! < 0 ? undefined : String(labels[row]!)));
    const known = [...byGroup.values()].reduce((sum, cell) => sum + mass(cell), 0);
    for (const cell of byCell.values()) {
      const [first] = cell;
      const weight = (mass(byGroup.get(grouped(first!)!)) * mass(byLabel.get(String(labels[first!]!)))) / (known * mass(cell));
      for (const row of cell) weights[row]! *= weight;
    }
    return weights;
  }
  if (counts) {
    // Rows of different weight cannot be made alike by whole draws, so each cell is scaled to what the draws would make of it on average.
    const byCell = [...cellsBy(rows, weighting === 'equal-cells' ? both : grouped).values()];
    const size = byCell.reduce((sum, cell) => sum + mass(cell), 0) / Math.max(1, byCell.length);
    for (const cell of byCell) for (const row of cell) weights[row]! *= mass(cell) > 0 ? size / mass(cell) : 0;
    return weights;
  }
  const random = new Random(seed);
  const cells = [...cellsBy(rows, weighting === 'equal-cells' ? both : grouped)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
  const size = Math.round(cells.reduce((sum, cell) => sum + cell.length, 0) / Math.max(1, cells.length));
  for (const cell of cells) {
    const whole = Math.floor(size / cell.length);
    for (const row of cell) weights[row] = whole;
    for (const place of random.sample(cell.length, size - whole * cell.length)) weights[cell[place]!] = whole + 1;
  }
  return weights;
}
