/**
 * Degrees of freedom of the sum of two independent estimated variances. Source: Satterthwaite, "An approximate distribution of estimates of variance
 * components" (1946).
 * @param freedomA degrees of freedom of the first, above 0; Infinity where it is known
 * @returns NaN where both variances are 0
 */
export function pooledFreedom(varianceA: number, freedomA: number, varianceB: number, freedomB: number): number {
  if (varianceA === 0 && varianceB > 0) return freedomB;
  if (varianceB === 0 && varianceA > 0) return freedomA;
  return (varianceA + varianceB) ** 2 / (varianceA ** 2 / freedomA + varianceB ** 2 / freedomB);
}
