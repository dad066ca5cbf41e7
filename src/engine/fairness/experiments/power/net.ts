import { binomialCdf, binomialMass, binomialUpper } from '../../../stats/distributions';

/** What a paired experiment is expected to meet. */
export interface NetChange {
  /** Net share of people whose decision changes one way. */
  readonly net: number;
  /** Share whose decision changes at all, at least `net`. */
  readonly changed: number;
}

/** Largest count of `n` fair coins whose two-sided p-value is at most alpha, found from the one for fewer coins; −1 for none. */
function critical(n: number, alpha: number, start: number): number {
  let last = start;
  while (2 * binomialCdf(last + 1, n, 0.5) <= alpha) last++;
  while (last >= 0 && 2 * binomialCdf(last, n, 0.5) > alpha) last--;
  return last;
}

/** The whole numbers that a binomial count takes with a chance that matters. */
function likely(n: number, p: number): [from: number, to: number] {
  const reach = 9 * Math.sqrt(n * p * (1 - p)) + 2;
  return [Math.max(0, Math.floor(n * p - reach)), Math.min(n, Math.ceil(n * p + reach))];
}

/**
 * Chance that n people show a net change with p ≤ alpha in the exact two-sided test of {@link swapTest} (McNemar's), when all copies of a person change
 * together. Summed over the binomial number of people who change and the binomial number of those who gain: no approximation.
 */
export function netPower(n: number, { net, changed }: NetChange, alpha: number): number {
  if (!(changed > 0) || n < 1) return 0;
  const gain = Math.min(1, (changed + Math.abs(net)) / (2 * changed));
  const [from, to] = likely(n, changed);
  let [limit, power] = [Math.floor(from / 2 - Math.sqrt(from)) - 1, 0];
  for (let people = from; people <= to; people++) {
    limit = critical(people, alpha, Math.max(-1, limit));
    if (limit < 0) continue;
    power += binomialMass(people, n, changed) * (binomialCdf(limit, people, gain) + binomialUpper(people - limit, people, gain));
  }
  return Math.min(1, power);
}
