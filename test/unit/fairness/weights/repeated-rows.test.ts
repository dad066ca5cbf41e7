import { describe, expect, test } from 'vitest';
import { abroca } from '../../../../src/engine/fairness/abroca';
import { comparePaired, MEASURES } from '../../../../src/engine/fairness/mitigation/paired/compare';
import { lineForShare } from '../../../../src/engine/fairness/mitigation/line';
import { rowWeights, type Weighting } from '../../../../src/engine/fairness/mitigation/retrain/weights';
import { calibration, calibrationLine } from '../../../../src/engine/fairness/calibration';
import { countDecisions, groupCounts, otherCounts } from '../../../../src/engine/fairness/counts';
import { crossAuc } from '../../../../src/engine/fairness/cross-auc';
import { crossedRates } from '../../../../src/engine/fairness/crossed';
import { gapIdentity } from '../../../../src/engine/fairness/gap/identity';
import { METRICS } from '../../../../src/engine/fairness/metrics/catalogue';
import { standardisedDifference } from '../../../../src/engine/fairness/metrics/contrast';
import { adverseImpact, quantileImpact } from '../../../../src/engine/fairness/metrics/impact';
import { countSides, joinSides, scoreSides, valueSides } from '../../../../src/engine/fairness/metrics/sides';
import { metricTable } from '../../../../src/engine/fairness/metrics/table';
import { calibrationError, scoreGap, SCORE_GAPS } from '../../../../src/engine/fairness/score-gaps/measures';
import { scoreTable } from '../../../../src/engine/fairness/score-gaps/table';
import { groupScores } from '../../../../src/engine/fairness/scores';
import { stratify, withinStrata } from '../../../../src/engine/fairness/strata';
import { buildThresholdIndex } from '../../../../src/engine/fairness/threshold-index';
import { WHOLE_TABLE, type WholeTableId } from '../../../../src/engine/fairness/whole-table';
import { Random } from '../../../../src/engine/stats/random';
import { people } from '../people';

const LINE = 0.5;
const GROUPS = 3;

/** The same people twice: each row with a whole weight, and each row as often as its weight says. */
function twice(fine: boolean) {
  const base = people(900, GROUPS, 5);
  const random = new Random(6);
  const scores = fine ? Float64Array.from(base.scores, (score) => (Number.isNaN(score) ? NaN : Math.min(1, Math.max(0, score + 0.02 * random.normal())))) : base.scores;
  const strata = Int32Array.from(scores, () => random.below(4));
  const predicted = Float64Array.from(scores, () => random.normal());
  const actual = Float64Array.from(predicted, (value, i) => value + (0.5 + base.groups[i]! / 4) * random.normal());
  const bounds = { lower: predicted.map((value) => value - 0.8), upper: predicted.map((value) => value + random.uniform()) };
  const weights = Float64Array.from(scores, () => random.below(5));
  const repeated = [...weights.keys()].flatMap((row) => Array.from({ length: weights[row]! }, () => row));
  const all = { ...base, scores, strata, predicted, actual, bounds };
  const rows = (from: Int32Array | Float64Array | Int8Array) => repeated.map((row) => from[row]!);
  return {
    weighted: { ...all, weights: weights as Float64Array<ArrayBuffer> | undefined },
    repeated: {
      groupCount: GROUPS,
      scores: Float64Array.from(rows(all.scores)),
      groups: Int32Array.from(rows(all.groups)),
      labels: Int8Array.from(rows(all.labels)),
      strata: Int32Array.from(rows(strata)),
      predicted: Float64Array.from(rows(predicted)),
      actual: Float64Array.from(rows(actual)),
      bounds: { lower: Float64Array.from(rows(bounds.lower)), upper: Float64Array.from(rows(bounds.upper)) },
      weights: undefined as Float64Array<ArrayBuffer> | undefined,
    },
  };
}

type Rows = ReturnType<typeof twice>['weighted'];

const decide = ({ scores }: Rows): Int8Array<ArrayBuffer> => Int8Array.from(scores, (score) => (Number.isNaN(score) ? -1 : score >= LINE ? 1 : 0));
const tableOf = (rows: Rows) => countDecisions(decide(rows), rows).table;
const sidesOf = (rows: Rows) => joinSides(countSides(tableOf(rows)), scoreSides(buildThresholdIndex(rows)), valueSides(rows));
const CROSSED = { cells: [0, 1, 2].map((level) => ({ parts: [level], count: 1, size: 'shown' as const })) };
const within = (rows: Rows) => withinStrata(stratify(decide(rows), rows.strata, 4, rows.groups, GROUPS, rows.weights), 0, 'others');

/** Every point value there is, by name. Values that rest on how many people there are (debiased errors) have a test of their own. */
const VALUES: readonly (readonly [string, (rows: Rows) => readonly (number | null)[]])[] = [
  ...METRICS.map(({ id }) => [`${id} by group, everybody, difference and ratio`, (rows: Rows) => {
    const [row] = metricTable([id], sidesOf(rows), { margin: 0.02, against: 'others', primary: [] });
    return [...row!.groups.map(({ value }) => value), row!.everyone.value, ...row!.contrasts.flatMap(({ difference, ratio }) => [difference, ratio])];
  }] as const),
  ...SCORE_GAPS.filter((id) => id !== 'calibration').map((id) => [`${id} of scores`, (rows: Rows) => [scoreGap(id, scoreTable(buildThresholdIndex(rows), 0, 'others'))]] as const),
  ...(Object.keys(WHOLE_TABLE) as WholeTableId[]).map((id) => [`${id} of the whole table`, (rows: Rows) => [WHOLE_TABLE[id].of(tableOf(rows))]] as const),
  ['ABROCA of rising scores', (rows) => [abroca(groupScores(buildThresholdIndex(rows), 0), groupScores(buildThresholdIndex(rows), 1))]],
  ['calibration bins and error', (rows) => {
    const found = calibration(groupScores(buildThresholdIndex(rows), 1))!;
    return [found.error, ...found.bins.flatMap(({ weight, positives, meanScore, observed, lowest, highest }) => [weight, positives, meanScore, observed, lowest, highest])];
  }],
  ['AUC across groups', (rows) => crossAuc({ index: buildThresholdIndex(rows), groups: [0, 1, 2] }).cells.map(({ value }) => value)],
  ['calibration line', (rows) => {
    const line = calibrationLine(groupScores(buildThresholdIndex(rows), 2))!;
    return [line.intercept, line.slope, line.inTheLarge];
  }],
  ['impact ratio and shortfall', (rows) => {
    const impact = adverseImpact(groupCounts(tableOf(rows), 2), otherCounts(tableOf(rows), 2), 0.02)!;
    return [impact.ratio, impact.shortfall80, impact.shortfallParity, impact.odds?.value ?? null];
  }],
  ['impact ratio by share selected', (rows) => quantileImpact(buildThresholdIndex(rows), 0, 'others', [0.1, 0.25, 0.5]).map(({ ratio }) => ratio)],
  ['rates of crossed groups', (rows) => crossedRates('selection', CROSSED, tableOf(rows), 1, 10).cells.flatMap(({ raw, difference }) => [raw.value, difference])],
  ['differences within strata', (rows) => {
    const { pooled, standardised, disparity } = within(rows);
    return [pooled!.difference, pooled!.oddsRatio, standardised!.here, standardised!.there, disparity.conditional, disparity.overall];
  }],
  ...MEASURES.map((id) => [`${id} before and after a change`, (rows: Rows) => {
    const truth = Float64Array.from(rows.labels, (label) => (label < 0 ? NaN : label));
    const after = rows.scores.map((score, i) => score + 0.15 * Math.sin(900 * score + 5 * rows.groups[i]! + rows.strata[i]!));
    const { measures, changed } = comparePaired({ ...rows, before: rows.scores, after, lineBefore: LINE, lineAfter: 0.52, pair: [0, 2], truth, seed: 1 });
    const { everyone, groups, gap } = measures[id];
    return [changed, ...[everyone, ...groups, gap].flatMap(({ before, after: then, difference }) => [before, then, difference])];
  }] as const),
  ['line at which as many are above', (rows) => [0.1, 0.3, 0.55, 0.9].map((share) => lineForShare(rows.scores, share, undefined, rows.weights))],
  ...(['reweigh', 'equal-cells', 'equal-groups'] satisfies Weighting[]).map((weighting) => [`sum of the weights of ${weighting} by group and outcome`, (rows: Rows) => {
    const weights = rowWeights(weighting, { groups: rows.groups, labels: rows.labels, counts: rows.weights, seed: 1 });
    return Array.from({ length: 2 * GROUPS }, (_, cell) => Math.round(weights.reduce((sum, own, i) => sum + (rows.groups[i] === cell >> 1 && (weighting === 'equal-groups' || rows.labels[i] === (cell & 1)) ? own : 0), 0)));
  }] as const),
  ['where a gap arises', (rows) => {
    const identity = gapIdentity(groupCounts(tableOf(rows), 0), groupCounts(tableOf(rows), 2))!;
    return [identity.total, identity.labels.value, identity.qualified.value, identity.unqualified.value];
  }],
];

describe.each([['few', false], ['many', true]] as const)('whole weights give the value of repeated rows, with %s different scores', (_, fine) => {
  const { weighted, repeated } = twice(fine);
  test.each(VALUES)('%s', (_name, of) => {
    const [one, other] = [of(weighted), of(repeated)];
    expect(one.length).toBe(other.length);
    one.forEach((value, i) => (value === null || other[i] === null ? expect(value).toBe(other[i]) : expect(value).toBeCloseTo(other[i]!, 9)));
    expect(one.some((value) => value !== null && value !== 0)).toBe(true);
  });
});

test('equal weights, of whatever size, change no value, and debiased errors rest on the effective number', () => {
  const { repeated } = twice(false);
  const equal = { ...repeated, weights: new Float64Array(repeated.scores.length).fill(0.25) };
  const error = (rows: Rows) => {
    const { scores, here } = scoreTable(buildThresholdIndex(rows), 0, 'others');
    return calibrationError(scores, here);
  };
  expect(error(equal)).toBeCloseTo(error(repeated)!, 10);
  expect(calibration(groupScores(buildThresholdIndex(equal), 0))!.debiasedError).toBeCloseTo(calibration(groupScores(buildThresholdIndex(repeated), 0))!.debiasedError!, 10);
  const [a, b] = [sidesOf(equal), sidesOf(repeated)];
  expect(standardisedDifference(a.groups[0]!, a.others[0]!)!.value).toBeCloseTo(standardisedDifference(b.groups[0]!, b.others[0]!)!.value, 10);
});
