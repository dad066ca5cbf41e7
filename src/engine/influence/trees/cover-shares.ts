import { gaussLegendre } from '../../stats/quadrature';
import { pairAt } from './shares';

/** By the number of players on a path: the integrand has one degree less. */
const RULES = Array.from({ length: 32 }, (_, players) => gaussLegendre(Math.max(1, Math.ceil(players / 2))));
const factors = new Float64Array(32);

/** True when the row misses a condition that no row got through, so that the leaf is out of reach whoever is known. */
function outOfReach(word: number, through: Float64Array, from: number, bits: number): boolean {
  for (let bit = 0; bit < bits; bit++) if (((word >>> bit) & 1) === 0 && through[from + bit] === 0) return true;
  return false;
}

/** Product of z + t(o − z) over the players of a path; each factor is kept. */
function product(word: number, through: Float64Array, from: number, bits: number, t: number): number {
  let all = 1;
  for (let bit = 0; bit < bits; bit++) {
    const z = through[from + bit]!;
    const factor = ((word >>> bit) & 1) === 1 ? z + t * (1 - z) : z * (1 - t);
    factors[bit] = factor;
    all *= factor;
  }
  return all;
}

/**
 * Shares of the players of a path in a leaf worth 1 in the path-dependent game, for a word: player j gets (o − z) ∫ Π over others of (z + t(o − z)) dt,
 * where o is 1 when the row meets j's conditions and z the share of rows that got through them. ⌈players / 2⌉ Gauss–Legendre nodes are exact, and no
 * factor is negative, so nothing cancels.
 * Source: Wettenstein, Mitchell and Yu, "Quadrature-TreeSHAP" (2026).
 * @param through z of the players, from `from`
 * @returns false when all shares are 0
 */
export function coverShares(word: number, through: Float64Array, from: number, bits: number, out: Float64Array, at: number): boolean {
  if (bits === 0 || outOfReach(word, through, from, bits)) return false;
  out.fill(0, at, at + bits);
  const { nodes, weights } = RULES[bits]!;
  for (let k = 0; k < nodes.length; k++) {
    const all = product(word, through, from, bits, nodes[k]!) * weights[k]!;
    for (let bit = 0; bit < bits; bit++) out[at + bit] = out[at + bit]! + all / factors[bit]!;
  }
  for (let bit = 0; bit < bits; bit++) out[at + bit] = out[at + bit]! * (((word >>> bit) & 1) - through[from + bit]!);
  return true;
}

/**
 * Pair interactions (Shapley interaction index) of a path in the path-dependent game, by `pairAt`: (oᵢ − zᵢ)(oⱼ − zⱼ) ∫ Π over others.
 * @returns false when all are 0
 */
export function coverPairs(word: number, through: Float64Array, from: number, bits: number, out: Float64Array, at: number): boolean {
  if (bits < 2 || outOfReach(word, through, from, bits)) return false;
  out.fill(0, at, at + (bits * (bits - 1)) / 2);
  const { nodes, weights } = RULES[bits]!;
  for (let k = 0; k < nodes.length; k++) {
    const all = product(word, through, from, bits, nodes[k]!) * weights[k]!;
    for (let j = 1; j < bits; j++) {
      for (let i = 0; i < j; i++) {
        const rest = all / (factors[i]! * factors[j]!);
        const own = (((word >>> i) & 1) - through[from + i]!) * (((word >>> j) & 1) - through[from + j]!);
        out[at + pairAt(i, j)] = out[at + pairAt(i, j)]! + rest * own;
      }
    }
  }
  return true;
}
