import { describe, expect, test } from 'vitest';
import { auc } from '../../../../src/engine/fairness/auc';
import { stratifiedFolds } from '../../../../src/engine/fairness/proxies/folds';
import { heldOutMargins, LEARNER } from '../../../../src/engine/fairness/proxies/learner';
import { aucGain, meanAuc, rowAuc, type RowAuc } from '../../../../src/engine/fairness/proxies/row-auc';
import { Random } from '../../../../src/engine/stats/random';

const squares = ({ error }: RowAuc): number => error!.reduce((sum, each) => sum + each * each, 0);

describe('the AUC of held-out scores', () => {
  const random = new Random(3);
  const n = 300;
  const target = Int32Array.from({ length: n }, (_, row) => (row % 17 === 0 ? -1 : row % 3 === 0 ? 1 : 0));
  const scores = Float64Array.from(target, (own) => Math.round(4 * (random.normal() + own)));

  test('in one fold has the value and the variance of DeLong', () => {
    const found = rowAuc(scores, target, new Int32Array(n), 1)!;
    const side = (own: number): Float64Array<ArrayBuffer> => scores.filter((_, row) => target[row] === own).sort();
    const reference = auc(side(1), side(0))!;
    expect(found.value).toBeCloseTo(reference.value, 14);
    // DeLong centres each side at its mean, which is the AUC for both: the same sums.
    expect(squares(found)).toBeCloseTo(reference.variance!, 14);
  });

  test('counts pairs within their fold only', () => {
    const fold = stratifiedFolds(target, 4, 1);
    let [won, pairs] = [0, 0];
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) {
        if (target[a] !== 1 || target[b] !== 0 || fold[a] !== fold[b]) continue;
        pairs++;
        won += scores[a]! > scores[b]! ? 1 : scores[a] === scores[b] ? 0.5 : 0;
      }
    }
    expect(rowAuc(scores, target, fold, 4)!.value).toBeCloseTo(won / pairs, 14);
  });

  test('is not estimable without both kinds in a fold, and has no error with one on a side', () => {
    expect(rowAuc(scores, target.map((own) => Math.min(own, 0)), new Int32Array(n), 1)).toBeNull();
    expect(rowAuc(scores, Int32Array.from({ length: n }, (_, row) => (row === 5 ? 1 : 0)), new Int32Array(n), 1)).toMatchObject({ error: null });
    expect(meanAuc([null])).toBeNull();
    expect(aucGain([null], [null])).toBeNull();
  });

  test('a gain is the difference of two, with nothing to err about between equals', () => {
    const fold = stratifiedFolds(target, 4, 1);
    const [more, fewer] = [rowAuc(scores, target, fold, 4), rowAuc(scores.map((score, row) => score + (row % 5)), target, fold, 4)];
    expect(aucGain([more], [fewer])!.gain).toBeCloseTo(more!.value - fewer!.value, 14);
    expect(aucGain([more], [more])).toEqual({ gain: 0, interval: { lower: 0, upper: 0 } });
  });
});

/** Shares of 500 runs whose interval holds .5 for the AUC of all inputs; and holds 0, or lies above it, for what an input that says nothing adds. */
async function coverage(n: number, signal: number): Promise<{ readonly auc: number; readonly gain: number; readonly above: number }> {
  const runs = 500;
  const held = { auc: 0, gain: 0, above: 0 };
  for (let run = 0; run < runs; run++) {
    const random = Random.stream(5, run);
    const values = Float64Array.from({ length: 2 * n }, () => random.normal());
    const target = Int32Array.from({ length: n }, (_, row) => (random.uniform() < 1 / (1 + Math.exp(-signal * values[2 * row]!)) ? 1 : 0));
    const fold = stratifiedFolds(target, 5, run);
    const data = { values, features: [{ kind: 'number' }, { kind: 'number' }] as const, fold, folds: 5 };
    const few = { ...LEARNER, trees: 8, leaves: 6 };
    const told = async (chosen: readonly number[]): Promise<RowAuc | null> => rowAuc(await heldOutMargins(data, chosen, target, () => Promise.resolve(), few), target, fold, 5);
    const [all, without] = [await told([0, 1]), await told([0])];
    const { lower, upper } = meanAuc([all])!.interval!;
    if (lower <= 0.5 && upper >= 0.5) held.auc++;
    const gain = aucGain([all], [without])!.interval!;
    if (gain.lower <= 0 && gain.upper >= 0) held.gain++;
    if (gain.lower > 0) held.above++;
  }
  return { auc: held.auc / runs, gain: held.gain / runs, above: held.above / runs };
}

test('under independence the intervals of a learner hold .5, and those of an empty gain 0, in .93 to .97 of 500 runs', { timeout: 120_000 }, async () => {
  const { auc: held, gain } = await coverage(250, 0);
  for (const share of [held, gain]) {
    expect(share).toBeGreaterThanOrEqual(0.93);
    expect(share).toBeLessThanOrEqual(0.97);
  }
});

test('beside a strong input an input that says nothing seems to add something in at most .03 of 500 runs', { timeout: 120_000 }, async () => {
  expect((await coverage(250, 2)).above).toBeLessThanOrEqual(0.03);
});
