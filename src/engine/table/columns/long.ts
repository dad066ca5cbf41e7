const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const SPLIT = 134217729;
/** Far above the rounding errors of the steps below (2^-50), far below half a unit of the last place. */
const SLACK = 2 ** -45;

/** Rounding error of a × b, exactly (T. J. Dekker, "A floating-point technique for extending the available precision", 1971). */
function productError(a: number, b: number, product: number): number {
  const ca = SPLIT * a;
  const ah = ca - (ca - a);
  const al = a - ah;
  const cb = SPLIT * b;
  const bh = cb - (cb - b);
  const bl = b - bh;
  return al * bl - (product - ah * bh - al * bh - ah * bl);
}

/**
 * Reads digits bytes[first..end) with a point before `firstDecimal` (up to 18 digits in all, up to 22 decimals), which one number cannot hold, as the sum of
 * two, divides by the power of ten with its remainder, and accepts the result only where the error of the remainder cannot move the rounding.
 * Returns 0 when the number prints as these digits, 1 when it prints otherwise, −1 when neither is certain; the value goes to out[at].
 */
export function readLong(bytes: Uint8Array, first: number, firstDecimal: number, end: number, out: Float64Array, at: number): number {
  const decimals = end - firstDecimal;
  let from = first;
  while (from < end && (bytes[from] === 48 || bytes[from] === 46)) from++;
  const count = from < firstDecimal ? end - from - 1 : end - from;
  if (count < 16 || count > 18) return -1;
  let high = 0;
  let low = 0;
  let read = 0;
  for (let i = from; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === 46) continue;
    if (read++ < count - 9) high = high * 10 + byte - 48;
    else low = low * 10 + byte - 48;
  }
  // Nine digits times 10^9 = 2^9 × 5^9 fit into 53 bits, so both terms are exact, and so is their sum as two numbers.
  const scaled = high * 1e9;
  const sum = scaled + low;
  const rest = low - (sum - scaled);
  const power = POWERS[decimals]!;
  const q = sum / power;
  const product = q * power;
  const correction = (sum - product - productError(q, power, product) + rest) / power;
  const value = q + correction;
  const slack = Math.abs(correction) * SLACK;
  if (q + (correction + slack) !== q + (correction - slack)) return -1;
  out[at] = value;

  // A number prints as the shortest digits that lead back to it, the nearest among several: check that one digit less does not, and that none is nearer.
  if (count > 17 || decimals === 0 || value < 1e-6) return -1;
  const shortened = high * 1e8 + Math.floor(low / 10);
  if (shortened >= 9007199254740991) return -1;
  const powerBefore = POWERS[decimals - 1]!;
  if (shortened / powerBefore === value || (shortened + 1) / powerBefore === value) return low % 10 === 0 ? -1 : 1;
  const printed = value * power;
  const distance = Math.abs(sum - printed - productError(value, power, printed) + rest);
  return distance < 0.499 ? 0 : distance > 0.501 ? 1 : -1;
}
