/**
 * Kendall's tau-b of two lists: concordant less discordant pairs over √(pairs not tied in one × pairs not tied in the other). Pairs in which a value
 * is NaN are left out. Source: Kendall, "The treatment of ties in ranking problems" (1945).
 * @returns −1 to 1; null where one of the lists has no two different values, so that it orders nothing
 */
export function kendallTau(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  let [score, untiedA, untiedB] = [0, 0, 0];
  for (let i = 1; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const [da, db] = [Math.sign(a[i]! - a[j]!), Math.sign(b[i]! - b[j]!)];
      if (Number.isNaN(da) || Number.isNaN(db)) continue;
      score += da * db;
      untiedA += da * da;
      untiedB += db * db;
    }
  }
  return untiedA === 0 || untiedB === 0 ? null : score / Math.sqrt(untiedA * untiedB);
}
