import { describe, expect, test } from 'vitest';
import { runInline } from '../../../src/engine/jobs/inline';
import type { Scorer } from '../../../src/engine/jobs/types';
import type { ExactStructure } from '../../../src/engine/models/binding/structure';
import { buildForest } from '../../../src/engine/models/forest/build';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import type { Link } from '../../../src/engine/models/links';
import { applyLink } from '../../../src/engine/models/links';
import { actionGrid } from '../../../src/engine/recourse/grid';
import { actionsOf, RECOURSE_SETTINGS, recourseJob, type RecourseQuestion } from '../../../src/engine/recourse/job';
import type { CoupledChange } from '../../../src/engine/recourse/prices';
import { keepsRules, planOf } from '../../../src/engine/recourse/rules';
import { targetScores } from '../../../src/engine/recourse/target-scores';
import { type FeatureRule, leadTarget, type Target } from '../../../src/engine/recourse/types';
import { Random } from '../../../src/engine/stats/random';
import { cells, INPUTS, randomForest } from '../influence/random-forest';
import { plain } from './cases';

const share = { values: Float64Array.of(0, 1, 2, 3, 4), shares: Float64Array.of(0.2, 0.4, 0.6, 0.8, 1) };

const RULES: readonly FeatureRule[] = Array.from({ length: INPUTS }, (_, input) =>
  input === 3 ? { kind: 'locked' } : input >= 4 ? { kind: 'level', levels: [0, 1, 2, 3], weight: 1 } : { kind: 'number', low: 0, high: 3, step: 0.5, direction: 'any', weight: 1, missing: true },
);

function questionOf(person: Float64Array<ArrayBuffer>, task: RecourseQuestion['task'], target: Target, couplings: readonly CoupledChange[] = []): RecourseQuestion {
  return {
    person,
    rules: RULES,
    prices: RULES.map((_, input) => (input >= 4 ? { kind: 'level' } : { kind: 'number', cost: 'percentile', share, rows: 5, spread: 1 })),
    couplings,
    combine: 'sum',
    mostChanges: INPUTS,
    target,
    task,
    columns: RULES.map((_, input) => (input >= 4 ? new Float64Array(0) : Float64Array.of(0, 1, 2, 3, 4))),
    anchors: new Float64Array(0),
    settings: RECOURSE_SETTINGS,
  };
}

/** The least cost of all rows that keep the rules and of which `holds` is true. */
function bruteForce(question: RecourseQuestion, scorer: (rows: Float64Array<ArrayBuffer>, count: number) => Float64Array, width: number, holds: (scores: Float64Array) => boolean): number {
  const actions = actionsOf(question);
  let rows: number[][] = [[]];
  RULES.forEach((rule, input) => {
    const own = question.person[input]!;
    const values = rule.kind === 'locked' ? [own] : [own, ...(rule.kind === 'level' ? rule.levels : [0, 0.5, 1, 1.5, 2, 2.5, 3]).filter((value) => value !== own)];
    rows = rows.flatMap((row) => values.map((value) => [...row, value]));
  });
  const scores = scorer(Float64Array.from(rows.flat()), rows.length);
  let best = Infinity;
  rows.forEach((row, k) => {
    if (!holds(scores.subarray(k * width, (k + 1) * width))) return;
    const own = Float64Array.from(row);
    if (keepsRules(actions, own)) best = Math.min(best, planOf(actions, own).cost);
  });
  return best;
}

const exactOf = (seed: number, outputs: 1 | 3, task: ExactStructure['task'], link: Link): ExactStructure => ({ ...plain(randomForest(seed, outputs, 'sum')), task, link });
const marginsOf = ({ forest }: ExactStructure) => compileForest(forest).margins;

describe('missing values', () => {
  test('stay missing in the grid unless they may be filled in, and stand last in it', () => {
    const rule = { kind: 'number' as const, low: 1, high: 2, step: 0.5, direction: 'up' as const, weight: 1, missing: true as const };
    const grid = actionGrid(rule, NaN);
    expect(Array.from({ length: grid.count }, (_, index) => grid.value(index))).toEqual([1, 1.5, 2, NaN]);
    expect(grid.own).toBe(3);
    expect(actionGrid({ ...rule, low: 3 }, NaN)).toMatchObject({ count: 1, own: 0 });
  });

  test('filled in where that is allowed, at the price of a changed level: the proof equals going through every combination', async () => {
    const random = new Random(23);
    let filled = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const structure = exactOf(seed, 1, 'regression', 'none');
      const person = Float64Array.from(cells(random, 1)[0]!).map((value, input) => (input < 2 ? NaN : value));
      const margins = marginsOf(structure);
      const question = questionOf(person, 'regression', { class: 0, above: 1 + random.uniform() });
      const best = bruteForce(question, margins, 1, ([score]) => score! >= question.target.above!);
      const found = await runInline(recourseJob, question, { width: 1, score: async (rows, count) => margins(rows, count) }, structure);
      if (best === Infinity) expect(found).toMatchObject({ plans: [], cheapest: { kind: 'none' } });
      else {
        expect(found.cheapest).toMatchObject({ kind: 'optimal' });
        expect(found.plans[0]!.cost).toBeCloseTo(best, 9);
      }
      for (const plan of found.plans) {
        expect(keepsRules(actionsOf(question), plan.row)).toBe(true);
        if (plan.changes.some(({ from, cost }) => Number.isNaN(from) && cost === 1)) filled++;
      }
      const kept = { ...question, rules: RULES.map((rule): FeatureRule => (rule.kind === 'number' ? { ...rule, missing: undefined } : rule) as FeatureRule) };
      for (const { changes } of (await runInline(recourseJob, kept, { width: 1, score: async (rows, count) => margins(rows, count) }, structure)).plans) {
        expect(changes.some(({ from, feature }) => Number.isNaN(from) && feature < 4)).toBe(false);
      }
    }
    expect(filled).toBeGreaterThan(10);
  }, 60_000);
});

describe('another class', () => {
  test.each(['softmax', 'none', 'sigmoid'] as const)('is reached where it is the most likely, by the cheapest change of all: %s', async (link) => {
    const random = new Random(31);
    let [plans, none] = [0, 0];
    for (let seed = 1; seed <= 30; seed++) {
      const structure = exactOf(seed, 3, 'multiclass', link);
      const margins = marginsOf(structure);
      const scores = (rows: Float64Array, count: number) => applyLink(link, margins(rows, count), 3);
      const index = random.below(3);
      const question = questionOf(Float64Array.from(cells(random, 1)[0]!), 'multiclass', leadTarget(index));
      const wins = (own: Float64Array): boolean => own.every((score, k) => k === index || score < own[index]!);
      const best = bruteForce(question, scores, 3, wins);
      const scorer: Scorer = { width: 3, score: async (rows, count) => scores(rows, count) };
      const found = await runInline(recourseJob, question, scorer, structure);
      expect(found.cheapest!.kind, `forest ${seed}`).toBe(best === Infinity ? 'none' : 'optimal');
      if (best < Infinity) {
        expect(found.plans[0]!.cost).toBeCloseTo(best, 9);
        plans++;
      } else none++;
      for (const { row, score } of found.plans) {
        const own = scores(row, 1);
        expect(wins(own)).toBe(true);
        expect(score).toBeCloseTo(own[index]! - Math.max(...own.filter((_, k) => k !== index)), 12);
      }
    }
    expect(plans).toBeGreaterThan(15);
    expect(plans + none).toBe(30);
  }, 60_000);

  test('with scores of their own for each class, a chance asks nothing of the others', async () => {
    const random = new Random(37);
    for (let seed = 1; seed <= 20; seed++) {
      const structure = exactOf(seed, 3, 'multiclass', 'sigmoid');
      const margins = marginsOf(structure);
      const scores = (rows: Float64Array, count: number) => applyLink('sigmoid', margins(rows, count), 3);
      const question = questionOf(Float64Array.from(cells(random, 1)[0]!), 'multiclass', { class: 1, above: 0.9 });
      const best = bruteForce(question, scores, 3, (own) => own[1]! >= 0.9);
      const found = await runInline(recourseJob, question, { width: 3, score: async (rows, count) => scores(rows, count) }, structure);
      expect(found.cheapest!.kind).toBe(best === Infinity ? 'none' : 'optimal');
      if (best < Infinity) expect(found.plans[0]!.cost).toBeCloseTo(best, 9);
    }
  }, 60_000);

  test('its lead is its chance less the largest other one; other targets and values are told as they are', () => {
    const raw = Float64Array.of(0.2, 0.5, 0.3, 0.6, 0.3, 0.1);
    expect([...targetScores(raw, 'multiclass', leadTarget(2), 3)]).toEqual([0.3 - 0.5, 0.1 - 0.6]);
    expect([...targetScores(raw, 'multiclass', { class: 0, above: 0.5 }, 3)]).toEqual([0.2, 0.6]);
    expect([...targetScores(Float64Array.of(7, -7), 'regression', { class: 0, above: 0.5 }, 1)]).toEqual([7, -7]);
    expect([...targetScores(Float64Array.of(0.25), 'binary', { class: 0, above: 0.5 }, 1)]).toEqual([0.75]);
    expect([...targetScores(Float64Array.of(2, 0), 'multiclass', leadTarget(2), 1)]).toEqual([1, 0]);
  });
});

test.each<[string, CoupledChange]>([
  ['either way by one', { when: 0, moves: 'any', then: 1, by: 1, either: true }],
  ['another level', { when: 4, moves: 'any', then: 5, by: 0, either: true }],
  ['a number when a level changes', { when: 4, moves: 'any', then: 2, by: -0.5 }],
])('a change that asks for another, %s: the proof equals going through every combination', async (_, coupled) => {
  const random = new Random(41);
  let broken = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const structure = exactOf(seed, 1, 'regression', 'none');
    const margins = marginsOf(structure);
    const question = questionOf(Float64Array.from(cells(random, 1)[0]!), 'regression', { class: 0, above: 2 }, [coupled]);
    const free = bruteForce({ ...question, couplings: [] }, margins, 1, ([score]) => score! >= 2);
    const best = bruteForce(question, margins, 1, ([score]) => score! >= 2);
    const found = await runInline(recourseJob, question, { width: 1, score: async (rows, count) => margins(rows, count) }, structure);
    expect(found.cheapest!.kind).toBe(best === Infinity ? 'none' : 'optimal');
    if (best < Infinity) expect(found.plans[0]!.cost, `forest ${seed}`).toBeCloseTo(best, 9);
    for (const { row } of found.plans) expect(keepsRules(actionsOf(question), row)).toBe(true);
    if (best > free + 1e-9) broken++;
  }
  expect(broken).toBeGreaterThan(0);
}, 60_000);

test('trees that look up a number with too many values in lists name it, and how many it has; a larger step brings the proof back', async () => {
  const forest = buildForest({ features: INPUTS, outputs: 1, combine: 'sum', base: [0], trees: [{ feature: 1, operator: 'set', split: [3], missing: 'left', left: { leaf: [1] }, right: { leaf: [0] } }] });
  const margins = compileForest(forest).margins;
  const scorer: Scorer = { width: 1, score: async (rows, count) => margins(rows, count) };
  const asked = (step: number): RecourseQuestion => {
    const question = questionOf(new Float64Array(INPUTS), 'regression', { class: 0, above: 0.5 });
    return { ...question, rules: RULES.map((rule, input): FeatureRule => (input === 1 && rule.kind === 'number' ? { ...rule, low: 0, high: 100_000, step } : rule)) };
  };
  const fine = await runInline(recourseJob, asked(1), scorer, plain(forest));
  expect(fine.cheapest).toBeUndefined();
  expect(fine.unproved).toEqual({ why: 'values', feature: 1, values: 100_001, most: 65_536 });
  const coarse = await runInline(recourseJob, asked(3), scorer, plain(forest));
  expect(coarse.unproved).toBeUndefined();
  expect(coarse.cheapest).toMatchObject({ kind: 'optimal' });
  expect(coarse.plans[0]!.changes).toMatchObject([{ feature: 1, to: 3 }]);
});
