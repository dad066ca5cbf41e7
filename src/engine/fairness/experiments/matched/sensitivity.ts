import { betaQuantile, binomialUpper } from '../../../stats/distributions';
import type { Sensitivity } from './types';

/**
 * Largest two-sided p-value of pairs of which `first` and `second` differ, when a hidden trait may make one member of a pair up to `gamma` times as likely
 * (in odds) to have the favourable decision: the tail of a binomial with chance Γ/(1 + Γ), doubled. Source: Rosenbaum, Observational Studies (2002), § 4.3.2.
 */
export function largestP(first: number, second: number, gamma: number): number {
  return Math.min(1, 2 * binomialUpper(Math.max(first, second), first + second, gamma / (1 + gamma)));
}

/** How strong a hidden difference would have to be before the pairs no longer show one at level alpha. */
export function sensitivityOf(first: number, second: number, alpha: number): Sensitivity {
  const [n, large] = [first + second, Math.max(first, second)];
  const bounds = [1, 1.25, 1.5, 2, 3].map((gamma) => ({ gamma, p: largestP(first, second, gamma) }));
  if (bounds[0]!.p > alpha) return { gamma: 1, bounds };
  const chance = betaQuantile(alpha / 2, large, n - large + 1);
  return { gamma: chance / (1 - chance), bounds };
}
