import { sortOrder } from '../../stats/sort';

/**
 * Share of some people that is at or above a line; NaN with nobody scored.
 * @param rows people to look at; all when left out
 * @param weights how many people each row of the table stands for: then the share is one of their weight
 */
export function shareAtLine(scores: Float64Array, line: number, rows?: Int32Array, weights?: Float64Array): number {
  let [known, above] = [0, 0];
  const count = rows?.length ?? scores.length;
  for (let i = 0; i < count; i++) {
    const row = rows?.[i] ?? i;
    if (Number.isNaN(scores[row]!)) continue;
    const weight = weights ? weights[row]! : 1;
    known += weight;
    if (scores[row]! >= line) above += weight;
  }
  return known > 0 ? above / known : NaN;
}

/**
 * The line at which `share` of some people are at or above it, as nearly as their scores allow, halfway to the next score below: so that a score that
 * differs in its last digits falls on the same side. NaN with nobody scored.
 * @param rows people to look at; all when left out
 * @param weights how many people each row of the table stands for: then the share is one of their weight
 */
export function lineForShare(scores: Float64Array, share: number, rows?: Int32Array, weights?: Float64Array): number {
  if (weights) return weightedLine(scores, share, rows, weights);
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

function weightedLine(scores: Float64Array, share: number, rows: Int32Array | undefined, weights: Float64Array): number {
  const able = (rows ?? Int32Array.from(scores.keys())).filter((row) => !Number.isNaN(scores[row]!) && weights[row]! > 0);
  const order = sortOrder(Float64Array.from(able, (row) => scores[row]!));
  const n = order.length;
  if (n === 0) return NaN;
  const scoreAt = (place: number): number => scores[able[order[place]!]!]!;
  const total = able.reduce((sum, row) => sum + weights[row]!, 0);
  // Lines between different scores, from the highest down: that with the nearest weight above it.
  let [cut, nearest, above] = [0, Infinity, 0];
  for (let place = n; place > 0; place--) {
    const off = Math.abs(above - share * total);
    if (place < n && scoreAt(place) !== scoreAt(place - 1) && off <= nearest - 1e-12 * total) [cut, nearest] = [place, off];
    above += weights[able[order[place - 1]!]!]!;
  }
  if (Math.abs(total - share * total) < nearest) cut = 0;
  return cut === 0 ? scoreAt(0) : scoreAt(cut - 1) / 2 + scoreAt(cut) / 2;
}
