import { Random } from '../../../../src/engine/stats/random';

/** Three inputs with three values each. */
export const WIDTH = 3;
export const LEVELS = 3;
export const CELLS = LEVELS ** WIDTH;

/** Values of a cell. */
export const cellRow = (cell: number): number[] => [cell % LEVELS, Math.floor(cell / LEVELS) % LEVELS, Math.floor(cell / LEVELS / LEVELS)];
const cellOf = (row: readonly number[]): number => row[0]! + LEVELS * row[1]! + LEVELS * LEVELS * row[2]!;

/** Chances of all cells of a group whose inputs lie about `shift` higher and go together. */
export function population(shift: readonly number[], together: number): Float64Array<ArrayBuffer> {
  const weight = (row: readonly number[]): number =>
    Math.exp(row.reduce((sum, value, j) => sum + shift[j]! * value - 0.4 * (value - 1) ** 2, 0) + together * (row[0]! - 1) * (row[1]! - 1));
  const weights = Float64Array.from({ length: CELLS }, (_, cell) => weight(cellRow(cell)));
  const sum = weights.reduce((total, own) => total + own, 0);
  return weights.map((own) => own / sum);
}

export function drawRows(chances: Float64Array, count: number, random: Random): number[][] {
  return Array.from({ length: count }, () => {
    let left = random.uniform();
    const cell = chances.findIndex((own) => (left -= own) < 0);
    return cellRow(cell < 0 ? CELLS - 1 : cell);
  });
}

/** Inputs in `mask` from `kept`, the others from `taken`. */
export const mixed = (kept: readonly number[], taken: readonly number[], mask: number): number[] => kept.map((value, j) => ((mask >>> j) & 1 ? value : taken[j]!));

/** Mean of a quantity when a person of `people` keeps the inputs in `mask` and gets the others of a row of `others`. */
export function gameOf(score: (row: readonly number[]) => number, people: Float64Array, others: Float64Array): Float64Array<ArrayBuffer> {
  const values = Float64Array.from({ length: CELLS }, (_, cell) => score(cellRow(cell)));
  return Float64Array.from({ length: 2 ** WIDTH }, (_, mask) => {
    let sum = 0;
    people.forEach((p, i) => others.forEach((q, k) => (sum += p * q * values[cellOf(mixed(cellRow(i), cellRow(k), mask))]!)));
    return sum;
  });
}

/** Chance of each value of one input to become each other value when values of the same rank are exchanged: LEVELS × LEVELS. */
function rankKernel(from: Float64Array, to: Float64Array, input: number): number[][] {
  const shares = (chances: Float64Array): number[] => {
    const out = [0, 0, 0];
    chances.forEach((own, cell) => (out[cellRow(cell)[input]!]! += own));
    return out;
  };
  const [own, other] = [shares(from), shares(to)];
  const start = (list: readonly number[], at: number): number => list.slice(0, at).reduce((sum, value) => sum + value, 0);
  return own.map((p, x) =>
    other.map((q, y) => {
      const overlap = Math.min(start(own, x) + p, start(other, y) + q) - Math.max(start(own, x), start(other, y));
      return Math.max(0, overlap) / p;
    }),
  );
}

/** As {@link gameOf}, each person with their counterpart by rank. */
export function rankGame(score: (row: readonly number[]) => number, from: Float64Array, to: Float64Array): Float64Array<ArrayBuffer> {
  const kernels = Array.from({ length: WIDTH }, (_, input) => rankKernel(from, to, input));
  return Float64Array.from({ length: 2 ** WIDTH }, (_, mask) => {
    let sum = 0;
    from.forEach((p, i) => {
      for (let k = 0; k < CELLS; k++) {
        const [x, y] = [cellRow(i), cellRow(k)];
        const chance = kernels.reduce((product, kernel, j) => product * kernel[x[j]!]![y[j]!]!, p);
        if (chance > 0) sum += chance * score(mixed(x, y, mask));
      }
    });
    return sum;
  });
}
