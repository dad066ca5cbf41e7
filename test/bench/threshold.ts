import { resampleCounts } from '../../src/engine/fairness/bootstrap';
import { compare } from '../../src/engine/fairness/compare';
import { countDecisions, groupCounts, overallCounts } from '../../src/engine/fairness/counts';
import { RATE_IDS, rates } from '../../src/engine/fairness/rates';
import { scoreBins } from '../../src/engine/fairness/score-bins';
import { scoreMetrics } from '../../src/engine/fairness/score-metrics';
import { groupScores } from '../../src/engine/fairness/scores';
import { shuffle, tallies } from '../../src/engine/fairness/shuffle';
import { buildThresholdIndex, countsAt } from '../../src/engine/fairness/threshold-index';
import type { CountTable } from '../../src/engine/fairness/counts';
import { changes } from '../../src/engine/fairness/thresholds/changes';
import { sweepCommon } from '../../src/engine/fairness/thresholds/common';
import { gapBetween } from '../../src/engine/fairness/thresholds/criteria';
import { heldOut } from '../../src/engine/fairness/thresholds/held-out';
import { utilityOf } from '../../src/engine/fairness/thresholds/objectives';
import { planLines } from '../../src/engine/fairness/thresholds/plan';
import type { LineQuestion } from '../../src/engine/fairness/thresholds/plan';
import { oneLine } from '../../src/engine/fairness/thresholds/rules';
import { findings } from '../../src/engine/report/findings';
import { Random } from '../../src/engine/stats/random';

const ROWS = 1_000_000;
const SHARES = [0.5, 0.75, 0.9, 0.98, 1];

function timed<T>(work: () => T): { ms: number; result: T } {
  const start = performance.now();
  const result = work();
  return { ms: performance.now() - start, result };
}
const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;
const rounded = (ms: number): number => Number(ms.toPrecision(3));

/** Everything a move of the threshold redraws: counts, all measures with intervals, comparisons of every group, people by score. */
function move(index: ReturnType<typeof buildThresholdIndex>, threshold: number): number {
  const table = countsAt(index, threshold);
  let sum = 0;
  for (let g = 0; g < index.groupCount; g++) {
    sum += rates(groupCounts(table, g)).selection.value!;
    for (const id of ['selection', 'tpr', 'fpr', 'ppv', 'accuracy'] as const) sum += compare(table, id, g, 'others', { margin: 0.02 }).difference!;
    sum += scoreBins(index, g, 200, [0, 1])[0]!;
  }
  return sum;
}

const ASK: LineQuestion = { criterion: 'selection', objective: { kind: 'accuracy' }, tolerance: 0, randomised: true, line: 0.5 };

/** What a move of the line in the plane of gap against utility computes: where it stands now, and who changes sides. */
function planeMove(index: ReturnType<typeof buildThresholdIndex>, threshold: number): number {
  const table = countsAt(index, threshold);
  const rules = Array.from({ length: index.groupCount + 1 }, () => oneLine(threshold));
  return gapBetween(table, 'odds', [0, 1, 2, 3, 4]) + utilityOf({ kind: 'accuracy' }, table) + changes(index, 0.5, rules)[0]!.gained;
}

/** Times of the fairness engine on 1,000,000 people in 5 groups (50/25/15/8/2%), in milliseconds, beside the same work measured in Python. */
export function bench(): Promise<Record<string, unknown>> {
  const random = new Random(0);
  const scores = Float64Array.from({ length: ROWS }, () => random.uniform());
  const groups = Int32Array.from({ length: ROWS }, () => {
    const draw = random.uniform();
    return SHARES.findIndex((share) => draw < share);
  });
  const labels = Int8Array.from(scores, (score) => (random.uniform() < score ? 1 : 0));
  const weights = Float64Array.from({ length: ROWS }, () => 0.5 + random.uniform());
  const outcomes = { groups, groupCount: 5, labels };

  const build = timed(() => buildThresholdIndex({ ...outcomes, scores }));
  const buildWeighted = timed(() => buildThresholdIndex({ ...outcomes, scores, weights }));
  const index = build.result;
  const first = timed(() => move(index, 0.5)).ms;
  const counts: number[] = [];
  const moves: number[] = [];
  const cpu: number[] = [];
  const weightedMoves: number[] = [];
  for (let i = 0; i < 200; i++) {
    const threshold = random.uniform();
    counts.push(timed(() => countsAt(index, threshold)).ms);
    const before = process.cpuUsage();
    moves.push(timed(() => move(index, threshold)).ms);
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1000);
    weightedMoves.push(timed(() => move(buildWeighted.result, threshold)).ms);
  }
  const decisions = Int8Array.from(scores, (score) => (score >= 0.5 ? 1 : 0));
  const everything = (table: CountTable): number => {
    let sum = rates(overallCounts(table)).selection.value!;
    for (let g = 0; g < 5; g++) sum += rates(groupCounts(table, g)).f1.value!;
    return sum;
  };
  const metrics = [1, 2, 3].map(() => timed(() => everything(countDecisions(decisions, outcomes).table)).ms);
  const { table } = countDecisions(decisions, outcomes);
  const resampled = timed(() => {
    for (const resample of resampleCounts(table, 1, 200)) everything(resample);
  });
  const shuffled = timed(() => shuffle(tallies(table, 'selection'), 1, 0, 2000));
  const scored = timed(() => [0, 1, 2, 3, 4].map((g) => scoreMetrics(groupScores(index, g))));
  const told = [1, 2].map(() => timed(() => findings({ table, index, threshold: 0.5, margin: 0.02, seed: 1, person: { row: 0, score: 0.3 } })).ms);
  const metricsMs = Math.min(...metrics);
  const lines = (change: Partial<LineQuestion>): { ms: number; cpu: number } => {
    const before = process.cpuUsage();
    const { ms } = timed(() => planLines(buildThresholdIndex({ ...outcomes, scores }), { ...ASK, ...change }));
    const { user, system } = process.cpuUsage(before);
    return { ms, cpu: (user + system) / 1000 };
  };
  const quickest = (change: Partial<LineQuestion>): { ms: number; cpu: number } => {
    const runs = [1, 2, 3].map(() => lines(change));
    return { ms: Math.min(...runs.map(({ ms }) => ms)), cpu: Math.min(...runs.map(({ cpu: used }) => used)) };
  };
  const parity = quickest({});
  const odds = quickest({ criterion: 'odds' });
  const oddsNear = quickest({ criterion: 'odds', tolerance: 0.02 });
  const parityPlain = quickest({ randomised: false, tolerance: 0.02 });
  const oddsPlain = quickest({ criterion: 'odds', randomised: false, tolerance: 0.02 });
  const sweep = timed(() => sweepCommon(index, { gap: 'odds', utility: { kind: 'accuracy' } })).ms;
  const halves = timed(() => heldOut({ ...outcomes, scores, question: ASK, seed: 1 })).ms;
  const planeMoves = counts.map(() => timed(() => planeMove(index, random.uniform())).ms);
  return Promise.resolve({
    rows: ROWS,
    groups: 5,
    measures: RATE_IDS.length,
    indexBuildMs: rounded(build.ms),
    indexBuildWeightedMs: rounded(buildWeighted.ms),
    countsAtMs: rounded(median(counts)),
    moveFirstMs: rounded(first),
    moveMedianMs: rounded(median(moves)),
    moveSlowestMs: rounded(Math.max(...moves)),
    moveSlowestCpuMs: rounded(Math.max(...cpu)),
    moveWeightedMedianMs: rounded(median(weightedMoves)),
    moveAimMs: 16,
    allGroupMetricsMs: rounded(metricsMs),
    allGroupMetricsAimMs: 100,
    fairlearnFiveMetricsMs: 19_100,
    timesFasterThanFairlearn: Math.round(19_100 / metricsMs),
    aif360SixMetricsMs: 420 + 620,
    timesFasterThanAif360: Math.round(1040 / metricsMs),
    bootstrap200Ms: rounded(resampled.ms),
    bootstrap200AimMs: 500,
    shuffles2000Ms: rounded(shuffled.ms),
    scoreMetricsWithAucMs: rounded(scored.ms),
    linesForParityMs: rounded(parity.ms),
    linesForParityCpuMs: rounded(parity.cpu),
    linesForOddsMs: rounded(odds.ms),
    linesForOddsCpuMs: rounded(odds.cpu),
    linesAimMs: 700,
    fairlearnParityMs: 14_100,
    fairlearnOddsMs: 13_200,
    timesFasterParity: rounded(14_100 / parity.ms),
    timesFasterOdds: rounded(13_200 / odds.ms),
    linesForOddsWithin2PointsMs: rounded(oddsNear.ms),
    oddsWithin2PointsToExact: rounded(oddsNear.ms / odds.ms),
    linesForParityWithoutLotMs: rounded(parityPlain.ms),
    linesForOddsWithoutLotMs: rounded(oddsPlain.ms),
    sweepAllLinesMs: rounded(sweep),
    heldOutMs: rounded(halves),
    planeMoveMedianMs: rounded(median(planeMoves)),
    planeMoveSlowestMs: rounded(Math.max(...planeMoves)),
    findingsFirstMs: rounded(told[0]!),
    findingsAgainMs: rounded(told[1]!),
  });
}
