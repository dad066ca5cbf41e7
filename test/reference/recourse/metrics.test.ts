import { expect, test } from 'vitest';
import { gowerScale } from '../../../src/engine/influence/nearest/gower';
import { runInline } from '../../../src/engine/jobs/inline';
import type { Scorer } from '../../../src/engine/jobs/types';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import { sigmoid } from '../../../src/engine/models/links';
import { recourseMetrics } from '../../../src/engine/recourse/checks/metrics';
import { asker, RECOURSE_SETTINGS, recourseJob, type RecourseQuestion } from '../../../src/engine/recourse/job';
import { describeShared } from '../../tools/shared';
import { readTask } from './tasks';

const PEOPLE = 12;

describeShared('numbers by which results are compared, on plans proved best elsewhere', () => {
  test.each(['german', 'adult', 'adult-locked'] as const)('%s: every plan is enough and keeps the rules, none could be cheaper, and the fewest changes are among them', async (name) => {
    const { structure, rules, prices, people, expected, columns } = await readTask(name);
    const { margins } = compileForest(structure.forest);
    // As the runtime does: float32 all the way.
    const scorer: Scorer = { width: 1, score: async (rows, count) => margins(rows, count).map((margin) => Math.fround(sigmoid(Math.fround(margin)))) };
    const width = rules.length;
    const players = rules.map((_, feature) => ({ name: String(feature), features: [feature] }));
    const values = Float64Array.from(people.flatMap((person) => [...person]));
    const scale = gowerScale(rules.map((rule) => ({ kind: rule.kind === 'level' ? 'level' : 'number' })), players, values);
    for (const [k, person] of people.slice(0, PEOPLE).entries()) {
      const question: RecourseQuestion = {
        person: Float64Array.from(person),
        rules,
        prices,
        couplings: [],
        combine: 'sum',
        mostChanges: width,
        target: { class: 1, above: 0.5 },
        task: 'binary',
        columns: columns.map((column) => Float64Array.from(column)),
        anchors: new Float64Array(0),
        settings: RECOURSE_SETTINGS,
      };
      const recourse = await runInline(recourseJob, question, scorer, structure);
      const ask = asker({ scorer, breathe: () => Promise.resolve() }, question);
      const { plans, validity, violations, gap, proximity, sparsity } = await recourseMetrics(question, recourse, [], scale, ask);
      const { cost, fewest } = expected[k]!;
      expect(violations, `person ${k}`).toBe(0);
      if (cost === null) {
        expect([plans, validity, gap], `person ${k}`).toEqual([0, null, null]);
        continue;
      }
      expect([validity, gap], `person ${k}`).toEqual([1, 0]);
      expect(proximity!.least, `person ${k}`).toBeCloseTo(cost, 6);
      expect(sparsity!.least, `person ${k}`).toBe(fewest!.changed);
    }
  });
});
