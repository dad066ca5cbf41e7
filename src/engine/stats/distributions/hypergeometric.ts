import { binomialTerm } from './beta';

/** Number of marked items among `drawn` taken without replacement from `total` of which `marked` are marked. */
export interface Hypergeometric {
  readonly total: number;
  readonly marked: number;
  readonly drawn: number;
}

/** Smallest and largest possible count. */
export function hypergeometricRange({ total, marked, drawn }: Hypergeometric): { low: number; high: number } {
  return { low: Math.max(0, drawn + marked - total), high: Math.min(drawn, marked) };
}

/** Chance of exactly x, relative error about 1e-13 even for millions (Loader 2000: a ratio of three binomial terms). */
export function hypergeometricMass(x: number, { total, marked, drawn }: Hypergeometric): number {
  const { low, high } = hypergeometricRange({ total, marked, drawn });
  if (x < low || x > high) return 0;
  if (drawn === 0 || drawn === total) return 1;
  const p = drawn / total;
  const q = (total - drawn) / total;
  return (binomialTerm(x, marked, p, q) * binomialTerm(drawn - x, total - marked, p, q)) / binomialTerm(drawn, total, p, q);
}

/**
 * The whole distribution: mass[i] is the chance of low + i. Outcomes whose chance is too small for a double are left out, so its length grows with the
 * standard deviation, not with the number of items.
 */
export function hypergeometricMasses(law: Hypergeometric): { low: number; mass: Float64Array<ArrayBuffer> } {
  const { total, marked, drawn } = law;
  const { low, high } = hypergeometricRange(law);
  const mode = Math.min(high, Math.max(low, Math.floor(((drawn + 1) * (marked + 1)) / (total + 2))));
  const peak = hypergeometricMass(mode, law);
  const rest = total - marked - drawn;
  const above: number[] = [];
  for (let x = mode, m = peak; x < high; x++) {
    m *= ((marked - x) * (drawn - x)) / ((x + 1) * (rest + x + 1));
    if (m === 0) break;
    above.push(m);
  }
  const below: number[] = [];
  for (let x = mode, m = peak; x > low; x--) {
    m *= (x * (rest + x)) / ((marked - x + 1) * (drawn - x + 1));
    if (m === 0) break;
    below.push(m);
  }
  const mass = new Float64Array(below.length + 1 + above.length);
  below.forEach((m, i) => (mass[below.length - 1 - i] = m));
  mass[below.length] = peak;
  mass.set(above, below.length + 1);
  return { low: mode - below.length, mass };
}
