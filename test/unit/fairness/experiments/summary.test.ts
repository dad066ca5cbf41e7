import { describe, expect, test } from 'vitest';
import { tellApart } from '../../../../src/engine/fairness/experiments/classifier';
import { comparePairs } from '../../../../src/engine/fairness/experiments/matched/matched';
import { asExtreme, nullBars, seenShare } from '../../../../src/engine/fairness/experiments/null-bars';
import { presentedJob } from '../../../../src/engine/fairness/experiments/presented/job';
import { presentedQuestion } from '../../../../src/engine/fairness/experiments/presented/question';
import { type ExperimentSummary, summariseExperiment } from '../../../../src/engine/fairness/experiments/summary';
import { runInline } from '../../../../src/engine/jobs/inline';
import { blockedTest, drawCounts } from '../../../../src/engine/stats/tests';
import { facts, PLAYERS, scorerOf } from './setting';

describe('one summary for every experiment', () => {
  test.each([1, 3])('presented people, %i copies each way: the observed count stands for the effect', async (half) => {
    const question = presentedQuestion(facts(900, 1), { kind: 'correspondence', group: [], proxies: [PLAYERS[1]!, PLAYERS[2]!], half, size: 300, seed: 2 });
    const { result } = await runInline(presentedJob, question, scorerOf(4, ([, income]) => 1 / (1 + Math.exp(25 - income!))));
    const summary = summariseExperiment({ kind: 'presented', presented: result! });
    expect(summary.effect).not.toBe(0);
    expect(seenShare(summary)).toBeCloseTo(summary.effect, 12);
    expect(summary.p).toBe(result!.effect.test.twoSided);
  });

  test('matched pairs', () => {
    const group = Int8Array.from({ length: 200 }, (_, i) => i % 2);
    const decisions = Int8Array.from({ length: 200 }, (_, i) => (i % 7 < 3 + (i % 2) ? 1 : 0));
    const matched = comparePairs({ columns: [], group, decisions, names: ['a', 'b'], bins: 0, pairs: 80, alpha: 0.05, seed: 1 });
    const summary = summariseExperiment({ kind: 'matched', matched });
    expect(summary).toMatchObject({ people: 80, effect: matched.effect, twoSided: true });
    expect(seenShare(summary)).toBeCloseTo(matched.effect, 12);
  });

  test('telling apart: one-sided, against held-out people of the first group', () => {
    const group = Int8Array.from({ length: 400 }, (_, i) => i % 2);
    const values = Float64Array.from(group, (own, i) => own + ((i * 37) % 100) / 40);
    const classifier = tellApart({ columns: [{ name: 'score', values }], group, block: new Int32Array(400), names: ['a', 'b'], size: 400, seed: 1 });
    const summary = summariseExperiment({ kind: 'classifier', classifier });
    expect(summary).toMatchObject({ effect: classifier.auc - 0.5, p: classifier.test.greater, twoSided: false, people: classifier.heldOut[0] + classifier.heldOut[1] });
    expect(seenShare(summary)).toBeGreaterThan(0);
  });
});

describe('the picture of luck', () => {
  const pairs = (n: number, first: number): ExperimentSummary['test'] =>
    blockedTest(Array.from({ length: n }, (_, i) => (i < first ? { k1: 1, n1: 1, k2: 0, n2: 1 } : { k1: 0, n1: 1, k2: 1, n2: 1 })))!;

  test.each([
    [10, 8],
    [400, 260],
    [3000, 1500],
  ])('bars of %i pairs, %i one way, hold nearly all chance and the observed count, evenly about zero', (n, first) => {
    const own = { test: pairs(n, first), scale: 2 / n };
    const bars = nullBars(own, []);
    expect(bars.length).toBeLessThanOrEqual(63);
    expect(bars.reduce((sum, { chance }) => sum + chance, 0)).toBeGreaterThan(0.999);
    const seen = (own.test.observed - own.test.expected) * own.scale;
    expect(bars.some(({ at, width }) => Math.abs(at - seen) <= width / 2 + 1e-12)).toBe(true);
    expect(Math.abs(bars.reduce((sum, { chance, at }) => sum + chance * at, 0))).toBeLessThan(bars[0]!.width);
  });

  test('draws fall into the bars by their chances, none is lost but those beyond the picture', () => {
    const own = { test: pairs(200, 130), scale: 0.01 };
    const bars = nullBars(own, drawCounts(own.test.law, 1, 0, 5000));
    expect(bars.reduce((sum, { drawn }) => sum + drawn, 0)).toBeGreaterThan(4990);
    for (const { chance, drawn } of bars) expect(Math.abs(drawn - 5000 * chance)).toBeLessThan(5 * Math.sqrt(5000 * chance) + 5);
  });

  test('the share of draws that are as extreme comes near to the exact chance, either way and above', () => {
    const own = pairs(200, 112);
    const draws = drawCounts(own.law, 2, 0, 20_000);
    for (const [twoSided, p] of [[true, own.twoSided], [false, own.greater]] as const) {
      expect(Math.abs(asExtreme({ test: own, twoSided }, draws) / 20_000 - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 20_000));
    }
  });

  test('one outcome only: one bar', () => {
    expect(nullBars({ test: blockedTest([{ k1: 1, n1: 1, k2: 1, n2: 1 }])!, scale: 1 }, [1, 1])).toEqual([{ at: 0, width: 1, chance: 1, drawn: 2 }]);
  });
});
