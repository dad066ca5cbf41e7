/** Variance of a mean over `covered` rows drawn without replacement from `of`, per variance of one row. Source: Cochran, Sampling Techniques (1977), ch. 2. */
export function drawnShare(covered: number, of: number): number {
  return (1 - covered / of) / covered;
}

/**
 * Standard errors of means over `covered` rows drawn without replacement from `of`, given the variances between rows. Null when all were drawn, NaN for a
 * single row.
 */
export function backgroundError(between: Float64Array<ArrayBuffer>, covered: number, of: number): Float64Array<ArrayBuffer> | null {
  if (covered >= of) return null;
  if (covered < 2) return new Float64Array(between.length).fill(NaN);
  return between.map((variance) => Math.sqrt(variance * drawnShare(covered, of)));
}
