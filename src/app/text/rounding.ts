/**
 * Rounds parts so that the printed parts add up to the printed total: each is rounded down to the grid, then the largest remainders get one
 * grid step more (the method of largest remainder). `total` is rounded to the grid first.
 */
export function roundToSum(parts: readonly number[], total: number, decimals: number): number[] {
  const scale = 10 ** decimals;
  const target = Math.round(total * scale);
  const floors = parts.map((part) => Math.floor(part * scale + 1e-9));
  let missing = target - floors.reduce((sum, part) => sum + part, 0);
  const order = parts.map((part, i) => ({ i, rest: part * scale - floors[i]! })).sort((a, b) => b.rest - a.rest || a.i - b.i);
  const rounded = [...floors];
  for (let step = 0; missing > 0 && step < order.length; step++, missing--) rounded[order[step]!.i]!++;
  for (let step = order.length - 1; missing < 0 && step >= 0; step--, missing++) rounded[order[step]!.i]!--;
  return rounded.map((part) => part / scale + 0);
}
