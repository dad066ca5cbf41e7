import { describe, expect, test } from 'vitest';
import { binnedAuc } from '../../../../src/engine/fairness/proxies/binned-auc';
import { stratifiedFolds } from '../../../../src/engine/fairness/proxies/folds';
import { type BinTally, tallyBins } from '../../../../src/engine/fairness/proxies/tally';
import { Random } from '../../../../src/engine/stats/random';
import { binned, FOLDS } from './tables';

describe('rows are dealt into folds', () => {
  const classes = Int32Array.from({ length: 203 }, (_, row) => (row % 10 === 0 ? -1 : row % 3 === 0 ? 1 : 0));
  const fold = stratifiedFolds(classes, 5, 7);
  const count = (own: number, at: number): number => classes.reduce((sum, each, row) => sum + (each === own && fold[row] === at ? 1 : 0), 0);

  test('each class as evenly as it goes', () => {
    for (const own of [0, 1]) {
      const sizes = [0, 1, 2, 3, 4].map((at) => count(own, at));
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
    expect([...fold].every((at, row) => (at === -1) === (classes[row] === -1))).toBe(true);
  });

  test('the same by the same seed, otherwise by another', () => {
    expect(stratifiedFolds(classes, 5, 7)).toEqual(fold);
    expect(stratifiedFolds(classes, 5, 8)).not.toEqual(fold);
  });
});

/** The same counts in every fold. */
function repeated(counts: readonly number[], bins: number, groups: number): BinTally {
  return { folds: FOLDS, bins, groups, counts: Float64Array.from(Array.from({ length: FOLDS }, () => counts).flat()) };
}

describe('the AUC of a group from bins', () => {
  test('of one binary input is half of one plus the difference of its shares', () => {
    const { macro, byGroup } = binnedAuc(repeated([30, 10, 20, 40], 2, 2));
    expect(macro!.value).toBeCloseTo(0.5 + (40 / 50 - 20 / 50) / 2, 14);
    expect(byGroup).toEqual([macro, macro]);
  });

  test('of an input that tells all is 1, of one that never varies .5 exactly', () => {
    expect(binnedAuc(repeated([50, 0, 0, 50], 2, 2)).macro).toMatchObject({ value: 1, interval: null });
    expect(binnedAuc(repeated([50, 20], 1, 2)).macro).toEqual({ value: 0.5, variance: 0, interval: { lower: 0.5, upper: 0.5 } });
  });

  test.each([2, 3])('of %i groups equals pairs counted one by one', (groups) => {
    const random = new Random(4);
    const bins = 6;
    const n = 240;
    const group = Int32Array.from({ length: n }, () => random.below(groups));
    const codes = group.map((own) => (random.uniform() < 0.4 ? own : random.below(bins)));
    const fold = stratifiedFolds(group, FOLDS, 3);
    const found = binnedAuc(tallyBins(codes, bins, group, groups, fold, FOLDS));
    const aucOf = (own: number): number => {
      const overall = group.filter((each) => each === own).length / n;
      const share = (row: number): number => {
        const taught = codes.map((code, other) => (code === codes[row] && fold[other] !== fold[row] ? 1 : 0));
        const [all, ones] = [taught.reduce((sum, each) => sum + each, 0), taught.reduce((sum, each, other) => sum + (each === 1 && group[other] === own ? 1 : 0), 0)];
        return (ones + overall) / (all + 1);
      };
      const shares = Float64Array.from(codes, (_, row) => share(row));
      let [won, pairs] = [0, 0];
      for (let a = 0; a < n; a++) {
        for (let b = 0; b < n; b++) {
          if (group[a] !== own || group[b] === own || fold[a] !== fold[b]) continue;
          pairs++;
          won += shares[a]! > shares[b]! ? 1 : shares[a] === shares[b] ? 0.5 : 0;
        }
      }
      return won / pairs;
    };
    const each = Array.from({ length: groups }, (_, own) => aucOf(own));
    each.forEach((value, own) => expect(found.byGroup[own]!.value).toBeCloseTo(value, 12));
    expect(found.macro!.value).toBeCloseTo(each.reduce((sum, value) => sum + value / groups, 0), 12);
  });

  test.each([
    ['nobody', [0, 0, 0, 0], null],
    ['only one group', [5, 0, 9, 0], null],
  ])('of %s is not estimable', (_, counts, expected) => {
    expect(binnedAuc(repeated(counts, 2, 2)).macro).toBe(expected);
  });

  test('of a group of 1 has no interval, of a group of 3 has a wide one', () => {
    const one = binned(Int32Array.from({ length: 101 }, (_, row) => row % 4), 4, Int32Array.from({ length: 101 }, (_, row) => (row === 3 ? 1 : 0)), 2, 1);
    expect(one.macro).toMatchObject({ variance: null, interval: null });
    const three = binned(Int32Array.from({ length: 100 }, (_, row) => row % 4), 4, Int32Array.from({ length: 100 }, (_, row) => (row % 40 === 3 ? 1 : 0)), 2, 1);
    expect(three.macro!.interval!.upper - three.macro!.interval!.lower).toBeGreaterThan(0.1);
  });
});

/** Shares of 600 runs whose 95% interval holds what the learned orders are worth for the whole population, and the mean AUC. */
function coverage(n: number, bins: number, base: number, signal: number, groups = 2): { held: number; mean: number } {
  const runs = 600;
  const chance = (bin: number, own: number): number => {
    const slope = Math.exp(signal * ((((bin * 7) % bins) / (bins - 1) - 0.5) * 2));
    if (groups > 2) return own === 0 ? 1 / groups : 1 / groups;
    const one = (base * slope) / (1 - base + base * slope);
    return own === 1 ? one : 1 - one;
  };
  let [held, mean] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const random = Random.stream(77, run);
    const codes = Int32Array.from({ length: n }, () => random.below(bins));
    const group = codes.map((bin) => {
      let draw = random.uniform();
      for (let own = 0; own < groups - 1; own++) if ((draw -= chance(bin, own)) < 0) return own;
      return groups - 1;
    });
    const fold = stratifiedFolds(group, FOLDS, run);
    const { macro } = binnedAuc(tallyBins(codes, bins, group, groups, fold, FOLDS));
    const truth = signal === 0 ? 0.5 : worthOf(codes, group, fold, bins, (bin) => chance(bin, 1));
    mean += macro!.value / runs;
    if (macro!.interval!.lower <= truth && truth <= macro!.interval!.upper) held++;
  }
  return { held: held / runs, mean };
}

/** What the orders learned without each fold are worth in the population. */
function worthOf(codes: Int32Array, group: Int32Array, fold: Int32Array, bins: number, chance: (bin: number) => number): number {
  const overall = group.reduce((sum, own) => sum + own, 0) / group.length;
  let [sum, pairs] = [0, 0];
  for (let at = 0; at < FOLDS; at++) {
    const [ones, all] = [new Float64Array(bins), new Float64Array(bins)];
    let [m, n] = [0, 0];
    codes.forEach((bin, row) => {
      if (fold[row] === at) {
        m += group[row]!;
        n += 1 - group[row]!;
      } else {
        ones[bin]! += group[row]!;
        all[bin]! += 1;
      }
    });
    const share = ones.map((count, bin) => (count + overall) / (all[bin]! + 1));
    let [won, members, others] = [0, 0, 0];
    for (let a = 0; a < bins; a++) {
      members += chance(a);
      others += 1 - chance(a);
      for (let b = 0; b < bins; b++) won += chance(a) * (1 - chance(b)) * (share[a]! > share[b]! ? 1 : share[a] === share[b] ? 0.5 : 0);
    }
    sum += ((m * n) / members / others) * won;
    pairs += m * n;
  }
  return sum / pairs;
}

describe('95% intervals hold what the order is worth in .93 to .97 of 600 runs', () => {
  test.each([
    ['under independence', 200, 3, 0.3, 0],
    ['under independence', 200, 8, 0.5, 0],
    ['under independence', 1000, 20, 0.5, 0],
    ['under independence with few members', 200, 20, 0.1, 0],
    ['of a weak input', 1000, 20, 0.5, 0.3],
    ['of a strong input', 200, 3, 0.3, 1.5],
    ['of a strong input', 1000, 8, 0.5, 1.5],
    ['of a strong input with few members', 1000, 20, 0.1, 1.5],
  ])('%s: %i rows, %i bins, base share %d, signal %d', (_, n, bins, base, signal) => {
    const { held, mean } = coverage(n, bins, base, signal);
    expect(held).toBeGreaterThanOrEqual(0.93);
    expect(held).toBeLessThanOrEqual(0.97);
    if (signal === 0) expect(mean).toBeCloseTo(0.5, 1.8);
  });

  test('under independence of three groups', () => {
    const { held, mean } = coverage(300, 8, 1 / 3, 0, 3);
    expect(held).toBeGreaterThanOrEqual(0.93);
    expect(held).toBeLessThanOrEqual(0.97);
    expect(mean).toBeCloseTo(0.5, 2);
  });
});
