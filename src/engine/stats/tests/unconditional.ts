import { binomialMass } from '../distributions';
import { fisherExact } from './fisher';

/** Beyond this many possible tables the exact conditional test differs too little to be worth the time. */
export const MOST_TABLES = 40_000;

/** Largest chance, over the unknown common rate, of the tables marked in `extreme` (row-major, k1 by k2). */
function supremum(extreme: Uint8Array, n1: number, n2: number): number {
  const chance = (p: number): number => {
    let sum = 0;
    const second = Float64Array.from({ length: n2 + 1 }, (_, k) => binomialMass(k, n2, p));
    for (let k1 = 0; k1 <= n1; k1++) {
      let row = 0;
      for (let k2 = 0; k2 <= n2; k2++) if (extreme[k1 * (n2 + 1) + k2]) row += second[k2]!;
      if (row > 0) sum += row * binomialMass(k1, n1, p);
    }
    return sum;
  };
  const steps = 100;
  const grid = Array.from({ length: steps + 1 }, (_, i) => chance(i / steps));
  const peaks = grid.map((_, i) => i).filter((i) => grid[i]! >= (grid[i - 1] ?? 0) && grid[i]! >= (grid[i + 1] ?? 0));
  let best = Math.max(...grid);
  const golden = (Math.sqrt(5) - 1) / 2;
  for (const i of peaks) {
    let [low, high] = [Math.max(0, (i - 1) / steps), Math.min(1, (i + 1) / steps)];
    if (grid[i]! < 0.9 * best) continue;
    while (high - low > 1e-8) {
      const [a, b] = [high - golden * (high - low), low + golden * (high - low)];
      if (chance(a) < chance(b)) low = a;
      else high = b;
    }
    best = Math.max(best, chance((low + high) / 2));
  }
  return Math.min(1, best);
}

function extremeTables(n1: number, n2: number, isExtreme: (k1: number, k2: number) => boolean): Uint8Array {
  const extreme = new Uint8Array((n1 + 1) * (n2 + 1));
  for (let k1 = 0; k1 <= n1; k1++) for (let k2 = 0; k2 <= n2; k2++) extreme[k1 * (n2 + 1) + k2] = isExtreme(k1, k2) ? 1 : 0;
  return extreme;
}

const usable = (n1: number, n2: number): boolean => n1 > 0 && n2 > 0 && (n1 + 1) * (n2 + 1) <= MOST_TABLES;
const TIE = 1 + 1e-9;

export interface Boschloo {
  /** Ordered by Fisher's one-sided p-values. */
  readonly less: number;
  readonly greater: number;
  /** Ordered by Fisher's two-sided p-value: never larger than that. */
  readonly twoSided: number;
}

/**
 * Boschloo's test that two groups share one rate: only the group sizes are held fixed, so it has more power than Fisher's in small groups.
 * null for an empty group or more than {@link MOST_TABLES} tables. Source: Boschloo (1970).
 */
export function boschloo(k1: number, n1: number, k2: number, n2: number): Boschloo | null {
  if (!usable(n1, n2)) return null;
  const fisher = Array.from({ length: (n1 + 1) * (n2 + 1) }, (_, i) => fisherExact(Math.floor(i / (n2 + 1)), n1, i % (n2 + 1), n2)!);
  const seen = fisher[k1 * (n2 + 1) + k2]!;
  const ordered = (side: 'less' | 'greater' | 'twoSided'): number =>
    supremum(
      extremeTables(n1, n2, (a, b) => fisher[a * (n2 + 1) + b]![side] <= seen[side] * TIE),
      n1,
      n2,
    );
  return { less: ordered('less'), greater: ordered('greater'), twoSided: ordered('twoSided') };
}

/** Barnard's two-sided test ordered by the pooled z statistic; null as {@link boschloo}. Source: Barnard (1947); Suissa and Shuster (1985). */
export function barnard(k1: number, n1: number, k2: number, n2: number): number | null {
  if (!usable(n1, n2)) return null;
  const z = (a: number, b: number): number => {
    const p = (a + b) / (n1 + n2);
    const error = Math.sqrt(p * (1 - p) * (1 / n1 + 1 / n2));
    return error > 0 ? Math.abs(a / n1 - b / n2) / error : 0;
  };
  const seen = z(k1, k2);
  return supremum(
    extremeTables(n1, n2, (a, b) => z(a, b) * TIE >= seen),
    n1,
    n2,
  );
}
