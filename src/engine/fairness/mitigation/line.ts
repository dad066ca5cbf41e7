/**
 * The line at which `share` of some people are at or above it, as nearly as their scores allow, halfway to the next score below: so that a score that
 * differs in its last digits falls on the same side. NaN with nobody scored.
 * @param rows people to look at; all when left out
 */
export function lineForShare(scores: Float64Array, share: number, rows?: Int32Array): number {
  const known = (rows === undefined ? scores : Float64Array.from(rows, (row) => scores[row]!)).filter((score) => !Number.isNaN(score)).sort();
  const n = known.length;
  if (n === 0) return NaN;
  const wanted = share * n;
  // Tied scores are above or below together, so the place is moved to the nearer end of the tie.
  const place = Math.min(n - 1, Math.max(0, n - Math.round(wanted)));
  let [from, to] = [place, place];
  while (from > 0 && known[from - 1] === known[place]) from--;
  while (to < n && known[to] === known[place]) to++;
  const cut = Math.abs(n - from - wanted) <= Math.abs(n - to - wanted) || to === n ? from : to;
  return cut === 0 ? known[0]! : known[cut - 1]! / 2 + known[cut]! / 2;
}
