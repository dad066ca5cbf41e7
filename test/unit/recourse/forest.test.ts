import { describe, expect, test } from 'vitest';
import { finish } from '../../../src/engine/jobs/steps';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import type { Forest } from '../../../src/engine/models/forest/types';
import { forestOptions } from '../../../src/engine/recourse/forest/options';
import { prepareForest } from '../../../src/engine/recourse/forest/prepare';
import { searchForest, type SearchSettings } from '../../../src/engine/recourse/forest/search';
import type { Coupling, FeatureRule, Goal } from '../../../src/engine/recourse/types';
import { Random } from '../../../src/engine/stats/random';
import { cells, randomForest } from '../influence/random-forest';
import { admissible, claimsNoMore, costOf, plain, rulesFor } from './cases';

interface Asked extends SearchSettings {
  readonly goals: readonly Goal[];
  readonly couplings?: readonly Coupling[];
}

/** Goes through every combination. */
function bruteForce(forest: Forest, person: Float64Array, rules: readonly FeatureRule[], { goals, couplings = [], combine, perChange = 0, mostChanges = Infinity, forbidden = [] }: Asked): number {
  let rows: number[][] = [[]];
  rules.forEach((rule, input) => (rows = rows.flatMap((row) => admissible(rule, person[input]!).map((value) => [...row, value]))));
  const margins = compileForest(forest).margins(Float64Array.from(rows.flat()), rows.length);
  let best = Infinity;
  rows.forEach((row, k) => {
    const changed = row.map((value, input) => !Object.is(value, person[input]!));
    if (changed.filter(Boolean).length > mostChanges || forbidden.some((set) => set.every((input) => changed[input]))) return;
    if (couplings.some(({ when, values, then, allowed }) => changed[when] && values(row[when]!) && !allowed(row[then]!))) return;
    if (!goals.every(({ weights, least }) => weights.reduce((sum, weight, o) => sum + weight * margins[k * forest.outputs + o]!, 0) >= least)) return;
    const costs = row.map((value, input) => (changed[input] ? (rules[input] as { weight: number }).weight * costOf(input)(person[input]!, value) + perChange : 0));
    best = Math.min(best, combine === 'max' ? Math.max(...costs) : costs.reduce((sum, cost) => sum + cost, 0));
  });
  return best;
}

function search(forest: Forest, person: Float64Array, rules: readonly FeatureRule[], { goals, couplings, ...settings }: Asked) {
  const options = (sides: Parameters<typeof forestOptions>[1]) => {
    const told = (couplings ?? []).some(({ when, then }) => when === sides.feature || then === sides.feature);
    return forestOptions(forest, sides, rules[sides.feature]!, person[sides.feature]!, costOf(sides.feature), ({ count }) => (told ? Array.from({ length: count }, (_, i) => i) : []));
  };
  return finish(searchForest(finish(prepareForest({ structure: plain(forest), person, options, goals, ...(couplings ? { couplings } : {}) })), settings));
}

const goal = (least: number): readonly Goal[] => [{ weights: [1], least }];
const NODES = 1_000_000;

const ASKED: readonly [string, 1 | 3, Forest['combine'], Omit<Asked, 'nodes'>][] = [
  ['a sum of trees', 1, 'sum', { goals: goal(2), combine: 'sum' }],
  ['a mean of trees', 1, 'mean', { goals: goal(0.1), combine: 'sum' }],
  ['a lower score', 1, 'sum', { goals: [{ weights: [-1], least: 3 }], combine: 'sum' }],
  ['a range', 1, 'sum', { goals: [{ weights: [1], least: 1 }, { weights: [-1], least: -1.6 }], combine: 'sum' }],
  ['one class above two others', 3, 'sum', { goals: [{ weights: [1, -1, 0], least: 0 }, { weights: [1, 0, -1], least: 0 }], combine: 'sum' }],
  ['the largest cost', 1, 'sum', { goals: goal(2), combine: 'max' }],
  ['fewest changes', 1, 'sum', { goals: goal(2), combine: 'sum', perChange: 50 }],
  ['at most two changes', 1, 'sum', { goals: goal(2), combine: 'sum', mostChanges: 2 }],
  ['sets of inputs that may not change together', 1, 'sum', { goals: goal(2), combine: 'sum', forbidden: [[0], [1, 4], [2, 3, 5]] }],
  [
    'changes that ask for others',
    1,
    'sum',
    { goals: goal(2), combine: 'sum', couplings: [{ when: 0, values: (value) => value > 2, then: 1, allowed: (value) => value >= 1 }, { when: 4, values: (level) => level === 1 || level === 2, then: 5, allowed: (level) => level !== 0 }] },
  ],
];

describe('search over boxes of options', () => {
  test.each(ASKED)('equals going through every combination: %s', (_, outputs, combine, asked) => {
    const random = new Random(71);
    let plans = 0;
    let none = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const forest = randomForest(seed, outputs, combine);
      const person = Float64Array.from(cells(random, 1)[0]!);
      const rules = rulesFor(random);
      const best = bruteForce(forest, person, rules, { ...asked, nodes: NODES });
      const found = search(forest, person, rules, { ...asked, nodes: NODES });
      if (best === Infinity) {
        expect(found.kind, `forest ${seed}`).toBe('none');
        none++;
        continue;
      }
      if (found.kind !== 'optimal') throw new Error(`forest ${seed}: ${found.kind}, not ${best}`);
      const { plan } = found;
      const counted = asked.combine === 'max' ? plan.cost : plan.cost + (asked.perChange ?? 0) * plan.changes.length;
      expect(counted, `forest ${seed}`).toBeCloseTo(best, 9);
      plan.changes.forEach(({ feature, from, to }) => {
        expect(Object.is(from, person[feature])).toBe(true);
        expect(admissible(rules[feature]!, from)).toContain(to);
      });
      plans++;
    }
    expect(plans).toBeGreaterThan(10);
    expect(none).toBeGreaterThan(2);
  });

  test('never claims more than it knows when it is stopped early: its bound is below the best cost, its plan above', () => {
    const random = new Random(5);
    let gaps = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const forest = randomForest(seed, 1, 'sum');
      const person = Float64Array.from(cells(random, 1)[0]!);
      const rules = rulesFor(random);
      const asked: Asked = { goals: goal(2.5), combine: 'sum', nodes: 1 };
      const best = bruteForce(forest, person, rules, asked);
      const found = search(forest, person, rules, asked);
      if (claimsNoMore(found, best)) gaps++;
    }
    expect(gaps).toBeGreaterThan(3);
  });

  test('someone who has reached the goal needs no change', () => {
    const forest = randomForest(3, 1, 'sum');
    const person = Float64Array.from(cells(new Random(9), 1)[0]!);
    const [margin] = compileForest(forest).margins(person, 1);
    const found = search(forest, person, rulesFor(new Random(2)), { goals: goal(margin!), combine: 'sum', nodes: 10 });
    expect(found).toMatchObject({ kind: 'optimal', plan: { cost: 0, changes: [] } });
  });
});
