/** Above this many players cross products and covariances are not kept. */
export const CROSS_PLAYERS = 64;

/**
 * What is known of the contributions of a run of background rows: per row and player the mean over its units and the sum of squared deviations from
 * it. Plain data; merged by {@link mergeSums}.
 */
export interface UnitSums {
  readonly firstRow: number;
  readonly rows: number;
  readonly players: number;
  /** Units per row; −1 where the row was enumerated, so that its means are exact; 0 where nothing is known. */
  readonly units: Int32Array<ArrayBuffer>;
  readonly means: Float64Array<ArrayBuffer>;
  readonly squares: Float64Array<ArrayBuffer>;
  /** players × players: products of deviations of two players, summed over units and rows. Empty above 64 players. */
  readonly cross: Float64Array<ArrayBuffer>;
  /** Quantity of each background row itself, NaN where unknown. */
  readonly base: Float64Array<ArrayBuffer>;
}

/** Sums before the first unit. */
export function emptySums(firstRow: number, rows: number, players: number): UnitSums {
  return {
    firstRow,
    rows,
    players,
    units: new Int32Array(rows),
    means: new Float64Array(rows * players),
    squares: new Float64Array(rows * players),
    cross: new Float64Array(players <= CROSS_PLAYERS ? players * players : 0),
    base: new Float64Array(rows).fill(NaN),
  };
}

/** Adds one unit of a row (Welford's update). `own` lists the players that can differ from 0. */
export function addUnit(sums: UnitSums, row: number, own: Int32Array, unit: Float64Array, before: Float64Array): void {
  const { players, units, means, squares, cross } = sums;
  const count = units[row]! + 1;
  units[row] = count;
  const at = row * players;
  for (let i = 0; i < own.length; i++) {
    const player = own[i]!;
    const deviation = unit[player]! - means[at + player]!;
    const mean = means[at + player]! + deviation / count;
    before[player] = deviation;
    means[at + player] = mean;
    squares[at + player] = squares[at + player]! + deviation * (unit[player]! - mean);
  }
  if (cross.length === 0 || count === 1) return;
  const scale = (count - 1) / count;
  for (let i = 0; i < own.length; i++) {
    const left = own[i]! * players;
    const deviation = before[own[i]!]! * scale;
    for (let j = 0; j < own.length; j++) {
      const player = own[j]!;
      cross[left + player] = cross[left + player]! + deviation * before[player]!;
    }
  }
}

/** Joins what two sets of units say, which may overlap in rows but not in units. Source: Chan, Golub and LeVeque (1979). */
export function mergeSums(a: UnitSums, b: UnitSums): UnitSums {
  const firstRow = Math.min(a.firstRow, b.firstRow);
  const end = Math.max(a.firstRow + a.rows, b.firstRow + b.rows);
  const out = emptySums(firstRow, end - firstRow, a.players);
  const { players } = a;
  for (let i = 0; i < out.cross.length; i++) out.cross[i] = a.cross[i]! + b.cross[i]!;
  const gap = new Float64Array(players);
  for (let row = 0; row < out.rows; row++) {
    const at = row * players;
    const inA = firstRow + row - a.firstRow;
    const inB = firstRow + row - b.firstRow;
    const unitsA = a.units[inA] ?? 0;
    const unitsB = b.units[inB] ?? 0;
    const baseA = a.base[inA] ?? NaN;
    out.base[row] = Number.isNaN(baseA) ? (b.base[inB] ?? NaN) : baseA;
    const only = unitsA < 0 || unitsB === 0 ? a : unitsB < 0 || unitsA === 0 ? b : undefined;
    if (only !== undefined) {
      const from = only === a ? inA : inB;
      out.units[row] = only.units[from] ?? 0;
      if (only.units[from] === undefined) continue;
      out.means.set(only.means.subarray(from * players, (from + 1) * players), at);
      out.squares.set(only.squares.subarray(from * players, (from + 1) * players), at);
      continue;
    }
    const units = unitsA + unitsB;
    const weight = (unitsA * unitsB) / units;
    out.units[row] = units;
    for (let player = 0; player < players; player++) {
      const meanA = a.means[inA * players + player]!;
      const meanB = b.means[inB * players + player]!;
      const difference = meanB - meanA;
      gap[player] = difference;
      out.means[at + player] = (unitsA * meanA + unitsB * meanB) / units;
      out.squares[at + player] = a.squares[inA * players + player]! + b.squares[inB * players + player]! + difference * difference * weight;
    }
    if (out.cross.length === 0) continue;
    for (let i = 0; i < players; i++) {
      const deviation = gap[i]! * weight;
      if (deviation === 0) continue;
      for (let j = 0; j < players; j++) out.cross[i * players + j] = out.cross[i * players + j]! + deviation * gap[j]!;
    }
  }
  return out;
}
