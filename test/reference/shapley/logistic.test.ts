import { expect, test } from 'vitest';
import { runInline } from '../../../src/engine/jobs/inline';
import { indicesJob } from '../../../src/engine/influence/indices/job';
import { INDICES_SETTINGS } from '../../../src/engine/influence/indices/types';
import type { RowShare } from '../../../src/engine/influence/indices/types';
import { IMPORTANCE_SETTINGS } from '../../../src/engine/influence/importance/job';
import { reasonsJob } from '../../../src/engine/influence/reasons/job';
import { regressionJob } from '../../../src/engine/influence/regression/job';
import { REGRESSION_SETTINGS } from '../../../src/engine/influence/regression/types';
import { setsJob } from '../../../src/engine/influence/sets/job';
import type { PeopleSet } from '../../../src/engine/influence/sets/types';
import { moments } from '../../../src/engine/stats/intervals';
import { describeShared } from '../../tools/shared';
import { distance, scorerOf } from '../../unit/influence/oracle';
import { LogisticCase } from './model';

const TOLERANCE = 1e-10;

describeShared('a logistic function with pairs and steps, enumerated elsewhere', () => {
  test.each(['probability', 'decision'] as const)('difference of two groups’ mean influence, %s', async (kind) => {
    const known = new LogisticCase('logistic-8-adult');
    const scorer = scorerOf(known.probability);
    const wanted = known.groupGap![kind];
    const explained: { group: string; end: number; phi: Float64Array; unary: Float64Array }[] = [];
    for (const { group, row } of known.groupRows()) {
      const asked = { ...known.questionOf(row, kind), sets: [], settings: INDICES_SETTINGS };
      const { coalitions, unary, end } = await runInline(indicesJob, asked, scorer);
      explained.push({ group, end, phi: coalitions!.shapley.mean, unary: unary.mean });
    }
    const difference = (of: (one: (typeof explained)[number]) => number): { value: number; se: number } => {
      const [a, b] = ['A', 'B'].map((wantedGroup) => moments(explained.filter(({ group }) => group === wantedGroup).map(of)));
      return { value: a!.mean - b!.mean, se: Math.sqrt(a!.variance / a!.n + b!.variance / b!.n) };
    };
    expect(difference(({ end }) => end).value).toBeCloseTo(wanted.gap, 10);
    for (const [player, shapley] of wanted.shapley.entries()) {
      const gap = difference(({ phi }) => phi[player]!);
      expect(gap.value).toBeCloseTo(shapley, 10);
      expect(gap.se).toBeCloseTo(wanted.standard_error[player]!, 10);
      expect(difference(({ unary }) => unary[player]!).value).toBeCloseTo(wanted.unary[player]!, 10);
    }
  });

  test.each(['probability', 'decision'] as const)('difference of two groups, shared out by one question, with its errors, %s', async (kind) => {
    const known = new LogisticCase('logistic-8-adult');
    const wanted = known.groupGap![kind];
    const { background, players, quantity } = known.questionOf(known.people[0]!, kind);
    const setOf = (of: string): PeopleSet => ({ rows: Float64Array.from(known.groupRows().flatMap(({ group, row }) => (group === of ? row : []))), of: 2e9 });
    const common = { width: known.people[0]!.length, background, backgroundOf: known.background.length, players, quantity };
    const asked = { a: setOf('A'), b: setOf('B'), ...common, settings: { ...IMPORTANCE_SETTINGS, maxExactRows: 1e6 } };
    const { difference, exact, start } = await runInline(setsJob, asked, scorerOf(known.probability));
    expect([exact, difference!.backgroundSe]).toEqual([true, null]);
    expect(Math.abs(start - known.expected[0]![kind].background_mean)).toBeLessThan(TOLERANCE);
    expect(Math.abs(difference!.total - wanted.gap)).toBeLessThan(TOLERANCE);
    expect(distance(difference!.phi, wanted.shapley)).toBeLessThan(TOLERANCE);
    // A group of two thousand million is endless but for a part in a hundred million.
    expect(distance(difference!.se, wanted.standard_error)).toBeLessThan(1e-8);
  });

  for (const name of ['logistic-8-adult', 'logistic-12-taiwan']) {
    for (const kind of ['probability', 'decision', 'margin'] as const) {
      test(`${name}, ${kind}: Shapley values, other indices, groups`, async () => {
        const known = new LogisticCase(name);
        const scorer = scorerOf(known.probability);
        const owner = new Int32Array(known.people[0]!.length);
        known.groups.forEach((features, group) => features.forEach((feature) => (owner[feature] = group)));
        for (const [person, expected] of known.expected.entries()) {
          const wanted = expected[kind];
          const asked = known.question(person, kind);
          const found = await runInline(reasonsJob, asked, scorer);
          expect(found.method).toBe('exact');
          expect(distance(found.phi, wanted.shapley)).toBeLessThan(TOLERANCE);
          expect(Math.abs(found.start - wanted.background_mean)).toBeLessThan(TOLERANCE);
          expect(Math.abs(found.end - wanted.value)).toBeLessThan(TOLERANCE);
          if (kind === 'probability') {
            const settings = { ...REGRESSION_SETTINGS, ratio: 0, maxRows: 1e6 };
            const regressed = await runInline(regressionJob, { ...asked, settings }, scorer);
            expect(distance(regressed.phi, wanted.shapley)).toBeLessThan(TOLERANCE);
          }
          const grouped = await runInline(reasonsJob, known.question(person, kind, true), scorer);
          expect(distance(grouped.phi, wanted.group_shapley)).toBeLessThan(TOLERANCE);

          const owen = await runInline(reasonsJob, { ...asked, groups: owner }, scorer);
          expect(distance(owen.phi, wanted.owen)).toBeLessThan(TOLERANCE);

          const indices = await runInline(indicesJob, { ...asked, sets: known.sets, groups: owner, settings: INDICES_SETTINGS }, scorer);
          const coalitions = indices.coalitions!;
          expect(distance(coalitions.shapley.mean, wanted.shapley)).toBeLessThan(TOLERANCE);
          expect(distance(coalitions.banzhaf.mean, wanted.banzhaf)).toBeLessThan(TOLERANCE);
          expect(distance(coalitions.owen!.mean, wanted.owen)).toBeLessThan(TOLERANCE);
          expect(distance(indices.unary.mean, wanted.unary)).toBeLessThan(TOLERANCE);
          expect(distance(indices.firstIn.mean, wanted.first_in)).toBeLessThan(TOLERANCE);
          expect(distance(indices.sets.mean, wanted.set_influence)).toBeLessThan(TOLERANCE);
          if (wanted.sii_pairs !== undefined) expect(distance(coalitions.shapleyPairs, wanted.sii_pairs.flat())).toBeLessThan(TOLERANCE);
          if (wanted.banzhaf_pairs !== undefined) expect(distance(coalitions.banzhafPairs, wanted.banzhaf_pairs.flat())).toBeLessThan(TOLERANCE);
          if (kind !== 'decision') continue;
          const shares = (changed: readonly RowShare[]): number[] => changed.map(({ share }) => share);
          expect(distance(shares(indices.unaryChanged), expected.decision_flip_probability.single)).toBeLessThan(TOLERANCE);
          expect(distance(shares(indices.setsChanged), expected.decision_flip_probability.sets)).toBeLessThan(TOLERANCE);
        }
      });
    }
  }
});
