import { criticalValue } from '../../stats/distributions';

/** Selected of all people in one stratum, or of their weight; then with the squares of the weights summed, of those selected and of the others. */
export interface SideOfStratum {
  readonly k: number;
  readonly n: number;
  readonly squares?: readonly [selected: number, others: number];
}

/** One stratum on both sides. */
export interface StratumCounts {
  readonly here: SideOfStratum;
  readonly there: SideOfStratum;
}

/** Parts of one stratum; NaN where the rate of a side is not known, because it has nobody in it. */
export interface StratumParts {
  readonly composition: number;
  readonly within: number;
}

/** A part with the half-width of its interval. */
export interface MeasuredPart {
  readonly value: number;
  readonly halfWidth: number;
}

export interface Kitagawa {
  readonly total: number;
  /** Sides have people in different strata. */
  readonly composition: MeasuredPart;
  /** Within the same strata one side is selected more often. */
  readonly within: MeasuredPart;
  /** What people in strata that only one side has account for; 0 where there are none. */
  readonly unmatched: MeasuredPart;
  readonly strata: readonly StratumParts[];
  /** People in strata that only one side has. */
  readonly alone: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The three parts and those of the strata. */
function split(strata: readonly StratumCounts[]): { readonly parts: readonly [number, number, number]; readonly strata: readonly StratumParts[] } {
  const matched = strata.filter(({ here, there }) => here.n > 0 && there.n > 0);
  const total = (side: 'here' | 'there', of: readonly StratumCounts[], what: 'k' | 'n'): number => sum(of.map((stratum) => stratum[side][what]));
  const [nHere, nThere] = [total('here', matched, 'n'), total('there', matched, 'n')];
  const each = strata.map(({ here, there }): StratumParts => {
    if (!(here.n > 0) || !(there.n > 0)) return { composition: NaN, within: NaN };
    const [w, v] = [here.n / nHere, there.n / nThere];
    const [r, s] = [here.k / here.n, there.k / there.n];
    return { composition: (w - v) * ((r + s) / 2), within: (r - s) * ((w + v) / 2) };
  });
  const shift = (side: 'here' | 'there'): number => {
    const known = total(side, matched, 'n');
    const own = total(side, strata, 'k') / total(side, strata, 'n');
    return known > 0 ? own - total(side, matched, 'k') / known : own;
  };
  const known = each.filter(({ within }) => !Number.isNaN(within));
  return { parts: [sum(known.map((own) => own.composition)), sum(known.map((own) => own.within)), shift('here') - shift('there')], strata: each };
}

/**
 * Splits a difference of two rates into composition (the sides have people in different strata) and what differs within strata:
 * Σ(w₁ − w₂)·r̄ + Σ(r₁ − r₂)·w̄, exactly. Strata that only one side has are put apart, after Ñopo, "Matching as a tool to decompose wage gaps" (2008).
 * Intervals by the delta method over all cells (stratum × decision), whose slopes are taken by difference quotients; with weights each person moves a sum by
 * their weight.
 * Source: Kitagawa, "Components of a difference between two rates" (1955).
 * @returns null where a side has nobody
 */
export function kitagawa(strata: readonly StratumCounts[], level = 0.95): Kitagawa | null {
  const size = (side: 'here' | 'there'): number => sum(strata.map((stratum) => stratum[side].n));
  const rate = (side: 'here' | 'there'): number => sum(strata.map((stratum) => stratum[side].k)) / size(side);
  if (!(size('here') > 0) || !(size('there') > 0)) return null;
  const { parts, strata: each } = split(strata);
  const variance = [0, 0, 0];
  for (const side of ['here', 'there'] as const) {
    // Influence of one more person of each cell on each part, centred: the variance of a function of a multinomial share.
    const n = size(side);
    const influences: { readonly share: number; readonly square: number; readonly slope: readonly number[] }[] = [];
    strata.forEach((stratum, at) => {
      const own = stratum[side];
      for (const chosen of [1, 0]) {
        const people = chosen === 1 ? own.k : own.n - own.k;
        if (!(people > 0)) continue;
        const step = 1e-4 * people;
        const moved = strata.map((other, place) => (place === at ? { ...other, [side]: { k: own.k + chosen * step, n: own.n + step } } : other));
        const to = split(moved).parts;
        influences.push({ share: people / n, square: own.squares ? own.squares[1 - chosen]! : people, slope: to.map((value, part) => ((value - parts[part]!) / step) * n) });
      }
    });
    variance.forEach((_, part) => {
      const mean = sum(influences.map(({ share, slope }) => share * slope[part]!));
      variance[part]! += sum(influences.map(({ square, slope }) => square * (slope[part]! - mean) ** 2)) / n ** 2;
    });
  }
  const z = criticalValue(level);
  const measured = (part: number): MeasuredPart => ({ value: parts[part]!, halfWidth: z * Math.sqrt(variance[part]!) });
  const alone = sum(strata.map(({ here, there }) => (here.n === 0 ? there.n : there.n === 0 ? here.n : 0)));
  return { total: rate('here') - rate('there'), composition: measured(0), within: measured(1), unmatched: measured(2), strata: each, alone };
}

/**
 * Counts both sides by strata; rows without a known stratum are left out, and strata that nobody is in.
 * @param codes stratum of each row, −1 where unknown
 * @param rows rows of the two sides
 * @param weights per row; every row counts once when left out
 */
export function countStrata(codes: ArrayLike<number>, strataCount: number, rows: { readonly here: Int32Array; readonly there: Int32Array }, favourable: (row: number) => boolean, weights?: Float64Array): StratumCounts[] {
  const count = (own: Int32Array): SideOfStratum[] => {
    const [k, n, selected, others] = Array.from({ length: 4 }, () => new Float64Array(strataCount)) as [Float64Array, Float64Array, Float64Array, Float64Array];
    for (const row of own) {
      const stratum = codes[row]!;
      const weight = weights ? weights[row]! : 1;
      if (!(stratum >= 0 && stratum < strataCount) || !(weight > 0)) continue;
      const chosen = favourable(row);
      n[stratum]! += weight;
      if (chosen) k[stratum]! += weight;
      (chosen ? selected : others)[stratum]! += weight * weight;
    }
    return Array.from(n, (all, stratum) => ({ k: k[stratum]!, n: all, ...(weights ? { squares: [selected[stratum]!, others[stratum]!] as const } : {}) }));
  };
  const [here, there] = [count(rows.here), count(rows.there)];
  return here.map((own, stratum) => ({ here: own, there: there[stratum]! })).filter((stratum) => stratum.here.n + stratum.there.n > 0);
}
