import { describe, expect, test } from 'vitest';
import { runInline } from '../../../src/engine/jobs/inline';
import type { Scorer } from '../../../src/engine/jobs/types';
import type { ExactStructure } from '../../../src/engine/models/binding/structure';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import { applyLink } from '../../../src/engine/models/links';
import { waysJob } from '../../../src/engine/recourse/groups/job';
import { groupSample } from '../../../src/engine/recourse/groups/sample';
import { WAY_BUDGET, type WaysQuestion } from '../../../src/engine/recourse/groups/types';
import { actionsOf, RECOURSE_SETTINGS } from '../../../src/engine/recourse/job';
import { keepsRules, planOf } from '../../../src/engine/recourse/rules';
import type { FeatureRule } from '../../../src/engine/recourse/types';
import { Random } from '../../../src/engine/stats/random';
import { INPUTS, randomForest } from '../influence/random-forest';

const share = { values: Float64Array.of(0, 1, 2, 3), shares: Float64Array.of(0.25, 0.5, 0.75, 1) };
const VALUES = [0, 1, 2, 3];
const number = (direction: 'any' | 'up' | 'down', high = 3): FeatureRule => ({ kind: 'number', low: 0, high, step: 1, direction, weight: 1 });
const level: FeatureRule = { kind: 'level', levels: VALUES, weight: 1 };
const FREE: readonly FeatureRule[] = [number('any'), number('any'), number('any'), number('any'), level, level];

function world(seed: number): { question: WaysQuestion; scorer: Scorer; structure: ExactStructure } {
  const random = new Random(seed);
  const forest = randomForest(seed, 1, 'sum');
  const structure: ExactStructure = {
    forest,
    task: 'binary',
    link: 'sigmoid',
    scale: 1,
    featureOf: Int32Array.from({ length: INPUTS }, (_, input) => input),
    inputs: (values) => Float64Array.from(values),
  };
  const { margins } = compileForest(forest);
  const scores = (values: Float64Array, count: number): Float64Array<ArrayBuffer> => applyLink('sigmoid', margins(values, count), 1, 1);
  const rows = Array.from({ length: 60 }, () => Float64Array.from({ length: INPUTS }, () => (random.uniform() < 0.05 ? NaN : random.below(4))));
  const own = scores(Float64Array.from(rows.flatMap((row) => [...row])), rows.length);
  const line = [...own].sort((a, b) => a - b)[45]!;
  const denied = rows.filter((_, row) => own[row]! < line).slice(0, 24);
  const question: WaysQuestion = {
    people: Float64Array.from(denied.flatMap((row) => [...row])),
    group: Int32Array.from(denied, (_, person) => person % 2),
    rules: [number('up'), { kind: 'locked' }, number('any', 1), number('any'), { kind: 'locked' }, level],
    free: FREE,
    fillMissing: false,
    prices: FREE.map(({ kind }) => (kind === 'level' ? { kind } : { kind: 'number', cost: 'percentile', share, rows: 4, spread: 1 })),
    couplings: [{ when: 0, moves: 'up', then: 3, by: 1 }],
    combine: 'sum',
    mostChanges: 2,
    target: { class: 1, above: line },
    task: 'binary',
    columns: FREE.map(({ kind }) => (kind === 'level' ? new Float64Array(0) : Float64Array.from(VALUES))),
    reached: Float64Array.from(rows.filter((_, row) => own[row]! >= line).flatMap((row) => [...row])),
    scale: { features: FREE.map(() => ({ kind: 'same', span: 0 })), players: FREE.map((_, feature) => ({ name: String(feature), features: [feature] })) },
    budget: { ...WAY_BUDGET, relaxed: 4 },
  };
  return { question, scorer: { width: 1, score: (values, count) => Promise.resolve(scores(values, count)) }, structure };
}

/** The cheapest admissible row that reaches the target, of all rows there are; ∞ without one. */
async function bruteForce({ question, scorer }: ReturnType<typeof world>, index: number, limits: Pick<WaysQuestion, 'rules' | 'couplings' | 'mostChanges'>): Promise<number> {
  const person = question.people.slice(index * INPUTS, (index + 1) * INPUTS);
  const rules = limits.rules.map((rule, feature): FeatureRule => (Number.isNaN(person[feature]!) && !question.fillMissing ? { kind: 'locked' } : rule));
  const actions = actionsOf({ ...question, ...limits, person, rules, anchors: new Float64Array(0), settings: RECOURSE_SETTINGS });
  let rows: number[][] = [[]];
  for (let feature = 0; feature < INPUTS; feature++) {
    const own = person[feature]!;
    const values = rules[feature]!.kind === 'locked' ? [own] : [own, ...VALUES.filter((value) => value !== own)];
    rows = rows.flatMap((row) => values.map((value) => [...row, value]));
  }
  const kept = rows.map((row) => Float64Array.from(row)).filter((row) => keepsRules(actions, row));
  const scores = await scorer.score(Float64Array.from(kept.flatMap((row) => [...row])), kept.length);
  return Math.min(...kept.filter((_, at) => scores[at]! >= question.target.above!).map((row) => planOf(actions, row).cost));
}

const LIMITS = (question: WaysQuestion): Pick<WaysQuestion, 'rules' | 'couplings' | 'mostChanges'> => ({ rules: question.rules, couplings: question.couplings, mostChanges: question.mostChanges });
const unlocked = (question: WaysQuestion, feature: number): readonly FeatureRule[] => question.rules.map((rule, at) => (at === feature ? FREE[at]! : rule));

describe('ways for many people', () => {
  test('of a forest cost what brute force finds, and where it finds none there is none, with every limit and with each given up', async () => {
    const seen = { proved: 0, none: 0, relaxedWay: 0, relaxedNone: 0 };
    for (let seed = 1; seed <= 4; seed++) {
      const own = world(seed);
      const { question } = own;
      const { ways, of, relaxed, ofRelaxed, relaxations } = await runInline(waysJob, question, own.scorer, own.structure);
      expect(ways.map(({ person }) => person)).toEqual([...question.group.keys()]);
      expect(of).toBe(question.group.length);
      for (const { person, kind, cost, bound, changed } of ways) {
        const best = await bruteForce(own, person, LIMITS(question));
        expect(kind).toBe(best === Infinity ? 'none' : 'proved');
        if (best === Infinity) expect([cost, bound]).toEqual([Infinity, Infinity]);
        else expect(cost).toBeCloseTo(best, 9);
        expect(changed.every((feature) => question.rules[feature]!.kind !== 'locked')).toBe(true);
        seen[kind as 'proved' | 'none']++;
      }
      expect(relaxed.length).toBe(ofRelaxed);
      for (const { person, relaxation, cost } of relaxed) {
        const limit = relaxations[relaxation]!;
        const base = LIMITS(question);
        const given =
          limit.kind === 'input'
            ? { ...base, rules: unlocked(question, limit.feature) }
            : limit.kind === 'coupling'
              ? { ...base, couplings: [] }
              : limit.kind === 'most'
                ? { ...base, mostChanges: INPUTS }
                : limit.kind === 'all'
                  ? { rules: FREE, couplings: [], mostChanges: INPUTS }
                  : { ...base, rules: unlocked(question, limit.feature) };
        const best = await bruteForce(own, person, given);
        if (best === Infinity) expect(cost).toBe(Infinity);
        else expect(cost).toBeCloseTo(best, 9);
        seen[best === Infinity ? 'relaxedNone' : 'relaxedWay']++;
      }
    }
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(3);
  });

  test('whose levels hang on one’s own, and whose missing values may be filled in, cost what brute force finds by each person’s own rules', async () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 4; seed++) {
      const own = world(seed);
      const moves = [{ from: 0, to: [1] }, { from: 2, to: [0, 3] }, { from: -1, to: [2] }];
      const question: WaysQuestion = {
        ...own.question,
        rules: own.question.rules.map((rule, feature) => (feature === 5 ? { ...level, levels: [] } : rule)),
        moves: FREE.map((_, feature) => (feature === 5 ? moves : undefined)),
        fillMissing: true,
      };
      const rulesOf = (person: number, rules: readonly FeatureRule[], hanging: boolean): FeatureRule[] =>
        rules.map((rule, feature) => {
          const value = question.people[person * INPUTS + feature]!;
          if (rule.kind === 'number' && Number.isNaN(value)) return { ...rule, missing: true };
          if (feature !== 5 || !hanging) return rule;
          return { ...level, levels: Number.isNaN(value) ? [2] : value === 0 ? [1] : value === 2 ? [0, 3] : VALUES };
        });
      const { ways, relaxed, relaxations } = await runInline(waysJob, question, own.scorer, own.structure);
      for (const { person, cost } of ways) {
        const best = await bruteForce({ ...own, question }, person, { ...LIMITS(question), rules: rulesOf(person, question.rules, true) });
        if (best === Infinity) expect(cost).toBe(Infinity);
        else expect(cost).toBeCloseTo(best, 9);
        seen.add(Number.isNaN(question.people[person * INPUTS + 5]!) ? 'filled' : 'moved');
      }
      for (const { person, relaxation, cost } of relaxed) {
        if (relaxations[relaxation]!.kind !== 'levels') continue;
        const best = await bruteForce({ ...own, question }, person, { ...LIMITS(question), rules: rulesOf(person, unlocked(question, 5), false) });
        if (best === Infinity) expect(cost).toBe(Infinity);
        else expect(cost).toBeCloseTo(best, 9);
        seen.add('levels');
      }
    }
    expect([...seen].sort()).toEqual(['filled', 'levels', 'moved']);
  });

  test('of a model without trees are found and never proved; a person without one is not called proved', async () => {
    const own = world(2);
    const { ways } = await runInline(waysJob, own.question, own.scorer);
    for (const { person, kind, cost, bound } of ways) {
      const best = await bruteForce(own, person, LIMITS(own.question));
      expect(['found', 'unfound']).toContain(kind);
      expect(bound).toBeNaN();
      expect(cost).toBeGreaterThanOrEqual(best - 1e-9);
      expect(kind === 'found').toBe(cost < Infinity);
    }
    expect(ways.some(({ kind }) => kind === 'found')).toBe(true);
  });

  test('with no budget leave bounds below what brute force finds, and nobody out', async () => {
    const own = world(3);
    const budget = { ...WAY_BUDGET, quick: { nodes: 1, merged: 4 }, long: { nodes: 2, merged: 4 }, scores: { ...WAY_BUDGET.scores, rows: 1 }, relaxed: 0 };
    const { ways } = await runInline(waysJob, { ...own.question, budget }, own.scorer, own.structure);
    expect(ways.length).toBe(own.question.group.length);
    for (const { person, kind, cost, bound } of ways) {
      const best = await bruteForce(own, person, LIMITS(own.question));
      expect(bound).toBeLessThanOrEqual(best + 1e-9);
      expect(cost).toBeGreaterThanOrEqual(best - 1e-9);
      if (kind === 'none') expect(best).toBe(Infinity);
    }
    expect(ways.some(({ kind }) => kind === 'unfound' || kind === 'gap')).toBe(true);
  });

  test('are merged in any order to the same result, and known for some people before all', async () => {
    const { question, scorer, structure } = world(1);
    const shards = waysJob.plan(question, undefined, 2);
    expect(shards.length).toBeGreaterThan(2);
    const partials = [];
    for (const shard of shards) partials.push(await waysJob.run(shard, { scorer, structure, breathe: () => Promise.resolve() }));
    const forward = partials.reduce((a, b) => waysJob.merge(a, b));
    const backward = [...partials].reverse().reduce((a, b) => waysJob.merge(a, b));
    expect(waysJob.result(question, backward)).toEqual(waysJob.result(question, forward));
    const early = waysJob.result(question, partials[0]!);
    expect(early.ways.length).toBe(2);
    expect(early.ofRelaxed).toBe(0);
  });
});

describe('a sample by group', () => {
  const groups = Int32Array.from({ length: 1000 }, (_, person) => (person < 900 ? 0 : person < 940 ? 1 : person < 990 ? 2 : -1));

  test('gives groups equally many places as far as they have people, and every start of it about the same shares', () => {
    const drawn = groupSample(groups, 3, 300, 7);
    const of = (people: Int32Array): number[] => [0, 1, 2].map((own) => people.filter((person) => groups[person] === own).length);
    expect(of(drawn)).toEqual([210, 40, 50]);
    expect(new Set(drawn).size).toBe(300);
    for (const start of [30, 75, 150]) of(drawn.subarray(0, start)).forEach((many, own) => expect(Math.abs(many - (start / 300) * [210, 40, 50][own]!)).toBeLessThanOrEqual(1));
  });

  test('is everybody in a group where there is room, and the same again by the same seed', () => {
    expect([...groupSample(groups, 3, 5000, 1)].sort((a, b) => a - b)).toEqual([...groups.keys()].filter((person) => groups[person]! >= 0));
    expect(groupSample(groups, 3, 100, 5)).toEqual(groupSample(groups, 3, 100, 5));
    expect(groupSample(groups, 3, 100, 5)).not.toEqual(groupSample(groups, 3, 100, 6));
  });

  test('draws everybody of a group with the same chance', () => {
    const times = new Int32Array(1000);
    for (let seed = 0; seed < 2000; seed++) for (const person of groupSample(groups, 3, 60, seed)) times[person]!++;
    const large = times.subarray(0, 900);
    expect(large.reduce((sum, n) => sum + n, 0)).toBe(2000 * 20);
    const chance = 20 / 900;
    const spread = large.reduce((sum, n) => sum + (n - 2000 * chance) ** 2, 0) / (2000 * chance * (1 - chance));
    expect(spread).toBeGreaterThan(900 - 5 * Math.sqrt(1800));
    expect(spread).toBeLessThan(900 + 5 * Math.sqrt(1800));
  });
});
