import { describe, expect, test } from 'vitest';
import { spreadOf } from '../../../src/engine/recourse/costs';
import { type CoupledMove, type InputLimit, type ChangeLimits, sameLimits } from '../../../src/engine/recourse/limits/choice';
import { type Conflict, conflictsOf, goalConflicts, stopsSearch } from '../../../src/engine/recourse/limits/conflicts';
import { coupledChanges, freeRuleOf, type InputRange, mostOf, ruleOf } from '../../../src/engine/recourse/limits/rules';
import { stuckMoves } from '../../../src/engine/recourse/limits/coupled';
import { couplingOf } from '../../../src/engine/recourse/prices';
import { keepsRules } from '../../../src/engine/recourse/rules';
import type { FeatureRule } from '../../../src/engine/recourse/types';
import { Random } from '../../../src/engine/stats/random';
import { admissible } from './cases';

const NONE: ChangeLimits = { limits: [], fixedInputs: [], mostChanges: 0, coupled: [], fillMissing: false };
const number: InputRange = { kind: 'number', levels: 0, low: 0, high: 10, step: 1, kept: false };
const level: InputRange = { ...number, kind: 'level', levels: 3 };
const limit = (of: Partial<InputLimit>): InputLimit => ({ input: 0, direction: 'any', low: null, high: null, ...of });

describe('what may be done about an input', () => {
  test.each<[string, InputRange, ChangeLimits, number, FeatureRule]>([
    ['without limits, all the table has', number, NONE, 4, { kind: 'number', low: 0, high: 10, step: 1, direction: 'any', weight: 1 }],
    ['within limits', number, { ...NONE, limits: [limit({ direction: 'up', high: 8, step: 2, weight: 3 })] }, 4, { kind: 'number', low: 0, high: 8, step: 2, direction: 'up', weight: 3 }],
    ['levels that may follow its own', level, { ...NONE, limits: [limit({ levels: [{ from: 1, to: [2] }] })] }, 1, { kind: 'level', levels: [2], weight: 1 }],
    ['all levels where nothing is said of its own', level, { ...NONE, limits: [limit({ levels: [{ from: 1, to: [2] }] })] }, 0, { kind: 'level', levels: [0, 1, 2], weight: 1 }],
    ['levels that may follow a missing one', level, { ...NONE, fillMissing: true, limits: [limit({ levels: [{ from: -1, to: [0] }] })] }, NaN, { kind: 'level', levels: [0], weight: 1 }],
    ['nothing where it is fixed', number, { ...NONE, fixedInputs: [0] }, 4, { kind: 'locked' }],
    ['nothing where it makes up groups', { ...number, kept: true }, NONE, 4, { kind: 'locked' }],
    ['nothing where it is missing', level, NONE, NaN, { kind: 'locked' }],
    ['nothing within an empty range', number, { ...NONE, limits: [limit({ low: 5, high: 4 })] }, 4, { kind: 'locked' }],
    ['any number for a missing one that may be filled in', number, { ...NONE, fillMissing: true }, NaN, { kind: 'number', low: 0, high: 10, step: 1, direction: 'any', weight: 1, missing: true }],
  ])('%s', (_, range, choice, own, rule) => {
    expect(ruleOf(range, choice, 0, own)).toEqual(rule);
  });

  test('without limits its weight stays, a missing value may be filled in, and what makes up groups is kept', () => {
    const choice = { ...NONE, fixedInputs: [0], limits: [limit({ direction: 'up', low: 3, weight: 2 })] };
    expect(freeRuleOf(number, choice, 0, 4)).toEqual({ kind: 'number', low: 0, high: 10, step: 1, direction: 'any', weight: 2 });
    expect(freeRuleOf(number, choice, 0, NaN)).toMatchObject({ missing: true });
    expect(freeRuleOf({ ...number, kept: true }, choice, 0, 4)).toEqual({ kind: 'locked' });
  });

  test('no number of changes means any, and none means none', () => {
    expect([0, 2, -1].map((mostChanges) => mostOf({ mostChanges }, 5))).toEqual([5, 2, 0]);
  });

  test('limits are the same where they say the same, whatever the name they are kept under', () => {
    const named = { ...NONE, name: 'policy' };
    expect(sameLimits(named, NONE)).toBe(true);
    expect(sameLimits(named, { ...NONE, mostChanges: 1 })).toBe(false);
  });

  test('deviations are told in the median one; in quartiles where that is 0; else as they are', () => {
    expect(spreadOf(Float64Array.of(1, 2, 4, 8, 9))).toBe(3);
    expect(spreadOf(Float64Array.of(0, 0, 0, 0, 0, 0, 1, 1, 1))).toBe(1);
    expect(spreadOf(Float64Array.of(0, 0, 0, 0, 0, 0, 4, 8, 9))).toBe(5);
    expect(spreadOf(Float64Array.of(3, 3, 3))).toBe(1);
    expect(spreadOf(new Float64Array(0))).toBe(1);
  });
});

describe('conflicts', () => {
  const other = level;
  test.each<[string, Partial<ChangeLimits>, readonly number[], readonly Conflict[]]>([
    ['none', {}, [4, 1], []],
    ['at most no change', { mostChanges: -1 }, [4, 1], [{ kind: 'no-changes' }]],
    ['every input kept', { fixedInputs: [0, 1] }, [4, 1], [{ kind: 'nothing' }]],
    ['a smallest value above the largest', { limits: [limit({ low: 7, high: 3 })] }, [4, 1], [{ kind: 'empty', input: 0, low: 7, high: 3 }]],
    ['a smallest value above all of the table', { limits: [limit({ low: 70 })] }, [4, 1], [{ kind: 'empty', input: 0, low: 70, high: 10 }]],
    ['an own value outside of the ends', { limits: [limit({ low: 6 })] }, [4, 1], [{ kind: 'outside', input: 0, own: 4, low: 6, high: 10 }]],
    ['an own value beyond the only way', { limits: [limit({ direction: 'up', high: 3 })] }, [4, 1], [{ kind: 'one-way', input: 0, own: 4, direction: 'up', end: 3 }]],
    ['an own value at the end of the only way', { limits: [limit({ direction: 'down' })] }, [0, 1], [{ kind: 'one-way', input: 0, own: 0, direction: 'down', end: 0 }]],
    ['steps that meet nothing else', { limits: [limit({ direction: 'up', low: 4, step: 20 })] }, [4, 1], [{ kind: 'step', input: 0, step: 20 }]],
    ['no level to follow', { limits: [limit({ input: 1, levels: [{ from: 1, to: [1] }] })] }, [4, 1], [{ kind: 'level', input: 1, own: 1 }]],
    ['limits of an input that is kept anyway', { fixedInputs: [0], limits: [limit({ low: 7, high: 3 })] }, [4, 1], []],
    ['limits of a value that is missing', { limits: [limit({ low: 6 })] }, [NaN, 1], []],
    ['an input that must move along and is kept', { fixedInputs: [1], coupled: [{ when: 0, moves: 'up', then: 1, along: 'any', by: 0 }] }, [4, 1], [{ kind: 'coupled', input: 0, move: 'up', why: 'kept', chain: [0], needed: 0 }]],
    ['an input that cannot move along so far', { coupled: [{ when: 1, moves: 'any', then: 0, along: 'up', by: 7 }] }, [4, 1], [{ kind: 'coupled', input: 1, move: 'changes', why: 'reach', chain: [0], needed: 0 }]],
    ['a move against itself', { coupled: [{ when: 0, moves: 'up', then: 0, along: 'down', by: 1 }] }, [4, 1], [{ kind: 'coupled', input: 0, move: 'up', why: 'against', chain: [0], needed: 0 }]],
    ['more moves together than may be', { mostChanges: 1, coupled: [{ when: 0, moves: 'up', then: 1, along: 'any', by: 0 }] }, [4, 1], [{ kind: 'coupled', input: 0, move: 'up', why: 'count', chain: [0], needed: 2 }]],
    ['coupled moves of inputs there are none of', { coupled: [{ when: 0, moves: 'up', then: 9, along: 'any', by: 0 }] }, [4, 1], []],
  ])('%s', (_, limits, person, conflicts) => {
    expect(conflictsOf([number, other], { ...NONE, ...limits }, Float64Array.from(person))).toEqual(conflicts);
  });

  test('of limits for many: only what nobody could keep', () => {
    expect(conflictsOf([number, other], { ...NONE, fixedInputs: [1], limits: [limit({ low: 7, high: 3 })] })).toEqual([{ kind: 'empty', input: 0, low: 7, high: 3 }]);
    expect(conflictsOf([number, other], { ...NONE, limits: [limit({ low: 6 })], coupled: [{ when: 0, moves: 'up', then: 0, along: 'down', by: 1 }] })).toEqual([]);
  });

  test.each([
    [{ kind: 'decision' }, []],
    [{ kind: 'score', low: 0.8, high: null }, []],
    [{ kind: 'score', low: null, high: null }, [{ kind: 'goal-open' }]],
    [{ kind: 'score', low: 0.8, high: 0.2 }, [{ kind: 'goal-empty', low: 0.8, high: 0.2 }]],
    [{ kind: 'score', low: 80, high: null }, [{ kind: 'goal-outside', low: 80, high: Infinity }]],
    [{ kind: 'class', index: 2 }, []],
    [{ kind: 'class', index: 3 }, [{ kind: 'goal-class', index: 3 }]],
  ] as const)('of a goal: %j', (goal, conflicts) => {
    const found = goalConflicts(goal, true, 3);
    expect(found).toEqual(conflicts);
    expect(found.every((conflict) => stopsSearch(conflict))).toBe(true);
  });

  test('a goal on values has no ends of its own', () => {
    expect(goalConflicts({ kind: 'score', low: 80, high: null }, false, 0)).toEqual([]);
  });
});

test('a move is called stuck exactly where no row that keeps all rules makes it', () => {
  const random = new Random(97);
  const counts = new Map<string, number>();
  for (let round = 0; round < 600; round++) {
    const person = Float64Array.from({ length: 4 }, (_, input) => (input === 3 ? random.below(2) : random.below(3)));
    const rules = Array.from({ length: 4 }, (_, input): FeatureRule => {
      if (random.uniform() < 0.15) return { kind: 'locked' };
      if (input === 3) return { kind: 'level', levels: [0, 1], weight: 1 };
      return { kind: 'number', low: 0, high: 2, step: 1, direction: (['any', 'any', 'up', 'down'] as const)[random.below(4)]!, weight: 1 };
    });
    const coupled: CoupledMove[] = Array.from({ length: 1 + random.below(4) }, () => {
      const [when, then] = [random.below(4), random.below(4)];
      const along = then === 3 ? 'any' : (['any', 'up', 'down'] as const)[random.below(3)]!;
      return { when, moves: when === 3 ? 'any' : (['any', 'up', 'down'] as const)[random.below(3)]!, then, along, by: then === 3 ? 0 : 1 + random.below(2) };
    });
    const mostChanges = 1 + random.below(4);
    const actions = { person, rules, costs: [], couplings: coupledChanges(coupled, 4).map((own) => couplingOf(own, person)), combine: 'sum' as const, mostChanges };
    let rows: number[][] = [[]];
    rules.forEach((rule, input) => (rows = rows.flatMap((row) => admissible(rule, person[input]!).map((value) => [...row, value]))));
    const kept = rows.map((row) => Float64Array.from(row)).filter((row) => keepsRules(actions, row));
    const stuck = stuckMoves(rules, person, coupled, mostChanges);
    for (const input of new Set(coupled.map(({ when }) => when))) {
      for (const move of input === 3 ? (['changes'] as const) : (['up', 'down'] as const)) {
        const makes = (row: ArrayLike<number>): boolean => (move === 'up' ? row[input]! > person[input]! : move === 'down' ? row[input]! < person[input]! : row[input] !== person[input]);
        if (!rows.some(makes)) continue;
        const found = stuck.find((own) => own.input === input && own.move === move);
        expect(found !== undefined, JSON.stringify({ person: [...person], rules, coupled, mostChanges, input, move })).toBe(!kept.some(makes));
        if (found) counts.set(found.why, (counts.get(found.why) ?? 0) + 1);
      }
    }
  }
  expect([...counts.keys()].sort()).toEqual(['against', 'count', 'kept', 'reach']);
});
