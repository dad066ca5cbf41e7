import { betaDensity, betaQuantile, betaUpper } from '../stats/distributions';
import { gaussLegendre } from '../stats/quadrature';
import type { Tally } from './shuffle';

const RULE = gaussLegendre(16);
/** Equal pieces of the range that holds all but 1e-12 of the first posterior. */
const PIECES = 24;

/**
 * Chance that the first rate exceeds the second by more than `margin`, given the counts, when nothing was known before: P(p₁ − p₂ > margin) with
 * independent Beta(k + ½, n − k + ½) posteriors (Jeffreys's prior). null for an empty group. By numeric integration, error below 1e-9.
 */
export function chanceAbove(first: Tally, second: Tally, margin = 0): number | null {
  if (!(first.n > 0) || !(second.n > 0)) return null;
  const [a1, b1] = [first.k + 0.5, first.n - first.k + 0.5];
  const [a2, b2] = [second.k + 0.5, second.n - second.k + 0.5];
  // The second rate as the variable: P = ∫ f₂(x) P(p₁ > x + margin) dx, on its quantiles so that the ends' poles at 0 and 1 carry no weight.
  const [low, high] = [betaQuantile(1e-12, a2, b2), betaQuantile(1 - 1e-12, a2, b2)];
  const angle = (x: number): number => Math.asin(Math.sqrt(Math.min(1, Math.max(0, x))));
  const [from, to] = [angle(low), angle(high)];
  const integrand = (t: number): number => {
    const x = Math.sin(t) ** 2;
    const bar = x + margin;
    const beyond = bar <= 0 ? 1 : bar >= 1 ? 0 : betaUpper(bar, a1, b1);
    return betaDensity(x, a2, b2) * 2 * Math.sin(t) * Math.cos(t) * beyond;
  };
  let sum = 0;
  const width = (to - from) / PIECES;
  for (let piece = 0; piece < PIECES; piece++) RULE.nodes.forEach((node, i) => (sum += RULE.weights[i]! * width * integrand(from + (piece + node) * width)));
  return Math.min(1, Math.max(0, sum));
}
