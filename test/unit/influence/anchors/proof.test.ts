import { finish } from '../../../../src/engine/jobs/steps';
import { describe, expect, test } from 'vitest';
import { BoxSpace } from '../../../../src/engine/models/forest/boxes/boxes';
import { MISSING, placeOf } from '../../../../src/engine/models/forest/boxes/cells';
import { meetsCondition } from '../../../../src/engine/influence/anchors/proof/conditions';
import { cutTree, mergeGroups, reaches } from '../../../../src/engine/models/forest/boxes/groups';
import { coverageOf, sufficientReason } from '../../../../src/engine/influence/anchors/proof/reason';
import { PROOF_SETTINGS, type SufficientQuestion, type SufficientReason } from '../../../../src/engine/influence/anchors/proof/types';
import { WorstCase } from '../../../../src/engine/influence/anchors/proof/worst';
import type { Player } from '../../../../src/engine/influence/players';
import { buildForest } from '../../../../src/engine/models/forest/build';
import { compileForest } from '../../../../src/engine/models/forest/evaluate';
import type { Forest } from '../../../../src/engine/models/forest/types';
import { ceil32, floor32 } from '../../../../src/engine/models/onnx/write/round';
import { Random } from '../../../../src/engine/stats/random';
import { single } from '../oracle';
import { grid, MarginGrid, randomForest, type Plan } from './forests';

const ENOUGH = { nodesPerStep: 1e6, nodes: 1e9 };
const WHOLE = [-1, 0, 1, 2];
/** A value in every cell that splits at −1 … 2 and sets of these can make. */
const EVERY = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, NaN];
const TENTHS = [0.1, 0.2, 0.3];
const ROUNDED = [0, ...TENTHS.flatMap((value) => [floor32(value), ceil32(value)]), 0.15, 0.25, 0.4, NaN];

const numeric = { inputs: 4, trees: 5, depth: 4, splits: WHOLE, operators: () => ['lt', 'le'] } as const satisfies Plan;
const mixed = { ...numeric, operators: (input: number) => (input < 2 ? (['lt', 'le'] as const) : (['set'] as const)) } satisfies Plan;
const both = { ...numeric, operators: (input: number) => (input < 3 ? (['lt', 'set', 'le'] as const) : (['le'] as const)) } satisfies Plan;

const plans: [string, Plan, readonly number[]][] = [
  ['thresholds', numeric, EVERY],
  ['thresholds and sets', mixed, EVERY],
  ['thresholds and sets on one input', both, EVERY],
  ['sets that round down', { ...both, change: { setCodes: 'floor' } }, EVERY],
  ['sets that cut off', { ...both, change: { setCodes: 'truncate' } }, EVERY],
  ['zeros that count as missing', { ...both, change: { zeroIsMissing: Uint8Array.of(1, 0, 1, 0) } }, EVERY],
  ['the mean of trees', { ...mixed, change: { combine: 'mean' } }, EVERY],
  ['inputs rounded to float32', { ...numeric, splits: TENTHS, change: { arithmetic: 'float32' } }, ROUNDED],
  ['sums in float32', { ...mixed, change: { sums: 'float32' } }, EVERY],
  ['ties with the threshold', { ...mixed, whole: true }, EVERY],
];

type Asked = Pick<SufficientQuestion, 'forest' | 'person' | 'players'>;

/** The values of each input that a reason allows, among those given: by its conditions, all for freed players, the person's own for fixed inputs. */
function allowed(question: Asked, reason: SufficientReason, values: readonly (readonly number[])[]): number[][] {
  const fixed = new Set(values.keys());
  for (const { features } of question.players) for (const input of features) fixed.delete(input);
  const row = new Float64Array(values.length);
  return values.map((own, input) => {
    if (fixed.has(input)) return [question.person[input]!];
    const conditions = reason.kept.flatMap((player) => player.conditions).filter((condition) => condition.input === input);
    return own.filter((value) => conditions.every((condition) => meetsCondition(question.forest, condition, row.fill(value))));
  });
}

/** Checks everything a reason says against all combinations of `values`, which must have one in every cell. */
function verify(question: SufficientQuestion, reason: SufficientReason, values: readonly (readonly number[])[], all: MarginGrid): void {
  const { forest, person, threshold, players } = question;
  const margin = compileForest(forest).margins(person, 1)[0]!;
  expect([reason.margin, reason.above]).toEqual([margin, margin >= threshold]);
  expect([...reason.kept.map(({ player }) => player), ...reason.freed].sort((a, b) => a - b)).toEqual([...players.keys()]);
  const ranges = allowed(question, reason, values);
  for (const input of players.flatMap(({ features }) => features)) expect(ranges[input]!.includes(person[input]!)).toBe(true);
  expect(all.allKeep(ranges, reason)).toBe(true);
  for (const { player, necessary } of reason.kept) {
    if (!necessary) continue;
    const wider = ranges.map((own, input) => (players[player]!.features.includes(input) ? values[input]! : own));
    expect(all.allKeep(wider, reason)).toBe(false);
  }
  expect(reason.minimal).toBe(reason.kept.every(({ necessary }) => necessary));
  if (!reason.widest) return;
  for (const { input } of reason.kept.flatMap(({ conditions }) => conditions)) {
    const within = ranges[input]!;
    const outside = values[input]!.filter((value) => !within.some((other) => Object.is(other, value)));
    const numbers = within.filter((value) => !Number.isNaN(value));
    const above = Math.min(...outside.filter((value) => value > Math.max(...numbers)));
    const below = Math.max(...outside.filter((value) => value < Math.min(...numbers)));
    const bySets = [...forest.feature.keys()].some((node) => forest.feature[node] === input && forest.operator[node] === 2);
    const next = bySets ? outside : [...[above, below].filter(Number.isFinite), ...outside.filter(Number.isNaN)];
    for (const value of next) {
      // Zero within the band counts as missing, and is let in with it.
      const wider = ranges.map((own, other) => (other === input ? [...own, value] : own));
      expect(all.allKeep(wider, reason)).toBe(false);
    }
  }
}

describe('a proved reason agrees with all combinations of values', () => {
  test.each(plans)('%s', (_, plan, every) => {
    let conditions = 0;
    let freed = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const random = new Random(seed);
      const forest = randomForest(random, plan);
      const values = Array.from({ length: plan.inputs }, () => every);
      const all = new MarginGrid(forest, values);
      const margins = all.margins.slice().sort();
      const rows = grid(values);
      const pick = (): number => every[random.below(every.length)]!;
      for (const share of [0.1, 0.5, 0.8]) {
        const person = Float64Array.from({ length: plan.inputs }, pick);
        const threshold = plan.whole ? margins[Math.floor(share * margins.length)]! : margins[Math.floor(share * margins.length)]! + 1e-6;
        const order = random.sample(plan.inputs, plan.inputs);
        const question = { forest, person, threshold, players: single(plan.inputs), order: [...order], settings: ENOUGH };
        const reason = sufficientReason({ ...question, rows });
        verify(question, reason, values, all);
        expect([reason.minimal, reason.domain, reason.proved]).toEqual([true, 'any', true]);
        expect(reason.coverage!.agreeing).toBe(reason.coverage!.covered);
        expect(reason.coverage!.covered).toBe(allowed(question, reason, values).reduce((product, own) => product * own.length, 1));
        conditions += reason.kept.length;
        freed += reason.freed.length;
      }
    }
    // Both kept and freed players must have been met, or nothing was tested.
    expect(Math.min(conditions, freed)).toBeGreaterThan(15);
  });

  test('with inputs merged into players, others fixed, and values listed', () => {
    const players: Player[] = [
      { name: 'pair', features: [0, 2] },
      { name: 'one', features: [3] },
    ];
    for (let seed = 1; seed <= 30; seed++) {
      const random = new Random(50 + seed);
      const forest = randomForest(random, both);
      const lists = [[0, 1, NaN], EVERY, [0, 1, 2, 3], [0.5, 2.5, -1]];
      const person = Float64Array.from(lists, (own) => own[random.below(own.length)]!);
      const domains = lists.map((own, input) => (input === 1 ? undefined : Float64Array.from(own)));
      const question = { forest, person, threshold: 0, players, domains, settings: ENOUGH };
      const reason = sufficientReason(question);
      const all = new MarginGrid(forest, lists);
      expect([reason.domain, reason.minimal]).toEqual(['listed', true]);
      const ranges = allowed(question, reason, lists);
      expect(all.allKeep(ranges, reason)).toBe(true);
      for (const { player, conditions } of reason.kept) {
        const wider = ranges.map((own, input) => (players[player]!.features.includes(input) ? lists[input]! : own));
        expect(all.allKeep(wider, reason)).toBe(false);
        for (const { input, values } of conditions) {
          expect([...values!]).toEqual(ranges[input]!.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b));
        }
      }
    }
  });
});

describe('the worst case of a box', () => {
  test.each(plans)('is settled as all combinations settle it, and a short search never claims what is not so: %s', (_, plan, every) => {
    const verdicts = { holds: 0, fails: 0, unknown: 0 };
    for (let seed = 1; seed <= 25; seed++) {
      const random = new Random(300 + seed);
      const forest = randomForest(random, plan);
      const person = Float64Array.from({ length: plan.inputs }, () => every[random.below(every.length)]!);
      const all = new MarginGrid(forest, new Array<readonly number[]>(plan.inputs).fill(every));
      const space = new BoxSpace(forest, person, []);
      const free = Array.from({ length: plan.inputs }, () => random.uniform() < 0.6);
      const values = free.map((isFree, input) => (isFree ? every : [person[input]!]));
      const box = space.pointOf(person);
      space.inputs.forEach((input, slot) => {
        const at = space.start[slot]!;
        if (free[input]) box.set(space.full.subarray(at, at + space.length[slot]!), at);
      });
      const sorted = Float64Array.from(all.of(values)).sort();
      const [low, high] = [sorted[0]!, sorted[sorted.length - 1]!];
      for (const above of [true, false]) {
        for (const threshold of [low, high, low - 1e-12, high + 1e-12, (low + high) / 2, all.margins[random.below(all.margins.length)]!]) {
          const decision = { threshold, above };
          const truth = all.allKeep(values, decision) ? 'holds' : 'fails';
          expect(new WorstCase(space, person, decision).check(box, 1e6)).toBe(truth);
          for (const nodes of [1, 4]) {
            const found = new WorstCase(space, person, decision).check(box, nodes);
            verdicts[found]++;
            if (found !== 'unknown') expect(found).toBe(truth);
          }
        }
      }
    }
    expect(Math.min(verdicts.holds, verdicts.fails)).toBeGreaterThan(20);
  });
});

test.each(plans)('trees taken together share out the box, and their values add up to the margin: %s', (_, plan, every) => {
  let together = 0;
  for (let seed = 1; seed <= 3; seed++) {
    const random = new Random(700 + seed);
    const forest = randomForest(random, { ...plan, depth: 3 });
    const { margins } = compileForest(forest);
    const person = Float64Array.from({ length: plan.inputs }, () => every[random.below(every.length)]!);
    const space = new BoxSpace(forest, person, []);
    const divisor = forest.combine === 'mean' ? forest.roots.length : 1;
    const apart = Array.from(forest.roots, (root) => cutTree(space, root, space.full, (leaf) => forest.leafValues[leaf]! / divisor));
    const merged = finish(mergeGroups(space, space.full, apart));
    together += apart.length - merged.length;
    for (let k = 0; k < 200; k++) {
      const row = Float64Array.from({ length: plan.inputs }, () => every[random.below(every.length)]!);
      const point = space.pointOf(row);
      for (const groups of [apart, merged]) {
        const reached = groups.map(({ leaves }) => leaves.filter((leaf) => reaches(space, point, leaf)));
        expect(reached.every((leaves) => leaves.length === 1)).toBe(true);
        const sum = reached.reduce((total, [leaf]) => total + leaf!.value, forest.base[0]!);
        expect(sum).toBeCloseTo(margins(row, 1)[0]!, forest.sums === 'float32' ? 5 : 12);
      }
    }
  }
  expect(together).toBeGreaterThan(2);
});

describe('cells', () => {
  test('tell apart what the forest tells apart, and nothing else where there are only thresholds', () => {
    const split = (operator: 'lt' | 'le', at: number) =>
      ({ feature: 0, operator, split: at, missing: 'left', left: { leaf: [0] }, right: { leaf: [1] } }) as const;
    const trees = [split('lt', 2), split('le', 2), split('le', 5), split('lt', Infinity), split('lt', -Infinity)];
    const forest = buildForest({ features: 1, outputs: 1, trees });
    const { cells } = new BoxSpace(forest, Float64Array.of(0), []);
    expect([-Infinity, 1, 2, 2.1, 5, 5.1, 1e300, Infinity, NaN].map((value) => placeOf(cells[0]!, value))).toEqual([0, 0, 1, 2, 2, 3, 3, 4, MISSING]);
  });

  test('of levels that every set treats alike share a place', () => {
    const split = (members: number[]) =>
      ({ feature: 0, operator: 'set', split: members, missing: 'left', left: { leaf: [0] }, right: { leaf: [1] } }) as const;
    const forest = buildForest({ features: 1, outputs: 1, trees: [split([1, 2, 4]), split([4])] });
    const { cells } = new BoxSpace(forest, Float64Array.of(0), []);
    const places = [0, 1, 1.5, 2, 3, 4, 99].map((value) => placeOf(cells[0]!, value));
    expect(places).toEqual([places[0], places[1], places[0], places[1], places[0], places[5], places[0]]);
    expect(new Set(places).size).toBe(3);
  });
});

describe('particular models', () => {
  const at = (feature: number, split: number, left: number, right: number) =>
    ({ feature, operator: 'le', split, missing: 'left', left: { leaf: [left] }, right: { leaf: [right] } }) as const;
  const ask = (forest: Forest, person: number[], threshold: number, more: Partial<SufficientQuestion> = {}): SufficientReason =>
    sufficientReason({ forest, person: Float64Array.from(person), threshold, players: single(forest.features), settings: PROOF_SETTINGS, ...more });

  test('a constant model needs nothing, even where it ties with the threshold', () => {
    const forest = buildForest({ features: 3, outputs: 1, base: [0.3], trees: [{ leaf: [0.1] }, at(1, 0, 0.2, 0.2)] });
    const margin = compileForest(forest).margins(new Float64Array(3), 1)[0]!;
    for (const threshold of [margin, margin + 1, margin - 1]) {
      const reason = ask(forest, [1, 2, 3], threshold, { rows: Float64Array.of(1, 2, 3, NaN, NaN, NaN) });
      expect([reason.kept.length, reason.minimal, reason.widest, reason.coverage]).toEqual([0, true, true, { rows: 2, covered: 2, agreeing: 2 }]);
    }
  });

  test('no trees', () => {
    expect(ask(buildForest({ features: 2, outputs: 1, base: [1], trees: [] }), [0, 0], 0).kept).toEqual([]);
  });

  test('exclusive or keeps both inputs; the order decides which of two that suffice is freed', () => {
    const branch = (flip: boolean) => at(1, 0.5, flip ? 1 : -1, flip ? -1 : 1);
    const xor = buildForest({ features: 3, outputs: 1, trees: [{ ...at(0, 0.5, 0, 0), left: branch(false), right: branch(true) }] });
    const reason = ask(xor, [1, 0, 7], 0);
    expect(reason.kept.map(({ player, necessary }) => [player, necessary])).toEqual([
      [0, true],
      [1, true],
    ]);
    expect(reason.kept[0]!.conditions).toEqual([
      { input: 0, ranges: [{ low: 0.5, lowInclusive: false, high: Infinity, highInclusive: true }], missing: false },
    ]);
    expect(reason.kept[1]!.conditions).toEqual([
      { input: 1, ranges: [{ low: -Infinity, lowInclusive: true, high: 0.5, highInclusive: true }], missing: true },
    ]);
    const either = buildForest({ features: 2, outputs: 1, trees: [at(0, 0, 0, 2), at(1, 0, 0, 2)] });
    expect([...ask(either, [1, 1], 1, { order: [0, 1] }).freed]).toEqual([0]);
    expect([...ask(either, [1, 1], 1, { order: [1, 0] }).freed]).toEqual([1]);
  });

  test('an additive model keeps what it must, and moves the ends as far as the sum allows', () => {
    // 10 steps of 1 on each of two inputs: the margin is the number of steps passed.
    const stairs = [0, 1].flatMap((input) => Array.from({ length: 10 }, (_, k) => at(input, k + 0.5, 0, 1)));
    const reason = ask(buildForest({ features: 2, outputs: 1, trees: stairs }), [8, 9], 12);
    expect(reason.minimal).toBe(true);
    expect(reason.widest).toBe(true);
    expect(reason.kept.map(({ conditions }) => conditions[0]!.ranges[0]!.low)).toEqual([2.5, 8.5]);
  });

  test('nodes that run out leave players kept that are said to be not proved necessary', () => {
    const random = new Random(9);
    const forest = randomForest(random, { inputs: 12, trees: 40, depth: 5, splits: WHOLE, operators: () => ['le'] });
    const person = Float64Array.from({ length: 12 }, () => random.below(4));
    const margin = compileForest(forest).margins(person, 1)[0]!;
    const question = { forest, person, threshold: margin - 1, players: single(12) };
    const short = sufficientReason({ ...question, settings: { nodesPerStep: 1, nodes: 3 } });
    expect(short.nodes).toBeLessThanOrEqual(3);
    expect([short.minimal, short.widest, short.proved]).toEqual([false, false, true]);
    expect(short.kept.some(({ necessary }) => !necessary)).toBe(true);
    const long = sufficientReason({ ...question, settings: { nodesPerStep: 1e5, nodes: 1e7 } });
    expect(long.minimal).toBe(true);
    expect(long.kept.length).toBeLessThanOrEqual(short.kept.length);
    // 12 inputs are too many for all combinations: random rows that meet the conditions.
    for (const reason of [short, long]) {
      const ranges = allowed(question, reason, new Array<readonly number[]>(12).fill(EVERY));
      const rows = Float64Array.from({ length: 12 * 5000 }, (_, cell) => ranges[cell % 12]![random.below(ranges[cell % 12]!.length)]!);
      expect(coverageOf(forest, reason, rows)).toEqual({ rows: 5000, covered: 5000, agreeing: 5000 });
    }
  });

  test.each([
    ['proof-outputs', buildForest({ features: 1, outputs: 2, trees: [{ leaf: [0, 0] }] }), 0],
    ['proof-margin', buildForest({ features: 1, outputs: 1, trees: [{ leaf: [0] }] }), NaN],
  ])('%s is refused', (code, forest, threshold) => {
    expect(() => ask(forest, [0], threshold)).toThrowError(expect.objectContaining({ code }));
  });

  test('leaves with formulas and players that overlap are refused', () => {
    const forest = buildForest({ features: 1, outputs: 1, trees: [{ leaf: [0] }] });
    const none = new Int32Array(0);
    const offsets = Int32Array.of(0, 0);
    const linear = { offsets, inputs: none, coefficients: new Float64Array(0), constants: Float64Array.of(1), output: Int32Array.of(0) };
    expect(() => ask({ ...forest, linearLeaves: linear }, [0], 0)).toThrowError(expect.objectContaining({ code: 'proof-leaves' }));
    expect(() => ask(forest, [0], 0, { players: [...single(1), ...single(1)] })).toThrowError(expect.objectContaining({ code: 'players' }));
  });
});
