import { describe, expect, test } from 'vitest';
import { runInline } from '../../../src/engine/jobs/inline';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import { RECOURSE_SETTINGS, type RecourseQuestion } from '../../../src/engine/recourse/job';
import { couplingOf } from '../../../src/engine/recourse/prices';
import { relax, relaxations, type Relaxation } from '../../../src/engine/recourse/relax';
import { relaxJob } from '../../../src/engine/recourse/relax-job';
import type { FeatureRule } from '../../../src/engine/recourse/types';
import { Random } from '../../../src/engine/stats/random';
import { cells, INPUTS, randomForest } from '../influence/random-forest';
import { admissible, plain } from './cases';

const share = { values: Float64Array.of(0, 1, 2, 3, 4), shares: Float64Array.of(0.2, 0.4, 0.6, 0.8, 1) };
const FREE: readonly FeatureRule[] = Array.from({ length: INPUTS }, (_, input) =>
  input === 0 ? { kind: 'locked' } : input >= 4 ? { kind: 'level', levels: [0, 1, 2, 3], weight: 1 } : { kind: 'number', low: 0, high: 4, step: 0.5, direction: 'any', weight: 1 },
);

/** Tight limits: most relaxations that exist occur among them. */
function questionFor(random: Random): RecourseQuestion {
  const rules = FREE.map((free, input): FeatureRule => {
    if (free.kind === 'locked' || random.uniform() < 0.4) return { kind: 'locked' };
    if (free.kind === 'level') return { ...free, levels: [random.below(4)], weight: 2 };
    return { ...free, low: input === 1 ? 1 : 0, high: 2 + random.below(3), step: [0.5, 1][random.below(2)]!, direction: (['any', 'up', 'down'] as const)[random.below(3)]! };
  });
  return {
    person: Float64Array.from(cells(random, 1)[0]!),
    rules,
    prices: rules.map((_, input) => (input >= 4 ? { kind: 'level' } : { kind: 'number', cost: 'percentile', share, rows: 5, spread: 1 })),
    couplings: random.uniform() < 0.5 ? [{ when: 1, moves: 'up', then: 2, by: 1 }] : [],
    combine: 'sum',
    mostChanges: 1 + random.below(2),
    target: { class: 0, above: 1 + 2 * random.uniform() },
    task: 'regression',
    columns: rules.map((_, input) => (input >= 4 ? new Float64Array(0) : Float64Array.of(0, 1, 2, 3, 4))),
    anchors: new Float64Array(0),
    settings: RECOURSE_SETTINGS,
  };
}

/** What a limit taken away means, said once more by hand. */
function by(hand: RecourseQuestion, relaxation: Relaxation): Pick<RecourseQuestion, 'rules' | 'couplings' | 'mostChanges'> {
  const { rules, couplings, mostChanges } = hand;
  const all = relaxation.kind === 'all';
  const feature = 'feature' in relaxation ? relaxation.feature : -1;
  return {
    rules: rules.map((rule, input): FeatureRule => {
      const free = FREE[input]!;
      if (free.kind === 'locked') return rule;
      if (rule.kind === 'locked') return (all || input === feature) ? free : rule;
      if (!all && input !== feature) return rule;
      if (rule.kind === 'level') return { ...rule, levels: [0, 1, 2, 3] };
      const gone = (kind: Relaxation['kind']): boolean => all || relaxation.kind === kind;
      return { ...rule, ...(gone('range') ? { low: 0, high: 4 } : {}), ...(gone('direction') ? { direction: 'any' as const } : {}), ...(gone('step') ? { step: 0.5 } : {}) };
    }),
    couplings: all ? [] : couplings.filter((_, index) => relaxation.kind !== 'coupling' || index !== relaxation.coupling),
    mostChanges: all || relaxation.kind === 'most' ? INPUTS : mostChanges,
  };
}

function bruteForce(question: RecourseQuestion, margins: (rows: Float64Array, count: number) => Float64Array, relaxation: Relaxation): number {
  const { rules, couplings, mostChanges } = by(question, relaxation);
  const { person, target } = question;
  const made = couplings.map((coupled) => couplingOf(coupled, person));
  let rows: number[][] = [[]];
  rules.forEach((rule, input) => (rows = rows.flatMap((row) => admissible(rule, person[input]!).map((value) => [...row, value]))));
  const scores = margins(Float64Array.from(rows.flat()), rows.length);
  let best = Infinity;
  rows.forEach((row, k) => {
    const changed = row.map((value, input) => !Object.is(value, person[input]!));
    if (scores[k]! < target.above! || changed.filter(Boolean).length > mostChanges) return;
    if (made.some(({ when, values, then, allowed }) => changed[when] && values(row[when]!) && !allowed(row[then]!))) return;
    const cost = (value: number): number => Math.min(4, Math.max(0, value)) / 5;
    best = Math.min(
      best,
      row.reduce((sum, value, input) => sum + (changed[input] ? (rules[input] as { weight: number }).weight * (input >= 4 ? 1 : Math.abs(cost(value) - cost(person[input]!))) : 0), 0),
    );
  });
  return best;
}

describe('limits taken away', () => {
  test('one at a time, equal going through every combination: which of them opens a way, and what the cheapest way then costs', async () => {
    const random = new Random(19);
    const seen = new Map<string, number>();
    for (let seed = 1; seed <= 40; seed++) {
      const forest = randomForest(seed, 1, 'sum');
      const structure = plain(forest);
      const { margins } = compileForest(forest);
      const question = questionFor(random);
      const answers = await runInline(relaxJob, { question, free: FREE }, { width: 1, score: async (rows, count) => margins(rows, count) }, structure);
      expect(answers.map(({ relaxation }) => relaxation)).toEqual(expect.arrayContaining(relaxations(question, FREE)));
      for (const { relaxation, outcome, plan, cheapest } of answers) {
        const best = bruteForce(question, margins, relaxation);
        expect(outcome, `forest ${seed}, ${JSON.stringify(relaxation)}`).toBe(best === Infinity ? 'none' : 'plan');
        if (plan) {
          expect(plan.cost).toBeCloseTo(best, 9);
          expect(cheapest).toBe(true);
          seen.set(relaxation.kind, (seen.get(relaxation.kind) ?? 0) + 1);
        }
      }
      const costs = answers.flatMap(({ relaxation, plan }) => (plan && relaxation.kind !== 'all' ? [plan.cost] : []));
      expect(costs).toEqual([...costs].sort((a, b) => a - b));
    }
    expect([...seen.keys()].sort()).toEqual(['all', 'coupling', 'direction', 'input', 'levels', 'most', 'range', 'step']);
  }, 60_000);

  test('an input that is never let go stays, and a single limit is not tried twice as all of them', () => {
    const question = { person: Float64Array.of(1, 1), couplings: [], mostChanges: 2, rules: [{ kind: 'locked' as const }, { kind: 'locked' as const }] };
    const free: FeatureRule[] = [{ kind: 'locked' }, { kind: 'level', levels: [0, 1], weight: 1 }];
    expect(relaxations(question, free)).toEqual([{ kind: 'input', feature: 1 }]);
    expect(relax(question, { kind: 'all' }, free).rules).toEqual([{ kind: 'locked' }, free[1]]);
  });

  test('a model without trees is asked for scores: what is not found is not called proved', async () => {
    const question = questionFor(new Random(3));
    const answers = await runInline(relaxJob, { question, free: FREE }, { width: 1, score: async (rows, count) => Float64Array.from({ length: count }, (_, k) => rows[k * INPUTS + 3]!) }, undefined);
    expect(answers.length).toBeGreaterThan(1);
    for (const { outcome, cheapest } of answers) {
      expect(['plan', 'unknown']).toContain(outcome);
      expect(cheapest).toBe(false);
    }
  });
});
