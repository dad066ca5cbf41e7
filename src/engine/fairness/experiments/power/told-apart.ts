import { binomialMass, binomialUpper, hypergeometricMasses } from '../../../stats/distributions';

/** Smallest count of the first group among `marked` in all with P(at least as many) ≤ alpha; one more than can be for none. */
function critical(n1: number, n2: number, marked: number, alpha: number): number {
  const { low, mass } = hypergeometricMasses({ total: n1 + n2, marked, drawn: n1 });
  let [sum, first] = [0, low + mass.length];
  for (let i = mass.length - 1; i >= 0; i--) {
    sum += mass[i]!;
    if (sum > alpha) break;
    first = low + i;
  }
  return first;
}

/**
 * Chance that Fisher's one-sided exact test of held-out people, n1 and n2 of the two groups, gives p ≤ alpha when `right` of either group are told
 * correctly. Summed over both binomial counts: no approximation.
 */
export function toldApartPower(n1: number, n2: number, right: number, alpha: number): number {
  if (n1 < 1 || n2 < 1) return 0;
  const reach = 9 * Math.sqrt(n2 * right * (1 - right)) + 2;
  const [from, to] = [Math.max(0, Math.floor(n2 * (1 - right) - reach)), Math.min(n2, Math.ceil(n2 * (1 - right) + reach))];
  let power = 0;
  let own = 0;
  for (let wrong = from; wrong <= to; wrong++) {
    // The limit rises with the count of the other group, so that it is found by going on from the last one.
    while (own <= n1 && own < critical(n1, n2, own + wrong, alpha)) own++;
    if (own > n1) break;
    power += binomialMass(wrong, n2, 1 - right) * binomialUpper(own, n1, right);
  }
  return Math.min(1, power);
}
