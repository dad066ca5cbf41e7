import { beforeAll, describe, expect, test } from 'vitest';
import {
  MODEL_ROWS,
  PAIRED,
  type DriverFacts,
  dependenceAsk,
  influenceAsk,
  leavesOf,
  lossAsk,
  pairsAsk,
  populationAsk,
  sageAsk,
  surfaceAsk,
  surrogateAsk,
} from '../../../src/app/state/driver-questions';
import { partnerShares } from '../../../src/engine/influence/dependence/partner';
import { spreadDesign } from '../../../src/engine/influence/dependence/spread';
import { dependenceJob } from '../../../src/engine/influence/dependence/job';
import { DEPENDENCE_SETTINGS } from '../../../src/engine/influence/dependence/types';
import { importanceJob } from '../../../src/engine/influence/importance/job';
import { makeLoss } from '../../../src/engine/influence/importance/losses';
import { permutationJob } from '../../../src/engine/influence/importance/permutation-job';
import { sageJob } from '../../../src/engine/influence/importance/sage-job';
import { treePopulationJob } from '../../../src/engine/influence/trees/population-job';
import { surrogateJob } from '../../../src/engine/influence/surrogate/job';
import { playerValues } from '../../../src/engine/influence/values';
import { runInline } from '../../../src/engine/jobs/inline';
import { buildForest, type TreeNode } from '../../../src/engine/models/forest/build';
import type { Model } from '../../../src/engine/models/types';
import { Random } from '../../../src/engine/stats/random';
import type { NumericColumn } from '../../../src/engine/table/types';
import { scorerOf, VALUE } from '../influence/oracle';

/** A table of numbers, one missing in 50, made here: as wide as models of real files are at most. */
function facts(columns: number, rows: number, groups = 0): DriverFacts {
  const random = new Random(columns);
  const made = Array.from({ length: columns }, (_, position): NumericColumn => {
    const values = Float64Array.from({ length: rows }, (_v, row) => ((row + position) % 50 === 0 ? NaN : random.normal()));
    return { kind: 'numeric', position, name: `x${position}`, header: `x${position}`, missing: 0, values, whole: false };
  });
  const space = { features: made.map(({ position, name }) => ({ column: position, name, kind: 'number' as const })), featureOf: Int32Array.from({ length: columns }, (_, i) => i) };
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  return {
    table: { name: 'wide', rows, columns: made },
    space,
    players: space.features.map(({ name }, feature) => ({ name, features: [feature] })),
    quantity: VALUE,
    seed: 1,
    scored: all,
    cohort: all,
    group: groups > 0 ? all.map((row) => (row % 97 === 0 ? -1 : row % groups)) : undefined,
    groups,
  };
}

const known = (value: number | undefined): number => (value === undefined || Number.isNaN(value) ? 0 : value);
const score = (row: Float64Array): number => 1 / (1 + Math.exp(-(2 * known(row[0]) + known(row[1]) * known(row[2]) - 0.5 * known(row[3]))));
const loss = makeLoss('log', { task: 'binary', classes: 2, favourable: 1, threshold: 0.5 });
const cells = (question: { readonly values: Float64Array }): number => question.values.length;

describe('questions stay within their budgets', () => {
  test.each([3, 9, 30, 100, 300, 500])('with %d inputs', async (columns) => {
    const wide = facts(columns, 6000, 2);
    const truth = Float64Array.from(wide.scored, (row) => row % 2);
    const influence = influenceAsk(wide);
    const { question } = influence;
    const people = question.people.length / columns;
    expect(people).toBeGreaterThanOrEqual(40);
    expect(people).toBeLessThanOrEqual(440);
    // The ten people of a small group come on top.
    expect(people * influence.background * Math.min(2 ** columns, 4 * (columns - 1))).toBeLessThanOrEqual(1.3 * MODEL_ROWS);
    const permuted = lossAsk(wide, wide.scored, truth, loss);
    expect(permuted.rows * (1 + 5 * columns)).toBeLessThanOrEqual(1.15 * MODEL_ROWS);
    const sage = sageAsk(wide, wide.scored, truth, loss);
    expect(64 * 2 * (columns - 1) * sage.background).toBeLessThanOrEqual(MODEL_ROWS / 2);
    const dependence = dependenceAsk(wide, wide.players[0]!);
    const surface = surfaceAsk(wide, [0, 1])!;
    // What is handed to a worker again and again is at most a million numbers.
    for (const asked of [permuted, sage, dependence, surface]) expect(cells(asked.question)).toBeLessThanOrEqual(columns * 3000 + 1_000_000);
    expect(cells(surrogateAsk(wide, VALUE).question)).toBeLessThanOrEqual(2_000_000);
    const pairs = pairsAsk(wide, wide.players.map((_, player) => player).slice(0, PAIRED));
    expect(pairs.question.pairs).toHaveLength(columns < PAIRED ? 3 : (PAIRED * (PAIRED - 1)) / 2);
    const shards = dependenceJob.plan(pairs.question, undefined, 2);
    expect(cells(pairs.question)).toBeLessThanOrEqual(250_000);
    const { points, against } = spreadDesign(pairs.rows, pairs.question.settings.spread!);
    expect(points).toBeGreaterThanOrEqual(500);
    expect(shards.map(({ kind }) => kind).sort()).toEqual(['rows', ...Array.from({ length: shards.length - 1 }, () => 'spread')]);
    expect(shards.length * points * against).toBeLessThan(MODEL_ROWS / 4);
  });

  test('each piece of 300 inputs is short, so that a first picture comes soon', () => {
    const { question } = influenceAsk(facts(300, 2000));
    expect(importanceJob.plan(question, undefined, 2).length).toBeGreaterThanOrEqual(40);
  });
});

describe('a table of 300 columns', () => {
  let wide: DriverFacts;
  beforeAll(() => (wide = facts(300, 1000, 2)));

  test('is put into questions about few people, whatever the number of inputs', () => {
    const width = wide.players.length;
    expect(influenceAsk(wide).question.people.length / width).toBeLessThanOrEqual(400);
    expect(dependenceAsk(wide, wide.players[0]!)!.question.values.length / width).toBeLessThanOrEqual(2000);
    expect(pairsAsk(wide, [0, 1, 2, 3, 4, 5, 6, 7])!.question.values.length / width).toBeLessThanOrEqual(1000);
  });

  test('gives the inputs that count the largest influence, and finds the partner of one among all others', async () => {
    const asked = influenceAsk(wide);
    const width = asked.question.width;
    const first = 12 * width;
    const part = { ...asked.question, people: asked.question.people.slice(0, first), stratum: asked.question.stratum.slice(0, 12), background: asked.question.background.slice(0, 4 * width) };
    const found = await runInline(importanceJob, part, scorerOf(score));
    const order = found.means.map((_, player) => player).sort((a, b) => found.means[b]!.size - found.means[a]!.size);
    expect(order[0]).toBe(0);
    expect(order.slice(0, 4).sort()).toEqual([0, 1, 2, 3]);
    expect(found.means[200]!.size).toBe(0);
    // The rule for partners on as many people as are explained at most.
    const rows = Float64Array.from({ length: 400 * width }, (_, at) => (wide.table.columns[at % width] as NumericColumn).values[Math.floor(at / width)]!);
    const values = wide.players.map((player) => playerValues(player, wide.space.features, rows));
    const phi = Float64Array.from({ length: 400 }, (_, row) => (known(values[1]!.values[row]) * known(values[2]!.values[row])) / 2);
    const shares = partnerShares(values[1]!, phi, values.filter((_, player) => player !== 1));
    expect(shares.indexOf(Math.max(...shares))).toBe(1);
  }, 60_000);

  test('permutation, shares of the loss, a surface and a tree come to an end', async () => {
    const truth = Float64Array.from(wide.scored, (row) => (known((wide.table.columns[0] as NumericColumn).values[row]) > 0 ? 1 : 0));
    const scorer = scorerOf(score);
    const few = { ...wide, players: [...wide.players.slice(0, 5), { name: 'rest', features: wide.players.slice(5).map((_, i) => i + 5) }] };
    const permuted = await runInline(permutationJob, lossAsk(few, wide.scored.slice(0, 200), truth, loss).question, scorer);
    expect(permuted.rises[0]!.rise).toBeGreaterThan(Math.abs(permuted.rises[5]!.rise));
    const sage = await runInline(sageJob, { ...sageAsk(few, wide.scored.slice(0, 200), truth, loss).question, settings: { ...sageAsk(few, wide.scored, truth, loss).question.settings, maxRows: 20_000 } }, scorer);
    expect(sage.saved.indexOf(Math.max(...sage.saved))).toBe(0);
    const surface = await runInline(dependenceJob, surfaceAsk(wide, [1, 2])!.question, scorer);
    expect(surface.pairs[0]!.accumulated!.effect.every(Number.isFinite)).toBe(true);
    const tree = await runInline(surrogateJob, surrogateAsk(wide, { ...VALUE, kind: 'decision' }).question, scorer);
    expect(tree!.overall.agreement!.value).toBeGreaterThan(0.7);
  }, 120_000);
});

describe('questions about few people', () => {
  test('one person is explained against itself and others, and followed alone', async () => {
    const one = { ...facts(4, 50), cohort: Int32Array.of(7) };
    const { question, rows, of } = influenceAsk(one);
    expect([[...rows], of]).toEqual([[7], 1]);
    const found = await runInline(importanceJob, question, scorerOf(score));
    expect(found.people).toHaveLength(1);
    // Everybody who is asked about is explained, exactly.
    expect(found.means.every(({ size, sizeHalfWidth }) => Number.isFinite(size) && sizeHalfWidth === 0)).toBe(true);
    // So few people are all taken with all in pairs.
    expect(pairsAsk({ ...one, cohort: one.scored }, [0, 1]).question.settings).toEqual({ ...DEPENDENCE_SETTINGS, curveRows: 0, pairRows: 80 });
    const dependence = await runInline(dependenceJob, dependenceAsk(one, one.players[0]!).question, scorerOf(score));
    expect(dependence.axes[0]!.accumulated).toBeNull();
    expect(surfaceAsk(one, [0, 1])).toBeUndefined();
  });

  test('a table of one row is compared with itself: nothing moves it', async () => {
    const found = await runInline(importanceJob, influenceAsk(facts(4, 1)).question, scorerOf(score));
    expect(found.means.map(({ size }) => size)).toEqual([0, 0, 0, 0]);
  });

  test('people of every group are explained, those of unknown group too', () => {
    const { question, groups } = influenceAsk(facts(9, 3000, 3));
    expect(groups).toBe(3);
    expect(new Set(question.stratum)).toEqual(new Set([0, 1, 2, 3]));
    expect(question.sizes.reduce((sum, size) => sum + size, 0)).toBe(3000);
  });
});

describe('everybody is asked about where leaves give what is followed', () => {
  const leaf = (value: number): TreeNode => ({ leaf: [value] });
  const stump: TreeNode = { feature: 1, operator: 'le', split: 0, missing: 'left', left: leaf(1), right: leaf(3) };
  const forest = buildForest({ features: 3, outputs: 1, trees: [stump] });
  const model = { forest, fromMargin: { link: 'none', scale: 1 } } as unknown as Model;
  const boosted = { forest, fromMargin: { link: 'sigmoid', scale: 1 } } as unknown as Model;
  const wide = { ...facts(3, 500, 2), leaves: leavesOf(model, VALUE, 3) };

  test('all of them, each with its group, and those of none apart', async () => {
    const ask = populationAsk(wide)!;
    expect(ask).toMatchObject({ people: 500, background: 500, backgroundOf: 500, groups: 2 });
    expect([...ask.question.group].every((own, row) => own === (row % 97 === 0 ? 2 : row % 2))).toBe(true);
    const structure = { forest, task: 'regression', link: 'none', scale: 1, featureOf: wide.space.featureOf, inputs: (values: Float64Array) => Float64Array.from(values) } as const;
    const { means, people } = await runInline(treePopulationJob, ask.question, scorerOf(() => 0), structure);
    expect([...people]).toEqual([247, 247, 6]);
    const column = (wide.table.columns[1] as NumericColumn).values;
    const right = column.filter((value) => value > 0).length / 500;
    expect(means.map(({ size }) => size)[1]).toBeCloseTo(4 * right * (1 - right), 12);
  });

  test.each([
    ['leaves hold chances or values, for the score', model, VALUE, 3, 2],
    ['a link bends the sum, for the score', boosted, VALUE, 3, undefined],
    ['a link bends the sum, for the margin', boosted, { kind: 'leaves' }, 3, 2],
    ['a link bends the sum, for the decision', boosted, { kind: 'decision' }, 3, undefined],
    ['there are no trees', { ...model, forest: undefined }, VALUE, 3, undefined],
    ['leaves hold formulas', { ...boosted, forest: { ...forest, linearLeaves: {} } }, { kind: 'leaves' }, 3, undefined],
    ['there are more inputs than a path could ask about, but no path is long', boosted, { kind: 'leaves' }, 40, 2],
  ] as const)('leaves are read where %s, or not', (_, other, quantity, inputs, leaves) => expect(leavesOf(other as Model, quantity, inputs)).toBe(leaves));

  test('paths that could ask about too many inputs are not read', () => {
    const deep = (depth: number): TreeNode => (depth === 0 ? leaf(1) : { feature: depth % 3, operator: 'le', split: depth, missing: 'left', left: leaf(0), right: deep(depth - 1) });
    const long = { forest: buildForest({ features: 3, outputs: 1, trees: [deep(32)] }), fromMargin: { link: 'sigmoid', scale: 1 } } as unknown as Model;
    expect(leavesOf(long, { kind: 'leaves' }, 31)).toBe(33);
    expect(leavesOf(long, { kind: 'leaves' }, 32)).toBeUndefined();
  });

  test.each([
    ['leaves do not give it', { ...wide, leaves: undefined }],
    ['there are too many people for one question', { ...wide, cohort: new Int32Array(1_700_000) }],
    ['trees are too large for so many people', { ...wide, leaves: 6_500_000 }],
  ] as const)('nobody where %s', (_, people) => expect(populationAsk(people)).toBeUndefined());

  test('people who are explained are read off leaves against the same rows as everybody, unless the trees are very large', () => {
    const { question, background } = influenceAsk(wide);
    expect([question.fromLeaves, background]).toEqual([1, 500]);
    expect(question.background).toEqual(populationAsk(wide)!.question.background);
    expect(influenceAsk({ ...wide, leaves: 1_000_000 }).question.fromLeaves).toBeUndefined();
    expect(influenceAsk({ ...wide, leaves: undefined }).question.fromLeaves).toBeUndefined();
  });
});
