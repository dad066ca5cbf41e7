/**
 * Whole numbers near `shares` that sum to `total`: each is rounded down, then those with the largest remainders get one more (ties: the earlier one).
 * Where `total` lies further from the sum of the shares than they are many, the round goes on.
 * @param shares finite numbers, of any sign
 * @param total a whole number
 * Source: the method of largest remainder (Hamilton).
 */
export function largestRemainder(shares: readonly number[], total: number): number[] {
  if (shares.length === 0) return [];
  const whole = shares.map((share) => Math.floor(share + 1e-9) + 0);
  const remainders = shares.map((share, index) => Math.round((share - whole[index]!) * 1e9));
  const order = shares.map((_, index) => index).sort((a, b) => remainders[b]! - remainders[a]! || a - b);
  const short = total - whole.reduce((sum, each) => sum + each, 0);
  const step = Math.sign(short);
  if (step < 0) order.reverse();
  for (let given = 0; given < Math.abs(short); given++) whole[order[given % order.length]!]! += step;
  return whole;
}

/**
 * Rounds parts to `decimals` digits after the point so that they add up to `total` rounded to as many: each part moves by less than one unit of the
 * last decimal.
 * @param parts numbers whose exact sum is meant to be `total`
 */
export function roundToTotal(parts: readonly number[], total: number, decimals: number): number[] {
  const unit = 10 ** decimals;
  const shares = parts.map((part) => part * unit);
  return largestRemainder(shares, Math.round(total * unit)).map((whole) => whole / unit + 0);
}
