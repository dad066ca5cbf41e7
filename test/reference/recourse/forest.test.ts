import { expect, test } from 'vitest';
import { forestOptions } from '../../../src/engine/recourse/forest/options';
import { prepareForest } from '../../../src/engine/recourse/forest/prepare';
import { searchForest } from '../../../src/engine/recourse/forest/search';
import { finish } from '../../../src/engine/jobs/steps';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import { describeShared } from '../../tools/shared';
import { readTask } from './tasks';

const NODES = 100_000;
const NO_PLAN = { adult: 0, german: 0, 'adult-locked': 23 };

describeShared('recourse through boosted trees, against plans proved best elsewhere', () => {
  test.each(['german', 'adult', 'adult-locked'] as const)('%s: the cheapest plan and the one with fewest changes are proved for all sixty people', async (name) => {
    const { structure, rules, costs, people, expected } = await readTask(name);
    const { margins } = compileForest(structure.forest);
    let without = 0;
    for (const [k, person] of people.entries()) {
      const problem = finish(prepareForest({
        structure,
        person,
        goals: [{ weights: [1], least: 0 }],
        options: (sides) => forestOptions(structure.forest, sides, rules[sides.feature]!, person[sides.feature]!, costs[sides.feature]!),
      }));
      const { status, cost, fewest } = expected[k]!;
      const cheapest = finish(searchForest(problem, { combine: 'sum', nodes: NODES }));
      if (status === 'no-recourse') {
        expect(cheapest.kind, `person ${k}`).toBe('none');
        without++;
        continue;
      }
      if (cheapest.kind !== 'optimal') throw new Error(`person ${k}: ${cheapest.kind}`);
      expect(cheapest.plan.cost, `person ${k}`).toBeCloseTo(cost!, 8);
      const few = finish(searchForest(problem, { combine: 'sum', perChange: 10, nodes: NODES }));
      if (few.kind !== 'optimal') throw new Error(`person ${k}: ${few.kind}`);
      expect(few.plan.changes.length, `person ${k}`).toBe(fewest!.changed);
      expect(few.plan.cost, `person ${k}`).toBeCloseTo(fewest!.cost, 8);
      for (const { row, changes } of [cheapest.plan, few.plan]) {
        expect(margins(row, 1)[0]).toBeGreaterThanOrEqual(0);
        for (const { feature, to } of changes) {
          const rule = rules[feature]!;
          if (rule.kind === 'number') expect((to - rule.low) % rule.step === 0 && to <= rule.high && to >= rule.low && (rule.direction !== 'up' || to > person[feature]!)).toBe(true);
          else expect(rule.kind).toBe('level');
        }
      }
    }
    expect(without).toBe(NO_PLAN[name]);
  });
});
