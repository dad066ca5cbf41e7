import { expect, test } from 'vitest';
import { auc, aucDifference } from '../../../src/engine/fairness/auc';
import type { Auc } from '../../../src/engine/fairness/auc';
import { calibrationLine } from '../../../src/engine/fairness/calibration';
import { compare, impactRatio, oddsRatio, pooledZ } from '../../../src/engine/fairness/compare';
import { demographicDisparity } from '../../../src/engine/fairness/conditional';
import { consistency } from '../../../src/engine/fairness/consistency';
import { CELL, countDecisions, groupCounts, otherCounts, overallCounts } from '../../../src/engine/fairness/counts';
import type { Counts, CountTable } from '../../../src/engine/fairness/counts';
import type { MetricId } from '../../../src/engine/fairness/metrics/catalogue';
import { contrast } from '../../../src/engine/fairness/metrics/contrast';
import { scoreSide } from '../../../src/engine/fairness/metrics/sides';
import { metricTable } from '../../../src/engine/fairness/metrics/table';
import { inequality } from '../../../src/engine/fairness/inequality';
import { rates, sizes } from '../../../src/engine/fairness/rates';
import type { RateId } from '../../../src/engine/fairness/rates';
import { meanScoreDifference, scoreDistance, scoreMetrics } from '../../../src/engine/fairness/score-metrics';
import { allScores, groupScores, overallScores } from '../../../src/engine/fairness/scores';
import { tallies } from '../../../src/engine/fairness/shuffle';
import type { Tally } from '../../../src/engine/fairness/shuffle';
import { averageOdds, differentialFairness, equalizedOdds, spread } from '../../../src/engine/fairness/spread';
import { buildThresholdIndex } from '../../../src/engine/fairness/threshold-index';
import { clopperPearson, jeffreys, katzRatio, moverR, newcombe, waldDifference, wilson } from '../../../src/engine/stats/intervals';
import type { Interval } from '../../../src/engine/stats/intervals';
import { barnard, boschloo, breslowDay, chiSquare, conditionalOddsRatio, fisherExact, mantelHaenszel, mcNemar } from '../../../src/engine/stats/tests';
import { describeShared, sharedBytes, sharedJson } from '../../tools/shared';

const ROOT = 'reference/numbers/fairness/';
const CASES = ['adult-race-5-weighted', 'compas-race-6', 'ricci-race-2-small'];
/** How many pairs the reference has with a conditional odds ratio, unconditional tests, and a test of equal odds ratios over strata. */
const EXACT_TESTS: Record<string, { conditional: number; unconditional: number; homogeneity: number }> = {
  'adult-race-5-weighted': { conditional: 8, unconditional: 0, homogeneity: 2 },
  'compas-race-6': { conditional: 18, unconditional: 0, homogeneity: 4 },
  'ricci-race-2-small': { conditional: 4, unconditional: 2, homogeneity: 1 },
};
type Json = { [key: string]: Json } & Json[] & number;

/** The expected entry at a path; a missing entry fails the test, so that no comparison is ever silently left out. */
function at(json: Json, ...path: (string | number)[]): Json {
  let here: Json = json;
  for (const step of path) {
    here = here[step as string] as Json;
    if (here === undefined) throw new Error(`the reference has no ${path.join(' / ')}`);
  }
  return here;
}

const RATE_FIELDS: readonly (readonly [string, RateId])[] = [
  ['base_rate', 'base'], ['selection_rate', 'selection'], ['tpr', 'tpr'], ['fpr', 'fpr'], ['tnr', 'tnr'], ['fnr', 'fnr'], ['ppv', 'ppv'], ['npv', 'npv'],
  ['fdr', 'fdr'], ['forate', 'for'], ['accuracy', 'accuracy'], ['balanced_accuracy', 'balanced'], ['f1', 'f1'], ['treatment_equality_fn_over_fp', 'treatment'],
];
const SPREAD_FIELDS: readonly RateId[] = ['selection', 'tpr', 'fpr', 'tnr', 'fnr', 'accuracy', 'balanced', 'ppv', 'f1'];
const nameOf = (id: RateId): string => RATE_FIELDS.find(([, rate]) => rate === id)![0];

/** |actual − expected| ≤ tolerance, null meeting null. */
function near(actual: number | null | undefined, expected: number | null, tolerance = 1e-10): void {
  if (expected === null || actual === null || actual === undefined) expect(actual ?? null).toBe(expected);
  else expect(Math.abs(actual - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(tolerance);
}
const relative = (actual: number | null | undefined, expected: number, tolerance = 1e-8): void => near(actual, expected, tolerance * Math.abs(expected) + 1e-300);
const limits = (actual: Interval | null, expected: Json, tolerance = 1e-10): void => {
  near(actual?.lower, at(expected, 0), tolerance);
  near(actual?.upper, at(expected, 1), tolerance);
};

function load(name: string) {
  const expected = sharedJson<Json>(`${ROOT}${name}/expected.json`);
  const lines = new TextDecoder().decode(sharedBytes(`${ROOT}${name}/table.csv`)).trim().split('\n');
  const header = lines[0]!.split(',');
  const cells = lines.slice(1).map((line) => line.split(','));
  const text = (column: string): string[] => cells.map((row) => row[header.indexOf(column)]!);
  const number = (column: string): number[] => text(column).map(Number);
  const names = at(expected, 'parameters', 'groups') as unknown as string[];
  const groups = Int32Array.from(text('group'), (group) => names.indexOf(group));
  const labels = Int8Array.from(number('label'));
  const decisions = Int8Array.from(number('decision'));
  const weights = header.includes('weight') ? Float64Array.from(number('weight')) : undefined;
  const outcomes = { groups, groupCount: names.length, labels };
  return {
    values: at(expected, 'values'),
    names,
    reference: names.indexOf(at(expected, 'parameters', 'reference_group') as unknown as string),
    weighted: countDecisions(decisions, { ...outcomes, weights }).table,
    plain: countDecisions(decisions, outcomes).table,
    index: buildThresholdIndex({ ...outcomes, scores: Float64Array.from(number('score')) }),
    decisions,
    second: number('decision2'),
    strata: text('stratum'),
    features: header.filter((column) => /^x\d+$/.test(column)).map((column) => Float64Array.from(number(column))),
    groups,
  };
}

function checkRates(counts: Counts, expected: Json): void {
  near(counts.weight.reduce((a, b) => a + b, 0), at(expected, 'n'));
  near(counts.weight[CELL.truePositive], at(expected, 'tp'));
  near(counts.weight[CELL.falsePositive], at(expected, 'fp'));
  near(counts.weight[CELL.falseNegative], at(expected, 'fn'));
  near(counts.weight[CELL.trueNegative], at(expected, 'tn'));
  const all = rates(counts);
  for (const [field, id] of RATE_FIELDS) near(all[id].value, at(expected, field), 1e-12);
}

function checkAuc(actual: Auc | null, expected: Json): void {
  near(actual!.value, at(expected, 'auc'));
  near(actual!.variance, at(expected, 'variance'));
  near(Math.sqrt(actual!.variance!), at(expected, 'se'));
  limits(actual!.normalInterval, at(expected, 'ci'));
  limits(actual!.interval, at(expected, 'ci_logit'));
}

/** Selected of all people, per stratum and group. */
function stratumTallies(data: ReturnType<typeof load>, names: readonly string[]): Tally[][] {
  return names.map((stratum) =>
    data.names.map((_, group) => {
      let [k, n] = [0, 0];
      data.strata.forEach((s, i) => {
        if (s !== stratum || data.groups[i] !== group) return;
        n++;
        k += data.decisions[i]!;
      });
      return { k, n };
    }),
  );
}

for (const name of CASES) {
  describeShared(`group fairness of ${name}`, () => {
    let loaded: ReturnType<typeof load> | undefined;
    const data = (): ReturnType<typeof load> => (loaded ??= load(name));

    test('counts and rates, overall and by group', () => {
      const { values, names, weighted } = data();
      checkRates(overallCounts(weighted), at(values, 'overall'));
      names.forEach((group, g) => checkRates(groupCounts(weighted, g), at(values, 'by_group', group)));
    });

    test('spreads between groups and to everyone, as fairlearn', () => {
      const { values, weighted } = data();
      for (const id of SPREAD_FIELDS) {
        const actual = spread(weighted, id)!;
        near(actual.difference, at(values, 'fairlearn', 'difference_between_groups', nameOf(id)), 1e-12);
        near(actual.ratio, at(values, 'fairlearn', 'ratio_between_groups', nameOf(id)), 1e-12);
        near(actual.differenceToOverall, at(values, 'fairlearn', 'difference_to_overall', nameOf(id)), 1e-12);
        near(actual.ratioToOverall, at(values, 'fairlearn', 'ratio_to_overall', nameOf(id)), 1e-12);
      }
      const functions = at(values, 'fairlearn', 'functions');
      const odds = equalizedOdds(weighted)!;
      near(spread(weighted, 'selection')!.difference, at(functions, 'demographic_parity_difference'), 1e-12);
      near(spread(weighted, 'selection')!.ratio, at(functions, 'demographic_parity_ratio'), 1e-12);
      near(odds.worst, at(functions, 'equalized_odds_difference_worst_case'), 1e-12);
      near(odds.mean, at(functions, 'equalized_odds_difference_mean'), 1e-12);
      near(odds.worstRatio, at(functions, 'equalized_odds_ratio_worst_case'), 1e-12);
      near(spread(weighted, 'tpr')!.difference, at(functions, 'equal_opportunity_difference'), 1e-12);
      near(spread(weighted, 'tpr')!.ratio, at(functions, 'equal_opportunity_ratio'), 1e-12);
    });

    test('the table of all measures has the weighted rates, spreads and differences of the other libraries', () => {
      const { values, names, reference, weighted } = data();
      const sides = {
        groups: names.map((_, g) => ({ counts: groupCounts(weighted, g) })),
        others: names.map((_, g) => ({ counts: otherCounts(weighted, g) })),
        everyone: { counts: overallCounts(weighted) },
      };
      const ids = RATE_FIELDS.map(([, id]) => id);
      for (const row of metricTable(ids, sides, { margin: 0.02, against: reference, primary: ['selection'] })) {
        near(row.everyone.value, at(values, 'overall', nameOf(row.id as RateId)), 1e-12);
        row.groups.forEach(({ value }, g) => near(value, at(values, 'by_group', names[g]!, nameOf(row.id as RateId)), 1e-12));
      }
      const found = new Map(metricTable(['selection', 'tpr', 'equalizedOdds'], sides, { margin: 0.02, against: reference, primary: ['selection'] }).map((row) => [row.id, row]));
      names.forEach((group, g) => {
        if (g === reference) return;
        const expected = at(values, 'against_reference', group);
        const gap = (id: MetricId) => found.get(id)!.contrasts.find((entry) => entry.group === g)!;
        near(gap('selection').difference, at(expected, 'statistical_parity_difference'), 1e-12);
        near(gap('selection').ratio, at(expected, 'disparate_impact'), 1e-12);
        near(gap('tpr').difference, at(expected, 'equal_opportunity_difference'), 1e-12);
        near(gap('equalizedOdds').difference, at(expected, 'equalized_odds_difference'), 1e-12);
      });
    });

    test('differences and ratios to the reference group, as AIF360', () => {
      const { values, names, reference, weighted } = data();
      names.forEach((group, g) => {
        if (g === reference) return;
        const expected = at(values, 'against_reference', group);
        const gap = (id: RateId) => compare(weighted, id, g, reference, { margin: 0.02 });
        near(gap('selection').difference, at(expected, 'statistical_parity_difference'), 1e-12);
        near(gap('selection').ratio, at(expected, 'disparate_impact'), 1e-12);
        near(gap('tpr').difference, at(expected, 'equal_opportunity_difference'), 1e-12);
        near(gap('fpr').difference, at(expected, 'false_positive_rate_difference'), 1e-12);
        near(gap('fdr').difference, at(expected, 'false_discovery_rate_difference'), 1e-12);
        near(gap('for').difference, at(expected, 'false_omission_rate_difference'), 1e-12);
        near(gap('error').difference, at(expected, 'error_rate_difference'), 1e-12);
        near(gap('error').ratio, at(expected, 'error_rate_ratio'), 1e-12);
        near(averageOdds(weighted, g, reference)!.signed, at(expected, 'average_odds_difference'), 1e-12);
        near(averageOdds(weighted, g, reference)!.absolute, at(expected, 'average_abs_odds_difference'), 1e-12);
        near(Math.max(Math.abs(gap('tpr').difference!), Math.abs(gap('fpr').difference!)), at(expected, 'equalized_odds_difference'), 1e-12);
      });
    });

    test('intervals and tests of four rates', () => {
      const { values, names, reference, plain } = data();
      let [conditional, unconditional] = [0, 0];
      for (const [field, id] of [['selection_rate', 'selection'], ['tpr', 'tpr'], ['fpr', 'fpr'], ['ppv', 'ppv']] as const) {
        const [k2, n2] = ((t: CountTable) => [sizes(id, groupCounts(t, reference)).numerator, sizes(id, groupCounts(t, reference)).denominator])(plain) as [number, number];
        names.forEach((group, g) => {
          const expected = at(values, 'intervals_and_tests_unweighted', field, group);
          const { k, n } = tallies(plain, id)[g]!;
          expect([k, n]).toEqual([at(expected, 'k'), at(expected, 'n')]);
          near(k / n, at(expected, 'rate'));
          limits(wilson(k, n), at(expected, 'wilson'));
          limits(clopperPearson(k, n), at(expected, 'clopper_pearson'));
          limits(jeffreys(k, n), at(expected, 'jeffreys'));
          if (g === reference) return;
          const pair = at(expected, 'against_reference');
          near(k / n - k2 / n2, at(pair, 'difference'));
          limits(newcombe(k, n, k2, n2), at(pair, 'newcombe'));
          limits(waldDifference(k, n, k2, n2), at(pair, 'wald'));
          near(pooledZ(k, n, k2, n2), at(pair, 'pooled_z'));
          const ratio = compare(plain, id, g, reference, { margin: 0.02 });
          near(ratio.ratio, at(pair, 'ratio'));
          limits(moverR(k, n, k2, n2), at(pair, 'ratio_mover_r'));
          limits(ratio.ratioInterval, at(pair, 'ratio_mover_r'));
          limits(ratio.interval, at(pair, 'newcombe'));
          if (k > 0) limits(katzRatio(k, n, k2, n2), at(pair, 'ratio_katz'));
          const fisher = fisherExact(k, n, k2, n2)!;
          relative(fisher.twoSided, at(pair, 'fisher_two_sided'));
          relative(fisher.midP, at(pair, 'fisher_mid_p'));
          relative(fisher.less, at(pair, 'fisher_less'));
          relative(fisher.greater, at(pair, 'fisher_greater'));
          const odds = oddsRatio(k, n, k2, n2);
          expect(odds === null).toBe([k, n - k, k2, n2 - k2].includes(0));
          if (odds) {
            near(odds.value, at(pair, 'odds_ratio'));
            limits(odds.interval, at(pair, 'odds_ratio_woolf'));
            const pearson = chiSquare(k, n, k2, n2)!;
            near(pearson.statistic, at(pair, 'chi2'));
            relative(pearson.p, at(pair, 'chi2_p'));
          }
          if ('odds_ratio_conditional' in pair) {
            conditional++;
            const exact = conditionalOddsRatio(k, n, k2, n2)!;
            near(exact.value, at(pair, 'odds_ratio_conditional'), 1e-6);
            limits(exact.interval, at(pair, 'odds_ratio_conditional_exact_ci'), 1e-6);
          }
          if ('boschloo' in pair) {
            unconditional++;
            const exact = boschloo(k, n, k2, n2)!;
            near(exact.less, at(pair, 'boschloo', 'less'), 1e-5);
            near(exact.greater, at(pair, 'boschloo', 'greater'), 1e-5);
            near(Math.min(1, 2 * Math.min(exact.less, exact.greater)), at(pair, 'boschloo', 'two_sided_twice_the_smaller'), 1e-5);
            near(exact.twoSided, at(pair, 'boschloo', 'two_sided_ordered_by_two_sided_fisher'), 1e-5);
            near(barnard(k, n, k2, n2), at(pair, 'barnard_pooled_two_sided'), 1e-5);
          }
          near(impactRatio(k, n, k2, n2)!.ratio, at(pair, 'four_fifths', 'impact_ratio'));
        });
      }
      expect({ conditional, unconditional }).toEqual({ conditional: EXACT_TESTS[name]!.conditional, unconditional: EXACT_TESTS[name]!.unconditional });
    });

    test('scores by group: means, Brier, log loss, AUC, calibration, distances', () => {
      const { values, names, reference, index } = data();
      const base = groupScores(index, reference);
      const baseAuc = auc(base.positive, base.negative);
      names.forEach((group, g) => {
        const expected = at(values, 'score_level_unweighted', group);
        const scores = groupScores(index, g);
        const metrics = scoreMetrics(scores);
        near(metrics.people, at(expected, 'n'));
        near(metrics.mean, at(expected, 'mean'));
        near(metrics.deviation, at(expected, 'sd'));
        near(metrics.brier, at(expected, 'brier'));
        near(metrics.logLoss, at(expected, 'log_loss'));
        near(metrics.meanOfPositives, at(expected, 'mean_score_given_y1'));
        near(metrics.meanOfNegatives, at(expected, 'mean_score_given_y0'));
        checkAuc(metrics.auc, at(expected, 'auc_delong'));
        const side = scoreSide(scores);
        const fields = [['score', 'mean'], ['brier', 'brier'], ['logLoss', 'log_loss'], ['positiveBalance', 'mean_score_given_y1'], ['negativeBalance', 'mean_score_given_y0']] as const;
        for (const [id, field] of fields) near(side.means[id]?.mean, at(expected, field), 1e-12);
        checkAuc(side.auc, at(expected, 'auc_delong'));
        const line = calibrationLine(scores);
        const lineExpected = at(expected, 'calibration');
        if (lineExpected !== null) {
          near(line?.intercept, at(lineExpected, 'intercept'), 1e-7);
          near(line?.slope, at(lineExpected, 'slope'), 1e-7);
          near(line?.interceptError, at(lineExpected, 'se', 0), 1e-7);
          near(line?.slopeError, at(lineExpected, 'se', 1), 1e-7);
          near(line?.inTheLarge, at(lineExpected, 'in_the_large'), 1e-7);
          near(line?.inTheLargeError, at(lineExpected, 'in_the_large_se'), 1e-7);
        }
        for (const [other, o] of names.map((label, i) => [label, i] as const)) {
          const cross = auc(scores.positive, groupScores(index, o).negative);
          near(cross && cross.value, at(values, 'cross_auc_pos_row_group_above_neg_column_group', group, other));
        }
        if (g === reference) return;
        const welchExpected = at(expected, 'welch_against_reference');
        const difference = meanScoreDifference(scores, base)!;
        near(difference.difference, at(welchExpected, 'difference'));
        near(difference.t, at(welchExpected, 't'));
        near(difference.freedom, at(welchExpected, 'df'), 1e-8);
        const compared = contrast('score', { scores: scoreSide(scores) }, { scores: scoreSide(base) }, { margin: 0.02 });
        near(compared.difference, at(welchExpected, 'difference'), 1e-12);
        relative(compared.p, at(welchExpected, 'p'));
        limits(compared.interval, at(welchExpected, 'ci'));
        relative(difference.p, at(welchExpected, 'p'));
        limits(difference.interval, at(welchExpected, 'ci'));
        const distance = scoreDistance(allScores(scores), allScores(base))!;
        near(distance.ks, at(expected, 'ks_against_reference'));
        near(distance.wasserstein, at(expected, 'wasserstein_against_reference'));
        const step = aucDifference(metrics.auc, baseAuc)!;
        near(step.difference, at(values, 'auc_difference_against_reference', group, 'difference'));
        near(step.error, at(values, 'auc_difference_against_reference', group, 'se'));
      });
      const everyone = scoreMetrics(overallScores(index));
      checkAuc(everyone.auc, at(values, 'score_overall', 'auc_delong'));
      near(everyone.brier, at(values, 'score_overall', 'brier'));
    });

    test('inequality of benefits, differential fairness', () => {
      const { values, plain } = data();
      const expected = at(values, 'inequality_of_b_1_plus_decision_minus_label');
      const [one, two] = [inequality(plain, 1)!, inequality(plain, 2)!];
      near(one.total, at(expected, 'theil'));
      near(one.between, at(expected, 'ge_alpha1_between'));
      near(one.within, at(expected, 'ge_alpha1_within'));
      near(two.total, at(expected, 'ge_alpha2'));
      near(two.between, at(expected, 'ge_alpha2_between'));
      near(two.within, at(expected, 'ge_alpha2_within'));
      near(Math.sqrt(2 * two.total), at(expected, 'coefficient_of_variation_true'));
      near(inequality(plain, 0.5)!.total, at(expected, 'ge_alpha_half'));
      expect(inequality(plain, 0)).toBe(at(expected, 'ge_alpha0'));
      near(differentialFairness(plain), at(values, 'differential_fairness_epsilon_of_decision', 'smoothed_concentration_1'));
      near(differentialFairness(plain, 0), at(values, 'differential_fairness_epsilon_of_decision', 'unsmoothed'));
    });

    test('consistency over the five nearest people', () => {
      const { values, decisions, features } = data();
      near(consistency(features, decisions, 5, true), at(values, 'consistency_5nn_euclidean_x_columns', 'including_self'));
      near(consistency(features, decisions, 5, false), at(values, 'consistency_5nn_euclidean_x_columns', 'excluding_self'));
    });

    test('within strata: conditional disparity, Cochran–Mantel–Haenszel; two decisions: McNemar', () => {
      const { values, names, reference } = data();
      let homogeneous = 0;
      names.forEach((group, g) => {
        const expected = at(values, 'conditional_demographic_disparity', group);
        const labels = Object.keys(at(expected, 'by_stratum'));
        const strata = stratumTallies(data(), labels);
        const actual = demographicDisparity(strata, g);
        near(actual.overall, at(expected, 'dd'));
        near(actual.conditional, at(expected, 'cdd'));
        labels.forEach((label, s) => near(actual.byStratum[s], at(expected, 'by_stratum', label)));
        if (g === reference) return;
        const cmh = at(values, 'cmh_decision_by_stratum', group);
        const result = mantelHaenszel(strata.map((t) => ({ k1: t[g]!.k, n1: t[g]!.n, k2: t[reference]!.k, n2: t[reference]!.n })))!;
        near(result.difference, at(cmh, 'mh_risk_difference'));
        near(result.statistic, at(cmh, 'cmh_chi2'));
        relative(result.p, at(cmh, 'cmh_p'));
        near(result.corrected, at(cmh, 'cmh_chi2_corrected'));
        relative(result.correctedP, at(cmh, 'cmh_p_corrected'));
        near(result.oddsRatio, at(cmh, 'mh_odds_ratio'));
        if ('breslow_day' in cmh) {
          homogeneous++;
          const homogeneity = breslowDay(strata.map((t) => ({ k1: t[g]!.k, n1: t[g]!.n, k2: t[reference]!.k, n2: t[reference]!.n })))!;
          near(homogeneity.statistic, at(cmh, 'breslow_day', 'statistic'));
          relative(homogeneity.p, at(cmh, 'breslow_day', 'p'));
          near(homogeneity.corrected, at(cmh, 'breslow_day_tarone', 'statistic'));
          relative(homogeneity.correctedP, at(cmh, 'breslow_day_tarone', 'p'));
        }
        limits(result.oddsInterval, at(cmh, 'mh_odds_ratio_ci_robins_breslow_greenland'));
      });
      expect(homogeneous).toBe(EXACT_TESTS[name]!.homogeneity);
      const expected = at(values, 'mcnemar_decision_vs_decision2');
      let [first, second] = [0, 0];
      data().second.forEach((other, i) => {
        if (data().decisions[i] === 1 && other === 0) first++;
        if (data().decisions[i] === 0 && other === 1) second++;
      });
      expect([first, second]).toEqual([at(expected, 'b'), at(expected, 'c')]);
      const result = mcNemar(first, second)!;
      relative(result.exact, at(expected, 'exact_p'));
      relative(result.midP, at(expected, 'mid_p'));
      near(result.statistic, at(expected, 'chi2'));
      near(result.corrected, at(expected, 'chi2_corrected'));
    });
  });
}
