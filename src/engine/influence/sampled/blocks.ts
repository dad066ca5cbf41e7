import type { MixtureInput } from '../hybrids/mixture';

/** Background rows that differ from the person on at most this many players are always enumerated: 32 hybrid rows cost no more than a few units. */
const ENUMERATED = 5;

/** Rows of one shard, about: enough to keep the scorer busy, few enough for progress. Fixed, so that results do not depend on the number of workers. */
const BLOCK_ROWS = 8192;

/** Part of the work of a look: units `fromUnit` … `toUnit` − 1 of background rows `firstRow` … `firstRow + rows` − 1. */
export interface UnitBlock {
  readonly firstRow: number;
  readonly rows: number;
  readonly fromUnit: number;
  readonly toUnit: number;
}

/** Number of players on which each background row differs from the person. */
export function countDiffering({ person, background, players }: MixtureInput): Int32Array<ArrayBuffer> {
  const width = person.length;
  const counts = new Int32Array(background.length / width);
  for (let row = 0; row < counts.length; row++) {
    for (const { features } of players) {
      for (const feature of features) {
        const own = person[feature]!;
        const other = background[row * width + feature]!;
        if (own === other || (own !== own && other !== other)) continue;
        counts[row] = counts[row]! + 1;
        break;
      }
    }
  }
  return counts;
}

/** Hybrid rows of one unit: four walks, two of which meet the other two half-way. */
const unitRows = (differing: number): number => 4 * differing - 6;

/** Whether a background row is enumerated by the time it would have `units` units: as soon as its subsets cost no more than they do. */
export function enumeratedAt(differing: number, units: number): boolean {
  if (differing <= ENUMERATED) return units > 0;
  return 2 ** differing <= Math.min(BLOCK_ROWS, unitRows(differing) * units);
}

/** Model rows of one background row for some units, before rows that recur are counted once. */
export function plannedRows(differing: number, fromUnit: number, toUnit: number): number {
  if (enumeratedAt(differing, fromUnit)) return 0;
  return enumeratedAt(differing, toUnit) ? 2 ** differing : unitRows(differing) * (toUnit - fromUnit);
}

/** Cuts the units `fromUnit` … `toUnit` − 1 of the background rows, or of the first `rows` of them, into blocks. */
export function cutBlocks(differing: Int32Array, fromUnit: number, toUnit: number, rows = differing.length): UnitBlock[] {
  const blocks: UnitBlock[] = [];
  let firstRow = 0;
  let load = 0;
  const close = (end: number): void => {
    if (end > firstRow && load > 0) blocks.push({ firstRow, rows: end - firstRow, fromUnit, toUnit });
    firstRow = end;
    load = 0;
  };
  for (let row = 0; row < rows; row++) {
    const cost = plannedRows(differing[row]!, fromUnit, toUnit);
    if (load + cost > BLOCK_ROWS) close(row);
    if (cost <= BLOCK_ROWS) {
      load += cost;
      continue;
    }
    const pieces = Math.min(toUnit - fromUnit, Math.ceil(cost / BLOCK_ROWS));
    const cut = (piece: number): number => fromUnit + Math.floor(((toUnit - fromUnit) * piece) / pieces);
    for (let piece = 0; piece < pieces; piece++) blocks.push({ firstRow: row, rows: 1, fromUnit: cut(piece), toUnit: cut(piece + 1) });
    firstRow = row + 1;
  }
  close(rows);
  return blocks;
}
