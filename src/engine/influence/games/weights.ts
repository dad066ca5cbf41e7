/**
 * Weight of a coalition of size s among the d − 1 other players in the Shapley value: s!(d − s − 1)!/d!, for s = 0 … d − 1.
 * Source: Shapley, "A value for n-person games" (1953).
 */
export function shapleyWeights(players: number): Float64Array<ArrayBuffer> {
  const weights = new Float64Array(players);
  if (players > 0) weights[0] = 1 / players;
  for (let s = 1; s < players; s++) weights[s] = (weights[s - 1]! * s) / (players - s);
  return weights;
}

/** Number of 1 bits of a 32-bit word. */
export function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
