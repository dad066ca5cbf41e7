import { expect, test } from 'vitest';
import { calibrationLine } from '../../../../src/engine/fairness/calibration';
import { comparePaired, MEASURES } from '../../../../src/engine/fairness/mitigation/paired/compare';
import { contrast } from '../../../../src/engine/fairness/metrics/contrast';
import { scoreSides } from '../../../../src/engine/fairness/metrics/sides';
import { scoreGaps } from '../../../../src/engine/fairness/score-gaps/gaps';
import { SCORE_GAPS, scoreGap } from '../../../../src/engine/fairness/score-gaps/measures';
import { scoreTable } from '../../../../src/engine/fairness/score-gaps/table';
import { groupScores } from '../../../../src/engine/fairness/scores';
import { stratify, withinStrata } from '../../../../src/engine/fairness/strata';
import { buildThresholdIndex } from '../../../../src/engine/fairness/threshold-index';
import { survey, type Survey } from './survey';

const RUNS = 600;
type Limits = { readonly lower: number; readonly upper: number } | null | undefined;

/** Share of surveys whose intervals hold the population's value, per name; people are drawn with chances that hang on score, outcome and group. */
function covered(truth: ReadonlyMap<string, number>, size: number, look: (drawn: Survey, run: number) => ReadonlyMap<string, Limits>): Map<string, number> {
  const hits = new Map([...truth.keys()].map((name) => [name, 0]));
  for (let run = 0; run < RUNS; run++) {
    for (const [name, limits] of look(survey(size, 70_000 + run), run)) {
      const value = truth.get(name)!;
      if (limits && limits.lower <= value && value <= limits.upper) hits.set(name, hits.get(name)! + 1);
    }
  }
  return new Map([...hits].map(([name, count]) => [name, count / RUNS]));
}

function expectCovered(shares: ReadonlyMap<string, number>): void {
  for (const [name, share] of shares) {
    expect(share, name).toBeGreaterThan(0.93);
    expect(share, name).toBeLessThan(0.97);
  }
}

const everybody = survey(1_000_000, 3, true);

test('weighted differences of scores hold the population’s about 95 times in 100', { timeout: 180_000 }, () => {
  const large = scoreTable(buildThresholdIndex({ ...everybody, weights: undefined }), 0, 1);
  expectCovered(
    covered(new Map(SCORE_GAPS.map((id) => [id, scoreGap(id, large)!])), 1000, (drawn, seed) =>
      new Map(scoreGaps({ index: buildThresholdIndex(drawn), group: 0, against: 1, seed, resamples: 300, shuffles: 1 }).map(({ id, interval }) => [id, interval])),
    ),
  );
});

test('so do weighted means of scores, calibration lines and differences within strata', { timeout: 180_000 }, () => {
  const ids = ['score', 'auc', 'brier', 'logLoss', 'positiveBalance', 'negativeBalance'] as const;
  const look = (people: Survey & { readonly weights: Float64Array<ArrayBuffer> | undefined }) => {
    const index = buildThresholdIndex(people);
    const { groups } = scoreSides(index);
    const line = calibrationLine(groupScores(index, 1))!;
    const decisions = Int8Array.from(people.scores, (score) => (score >= 0.5 ? 1 : 0));
    const { pooled, standardised } = withinStrata(stratify(decisions, people.strata, 3, people.groups, 2, people.weights), 0, 1);
    return { contrasts: ids.map((id) => contrast(id, { scores: groups[0] }, { scores: groups[1] }, { margin: 0.02 })), line, pooled: pooled!, standardised: standardised! };
  };
  const truth = look({ ...everybody, weights: undefined } as unknown as Survey);
  const values = new Map<string, number>([
    ...ids.map((id, i) => [id, truth.contrasts[i]!.difference!] as const),
    ['intercept', truth.line.intercept],
    ['slope', truth.line.slope],
    ['in the large', truth.line.inTheLarge],
    ['standardised', truth.standardised.difference],
    ['pooled', truth.pooled.difference],
  ]);
  const around = (value: number, error: number): Limits => ({ lower: value - 1.959964 * error, upper: value + 1.959964 * error });
  expectCovered(
    covered(values, 800, (drawn) => {
      const { contrasts, line, pooled, standardised } = look(drawn);
      return new Map<string, Limits>([
        ...ids.map((id, i) => [id, contrasts[i]!.interval] as const),
        ['intercept', around(line.intercept, line.interceptError)],
        ['slope', around(line.slope, line.slopeError)],
        ['in the large', around(line.inTheLarge, line.inTheLargeError)],
        ['standardised', standardised.interval],
        ['pooled', pooled.interval],
      ]);
    }),
  );
});

/** A changed model: other scores of the same people, by what stands in the table. */
const afterOf = ({ scores, groups, strata }: Survey): Float64Array<ArrayBuffer> => scores.map((score, i) => Math.min(0.99, Math.max(0.01, score + 0.12 * groups[i]! + 0.17 * Math.sin(9 * score + 2 * strata[i]!))));

test('and changes of every measure among the same people, and of the gap', { timeout: 180_000 }, () => {
  const look = (people: Survey & { readonly weights: Float64Array<ArrayBuffer> | undefined }) =>
    comparePaired({ ...people, before: people.scores, after: afterOf(people), lineBefore: 0.5, lineAfter: 0.55, pair: [0, 1], truth: Float64Array.from(people.labels), seed: 1 }).measures;
  const whole = look({ ...everybody, weights: undefined } as unknown as Survey);
  const ids = MEASURES.filter((id) => whole[id].everyone.difference !== null);
  const truth = new Map(ids.flatMap((id) => [[id, whole[id].everyone.difference!], [`gap ${id}`, whole[id].gap.difference!]] as const));
  expectCovered(
    covered(truth, 900, (drawn) => {
      const measures = look(drawn);
      return new Map<string, Limits>(ids.flatMap((id) => [[id, measures[id].everyone.interval], [`gap ${id}`, measures[id].gap.interval]] as const));
    }),
  );
});
