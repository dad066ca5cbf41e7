import { describe, expect, test } from 'vitest';
import { adjustedGap, type AdjustedQuestion } from '../../../../src/engine/fairness/adjusted/adjusted';
import { fitLogistic } from '../../../../src/engine/learn/logistic';
import { mantelHaenszel } from '../../../../src/engine/stats/tests';
import { Random } from '../../../../src/engine/stats/random';

/** People of two sides in strata, from k of n per stratum and side. */
function fromCounts(strata: readonly { readonly here: readonly [number, number]; readonly there: readonly [number, number] }[]): AdjustedQuestion {
  const [outcome, side, codes]: [number[], number[], number[]] = [[], [], []];
  strata.forEach(({ here, there }, stratum) =>
    [there, here].forEach(([k, n], group) => {
      for (let i = 0; i < n; i++) {
        outcome.push(i < k ? 1 : 0);
        side.push(group);
        codes.push(stratum);
      }
    }),
  );
  return { outcome: Float64Array.from(outcome), kind: 'decision', side, factors: [{ kind: 'level', codes, levels: strata.length }] };
}

const codesOf = ({ factors: [factor] }: AdjustedQuestion): number[] => (factor?.kind === 'level' ? Array.from(factor.codes) : []);

const STRATA = [
  { here: [30, 60], there: [30, 40] },
  { here: [5, 25], there: [40, 90] },
  { here: [12, 50], there: [8, 20] },
] as const;

describe('closed forms', () => {
  test('without factors it is the difference of the rates, and the log odds ratio with Woolf’s error', () => {
    const found = adjustedGap({ ...fromCounts([{ here: [30, 90], there: [60, 100] }]), factors: [] })!;
    expect(found.adjusted.value).toBeCloseTo(30 / 90 - 0.6, 7);
    expect(found.raw.value).toBeCloseTo(30 / 90 - 0.6, 12);
    expect(found.coefficient.value).toBeCloseTo(Math.log((30 * 40) / (60 * 60)), 6);
    const half = (found.coefficient.interval!.upper - found.coefficient.interval!.lower) / 2;
    const woolf = Math.sqrt(1 / 30 + 1 / 60 + 1 / 60 + 1 / 40);
    expect(half / woolf).toBeCloseTo(1.97264 * Math.sqrt(190 / 188), 3);
  });

  test('least squares with strata is Mantel and Haenszel’s difference', () => {
    const found = adjustedGap({ ...fromCounts(STRATA), kind: 'number' })!;
    const pooled = mantelHaenszel(STRATA.map(({ here, there }) => ({ k1: here[0], n1: here[1], k2: there[0], n2: there[1] })))!;
    expect(found.adjusted.value).toBeCloseTo(pooled.difference, 12);
    expect(found.coefficient.value).toBeCloseTo(pooled.difference, 12);
    expect(found.adjusted.interval!.lower).toBeCloseTo(found.coefficient.interval!.lower, 12);
  });

  test('where every stratum has the same odds ratio, it is the directly standardised difference', () => {
    const strata = [{ here: [20, 40], there: [30, 40] }, { here: [10, 40], there: [20, 40] }] as const;
    const found = adjustedGap(fromCounts(strata))!;
    expect(found.coefficient.value).toBeCloseTo(-Math.log(3), 6);
    expect(found.adjusted.value).toBeCloseTo((20 / 40 - 30 / 40) / 2 + (10 / 40 - 20 / 40) / 2, 7);
  });

  test('otherwise it is the mean of what the logistic regression expects of everybody on either side', () => {
    const question = fromCounts(STRATA);
    const n = question.outcome.length;
    const codes = codesOf(question);
    const values = Float64Array.from({ length: n * 3 }, (_, at) => [(question.side as number[])[Math.floor(at / 3)]!, Number(codes[Math.floor(at / 3)] === 1), Number(codes[Math.floor(at / 3)] === 2)][at % 3]!);
    const { coefficients, intercept } = fitLogistic({ values, rows: n, columns: 3, labels: question.outcome }, { penalty: 0 });
    const expit = (x: number): number => 1 / (1 + Math.exp(-x));
    const mean = (group: number): number => codes.reduce((sum, code) => sum + expit(intercept + coefficients[0]! * group + (code > 0 ? coefficients[code]! : 0)), 0) / n;
    const found = adjustedGap(question)!;
    expect(found.adjusted.value).toBeCloseTo(mean(1) - mean(0), 6);
    expect(found.coefficient.value).toBeCloseTo(coefficients[0]!, 5);
  });
});

test('whole weights are repeated rows, and rows of no weight are nobody', () => {
  const random = new Random(4);
  const n = 300;
  const [x, side] = [Float64Array.from({ length: n }, () => random.normal()), Int32Array.from({ length: n }, () => random.below(2))];
  const level = Int32Array.from({ length: n }, () => random.below(4) - 1);
  const outcome = Float64Array.from(x, (own, i) => (random.uniform() < 1 / (1 + Math.exp(-own + 0.5 * side[i]!)) ? 1 : 0));
  const weights = Float64Array.from({ length: n }, () => random.below(4));
  const repeated = [...weights.keys()].flatMap((row) => Array.from({ length: weights[row]! }, () => row));
  for (const kind of ['decision', 'number'] as const) {
    const one = adjustedGap({ outcome, kind, side, factors: [{ kind: 'number', values: x }, { kind: 'level', codes: level, levels: 3 }], weights })!;
    const take = (from: Float64Array | Int32Array): number[] => repeated.map((row) => from[row]!);
    const other = adjustedGap({ outcome: Float64Array.from(take(outcome)), kind, side: take(side), factors: [{ kind: 'number', values: take(x) }, { kind: 'level', codes: take(level), levels: 3 }] })!;
    for (const part of ['raw', 'adjusted', 'coefficient'] as const) expect(one[part].value).toBeCloseTo(other[part].value, 8);
    expect([one.columns, one.repeated]).toEqual([other.columns, other.repeated]);
  }
});

describe('bad input', () => {
  test('columns that repeat others or do not vary are left out', () => {
    const base = fromCounts(STRATA);
    const codes = codesOf(base);
    const twice = adjustedGap({ ...base, factors: [...base.factors, ...base.factors, { kind: 'number', values: codes.map(() => 7) }, { kind: 'number', values: codes.map((code) => 3 * Number(code === 2) - 1) }] })!;
    expect(twice.repeated).toBe(3);
    expect(twice.columns).toBe(2);
    expect(twice.adjusted.value).toBeCloseTo(adjustedGap(base)!.adjusted.value, 8);
  });
  test('a level in which nobody is selected has no end, and does not stop the answer', () => {
    const found = adjustedGap(fromCounts([...STRATA, { here: [0, 30], there: [0, 25] }]))!;
    expect(found.adjusted.value).toBeCloseTo((adjustedGap(fromCounts(STRATA))!.adjusted.value * 285) / 340, 3);
    expect(found.adjusted.interval).not.toBeNull();
  });
  test('a side that is empty, or all of one decision, is not estimable', () => {
    expect(adjustedGap(fromCounts([{ here: [0, 0], there: [3, 9] }]))).toBeNull();
    expect(adjustedGap(fromCounts([{ here: [0, 20], there: [3, 9] }]))).toBeNull();
    expect(adjustedGap(fromCounts([{ here: [4, 20], there: [3, 9] }]))!.rough).toBe(true);
  });
  test('the group’s own column among the factors leaves nothing to compare within', () => {
    const base = fromCounts(STRATA);
    const found = adjustedGap({ ...base, factors: [{ kind: 'level', codes: base.side, levels: 2 }] })!;
    expect(found.repeated).toBe(1);
    expect(found.adjusted.value).toBeCloseTo(found.raw.value, 7);
  });
});

describe('95% intervals hold the truth in .93 to .97 of 800 runs', () => {
  const expit = (x: number): number => 1 / (1 + Math.exp(-x));
  const draw = (random: Random, informative: boolean) => {
    for (;;) {
      const group = random.uniform() < 0.4 ? 1 : 0;
      const x = random.normal() - 0.6 * group;
      const level = random.below(3);
      const y = random.uniform() < expit(0.3 + 0.9 * x - 0.7 * group + 0.5 * (level - 1)) ? 1 : 0;
      const number = 1 + 0.8 * x - 0.5 * group + 0.4 * (level - 1) + (0.5 + 0.5 * group) * random.normal();
      const chance = informative ? 0.15 + 0.5 * y + 0.2 * Number(number > 1) : 1;
      if (random.uniform() < chance) return { group, x, level, y, number, weight: 1 / chance };
    }
  };
  const many = Array.from({ length: 400_000 }, ((random) => () => draw(random, false))(new Random(77)));
  const standard = many.reduce((sum, { x, level }) => sum + expit(0.3 + 0.9 * x - 0.7 + 0.5 * (level - 1)) - expit(0.3 + 0.9 * x + 0.5 * (level - 1)), 0) / many.length;
  test.each([['everybody alike', false], ['people drawn by what became of them', true]] as const)('%s', { timeout: 60_000 }, (_, informative) => {
    const hits = { adjusted: 0, coefficient: 0, number: 0 };
    const inside = (interval: { lower: number; upper: number } | null, truth: number): number => Number(interval !== null && interval.lower <= truth && truth <= interval.upper);
    for (let run = 0; run < 800; run++) {
      const random = new Random(run, 5);
      const people = Array.from({ length: 400 }, () => draw(random, informative));
      const common = {
        side: people.map(({ group }) => group),
        factors: [{ kind: 'number', values: people.map(({ x }) => x) }, { kind: 'level', codes: people.map(({ level }) => level), levels: 3 }] as const,
        weights: informative ? Float64Array.from(people, ({ weight }) => weight) : undefined,
      };
      const decisions = adjustedGap({ ...common, kind: 'decision', outcome: Float64Array.from(people, ({ y }) => y) })!;
      const numbers = adjustedGap({ ...common, kind: 'number', outcome: Float64Array.from(people, ({ number }) => number) })!;
      hits.adjusted += inside(decisions.adjusted.interval, standard);
      hits.coefficient += inside(decisions.coefficient.interval, -0.7);
      hits.number += inside(numbers.adjusted.interval, -0.5);
    }
    for (const [name, count] of Object.entries(hits)) {
      expect(count / 800, name).toBeGreaterThanOrEqual(0.93);
      expect(count / 800, name).toBeLessThanOrEqual(0.97);
    }
  });
});
