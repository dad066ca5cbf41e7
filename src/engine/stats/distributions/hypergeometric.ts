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

/** The whole distribution: mass[i] is the chance of low + i. Chances below 1e-320 of the peak are 0. */
export function hypergeometricMasses(law: Hypergeometric): { low: number; mass: Float64Array<ArrayBuffer> } {
  const { low, high } = hypergeometricRange(law);
  const mass = new Float64Array(high - low + 1);
  const mode = Math.min(high, Math.max(low, Math.floor(((law.drawn + 1) * (law.marked + 1)) / (law.total + 2))));
  const peak = hypergeometricMass(mode, law);
  mass[mode - low] = peak;
  for (let x = mode, m = peak; x < high && m > 0; x++) {
    m *= ((law.marked - x) * (law.drawn - x)) / ((x + 1) * (law.total - law.marked - law.drawn + x + 1));
    mass[x + 1 - low] = m;
  }
  for (let x = mode, m = peak; x > low && m > 0; x--) {
    m *= (x * (law.total - law.marked - law.drawn + x)) / ((law.marked - x + 1) * (law.drawn - x + 1));
    mass[x - 1 - low] = m;
  }
  return { low, mass };
}
