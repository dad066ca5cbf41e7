import { describe, expect, test } from 'vitest';
import { proofJob, type Proof, type ProofPartial, type ProofQuestion } from '../../../../src/engine/influence/anchors/proof/job';
import { freeingOrder } from '../../../../src/engine/influence/anchors/proof/order';
import { sufficientReason } from '../../../../src/engine/influence/anchors/proof/reason';
import { marginThreshold } from '../../../../src/engine/influence/anchors/proof/threshold';
import type { FeatureCondition } from '../../../../src/engine/influence/anchors/proof/told';
import { PROOF_SETTINGS } from '../../../../src/engine/influence/anchors/proof/types';
import type { Player } from '../../../../src/engine/influence/players';
import type { Quantity } from '../../../../src/engine/influence/quantities';
import { quantityOf } from '../../../../src/engine/influence/quantities';
import { runInline } from '../../../../src/engine/jobs/inline';
import type { ExactStructure } from '../../../../src/engine/models/binding/structure';
import { buildForest } from '../../../../src/engine/models/forest/build';
import { compileForest } from '../../../../src/engine/models/forest/evaluate';
import { applyLink } from '../../../../src/engine/models/links';
import { Random } from '../../../../src/engine/stats/random';
import { scorerOf, single, VALUE } from '../oracle';
import { grid, randomForest, type Plan } from './forests';

const ENOUGH = { nodesPerStep: 1e6, nodes: 1e9 };
const DECISION: Quantity = { ...VALUE, kind: 'decision' };
const VALUES = [-1, 0, 0.5, 1, 2, NaN];
const plan: Plan = { inputs: 4, trees: 5, depth: 4, splits: [-1, 0, 1, 2], operators: (input) => (input < 3 ? ['lt', 'le'] : ['set']) };
const identity = (values: Float64Array): Float64Array<ArrayBuffer> => Float64Array.from(values);

type Way = Partial<Pick<ExactStructure, 'task' | 'link' | 'scale' | 'featureOf' | 'inputs'>>;
const structureOf = (forest: ExactStructure['forest'], way: Way = {}): ExactStructure => ({
  forest, task: 'binary', link: 'sigmoid', scale: 1, featureOf: Int32Array.from({ length: forest.features }, (_, input) => input), inputs: identity, ...way,
});

/** What a model runtime makes of rows of features. */
function scorerFor({ forest, link, scale, inputs }: ExactStructure): ReturnType<typeof scorerOf> {
  const { margins } = compileForest(forest);
  return scorerOf((row) => Math.fround(applyLink(link, Float64Array.from(margins(inputs(Float64Array.from(row), 1), 1)), 1, scale)[0]!));
}

const isIn = ({ values, missing }: FeatureCondition, value: number): boolean => (Number.isNaN(value) ? missing === true : values.includes(value));

/** Every combination of the values seen, with the decision of each. */
async function everyRow({ person, background, quantity }: ProofQuestion, structure: ExactStructure): Promise<{ rows: number[][]; decisions: number[] }> {
  const width = person.length;
  const values = Array.from({ length: width }, (_, feature) => [...new Set([...background, ...person].filter((_, at) => at % width === feature))]);
  const all = grid(values);
  const scores = await scorerFor(structure).score(all, all.length / width);
  const rows = Array.from({ length: all.length / width }, (_, row) => [...all.subarray(row * width, (row + 1) * width)]);
  return { rows, decisions: rows.map((_, row) => quantityOf(quantity, scores, row)) };
}

async function verify(question: ProofQuestion, structure: ExactStructure): Promise<Proof> {
  const { person, background, players } = question;
  const proof = await runInline(proofJob, question, scorerFor(structure), structure);
  const { rows, decisions } = await everyRow(question, structure);
  const keep = (left: number): boolean => {
    const conditions = proof.kept.filter(({ player }) => player !== left).flatMap((kept) => kept.conditions);
    return rows.every((row, at) => decisions[at] === proof.decision || conditions.some((condition) => !isIn(condition, row[condition.feature]!)));
  };
  const conditions = proof.kept.flatMap((kept) => kept.conditions);
  expect(conditions.every((condition) => isIn(condition, person[condition.feature]!))).toBe(true);
  expect(keep(-1)).toBe(true);
  for (const { player, necessary } of proof.kept) if (necessary) expect(keep(player)).toBe(false);
  for (const { ranges, values, others } of conditions) {
    const within = (value: number): boolean => ranges.some(({ low, high }) => value >= low && value <= high);
    expect([[...values].every(within), [...others].some(within)]).toEqual([true, false]);
  }
  const width = person.length;
  const people = Array.from({ length: background.length / width }, (_, row) => background.subarray(row * width, (row + 1) * width));
  const covered = people.filter((row) => conditions.every((condition) => isIn(condition, row[condition.feature]!)));
  expect(proof.coverage).toEqual({ rows: people.length, covered: covered.length, agreeing: covered.length });
  expect([proof.done, proof.share, proof.kept.length + proof.freed.length]).toEqual([true, 1, players.length]);
  return proof;
}

function random(seed: number, width: number): { person: Float64Array<ArrayBuffer>; background: Float64Array<ArrayBuffer> } {
  const draws = new Random(seed);
  const row = (count: number): Float64Array<ArrayBuffer> => Float64Array.from({ length: count * width }, () => VALUES[draws.below(VALUES.length)]!);
  return { person: row(1), background: row(12) };
}

describe('a proved reason, told by features, holds for every combination of the values seen', () => {
  test.each<[string, Way, Partial<Quantity>]>([
    ['chances, the second class favourable', {}, { threshold: 0.6 }],
    ['chances, the first class favourable', {}, { threshold: 0.3, complement: true }],
    ['a scale before the link', { scale: 2.5 }, {}],
    ['leaves that hold probabilities', { link: 'none' }, { complement: true }],
    ['values of which low ones are favourable', { task: 'regression', link: 'exp' }, { threshold: 1.5, above: false }],
    ['a step, on which all scores tie', { link: 'step' }, { threshold: 1 }],
    ['a line that nobody reaches', {}, { threshold: 1.5 }],
  ])('%s', async (_, way, change) => {
    let [kept, freed] = [0, 0];
    for (let seed = 1; seed <= 10; seed++) {
      const structure = structureOf(randomForest(new Random(seed), plan), way);
      const proof = await verify({ ...random(50 + seed, 4), players: single(4), quantity: { ...DECISION, ...change }, settings: ENOUGH }, structure);
      expect([proof.minimal, proof.exact]).toEqual([true, true]);
      kept += proof.kept.length;
      freed += proof.freed.length;
    }
    // Both must have been met, or nothing was tested.
    if (change.threshold === 1.5 && change.above === undefined) expect(kept).toBe(0);
    else expect(Math.min(kept, freed)).toBeGreaterThan(5);
  });

  test('features that feed several inputs, merged players, constants; nothing is then claimed to be necessary', async () => {
    const featureOf = Int32Array.of(0, 1, 0, -1);
    const inputs = (values: Float64Array, count: number): Float64Array<ArrayBuffer> =>
      Float64Array.from({ length: count * 4 }, (_, at) => {
        const row = Math.floor(at / 4) * 3;
        return [values[row]!, values[row + 1]!, values[row]! === 1 ? 1 : 0, 2][at % 4]!;
      });
    const players: Player[] = [
      { name: 'x and z', features: [0, 2] },
      { name: 'y', features: [1] },
    ];
    let kept = 0;
    for (let seed = 1; seed <= 15; seed++) {
      const structure = structureOf(randomForest(new Random(seed), plan), { featureOf, inputs });
      const proof = await verify({ ...random(seed, 3), players, quantity: DECISION, settings: ENOUGH }, structure);
      kept += proof.kept.length;
      expect([proof.exact, proof.minimal, proof.kept.some(({ necessary }) => necessary)]).toEqual([false, proof.kept.length === 0, false]);
    }
    expect(kept).toBeGreaterThan(5);
  });
});

test('work that is cut into pieces finds what one search finds, and every piece is proved', async () => {
  const forest = randomForest(new Random(9), { inputs: 12, trees: 80, depth: 5, splits: [-1, 0, 1, 2], operators: () => ['le'] });
  const structure = structureOf(forest);
  const question: ProofQuestion = { ...random(3, 12), players: single(12), quantity: DECISION, settings: { nodesPerStep: 700, nodes: 1e5 } };
  const scorer = scorerFor(structure);
  const pieces: ProofPartial[] = [];
  for (let known: ProofPartial | undefined; ; ) {
    const [shard] = proofJob.plan(question, known, 2);
    if (shard === undefined) break;
    const partial = structuredClone(await proofJob.run(structuredClone(shard), { scorer, structure, breathe: () => Promise.resolve() }));
    known = known === undefined ? partial : proofJob.merge(partial, known);
    pieces.push(known);
  }
  expect(pieces.length).toBeGreaterThan(2);
  const values = [...question.background, ...question.person];
  const domains = Array.from({ length: 12 }, (_, input) => Float64Array.from(new Set(values.filter((_, at) => at % 12 === input))));
  const { threshold } = marginThreshold(question.quantity, structure);
  const whole = sufficientReason({ forest, person: question.person, threshold, players: question.players, order: pieces[0]!.order, domains, settings: question.settings });
  expect(pieces.at(-1)!.reason).toEqual(whole);
  const shares = pieces.map(({ share }) => share);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  const freed = pieces.map(({ reason }) => reason.freed.length);
  expect(freed).toEqual([...freed].sort((a, b) => a - b));
});

test('a budget that runs out leaves what is proved, and says that more may be left out', async () => {
  const forest = randomForest(new Random(9), { inputs: 12, trees: 40, depth: 5, splits: [-1, 0, 1, 2], operators: () => ['le'] });
  const question: ProofQuestion = { ...random(3, 12), players: single(12), quantity: { ...DECISION, threshold: 0.4 }, settings: { nodesPerStep: 1, nodes: 3 } };
  const structure = structureOf(forest);
  const short = await runInline(proofJob, question, scorerFor(structure), structure);
  expect([short.done, short.minimal, short.widest]).toEqual([true, false, false]);
  const long = await runInline(proofJob, { ...question, settings: { nodesPerStep: 1e5, nodes: 1e7 } }, scorerFor(structure), structure);
  expect([long.minimal, long.kept.length < short.kept.length]).toEqual([true, true]);
});

test('the margin at which a decision turns is the first one to have it', () => {
  for (const [quantity, way] of [
    [{ threshold: 0.5 }, { link: 'sigmoid', scale: 1 }],
    [{ threshold: 0.73 }, { link: 'sigmoid', scale: -2 }],
    [{ threshold: 0.2, complement: true }, { link: 'sigmoid', scale: 1 }],
    [{ threshold: 0.4, complement: true }, { link: 'none', scale: 0.1 }],
    [{ threshold: 40, above: false }, { link: 'exp', scale: 1 }],
    [{ threshold: -3 }, { link: 'signed-square', scale: 1 }],
  ] as const) {
    const decision = { ...DECISION, ...quantity };
    const { threshold, favourable } = marginThreshold(decision, way);
    const at = (margin: number): boolean => quantityOf(decision, Float64Array.of(Math.fround(applyLink(way.link, Float64Array.of(margin), 1, way.scale)[0]!)), 0) === 1;
    const below = threshold - Math.max(5e-324, Math.abs(threshold) * 2 ** -53);
    expect([at(threshold), at(below), below < threshold]).toEqual([favourable, !favourable, true]);
  }
});

test('players that can turn a decision are freed last', () => {
  const split = (feature: number, size: number) => ({ feature, operator: 'le', split: 0, missing: 'left', left: { leaf: [-size] }, right: { leaf: [size] } }) as const;
  const forest = buildForest({ features: 3, outputs: 1, trees: [split(0, 2), split(1, 0.5), split(2, 1)] });
  const rows = Float64Array.of(-1, -1, -1, 1, 1, 1);
  expect(freeingOrder(forest, Float64Array.of(1, 1, 1), single(3), rows, true)).toEqual([1, 2, 0]);
  // Below the line only what raises counts: input 0 is high already.
  expect(freeingOrder(forest, Float64Array.of(1, -1, -1), single(3), rows, false)).toEqual([0, 1, 2]);
});

describe('refusals', () => {
  const question: ProofQuestion = { person: Float64Array.of(0), background: Float64Array.of(0, 1), players: single(1), quantity: DECISION, settings: PROOF_SETTINGS };
  const leaf = (value: number) => buildForest({ features: 1, outputs: 1, trees: [{ leaf: [value] }] });

  test('a model without trees', async () => {
    await expect(runInline(proofJob, question, scorerOf(() => 1))).rejects.toMatchObject({ code: 'no-trees' });
  });

  test('scores that are on the other side of the line than the sum of the leaves', async () => {
    await expect(runInline(proofJob, question, scorerOf(() => 0.49), structureOf(leaf(1e-3)))).rejects.toMatchObject({ code: 'proof-decision' });
  });

  test('a question that is not about a decision', () => {
    expect(() => proofJob.plan({ ...question, quantity: VALUE }, undefined, 1)).toThrow(RangeError);
  });
});
