import { permutationP } from '../../stats/tests';
import { drawShuffledCounts } from '../../stats/sampling';
import type { Random } from '../../stats/random';

/** How much one thing says of another, beside what chance alone would give. */
export interface Information {
  /** Mutual information over joint entropy, from 0 (independent) to 1 (each tells the other); null where neither varies. */
  readonly normalised: number | null;
  /** The same less the mean of shuffles: 0 on average under independence, still 1 where each tells the other; may be negative. */
  readonly corrected: number | null;
  /** Permutation p-value of independence; 1 where neither varies. */
  readonly p: number;
  readonly shuffles: number;
}

interface Entropies {
  readonly information: number;
  readonly joint: number;
}

/** Mutual information and joint entropy in nats of counts[bin·groups + group]. */
export function entropies(counts: Float64Array, groups: number): Entropies {
  const bins = counts.length / groups;
  const [rows, columns] = [new Float64Array(bins), new Float64Array(groups)];
  let total = 0;
  counts.forEach((count, at) => {
    rows[Math.floor(at / groups)]! += count;
    columns[at % groups]! += count;
    total += count;
  });
  const entropy = (values: Float64Array): number => {
    let sum = 0;
    for (const value of values) if (value > 0) sum -= (value / total) * Math.log(value / total);
    return sum;
  };
  const joint = entropy(counts);
  return { information: Math.max(0, entropy(rows) + entropy(columns) - joint), joint };
}

/**
 * Normalised mutual information I(X;Z)/H(X,Z) with the null distribution of shuffling one of the two, whose tables have fixed margins and are drawn as
 * such, and its correction for chance, (I − Ī)/(H − Ī) with Ī the mean of the shuffles.
 * Sources: Datta et al., "Use privacy in data-driven systems" (2017), for the norm; Vinh, Epps and Bailey (2010) for the correction.
 * @param counts rows by bin and group, counts[bin·groups + group]
 */
export function information(counts: Float64Array, groups: number, shuffles: number, random: Random): Information {
  const { information: observed, joint } = entropies(counts, groups);
  if (!(joint > 0)) return { normalised: null, corrected: null, p: 1, shuffles };
  const bins = counts.length / groups;
  const [sizes, marked] = [new Float64Array(bins), new Float64Array(groups)];
  counts.forEach((count, at) => {
    sizes[Math.floor(at / groups)]! += count;
    marked[at % groups]! += count;
  });
  const bar = observed - 1e-12 * joint;
  const [table, drawn] = [new Float64Array(counts.length), new Float64Array(bins)];
  let [asLarge, sum] = [0, 0];
  for (let shuffle = 0; shuffle < shuffles; shuffle++) {
    const left = sizes.slice();
    for (let group = 0; group < groups; group++) {
      drawShuffledCounts(left, marked[group]!, random, drawn);
      for (let bin = 0; bin < bins; bin++) {
        table[bin * groups + group] = drawn[bin]!;
        left[bin]! -= drawn[bin]!;
      }
    }
    const own = entropies(table, groups).information;
    sum += own;
    if (own >= bar) asLarge++;
  }
  const mean = shuffles > 0 ? sum / shuffles : 0;
  const corrected = joint - mean > 1e-12 * joint ? (observed - mean) / (joint - mean) : null;
  return { normalised: observed / joint, corrected, p: permutationP(asLarge, shuffles), shuffles };
}
