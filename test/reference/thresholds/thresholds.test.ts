import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { overallCounts } from '../../../src/engine/fairness/counts';
import { rates } from '../../../src/engine/fairness/rates';
import { buildThresholdIndex, countsAt } from '../../../src/engine/fairness/threshold-index';
import { bestOf, sweepCommon } from '../../../src/engine/fairness/thresholds/common';
import type { Criterion } from '../../../src/engine/fairness/thresholds/criteria';
import { planLines } from '../../../src/engine/fairness/thresholds/plan';
import { countsUnder } from '../../../src/engine/fairness/thresholds/rules';
import { describeShared, sharedBytes, sharedJson } from '../../tools/shared';

interface Expected {
  readonly parameters: { readonly groups: readonly string[] };
  readonly values: Record<string, { exact_optimum: number; fairlearn_objective_expected: number; constraint_value_at_optimum: number } & Record<string, number>>;
}

const CONSTRAINTS: readonly (readonly [string, Criterion])[] = [
  ['demographic_parity', 'selection'],
  ['true_positive_rate_parity', 'tpr'],
  ['false_positive_rate_parity', 'fpr'],
  ['equalized_odds', 'odds'],
];

describeShared('lines by group beside linear programmes and another library', () => {
  describe.each(['compas-race-6', 'ricci-race-2-small'])('%s', (name) => {
    const read = () => {
      const { values, parameters } = sharedJson<Expected>(`reference/numbers/thresholds/${name}/expected.json`);
      const rows = Papa.parse<{ group: string; label: string; score: string }>(new TextDecoder().decode(sharedBytes(`reference/numbers/thresholds/${name}/table.csv`)), { header: true, skipEmptyLines: true }).data;
      const index = buildThresholdIndex({
        scores: Float64Array.from(rows, ({ score }) => Number(score)),
        labels: Int8Array.from(rows, ({ label }) => Number(label)),
        groups: Int32Array.from(rows, ({ group }) => parameters.groups.indexOf(group)),
        groupCount: parameters.groups.length,
      });
      return { values, index };
    };
    const base = { tolerance: 0, randomised: true, line: 0.5, minimum: 1 };

    test.each(['accuracy', 'balanced'] as const)('%s: equals the exact optimum under every constraint, and is never below the grid search', (kind) => {
      const { values, index } = read();
      for (const [constraint, criterion] of CONSTRAINTS) {
        const expected = values[`${kind === 'balanced' ? 'balanced_accuracy' : kind}/${constraint}`]!;
        const plan = planLines(index, { ...base, criterion, objective: { kind } });
        expect(plan.utility).toBeCloseTo(expected.exact_optimum, 12);
        expect(plan.gap).toBeLessThan(1e-12);
        expect(plan.utility).toBeGreaterThan(expected.fairlearn_objective_expected - 1e-9);
        const { tpr, balanced } = rates(overallCounts(countsUnder(index, plan.rules)));
        if (kind === 'balanced') expect(balanced.value).toBeCloseTo(expected.exact_optimum, 12);
        if (criterion === 'odds') expect(tpr.value).toBeCloseTo(expected.tpr_at_optimum!, 12);
      }
    });

    test.each(['accuracy', 'balanced'] as const)('%s: the best single line and the best line for each group by itself', (kind) => {
      const { values, index } = read();
      const prefix = kind === 'balanced' ? 'balanced_accuracy' : kind;
      const sweep = sweepCommon(index, { gap: 'selection', utility: { kind } });
      const best = bestOf(sweep);
      expect(sweep.utility[best]).toBeCloseTo(values[`${prefix}/one_common_threshold`]!.best!, 12);
      // Several lines may be equally good.
      const theirs = sweep.thresholds.indexOf(values[`${prefix}/one_common_threshold`]!.threshold_score_at_least!);
      expect(sweep.utility[theirs]).toBeCloseTo(sweep.utility[best]!, 12);
      expect(planLines(index, { ...base, criterion: 'none', objective: { kind } }).utility).toBeCloseTo(values[`${prefix}/free_group_thresholds`]!.best!, 12);
    });
  });

  test.each([0.02, 0.05, 0.1])('small case, one line per group, gap at most %f: as many right as the best of all pairs of lines', (tolerance) => {
    const { values } = sharedJson<{ values: Record<string, Record<string, Record<string, number>>> }>('reference/numbers/thresholds/ricci-race-2-small/expected.json');
    const rows = Papa.parse<{ group: string; label: string; score: string }>(new TextDecoder().decode(sharedBytes('reference/numbers/thresholds/ricci-race-2-small/table.csv')), { header: true, skipEmptyLines: true }).data;
    const index = buildThresholdIndex({
      scores: Float64Array.from(rows, ({ score }) => Number(score)),
      labels: Int8Array.from(rows, ({ label }) => Number(label)),
      groups: Int32Array.from(rows, ({ group }) => (group === 'White' ? 1 : 0)),
      groupCount: 2,
    });
    const expected = values.deterministic_two_groups_brute_force_all_threshold_pairs![String(tolerance)]!;
    for (const [criterion, key] of [['selection', 'correct_demographic_parity'], ['odds', 'correct_equalized_odds']] as const) {
      const plan = planLines(index, { criterion, objective: { kind: 'accuracy' }, tolerance, randomised: false, line: 0.7 });
      expect(Math.round(plan.utility * 118)).toBe(expected[key]);
      expect(plan.gap).toBeLessThanOrEqual(tolerance + 1e-12);
      expect(plan.rules.every(({ length }) => length === 1)).toBe(true);
      expect(rates(overallCounts(countsAt(index, plan.rules.map(([part]) => part!.threshold)))).accuracy.value).toBeCloseTo(plan.utility, 12);
    }
  });
});
