import { expect, test } from 'vitest';
import { runInline } from '../../../src/engine/jobs/inline';
import { enumerateHybrids, exactIndices } from '../../../src/engine/influence/exact';
import { evaluateHybrids } from '../../../src/engine/influence/hybrids/evaluate';
import { makeMixture } from '../../../src/engine/influence/hybrids/mixture';
import { reasonsJob } from '../../../src/engine/influence/reasons/job';
import { describeShared } from '../../tools/shared';
import { distance, scorerOf } from '../../unit/influence/oracle';
import { LogisticCase } from './model';

const TOLERANCE = 1e-10;

describeShared('a logistic function with pairs and steps, enumerated elsewhere', () => {
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
          const grouped = await runInline(reasonsJob, known.question(person, kind, true), scorer);
          expect(distance(grouped.phi, wanted.group_shapley)).toBeLessThan(TOLERANCE);

          const mixture = makeMixture(asked);
          const table = enumerateHybrids(mixture, 300_000)!;
          const context = { scorer, breathe: () => Promise.resolve() };
          const { values } = await evaluateHybrids(mixture, table.hybrids, 0, table.hybrids.size, asked.quantity, context);
          const indices = exactIndices(mixture, table, values, known.sets, owner);
          expect(distance(indices.banzhaf, wanted.banzhaf)).toBeLessThan(TOLERANCE);
          expect(distance(indices.owen!, wanted.owen)).toBeLessThan(TOLERANCE);
          expect(distance(indices.unary, wanted.unary)).toBeLessThan(TOLERANCE);
          expect(distance(indices.firstIn, wanted.first_in)).toBeLessThan(TOLERANCE);
          expect(distance(indices.sets, wanted.set_influence)).toBeLessThan(TOLERANCE);
          if (wanted.sii_pairs !== undefined) expect(distance(indices.shapleyPairs, wanted.sii_pairs.flat())).toBeLessThan(TOLERANCE);
          if (wanted.banzhaf_pairs !== undefined) expect(distance(indices.banzhafPairs, wanted.banzhaf_pairs.flat())).toBeLessThan(TOLERANCE);
          if (kind !== 'decision') continue;
          expect(distance(indices.unaryChanged, expected.decision_flip_probability.single)).toBeLessThan(TOLERANCE);
          expect(distance(indices.setsChanged, expected.decision_flip_probability.sets)).toBeLessThan(TOLERANCE);
        }
      });
    }
  }
});
