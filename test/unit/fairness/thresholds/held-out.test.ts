import { expect, test } from 'vitest';
import { compare } from '../../../../src/engine/fairness/compare';
import { overallCounts } from '../../../../src/engine/fairness/counts';
import { heldOut } from '../../../../src/engine/fairness/thresholds/held-out';
import type { LineQuestion } from '../../../../src/engine/fairness/thresholds/plan';
import { Random } from '../../../../src/engine/stats/random';
import { people } from '../people';

const ask: LineQuestion = { criterion: 'selection', objective: { kind: 'accuracy' }, tolerance: 0.03, randomised: false, line: 0.5 };

test('the halves hold everyone once', () => {
  const crowd = people(901, 3, 6);
  const { fitted, held } = heldOut({ ...crowd, question: ask, seed: 7 });
  const size = ({ before }: typeof held): number => overallCounts(before).people.reduce((sum, n) => sum + n, 0);
  expect(size(fitted) + size(held)).toBe(crowd.scores.filter((score) => !Number.isNaN(score)).length);
  expect(Math.abs(size(fitted) - size(held))).toBeLessThan(40);
});

/** Scores of group g are uniform on [0, 1 − 0.1 g], and the outcome is favourable with chance score: any line's rates are known in closed form. */
function drawn(rows: number, seed: number) {
  const random = new Random(seed);
  const groups = Int32Array.from({ length: rows }, () => random.below(2));
  const scores = Float64Array.from(groups, (group) => random.uniform() * (1 - 0.1 * group));
  return { groups, scores, groupCount: 2, labels: Int8Array.from(scores, (score) => (random.uniform() < score ? 1 : 0)) };
}
const share = (from: number, group: number): number => Math.max(0, 1 - Math.max(0, from) / (1 - 0.1 * group));
const TRUE = {
  selection: share,
  tpr: (from: number, group: number) => Math.max(0, 1 - (Math.max(0, from) / (1 - 0.1 * group)) ** 2),
  fpr: (from: number, group: number) => {
    const top = 1 - 0.1 * group;
    const negatives = (line: number): number => top - line - (top ** 2 - line ** 2) / 2;
    return from >= top ? 0 : negatives(Math.max(0, from)) / negatives(0);
  },
};

test.each(['selection', 'tpr', 'fpr'] as const)('intervals of the gap on the held half cover the truth of the chosen lines, whose gap looks smaller where they were chosen: %s', (criterion) => {
  const runs = 800;
  let [covered, held, fitted] = [0, 0, 0];
  for (let run = 0; run < runs; run++) {
    const answer = heldOut({ ...drawn(800, 1000 + run), question: { ...ask, criterion, randomised: run % 2 === 0 }, seed: run });
    const rates = [0, 1].map((group) => answer.plan.rules[group]!.reduce((sum, part) => sum + part.share * TRUE[criterion](part.threshold, group), 0));
    const truth = rates[0]! - rates[1]!;
    const there = compare(answer.held.after, criterion, 0, 1, { margin: 0.02 });
    if (there.interval!.lower <= truth && truth <= there.interval!.upper) covered++;
    held += Math.abs(there.difference!);
    fitted += Math.abs(compare(answer.fitted.after, criterion, 0, 1, { margin: 0.02 }).difference!);
  }
  expect(covered / runs).toBeGreaterThanOrEqual(0.93);
  expect(covered / runs).toBeLessThanOrEqual(0.97);
  expect(fitted).toBeLessThan(held);
});
