import { betaLower, betaUpper, binomialTerm } from './beta';

/** Chance of exactly k successes in n trials. */
export function binomialMass(k: number, n: number, p: number): number {
  return k < 0 || k > n ? 0 : binomialTerm(k, n, p, 1 - p);
}

/** Chance of at most k successes in n trials. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  return k >= n ? 1 : betaUpper(p, Math.floor(k) + 1, n - Math.floor(k));
}

/** Chance of at least k successes in n trials. */
export function binomialUpper(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  return k > n ? 0 : betaLower(p, Math.ceil(k), n - Math.ceil(k) + 1);
}
