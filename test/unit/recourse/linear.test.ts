import { describe, expect, test } from 'vitest';
import { finish } from '../../../src/engine/jobs/steps';
import type { ExactStructure } from '../../../src/engine/models/binding/structure';
import { buildForest } from '../../../src/engine/models/forest/build';
import { applyLink } from '../../../src/engine/models/links';
import { shortfall } from '../../../src/engine/recourse/any/pool';
import type { SearchSettings } from '../../../src/engine/recourse/forest/search';
import { type Additive, additiveForest, additiveLinear } from '../../../src/engine/recourse/linear/additive';
import { additiveSearches } from '../../../src/engine/recourse/linear/prove';
import { type Actions, keepsRules, planOf } from '../../../src/engine/recourse/rules';
import { TooManyValues } from '../../../src/engine/recourse/too-many';
import type { Coupling, Target } from '../../../src/engine/recourse/types';
import { Random } from '../../../src/engine/stats/random';
import { INPUTS, randomForest } from '../influence/random-forest';
import { admissible, claimsNoMore, costOf, plain, randomLinear, rulesFor, type Scored } from './cases';

/** Trees that ask about one input each. */
function stumps(random: Random, outputs: number, { task, link }: Scored): ExactStructure {
  const leaf = () => ({ leaf: Array.from({ length: outputs }, () => random.normal()) });
  const trees = Array.from({ length: 14 }, (_, t) => {
    const feature = t % INPUTS;
    const split = (): { feature: number; operator: 'le' | 'set'; split: number | number[]; missing: 'left' | 'right' } =>
      feature < 4 ? { feature, operator: 'le', split: random.below(5) - 0.25, missing: 'left' } : { feature, operator: 'set', split: [0, 1, 2, 3].filter(() => random.uniform() < 0.5), missing: 'right' };
    return { ...split(), left: { ...split(), left: leaf(), right: leaf() }, right: leaf() };
  });
  return { ...plain(buildForest({ features: INPUTS, outputs, combine: 'sum', base: Array.from({ length: outputs }, () => 0), trees: trees as Parameters<typeof buildForest>[0]['trees'] })), task, link };
}

interface Asked extends Omit<SearchSettings, 'nodes'> {
  readonly target: Target;
  readonly couplings?: readonly Coupling[];
}

/** Costs and numbers of changes of every plan there is. */
function everyPlan({ margins, outputs, task, link }: Additive, actions: Actions, { target, forbidden = [] }: Asked): { readonly cost: number; readonly changes: number }[] {
  let rows: number[][] = [[]];
  actions.rules.forEach((rule, input) => (rows = rows.flatMap((row) => admissible(rule, actions.person[input]!).map((value) => [...row, value]))));
  const kept = rows.filter((row) => keepsRules(actions, Float64Array.from(row)));
  const scores = applyLink(link, Float64Array.from(margins(Float64Array.from(kept.flat()), kept.length)), outputs);
  return kept.flatMap((row, k) => {
    const score = task === 'multiclass' ? scores[k * outputs + target.class]! : task === 'binary' && target.class === 0 ? 1 - scores[k]! : scores[k]!;
    const { changes, cost } = planOf(actions, Float64Array.from(row));
    if (shortfall(target, score) > 0 || forbidden.some((set) => set.every((input) => changes.some(({ feature }) => feature === input)))) return [];
    return [{ cost, changes: changes.length }];
  });
}

const VALUE: Scored = { task: 'regression', link: 'none' };
const CHANCE: Scored = { task: 'binary', link: 'sigmoid' };
const CLASSES: Scored = { task: 'multiclass', link: 'softmax' };
const COUPLED: readonly Coupling[] = [
  { when: 0, values: (value) => value > 2, then: 1, allowed: (value) => value >= 1 },
  { when: 4, values: (level) => level === 1 || level === 2, then: 5, allowed: (level) => level !== 0 },
  { when: 1, values: () => true, then: 3, allowed: (value) => value >= 2 },
];

const ASKED: readonly [string, Scored, 1 | 3, Asked][] = [
  ['a value of at least', VALUE, 1, { target: { class: 0, above: 4 }, combine: 'sum' }],
  ['a value of at most', VALUE, 1, { target: { class: 0, below: -4 }, combine: 'sum' }],
  ['a value between two others', VALUE, 1, { target: { class: 0, above: 3, below: 3.2 }, combine: 'sum' }],
  ['a chance of class 0', CHANCE, 1, { target: { class: 0, above: 0.97 }, combine: 'sum' }],
  ['the largest cost', CHANCE, 1, { target: { class: 1, above: 0.99 }, combine: 'max' }],
  ['at most two changes', VALUE, 1, { target: { class: 0, above: 4 }, combine: 'sum', mostChanges: 2 }],
  ['inputs that may not change together', VALUE, 1, { target: { class: 0, above: 4 }, combine: 'sum', forbidden: [[0], [1, 4], [2, 3, 5]] }],
  ['changes that ask for others', VALUE, 1, { target: { class: 0, above: 4 }, combine: 'sum', couplings: COUPLED }],
  ['changes that ask for others, the largest cost', VALUE, 1, { target: { class: 0, above: 4 }, combine: 'max', couplings: COUPLED }],
  ['one class of three', CLASSES, 3, { target: { class: 2, above: 0.9 }, combine: 'sum' }],
  ['one class of three, not likely', CLASSES, 3, { target: { class: 2, below: 0.05 }, combine: 'sum' }],
  ['one class of three within a range, few changes', CLASSES, 3, { target: { class: 0, above: 0.4, below: 0.5 }, combine: 'sum', mostChanges: 3 }],
];

const NODES = 20_000;

describe.each(['weights', 'trees of one input'] as const)('knapsack over what inputs add: %s', (kind) => {
  test.each(ASKED)('equals going through every combination, the cheapest and the fewest changes: %s', (_, scored, outputs, asked) => {
    const random = new Random(17);
    let [plans, none] = [0, 0];
    for (let seed = 1; seed <= 24; seed++) {
      const person = Float64Array.from({ length: INPUTS }, () => random.below(4));
      const model = kind === 'weights' ? additiveLinear(randomLinear(() => random.normal(), outputs, scored), person) : additiveForest(stumps(random, outputs, scored))!;
      const rules = rulesFor(random);
      const { target, couplings = [], mostChanges = Infinity, ...rest } = asked;
      const actions: Actions = { person, rules, costs: rules.map((__, input) => costOf(input)), couplings, combine: rest.combine, mostChanges };
      const all = everyPlan(model, actions, asked);
      const searches = finish(additiveSearches(model, actions, target, 0));
      const cheapest = finish(searches.cheapest({ ...rest, mostChanges, nodes: NODES }));
      const fewest = finish(searches.fewest({ ...rest, combine: 'sum', mostChanges, nodes: NODES }));
      if (all.length === 0) {
        expect([cheapest.kind, fewest.kind], `model ${seed}`).toEqual(['none', 'none']);
        none++;
        continue;
      }
      if (cheapest.kind !== 'optimal' || fewest.kind !== 'optimal') throw new Error(`model ${seed}: ${cheapest.kind}, ${fewest.kind}`);
      expect(cheapest.plan.cost, `model ${seed}`).toBeCloseTo(Math.min(...all.map(({ cost }) => cost)), 9);
      const few = Math.min(...all.map(({ changes }) => changes));
      expect([fewest.plan.changes.length, fewest.least], `model ${seed}`).toEqual([few, few]);
      if (rest.combine === 'sum') expect(fewest.plan.cost).toBeCloseTo(Math.min(...all.filter(({ changes }) => changes === few).map(({ cost }) => cost)), 9);
      for (const { row, cost, changes } of [cheapest.plan, fewest.plan]) {
        expect(keepsRules(actions, row)).toBe(true);
        expect(planOf(actions, row)).toMatchObject({ changes });
        if (rest.combine === 'sum') expect(planOf(actions, row).cost).toBe(cost);
      }
      plans++;
    }
    expect(plans).toBeGreaterThan(4);
    expect(plans + none).toBe(24);
  });
});

test('sums that meet the target to the last digit are decided by the model’s own arithmetic', () => {
  const random = new Random(3);
  let plans = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const person = Float64Array.from({ length: INPUTS }, () => random.below(4));
    const model = additiveLinear(randomLinear(() => (random.below(7) - 3) / 10, 1, VALUE), person);
    const rules = rulesFor(random);
    const actions: Actions = { person, rules, costs: rules.map((_, input) => costOf(input)), couplings: [], combine: 'sum', mostChanges: Infinity };
    const target = { class: 0, above: (10 + random.below(10)) / 10 };
    const all = everyPlan(model, actions, { target, combine: 'sum' });
    const found = finish(finish(additiveSearches(model, actions, target, 0)).cheapest({ combine: 'sum', nodes: NODES }));
    if (found.kind === 'optimal') {
      expect(found.plan.cost, `model ${seed}`).toBeCloseTo(Math.min(...all.map(({ cost }) => cost)), 9);
      plans++;
    } else expect([found.kind, all.length], `model ${seed}`).toEqual(['none', 0]);
  }
  expect(plans).toBeGreaterThan(10);
});

test('stopped early it claims no more than it knows', () => {
  const random = new Random(8);
  let gaps = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const person = Float64Array.from({ length: INPUTS }, () => random.below(4));
    const model = additiveLinear(randomLinear(() => random.normal(), 1, VALUE), person);
    const rules = rulesFor(random);
    const actions: Actions = { person, rules, costs: rules.map((_, input) => costOf(input)), couplings: COUPLED, combine: 'sum', mostChanges: 4 };
    const asked: Asked = { target: { class: 0, above: 4 }, combine: 'sum' };
    const best = Math.min(...everyPlan(model, actions, asked).map(({ cost }) => cost));
    const found = finish(finish(additiveSearches(model, actions, asked.target, 0)).cheapest({ combine: 'sum', mostChanges: 4, nodes: seed % 3 === 0 ? 0 : 0.5 }));
    if (claimsNoMore(found, best)) gaps++;
  }
  expect(gaps).toBeGreaterThan(3);
});

test('trees that ask about two inputs are no sum', () => {
  expect(additiveForest(plain(randomForest(1, 1, 'sum')))).toBeUndefined();
});

test('more values than can be gone through are refused before any is evaluated, by the input with most of them', () => {
  const width = 300;
  let rows = 0;
  const model: Additive = {
    outputs: 1,
    task: 'regression',
    link: 'none',
    scale: 1,
    features: new Set(Array.from({ length: width }, (_, feature) => feature)),
    trees: undefined,
    margins: (_, count) => ((rows += count), new Float64Array(count)),
    rounding: () => 0,
  };
  const rules = Array.from({ length: width }, (_, feature) => ({ kind: 'number' as const, low: 0, high: feature === 7 ? 2 : 1, step: 1e-3, direction: 'any' as const, weight: 1 }));
  const actions: Actions = { person: new Float64Array(width), rules, costs: rules.map(() => () => 1), couplings: [], combine: 'sum', mostChanges: width };
  const search = (): unknown => finish(additiveSearches(model, actions, { class: 0, above: 1 }, 0));
  expect(search).toThrow(TooManyValues);
  try {
    search();
  } catch (error) {
    const { feature, values, most } = error as TooManyValues;
    expect([feature, values, most]).toEqual([7, 2001, 266_666]);
  }
  expect(rows).toBeLessThan(10);
});
