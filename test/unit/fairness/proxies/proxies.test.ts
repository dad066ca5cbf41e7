import { describe, expect, test } from 'vitest';
import { valueAssociation } from '../../../../src/engine/fairness/proxies/association';
import { findCombinations } from '../../../../src/engine/fairness/proxies/combinations';
import { proxiesJob } from '../../../../src/engine/fairness/proxies/job';
import type { Proxies, ProxyQuestion } from '../../../../src/engine/fairness/proxies/types';
import { runInline } from '../../../../src/engine/jobs/inline';
import { Random } from '../../../../src/engine/stats/random';
import { ask, nobody } from './tables';

const run = (question: ProxyQuestion): Promise<Proxies> => runInline(proxiesJob, question, nobody);

const N = 1200;
const random = new Random(8);
const group = Int32Array.from({ length: N }, () => random.below(2));
const noise = (): Float64Array => Float64Array.from({ length: N }, () => random.normal());
const columns = {
  proxy: Array.from(group, (own) => (random.uniform() < 0.85 ? 'ab'[own]! : 'ab'[1 - own]!)),
  weak: Float64Array.from(group, (own) => random.normal() + own / 2),
  still: new Float64Array(N).fill(3),
  noise: noise(),
  gaps: Float64Array.from(group, (own, row) => (row % 4 === 0 ? NaN : random.normal() + own)),
};

describe('which inputs tell the group', () => {
  const scores = Float64Array.from(group, (own, row) => (row === 0 ? NaN : random.uniform() + own / 3));
  const decisions = Int32Array.from(scores, (score) => (Number.isNaN(score) ? -1 : score > 0.7 ? 1 : 0));
  const asked = run(ask(columns, group, { scores }));

  test('each alone: what was built in is found', async () => {
    const { inputs, rows, done, planned } = await asked;
    const value = (at: number): number => inputs[at]!.auc!.value;
    expect(rows).toBe(N);
    expect(done).toBe(planned);
    expect(value(0)).toBeCloseTo(0.85, 1);
    expect(value(1)).toBeGreaterThan(0.58);
    expect(value(2)).toBe(0.5);
    expect(inputs[3]!.auc!.interval!.lower).toBeLessThan(0.5);
    expect(inputs[3]!.auc!.interval!.upper).toBeGreaterThan(0.5);
    expect(inputs[0]!.information!.p).toBe(1 / 51);
    expect(inputs[2]!.information).toMatchObject({ normalised: 0, p: 1 });
  });

  test('a missing value is a value of its own', async () => {
    const marked = Float64Array.from(group, (own) => (own === 1 ? NaN : random.normal()));
    const { inputs } = await run(ask({ marked, other: columns.noise }, group));
    expect(inputs[0]!.auc!.value).toBe(1);
    expect((await asked).inputs[4]!.auc!.value).toBeGreaterThan(0.65);
  });

  test('all together, and what is lost without one', async () => {
    const { together, dropOne } = await asked;
    expect(together!.auc!.value).toBeGreaterThan(0.88);
    expect(dropOne[0]!.gain).toBeGreaterThan(0.05);
    expect(dropOne[2]).toEqual({ gain: 0, interval: { lower: 0, upper: 0 } });
    expect(dropOne[0]!.interval!.lower).toBeGreaterThan(0);
  });

  test('score and decision too, people without a score left out', async () => {
    const { score } = await asked;
    const question = ask(columns, group);
    const decision = valueAssociation(question, decisions, 9);
    expect(score!.auc!.value).toBeGreaterThan(0.7);
    const share = (own: number): number => {
      const of = Array.from(decisions.keys()).filter((row) => group[row] === own && decisions[row]! >= 0);
      return of.filter((row) => decisions[row] === 1).length / of.length;
    };
    expect(decision.auc!.value).toBeCloseTo(0.5 + (share(1) - share(0)) / 2, 2);
  });

  test('the same by the same seed', async () => {
    expect(await run(ask(columns, group, { scores }))).toEqual(await asked);
  });

  test('a block of one-hot columns tells what its column of levels does', async () => {
    const of = (level: string): number[] => columns.proxy.map((own) => (own === level ? 1 : 0));
    const question = ask({ a: of('a'), b: of('b') }, group);
    const { inputs } = await run({ ...question, players: [{ name: 'proxy', features: [0, 1] }] });
    expect(inputs[0]!.auc).toEqual((await asked).inputs[0]!.auc);
  });

  test('numbers grouped by a person are given to a learner', async () => {
    const question = ask({ weak: columns.weak, gaps: columns.gaps, noise: columns.noise }, group);
    const { inputs } = await run({ ...question, players: [{ name: 'weak + gaps', features: [0, 1] }, { name: 'noise', features: [2] }] });
    expect(inputs[0]!.information).toBeNull();
    expect(inputs[0]!.auc!.value).toBeGreaterThan(0.68);
  });
});

describe('combinations that give a group away', () => {
  const sides = { left: Float64Array.from({ length: N }, () => random.below(2)), right: Array.from({ length: N }, () => 'pqrs'[random.below(4)]!) };
  const mixed = Int32Array.from({ length: N }, (_, row) => (random.uniform() < (sides.left[row] === 1 && 'pq'.includes(sides.right[row]!) ? 0.9 : 0.3) ? 1 : 0));

  test('are found where it takes two inputs, with their share on rows kept out', async () => {
    const question = ask({ ...sides, noise: columns.noise }, mixed);
    const { combinations } = await run({ ...question, settings: { ...question.settings, depth: 2 } });
    const { group: own, conditions, share, base, lift, members, rows } = combinations![0]!;
    expect(own).toBe(1);
    expect(conditions.find(({ feature }) => feature === 0)).toEqual({ feature: 0, low: 0.5, high: Infinity, levels: undefined, missing: false });
    expect(conditions.find(({ feature }) => feature === 1)!.levels).toEqual([0, 1]);
    expect(share.lower).toBeLessThan(0.9);
    expect(share.upper).toBeGreaterThan(0.9);
    expect(lift).toBeCloseTo(members / rows / base, 12);
    expect(rows).toBeLessThan(N / 2);
  });

  test('are not made up where there are none: rarely more than the share of rules that luck lets through', () => {
    let found = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const own = new Random(seed);
      const of = (): Float64Array => Float64Array.from({ length: 300 }, () => own.normal());
      const options = { depth: 3, leafRows: 20, rows: 1000, groups: 2, seed };
      found += findCombinations(ask({ a: of(), b: of() }, Int32Array.from({ length: 300 }, () => own.below(2))), options).length;
    }
    // At most seven leaves a tree, each beyond the base of one of two groups in 5% by luck.
    expect(found / 200).toBeLessThan(0.5);
  });
});

describe('tables at the edge', () => {
  test('a group of 3 is told with a wide interval', async () => {
    const three = Int32Array.from({ length: 400 }, (_, row) => (row % 150 === 7 ? 1 : 0));
    const { inputs, together } = await run(ask({ x: Float64Array.from(three, () => random.normal()), y: three }, three));
    expect(inputs[0]!.auc!.interval!.upper - inputs[0]!.auc!.interval!.lower).toBeGreaterThan(0.2);
    expect(inputs[1]!.auc!.value).toBe(1);
    expect(together!.auc).not.toBeNull();
  });

  test('of 40 groups each is told from the rest', async () => {
    const many = Int32Array.from({ length: 2000 }, (_, row) => row % 40);
    const question = ask({ half: many.map((own) => own % 20), noise: Float64Array.from(many, () => random.normal()) }, many);
    const { inputs, together, dropOne } = await run({ ...question, settings: { ...question.settings, jointRows: 400, shuffles: 20, dropped: 1 } });
    expect(inputs[0]!.byGroup).toHaveLength(40);
    expect(inputs[0]!.auc!.value).toBeGreaterThan(0.95);
    expect(inputs[1]!.auc!.value).toBeCloseTo(0.5, 1);
    expect(together!.auc!.value).toBeGreaterThan(0.8);
    expect(dropOne.filter((each) => each !== null).length).toBe(1);
  });

  test('of 300 inputs the best are left out in turn', { timeout: 60_000 }, async () => {
    const own = Int32Array.from({ length: 240 }, () => random.below(2));
    const wide = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`x${at}`, Float64Array.from(own, (each) => random.normal() + (at === 250 ? 3 * each : 0))]));
    const question = ask(wide, own);
    const { inputs, together, dropOne } = await run({ ...question, settings: { ...question.settings, dropped: 1, shuffles: 10 } });
    expect(inputs.every((each) => each?.auc)).toBe(true);
    expect(together!.auc!.value).toBeGreaterThan(0.95);
    expect(dropOne.filter((each) => each !== null)).toHaveLength(1);
    expect(dropOne[250]!.gain).toBeGreaterThan(0.2);
  });

  test.each([
    ['no group is known', Int32Array.from({ length: 60 }, () => -1), 2],
    ['everybody is in one group', new Int32Array(60), 2],
  ])('where %s nothing is estimable, and nothing fails', async (_, own, groups) => {
    const { inputs, together, combinations, score } = await run(ask({ x: Float64Array.from(own, () => random.normal()) }, own, { groups }));
    expect([inputs[0]!.auc, together!.auc, score!.auc]).toEqual([null, null, null]);
    expect(combinations).toEqual([]);
  });
});

test('work stops between two inputs when it is cancelled', async () => {
  const question = ask(columns, group);
  const [shard] = proxiesJob.plan(question, undefined, 1);
  const stop = (): Promise<void> => Promise.reject(new Error('stopped'));
  await expect(proxiesJob.run(shard!, { scorer: nobody, breathe: stop })).rejects.toThrow('stopped');
});
