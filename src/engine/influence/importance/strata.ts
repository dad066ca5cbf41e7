import { pooledFreedom } from '../../stats/freedom';
import { Random } from '../../stats/random';

/** Rows drawn stratum by stratum, in random order. */
export interface StratifiedSample {
  readonly rows: Int32Array<ArrayBuffer>;
  /** Stratum of each drawn row. */
  readonly stratum: Int32Array<ArrayBuffer>;
  /** Rows of each stratum in the table. */
  readonly sizes: Int32Array<ArrayBuffer>;
}

/** Fewest rows drawn from a stratum that has them: with fewer its own spread is hardly known. */
const FEWEST = 10;

/**
 * Draws about `size` rows, from every stratum in proportion but at least ten where it has them.
 * @param strata stratum per row of the table, from 0; −1 leaves the row out
 */
export function stratifiedSample(strata: Int32Array, size: number, seed: number): StratifiedSample {
  const members: number[][] = Array.from({ length: strata.reduce((most, own) => Math.max(most, own), -1) + 1 }, () => []);
  strata.forEach((own, row) => {
    if (own >= 0) members[own]!.push(row);
  });
  const all = members.reduce((sum, list) => sum + list.length, 0);
  const drawn: number[] = [];
  const from: number[] = [];
  const random = new Random(seed);
  members.forEach((list, stratum) => {
    const wanted = Math.min(list.length, Math.max(FEWEST, Math.round((size * list.length) / all)));
    for (const index of random.sample(list.length, wanted)) {
      drawn.push(list[index]!);
      from.push(stratum);
    }
  });
  const order = random.shuffle(Int32Array.from(drawn.keys()));
  return {
    rows: order.map((at) => drawn[at]!),
    stratum: order.map((at) => from[at]!),
    sizes: Int32Array.from(members, (list) => list.length),
  };
}

/** A mean from a sample, or a difference of two. */
export interface StratifiedMean {
  readonly mean: number;
  readonly se: number;
  readonly freedom: number;
}

/**
 * Mean over all rows of the table, Σ W_h·mean_h, with variance Σ W_h²[(1 − f_h)·s_h²/n_h + f_h·e_h²/n_h]: e_h² is the mean squared error with which
 * each value is itself known, which drawing more rows does not take away. Degrees of freedom by Satterthwaite. Strata without a drawn row are left
 * out of the mean. NaN where a stratum has one drawn row of several.
 * Source: Cochran, Sampling Techniques (1977), ch. 5.
 * @param values, errors one per drawn row; errors are standard errors
 */
export function stratifiedMean(values: ArrayLike<number>, errors: ArrayLike<number>, stratum: Int32Array, sizes: Int32Array): StratifiedMean {
  const strata = sizes.length;
  const count = new Int32Array(strata);
  const mean = new Float64Array(strata);
  const squares = new Float64Array(strata);
  const noise = new Float64Array(strata);
  stratum.forEach((own, i) => {
    const n = ++count[own]!;
    const step = values[i]! - mean[own]!;
    mean[own] = mean[own]! + step / n;
    squares[own] = squares[own]! + step * (values[i]! - mean[own]!);
    noise[own] = noise[own]! + errors[i]! ** 2;
  });
  const covered = sizes.reduce((sum, size, own) => sum + (count[own]! > 0 ? size : 0), 0);
  let [whole, variance, divisor] = [0, 0, 0];
  sizes.forEach((size, own) => {
    const n = count[own]!;
    if (n === 0) return;
    const weight = size / covered;
    whole += weight * mean[own]!;
    const spread = n > 1 ? squares[own]! / (n - 1) : size === 1 ? 0 : NaN;
    const share = (weight * weight * ((1 - n / size) * spread + ((n / size) * noise[own]!) / n)) / n;
    variance += share;
    if (n > 1) divisor += (share * share) / (n - 1);
  });
  return { mean: whole, se: Math.sqrt(variance), freedom: divisor > 0 ? (variance * variance) / divisor : Math.max(1, stratum.length - 1) };
}

/**
 * Difference of two means of independent samples: variances add up. NaN where either is not estimable.
 * Source: Welch, "The generalization of 'Student's' problem when several different population variances are involved" (1947).
 */
export function meanDifference(a: StratifiedMean, b: StratifiedMean): StratifiedMean {
  const [va, vb] = [a.se ** 2, b.se ** 2];
  const freedom = va + vb === 0 ? Infinity : pooledFreedom(va, Math.max(1, a.freedom), vb, Math.max(1, b.freedom));
  return { mean: a.mean - b.mean, se: Math.sqrt(va + vb), freedom };
}
