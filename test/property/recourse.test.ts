import { expect, test } from 'vitest';
import { finish } from '../../src/engine/jobs/steps';
import { compileForest } from '../../src/engine/models/forest/evaluate';
import { forestOptions } from '../../src/engine/recourse/forest/options';
import { prepareForest } from '../../src/engine/recourse/forest/prepare';
import { searchForest } from '../../src/engine/recourse/forest/search';
import { additiveLinear } from '../../src/engine/recourse/linear/additive';
import { prepareAdditive, searchAdditive } from '../../src/engine/recourse/linear/search';
import { type Actions, keepsRules } from '../../src/engine/recourse/rules';
import { Random } from '../../src/engine/stats/random';
import { cells, INPUTS, randomForest } from '../unit/influence/random-forest';
import { costOf, plain, randomLinear, rulesFor } from '../unit/recourse/cases';

test('no plan breaks a rule, misses the target or costs less than its bound, over 10,000 people, forests and sets of rules', () => {
  const random = new Random(2026);
  let [plans, none] = [0, 0];
  for (let seed = 1; seed <= 100; seed++) {
    const forest = randomForest(seed, 1, seed % 2 === 0 ? 'sum' : 'mean');
    const structure = plain(forest);
    const { margins } = compileForest(forest);
    for (const row of cells(random, 100)) {
      const person = Float64Array.from(row);
      const rules = rulesFor(random);
      const costs = rules.map((_, input) => costOf(input));
      const mostChanges = 1 + random.below(6);
      const least = (seed % 2 === 0 ? 2 : 0) + random.normal() / 2;
      const options = (sides: Parameters<typeof forestOptions>[1]) => forestOptions(forest, sides, rules[sides.feature]!, person[sides.feature]!, costs[sides.feature]!);
      const problem = finish(prepareForest({ structure, person, options, goals: [{ weights: [1], least }] }));
      const found = finish(searchForest(problem, { combine: 'sum', mostChanges, nodes: 1 + random.below(50) }));
      if (found.kind === 'gap' || found.kind === 'optimal') {
        plans++;
        const { plan } = found;
        expect(keepsRules({ person, rules, costs, couplings: [], combine: 'sum', mostChanges }, plan.row)).toBe(true);
        expect(margins(plan.row, 1)[0]).toBeGreaterThanOrEqual(least);
        if (found.kind === 'gap') expect(found.bound).toBeLessThanOrEqual(plan.cost);
      } else none++;
    }
  }
  expect(plans + none).toBe(10_000);
  expect(plans).toBeGreaterThan(2000);
  expect(none).toBeGreaterThan(1000);
}, 300_000);

test('no plan of a linear predictor breaks a rule, misses the target or costs less than its bound, over 10,000 people, weights and sets of rules', () => {
  const random = new Random(2027);
  let [plans, none, gaps] = [0, 0, 0];
  for (let k = 0; k < 10_000; k++) {
    const person = Float64Array.from({ length: INPUTS }, () => random.below(4));
    const model = additiveLinear(randomLinear(() => random.normal(), 1, { task: 'regression', link: 'none' }), person);
    const rules = rulesFor(random);
    const couplings = random.uniform() < 0.3 ? [{ when: 0, values: (value: number) => value > person[0]!, then: 1, allowed: (value: number) => value >= person[1]! + 1 }] : [];
    const actions: Actions = { person, rules, costs: rules.map((_, input) => costOf(input)), couplings, combine: 'sum', mostChanges: 1 + random.below(6) };
    const above = model.margins(person, 1)[0]! + 2 * random.uniform();
    const found = finish(searchAdditive(finish(prepareAdditive(model, actions, { class: 0, above })), { combine: 'sum', mostChanges: actions.mostChanges, nodes: random.uniform() < 0.2 ? 0 : 1000 }));
    if (found.kind === 'gap' || found.kind === 'optimal') {
      plans++;
      expect(keepsRules(actions, found.plan.row)).toBe(true);
      expect(model.margins(found.plan.row, 1)[0]).toBeGreaterThanOrEqual(above);
    } else none++;
    if (found.kind === 'gap') {
      gaps++;
      expect(found.bound).toBeLessThanOrEqual(found.plan.cost);
    }
  }
  expect(plans).toBeGreaterThan(5000);
  expect(none).toBeGreaterThan(100);
  expect(gaps).toBeGreaterThan(10);
}, 300_000);
