import { describe, expect, test } from 'vitest';
import { runInline } from '../../../src/engine/jobs/inline';
import type { ExactStructure, LinearStructure } from '../../../src/engine/models/binding/structure';
import type { Scorer } from '../../../src/engine/jobs/types';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import { evaluateLinear } from '../../../src/engine/models/linear/evaluate';
import { applyLink } from '../../../src/engine/models/links';
import { shortfall } from '../../../src/engine/recourse/any/pool';
import { actionsOf, type PlanProof, RECOURSE_SETTINGS, recourseJob, type RecourseQuestion } from '../../../src/engine/recourse/job';
import { withRounding } from '../../../src/engine/recourse/prove';
import { keepsRules } from '../../../src/engine/recourse/rules';
import type { FeatureRule, Target } from '../../../src/engine/recourse/types';
import { Random } from '../../../src/engine/stats/random';
import { cells, INPUTS, randomForest } from '../influence/random-forest';
import { admissible, plain, randomLinear } from './cases';

const share = { values: Float64Array.of(0, 1, 2, 3, 4), shares: Float64Array.of(0.2, 0.4, 0.6, 0.8, 1) };

function questionFor(random: Random, task: RecourseQuestion['task'], target: Target): RecourseQuestion {
  const rules: FeatureRule[] = Array.from({ length: INPUTS }, (_, input) => {
    if (random.uniform() < 0.15) return { kind: 'locked' };
    if (input >= 4) return { kind: 'level', levels: [0, 1, 2, 3], weight: 1 + random.below(2) };
    return { kind: 'number', low: 0, high: 4, step: 0.5, direction: (['any', 'up', 'down'] as const)[random.below(3)]!, weight: 1 };
  });
  return {
    person: Float64Array.from(cells(random, 1)[0]!),
    rules,
    prices: rules.map((_, input) => (input >= 4 ? { kind: 'level' } : { kind: 'number', cost: 'percentile', share, rows: 5, spread: 1 })),
    couplings: random.uniform() < 0.5 ? [{ when: 0, moves: 'up', then: 1, by: 1 }] : [],
    combine: 'sum',
    mostChanges: 2 + random.below(4),
    target,
    task,
    columns: rules.map((_, input) => (input >= 4 ? new Float64Array(0) : Float64Array.of(0, 1, 2, 3, 4))),
    anchors: new Float64Array(0),
    settings: RECOURSE_SETTINGS,
  };
}

function actionsCost(question: RecourseQuestion, row: readonly number[]): number {
  const { costs, person } = actionsOf(question);
  return row.reduce((sum, value, input) => sum + (Object.is(value, person[input]) ? 0 : costs[input]!(person[input]!, value)), 0);
}

/** A runtime that adds up in float32, as the browser's does. */
function runtimeOf({ forest, link, scale }: ExactStructure): Scorer {
  const { margins } = compileForest(forest);
  return {
    width: forest.outputs,
    score: async (values, count) => applyLink(link, margins(values, count).map(Math.fround), forest.outputs, scale).map(Math.fround),
  };
}

const KINDS: readonly [string, RecourseQuestion['task'], ExactStructure['link'], 1 | 3, Target][] = [
  ['the chance of class 1 of two', 'binary', 'sigmoid', 1, { class: 1, above: 0.8 }],
  ['the chance of class 0 of two', 'binary', 'sigmoid', 1, { class: 0, above: 0.7 }],
  ['a low chance of class 1', 'binary', 'sigmoid', 1, { class: 1, below: 0.2 }],
  ['the chance of one class of three', 'multiclass', 'softmax', 3, { class: 2, above: 0.6 }],
  ['a value of at least', 'regression', 'none', 1, { class: 0, above: 2 }],
  ['a value between two others', 'regression', 'none', 1, { class: 0, above: 1.5, below: 2.5 }],
  ['a value after a link', 'regression', 'exp', 1, { class: 0, above: 8 }],
];

function runtimeOfLinear({ linear, link, scale, inputs }: LinearStructure): Scorer {
  return {
    width: linear.outputs,
    score: async (values, count) => applyLink(link, evaluateLinear(linear, inputs(values, count), count).map(Math.fround), linear.outputs, scale).map(Math.fround),
  };
}

describe.each(['trees', 'weights'] as const)('plans for a target, by a model of %s', (made) => {
  test.each(KINDS)('keep every rule and reach it in the runtime; the proof and the search never contradict each other: %s', async (_, task, link, outputs, target) => {
    const random = new Random(13);
    let plans = 0;
    let none = 0;
    for (let seed = 1; seed <= 25; seed++) {
      const forest = randomForest(seed, outputs, 'sum');
      const structure: ExactStructure = { forest, task, link, scale: 1, featureOf: Int32Array.from({ length: INPUTS }, (__, input) => input), inputs: (values) => Float64Array.from(values) };
      const linear = randomLinear(() => random.normal() / 2, outputs, { task, link });
      const drawn = questionFor(random, task, target);
      // Weights make no score of a missing value.
      const question = made === 'trees' ? drawn : { ...drawn, person: drawn.person.map((value) => (Number.isNaN(value) ? 1 : value)) };
      const scorer = made === 'trees' ? runtimeOf(structure) : runtimeOfLinear(linear);
      const both = made === 'trees' ? await runInline(recourseJob, question, scorer, structure) : await runInline(recourseJob, question, scorer, undefined, linear);
      const alone = await runInline(recourseJob, question, scorer);
      expect(both.complete && alone.complete).toBe(true);
      expect([alone.cheapest, alone.by, both.by]).toEqual([undefined, undefined, made === 'trees' ? 'trees' : 'sums']);
      const actions = actionsOf(question);
      for (const { row, changes, cost } of [...both.plans, ...alone.plans]) {
        expect(keepsRules(actions, row)).toBe(true);
        const scores = await scorer.score(Float64Array.from(row), 1);
        const score = task === 'multiclass' ? scores[target.class]! : task === 'binary' && target.class === 0 ? 1 - scores[0]! : scores[0]!;
        expect(shortfall(target, score)).toBe(0);
        expect(cost).toBeCloseTo(changes.reduce((sum, change) => sum + change.cost, 0), 12);
        if (both.cheapest?.kind === 'optimal') expect(cost).toBeGreaterThanOrEqual(both.cheapest.bound - 1e-9);
        if (both.fewest?.kind === 'optimal') expect(changes.length).toBeGreaterThanOrEqual(both.fewest.bound);
      }
      expect(['optimal', 'none']).toContain(both.cheapest!.kind);
      if (both.cheapest!.kind === 'none') {
        expect(both.plans).toEqual([]);
        expect(alone.plans).toEqual([]);
        none++;
        continue;
      }
      expect(both.plans[0]!.cost).toBeCloseTo(both.cheapest!.bound, 9);
      expect(Math.min(...both.plans.map(({ changes }) => changes.length))).toBe(both.fewest!.bound);
      expect(new Set(both.plans.map(({ changes }) => changes.map(({ feature }) => feature).join())).size).toBe(both.plans.length);
      expect(both.plans.length).toBeLessThanOrEqual(RECOURSE_SETTINGS.plans);
      plans++;
    }
    expect(plans).toBeGreaterThan(3);
    expect(plans + none).toBe(25);
  });
});

describe('a target at the edge of what float32 can tell', () => {
  test('a line that only the trees’ own arithmetic reaches, not the runtime’s, is never called proved to be out of reach', async () => {
    const random = new Random(29);
    const kinds = new Set<string>();
    for (let seed = 1; seed <= 40; seed++) {
      const forest = randomForest(seed, 1, 'sum');
      const structure = plain(forest);
      const rules: FeatureRule[] = Array.from({ length: INPUTS }, (_, input) => (input < 3 ? { kind: 'number', low: 0, high: 4, step: 0.5, direction: 'any', weight: 1 } : { kind: 'locked' }));
      const base = questionFor(random, 'regression', { class: 0, above: 0 });
      const question = { ...base, person: base.person.map((value, input) => (input < 3 ? 1 : value)), rules, prices: rules.map(() => base.prices[0]!), couplings: [], mostChanges: INPUTS };
      const { margins } = compileForest(forest);
      const options = rules.map((rule, input) => admissible(rule, question.person[input]!));
      const rows = options[0]!.flatMap((a) => options[1]!.flatMap((b) => options[2]!.map((c) => [a, b, c, ...question.person.slice(3)])));
      const values = margins(Float64Array.from(rows.flat()), rows.length);
      const levels = [...new Set(values)].sort((a, b) => b - a);
      const target = { class: 0, above: levels[seed % 3]! };
      const costs = rows.map((row) => actionsCost(question, row)).filter((_, k) => values[k]! >= target.above);
      // Float32 sums are not the forest’s: this runtime always falls a little short.
      const short: Scorer = { width: 1, score: async (asked, count) => margins(Float64Array.from(asked), count).map((value) => value - 1e-5) };
      const { plans, cheapest, fewest } = await runInline(recourseJob, { ...question, target }, short, structure);
      kinds.add(cheapest!.kind);
      expect(cheapest!.kind).not.toBe('none');
      expect(fewest!.kind).not.toBe('none');
      expect(cheapest!.bound).toBeLessThanOrEqual(Math.min(...costs) + 1e-9);
      if (cheapest!.kind === 'optimal') expect(plans[0]!.cost).toBeCloseTo(cheapest!.bound, 9);
      for (const plan of plans) expect(shortfall(target, plan.score)).toBe(0);
    }
    expect([...kinds].sort()).toEqual(['gap', 'optimal', 'unsettled']);
  });
});

describe('what stays proved when the runtime asks for a margin above the line', () => {
  const proof = (kind: PlanProof['kind'], bound: number): PlanProof => ({ kind, bound, opened: 10 });
  test.each([
    ['nothing at the line and nothing above it', proof('none', Infinity), proof('none', Infinity), 'none', Infinity],
    ['a plan at the line, nothing above it', proof('optimal', 1), proof('none', Infinity), 'unsettled', 1],
    ['the same plan costs as much above it', proof('optimal', 1), proof('optimal', 1), 'optimal', 1],
    ['a dearer plan above it', proof('optimal', 1), proof('optimal', 3), 'gap', 1],
    ['the search above it did not end', proof('optimal', 1), proof('gap', 2), 'gap', 1],
    ['the search above it found nothing in its time', proof('gap', 1), proof('unsettled', 2), 'unsettled', 1],
  ] as const)('%s', (_, exact, above, kind, bound) => {
    expect(withRounding(exact, above)).toEqual({ kind, bound, opened: 20 });
  });
});
