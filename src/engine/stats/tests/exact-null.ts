import { hypergeometricMasses } from '../distributions';

/** Every difference of two rates that shuffling the group labels can give, rising, with its chance. */
export interface ExactNull {
  readonly difference: Float64Array<ArrayBuffer>;
  readonly chance: Float64Array<ArrayBuffer>;
  /** The difference seen. */
  readonly observed: number;
  /** Chance of a difference at least as large either way. */
  readonly p: number;
}

/**
 * The exact distribution of k1/n1 − k2/n2 when the k1 + k2 successes fall on n1 + n2 people regardless of group (hypergeometric): what infinitely many
 * shuffles of the group labels would give. Chances too small for a double are left out. null when a group is empty.
 */
export function exactNull(k1: number, n1: number, k2: number, n2: number): ExactNull | null {
  if (!(n1 > 0) || !(n2 > 0)) return null;
  const successes = k1 + k2;
  const { low, mass } = hypergeometricMasses({ total: n1 + n2, marked: successes, drawn: n1 });
  const difference = new Float64Array(mass.length);
  for (let i = 0; i < mass.length; i++) difference[i] = (low + i) / n1 - (successes - low - i) / n2;
  const observed = k1 / n1 - k2 / n2;
  const bar = Math.abs(observed) - 1e-12;
  let p = 0;
  for (let i = 0; i < mass.length; i++) if (Math.abs(difference[i]!) >= bar) p += mass[i]!;
  return { difference, chance: mass, observed, p: Math.min(1, p) };
}

/** The smallest difference whose cumulated chance reaches p. */
export function exactNullQuantile(law: Pick<ExactNull, 'difference' | 'chance'>, p: number): number {
  let sum = 0;
  for (let i = 0; i < law.chance.length; i++) {
    sum += law.chance[i]!;
    if (sum >= p - 1e-13) return law.difference[i]!;
  }
  return law.difference[law.difference.length - 1]!;
}
