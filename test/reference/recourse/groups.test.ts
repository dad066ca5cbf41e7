import { expect, test } from 'vitest';
import { runInline } from '../../../src/engine/jobs/inline';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import { sigmoid } from '../../../src/engine/models/links';
import { waysJob } from '../../../src/engine/recourse/groups/job';
import { WAY_BUDGET } from '../../../src/engine/recourse/groups/types';
import { describeShared } from '../../tools/shared';
import { readTask } from './tasks';

describeShared('ways for everybody of a reference task', () => {
  test.each(['german', 'adult', 'adult-locked'])('cost what was proved elsewhere, and those proved to have none have none: %s', { timeout: 120_000 }, async (name) => {
    const { structure, rules, prices, people, expected, columns } = await readTask(name);
    const { margins } = compileForest(structure.forest);
    const question = {
      people: Float64Array.from(people.flatMap((person) => [...person])),
      group: Int32Array.from(people, (_, person) => person % 2),
      rules,
      free: rules,
      fillMissing: false,
      prices,
      couplings: [],
      combine: 'sum',
      mostChanges: rules.length,
      target: { class: 1, above: 0.5 },
      task: 'binary',
      columns,
      reached: new Float64Array(0),
      scale: { features: rules.map(() => ({ kind: 'same', span: 0 }) as const), players: rules.map((_, feature) => ({ name: String(feature), features: [feature] })) },
      budget: { ...WAY_BUDGET, relaxed: 0 },
    } as const;
    const scorer = { width: 1, score: (values: Float64Array, count: number) => Promise.resolve(margins(values, count).map(sigmoid)) };
    const { ways } = await runInline(waysJob, question, scorer, structure);
    expect(ways.length).toBe(expected.length);
    for (const [at, { status, cost, fewest }] of expected.entries()) {
      const way = ways[at]!;
      expect(way.kind).toBe(status === 'optimal' ? 'proved' : 'none');
      if (cost === null) continue;
      expect(way.cost).toBeCloseTo(cost, 6);
      expect(way.fewest).toBe(fewest!.changed);
    }
  });
});
