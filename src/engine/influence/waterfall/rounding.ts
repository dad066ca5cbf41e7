/**
 * Rounds parts so that they add up to their rounded total (largest remainder): each part moves by less than one unit of the last decimal.
 * @param parts numbers whose exact sum is meant to be `total`
 * @param decimals digits after the point
 */
export function roundToTotal(parts: readonly number[], total: number, decimals: number): number[] {
  const unit = 10 ** decimals;
  const floors = parts.map((part) => Math.floor(part * unit + 1e-9));
  const wanted = Math.round(total * unit);
  let short = wanted - floors.reduce((sum, floor) => sum + floor, 0);
  const byRemainder = parts
    .map((part, index) => ({ index, rest: part * unit - floors[index]! }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  const rounded = [...floors];
  for (let i = 0; short !== 0 && parts.length > 0; i = (i + 1) % parts.length) {
    const step = Math.sign(short);
    const { index } = byRemainder[step > 0 ? i : parts.length - 1 - i]!;
    rounded[index] = rounded[index]! + step;
    short -= step;
  }
  return rounded.map((value) => (value === 0 ? 0 : value / unit));
}
