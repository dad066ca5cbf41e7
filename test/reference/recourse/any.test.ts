import { expect, test } from 'vitest';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import { ANY_SETTINGS, searchAny } from '../../../src/engine/recourse/any/search';
import { keepsRules } from '../../../src/engine/recourse/rules';
import { describeShared } from '../../tools/shared';
import { readTask } from './tasks';

describeShared('recourse through scores alone, against plans proved best elsewhere', () => {
  test.each(['german', 'adult', 'adult-locked'])('%s: a plan for everyone who has one, hardly dearer than the best, and none for others', async (name) => {
    const { structure, rules, costs, people, expected, columns } = await readTask(name);
    const { margins } = compileForest(structure.forest);
    const ratios: number[] = [];
    for (const [k, person] of people.entries()) {
      const actions = { person, rules, costs, couplings: [], combine: 'sum', mostChanges: Infinity } as const;
      const { plans, rowsAsked } = await searchAny({ actions, target: { class: 1, above: 0 }, ask: async (rows, count) => margins(rows, count), columns, anchors: [], settings: ANY_SETTINGS });
      expect(rowsAsked).toBeLessThanOrEqual(ANY_SETTINGS.rows);
      const { cost } = expected[k]!;
      expect(plans.length > 0, `person ${k}`).toBe(cost !== null);
      for (const plan of plans) {
        expect(keepsRules(actions, plan.row)).toBe(true);
        expect(margins(plan.row, 1)[0]).toBeGreaterThanOrEqual(0);
        expect(plan.cost).toBeGreaterThanOrEqual(cost! - 1e-8);
      }
      if (cost !== null) ratios.push((plans[0]!.cost + 1e-9) / (cost + 1e-9));
    }
    expect(Math.max(...ratios)).toBeLessThan(1.02);
  });
});
