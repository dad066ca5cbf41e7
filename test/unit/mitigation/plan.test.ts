import { describe, expect, test } from 'vitest';
import { bestStep, pay } from '../../../src/engine/fairness/mitigation/plan/order';
import { planJob, type NarrowPlan } from '../../../src/engine/fairness/mitigation/plan/job';
import type { PlanQuestion, PlanRows } from '../../../src/engine/fairness/mitigation/plan/types';
import { fitReplacement } from '../../../src/engine/fairness/mitigation/replacement';
import { runInline } from '../../../src/engine/jobs/inline';
import { Random } from '../../../src/engine/stats/random';
import { scorerOf } from '../influence/oracle';

/** `proxy` tells the group and nothing else, `useful` tells both, `plain` tells the outcome only, `idle` is not read. */
const NAMES = ['proxy', 'useful', 'plain', 'idle'];
const model = (row: Float64Array): number => 1 / (1 + Math.exp(-(row[0]! + 0.8 * row[1]! + 1.2 * row[2]!)));

function rows(count: number, seed: number): PlanRows {
  const random = new Random(seed);
  const values = new Float64Array(count * 4);
  const groups = new Int32Array(count);
  const labels = new Int8Array(count);
  for (let row = 0; row < count; row++) {
    groups[row] = random.below(2);
    const [useful, plain] = [random.normal() - 0.4 * groups[row]!, random.normal()];
    values.set([random.normal() - groups[row]!, useful, plain, random.normal()], row * 4);
    labels[row] = random.uniform() < 1 / (1 + Math.exp(-1.5 * useful - 1.5 * plain)) ? 1 : 0;
  }
  const scores = Float64Array.from({ length: count }, (_, row) => model(values.subarray(row * 4, row * 4 + 4)));
  return { values, scores, groups, labels };
}

const search = rows(3000, 1);
const features = NAMES.map((name) => ({ name, kind: 'number' as const }));
const question = (way: 'constant' | 'marginal', more: Partial<PlanQuestion> = {}): PlanQuestion => ({
  width: 4,
  meaning: { task: 'binary', favourable: 1, width: 1 },
  candidates: NAMES.map((name, index) => ({ name, replacement: fitReplacement(way === 'constant' ? { kind: 'constant' } : { kind: 'marginal', draws: 20 }, [{ name, features: [index] }], { features, values: search.values, seed: 1 }) })),
  search,
  held: rows(2000, 2),
  line: 0.5,
  lineRule: 'share',
  pair: [0, 1],
  groupCount: 2,
  steps: 3,
  ...more,
});
const run = (asked: PlanQuestion): Promise<NarrowPlan> => runInline(planJob, asked, scorerOf(model));

/** The same order by plain loops over all rows. */
function greedy(asked: PlanQuestion): string[] {
  const { candidates, search: known } = asked;
  const measured = (chosen: readonly number[]): { gap: number; right: number } => {
    const after = Float64Array.from(known.scores, (_, row) => {
      const own = known.values.slice(row * 4, row * 4 + 4);
      for (const c of chosen) own[c] = (candidates[c]!.replacement as { values: readonly number[] }).values[0]!;
      return model(own);
    });
    const wanted = known.scores.filter((score) => score >= 0.5).length;
    const sorted = Float64Array.from(after).sort();
    const line = chosen.length === 0 ? 0.5 : sorted[sorted.length - wanted]!;
    const rate = (group: number): number => {
      const own = [...known.groups.keys()].filter((row) => known.groups[row] === group);
      return own.filter((row) => after[row]! >= line).length / own.length;
    };
    const right = [...after.keys()].filter((row) => (known.labels![row] === 1) === after[row]! >= line).length / after.length;
    return { gap: Math.abs(rate(0) - rate(1)), right };
  };
  const chosen: number[] = [];
  for (let step = 0; step < asked.steps; step++) {
    const now = measured(chosen);
    const left = [...candidates.keys()].filter((c) => !chosen.includes(c)).map((c) => ({ c, found: measured([...chosen, c]) }));
    const paying = left.filter(({ found }) => found.gap < now.gap - 1e-12);
    if (paying.length === 0) break;
    const free = paying.filter(({ found }) => found.right >= now.right - 1e-12);
    const best = free.length > 0 ? free.sort((a, b) => a.found.gap - b.found.gap)[0]! : paying.sort((a, b) => (now.gap - b.found.gap) / (now.right - b.found.right) - (now.gap - a.found.gap) / (now.right - a.found.right))[0]!;
    chosen.push(best.c);
  }
  return chosen.map((c) => candidates[c]!.name);
}

describe('what a step pays', () => {
  const before = { gap: 0.2, right: 0.8 };
  test('is gap taken away per right decision lost; nothing where the gap does not narrow; most where nothing is lost', () => {
    expect(pay(before, { gap: 0.1, right: 0.75 })).toBeCloseTo(2, 12);
    expect(pay(before, { gap: 0.3, right: 0.9 })).toBe(-Infinity);
    expect(pay(before, { gap: 0.15, right: 0.8 })).toBe(Infinity);
  });
  test('chooses among free steps the one that narrows most, and nothing where none narrows', () => {
    const tried = [0.15, 0.05, 0.25].map((gap, candidate) => ({ round: 0, candidate, gap, right: 0.81 }));
    expect(bestStep(before, tried)!.candidate).toBe(1);
    expect(bestStep(before, tried.slice(2))).toBeUndefined();
  });
});

describe('a plan', () => {
  test('equals the greedy order by plain loops, and begins with the input that tells only the group', async () => {
    const asked = question('constant');
    const plan = await run(asked);
    expect(plan.done).toBe(true);
    expect(plan.steps.at(-1)!.names).toEqual(greedy(asked));
    expect(plan.steps[0]!.names).toEqual(['proxy']);
    expect(plan.steps[0]!.gap.interval!.upper).toBeLessThan(0);
    expect(plan.steps[0]!.accuracy.difference).toBeGreaterThan(0);
  });

  test('is measured on the held-out rows against the model as it is', async () => {
    const asked = question('marginal', { steps: 1 });
    const { steps } = await run(asked);
    const { held } = asked;
    const rate = (group: number): number => {
      const own = [...held.groups.keys()].filter((row) => held.groups[row] === group);
      return own.filter((row) => held.scores[row]! >= 0.5).length / own.length;
    };
    expect(steps[0]!.gap.before).toBeCloseTo(rate(0) - rate(1), 12);
    expect(steps[0]!.accuracy.people).toBe(2000);
  });

  test('without outcomes counts changed decisions as lost, and accuracy is not estimable', async () => {
    const blind = ({ labels: _labels, ...rest }: PlanRows): PlanRows => rest;
    const { steps } = await run(question('constant', { search: blind(search), held: blind(rows(500, 3)) }));
    expect(steps.length).toBeGreaterThan(0);
    expect(steps[0]!.accuracy.difference).toBeNull();
    expect(steps[0]!.changed).toBeGreaterThan(0);
  });

  test('stops where no input narrows the gap', async () => {
    const plan = await run(question('constant', { candidates: question('constant').candidates.slice(3) }));
    expect(plan).toMatchObject({ steps: [], done: true });
  });

  test('of three rows ends without breaking', async () => {
    const three = (part: PlanRows): PlanRows => ({ values: part.values.slice(0, 12), scores: part.scores.slice(0, 3), groups: Int32Array.of(0, 1, 0), labels: part.labels!.slice(0, 3) });
    expect((await run(question('constant', { search: three(search), held: three(search) }))).done).toBe(true);
  });
});
