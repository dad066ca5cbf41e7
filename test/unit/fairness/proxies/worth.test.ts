import { describe, expect, test } from 'vitest';
import { residualJob } from '../../../../src/engine/fairness/proxies/residual';
import { likelihoodGain, worthJob, WORTH_SETTINGS, type WorthQuestion, type WorthResult } from '../../../../src/engine/fairness/proxies/worth';
import { runInline } from '../../../../src/engine/jobs/inline';
import { Random } from '../../../../src/engine/stats/random';
import { ask, nobody } from './tables';

const N = 1600;
const random = new Random(21);
const group = Int32Array.from({ length: N }, () => random.below(2));
const columns = { everywhere: Float64Array.from(group, () => random.normal()), once: Float64Array.from(group, () => random.normal()), never: Float64Array.from(group, () => random.normal()) };
/** `once` says something of the outcome in group 1 only. */
const labels = Int32Array.from(group, (own, row) => (random.uniform() < 1 / (1 + Math.exp(-1.5 * columns.everywhere[row]! - 1.5 * own * columns.once[row]!)) ? 1 : 0));

function asked(part: Partial<WorthQuestion> = {}): Promise<WorthResult> {
  const { values, features, players, groups } = ask(columns, group);
  return runInline(worthJob, { values, features, players, asked: [0, 1, 2], group, groups, labels, settings: WORTH_SETTINGS, ...part }, nobody);
}

describe('what an input adds to telling the outcome within each group', () => {
  test('is found where it was built in, and nowhere else', async () => {
    const { inputs, groups, done, planned } = await asked();
    expect(done).toBe(planned);
    expect(groups.every((each) => each!.auc!.value > 0.7)).toBe(true);
    const holds0 = (player: number, own: number): boolean => inputs[player]![own]!.auc!.interval!.lower <= 0;
    expect([holds0(0, 0), holds0(0, 1), holds0(1, 0), holds0(1, 1), holds0(2, 0), holds0(2, 1)]).toEqual([false, false, true, false, true, true]);
    expect(inputs[1]![1]!.likelihood!.interval!.lower).toBeGreaterThan(0);
    expect(inputs[2]![1]!.likelihood!.gain).toBeLessThan(0.02);
  });

  test('is asked of some inputs only where there are many', async () => {
    const { inputs } = await asked({ asked: [1] });
    expect(inputs.map((each) => each[0] !== null)).toEqual([false, true, false]);
  });

  test.each([
    ['no outcome is known', labels.map(() => -1)],
    ['everybody has the same outcome', labels.map(() => 1)],
  ])('is not estimable where %s', async (_, own) => {
    const { inputs, groups } = await asked({ labels: own, asked: [0] });
    expect(groups.every((each) => each!.auc === null)).toBe(true);
    expect(inputs[0]!.every((each) => each!.auc === null && each!.likelihood === null)).toBe(true);
  });

  test('is the same by the same seed', async () => {
    expect(await asked({ asked: [1] })).toEqual(await asked({ asked: [1] }));
  });
});

test('the likelihood gain is the mean log likelihood ratio of two predictions, with a t interval that holds the truth in .93 to .97 of 1,000 runs', () => {
  const more = Float64Array.of(2, -1, NaN, 0.5);
  const fewer = Float64Array.of(1, 1, 0, 0.5);
  const outcome = [1, 0, 1, 0];
  const chance = (margin: number, label: number): number => 1 / (1 + Math.exp(label === 1 ? -margin : margin));
  const mean = [0, 1, 3].reduce((sum, row) => sum + Math.log(chance(more[row]!, outcome[row]!) / chance(fewer[row]!, outcome[row]!)) / 3, 0);
  expect(likelihoodGain(more, fewer, outcome)!.gain).toBeCloseTo(mean, 14);
  const truth = ((p, q) => p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q)))(chance(1, 1), chance(0, 1));
  let held = 0;
  for (let run = 0; run < 1000; run++) {
    const own = Random.stream(3, run);
    const drawn = Array.from({ length: 200 }, () => (own.uniform() < chance(1, 1) ? 1 : 0));
    const { lower, upper } = likelihoodGain(new Float64Array(200).fill(1), new Float64Array(200), drawn)!.interval!;
    if (lower <= truth && truth <= upper) held++;
  }
  expect(held).toBeGreaterThanOrEqual(930);
  expect(held).toBeLessThanOrEqual(970);
});

test('given some inputs, another tells of the group what those do not', async () => {
  const known = Float64Array.from(group, (own) => random.normal() + own);
  const copy = known.map((value) => value + random.normal() / 2);
  const own = Float64Array.from(group, (each) => random.normal() + each);
  const { values, features, players, groups, settings } = ask({ known, copy, own }, group);
  const { given, added } = await runInline(residualJob, { values, features, players, group, groups, settings, given: [0], asked: [1, 2] }, nobody);
  expect(given!.value).toBeCloseTo(0.76, 1);
  expect(added[0]).toBeNull();
  expect(added[1]!.interval!.lower).toBeLessThan(0);
  expect(added[2]!.interval!.lower).toBeGreaterThan(0.03);
});
