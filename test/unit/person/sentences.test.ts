import { describe, expect, test } from 'vitest';
import { EMPTY_AUDIT, type QuantityName } from '../../../src/engine/audit/types';
import { agreement } from '../../../src/engine/influence/compare/agreement';
import { changeBetween } from '../../../src/engine/influence/compare/change';
import type { WaterfallPart } from '../../../src/app/charts/waterfall/layout';
import { waterfallTwin } from '../../../src/app/charts/waterfall/twin';
import { changedColumns, changedText } from '../../../src/app/screens/person/changed';
import { playerText } from '../../../src/app/screens/person/inputs';
import { type Answered, gridOf, held, othersTitle } from '../../../src/app/screens/person/others';
import { principalLines } from '../../../src/app/screens/person/principal';
import { quantityFrom, quantityKey } from '../../../src/app/screens/person/tell';
import { pairTitle, whyTitle } from '../../../src/app/screens/person/titles';
import type { Walk } from '../../../src/app/screens/person/walk';
import type { ReasonsAsk, Subject } from '../../../src/app/state/person/subject.svelte';
import type { Session } from '../../../src/app/state/session.svelte';
import { PROBABILITY, flipped, valueScale } from '../../../src/app/text/scale';

const session = { audit: { ...EMPTY_AUDIT, decision: ['approved', 'denied'] }, classes: ['grey', 'red', 'blue'], scale: PROBABILITY, columns: [] } as unknown as Session;
const features = ['income', 'debt', 'age'].map((name, column) => ({ name, column, kind: 'number' as const }));
const subject = { session, features } as unknown as Subject;
const players = features.map(({ name }, index) => ({ name, features: [index] }));

function ask(quantity: QuantityName, more: Partial<ReasonsAsk> = {}): ReasonsAsk {
  return { question: { players }, row: 0, values: Float64Array.of(30, 40, 50), typical: Float64Array.of(60, 20, 50), versus: { kind: 'everyone' }, quantity, ...more } as unknown as ReasonsAsk;
}

function walk(effects: readonly number[], start = 0.5, scale = PROBABILITY): Walk {
  const parts = effects
    .map((effect, at): WaterfallPart => ({ id: String(at), name: features[at]!.name, value: '', typical: '', effect }))
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  const end = effects.reduce((sum, effect) => sum + effect, start);
  const data = { start: { name: 'Average', score: start }, end: { name: 'Jane', score: end }, parts, threshold: null };
  return { data, scale, printed: new Map(effects.map((effect, at) => [at, effect])) };
}

describe('the title of the reasons', () => {
  const why = (effects: number[], quantity: QuantityName = { kind: 'score' }, scale = PROBABILITY): string => whyTitle(session, ask(quantity), walk(effects, 0.5, scale), 'everyone', 'Jane');
  test.each([
    ['two that go the same way', [-0.2, -0.1, 0.01], 'Compared with everyone, income and debt lower Jane’s score most'],
    ['one that stands out', [0.3, 0.01, 0], 'Compared with everyone, income raises Jane’s score most'],
    ['one each way', [0.2, -0.15, 0], 'Compared with everyone, debt lowers Jane’s score most and income raises it most'],
    ['none', [0, 0, 0], 'Compared with everyone, no input makes a difference'],
  ])('%s', (_, effects, title) => expect(why(effects)).toBe(title));

  test.each([
    [{ kind: 'margin' }, 'income lowers Jane’s log odds most'],
    [{ kind: 'loss' }, 'income lowers the loss on Jane most'],
    [{ kind: 'class', index: 2 }, 'income lowers Jane’s chance of “blue” most'],
    [{ kind: 'decision' }, 'income pulls the decision most towards “denied”'],
  ] as const)('for %j', (quantity, clause) => expect(why([-0.3, 0, 0], quantity)).toBe(`Compared with everyone, ${clause}`));

  test('speaks of the printed number where lower values are favourable', () => {
    expect(why([-3, 0, 0], { kind: 'score' }, flipped(valueScale(0, 10)))).toContain('income raises');
  });
});

describe('the title of two people', () => {
  const pair = (effects: number[], scale = PROBABILITY): string => pairTitle(session, ask({ kind: 'score' }), walk(effects, 0.5, scale), 'Jane', 'Bob');
  test.each([
    ['the same way', [0.2, 0.1, -0.02], 'income and debt carry most of it: Jane’s score is 28.0 points above Bob’s'],
    ['against the largest', [0.2, -0.15, -0.15], 'Jane’s score is 10.0 points below Bob’s, although income raises Jane’s'],
    ['even', [0.2, -0.2, 0], 'Jane and Bob come out even: income speaks for Jane, debt against'],
    ['equal inputs', [0, 0, 0], 'Jane and Bob have the same inputs'],
  ])('%s', (_, effects, title) => expect(pair(effects)).toBe(title));

  test('where lower values are favourable, says what is printed', () => {
    expect(pair([-3, 0, 0], flipped(valueScale(0, 10)))).toMatch(/^income carries most of it: Jane’s score is 3\.\d above Bob’s$/);
  });
});

describe('what changed', () => {
  const told = (effects: number[], quantity: QuantityName = { kind: 'score' }, versus: ReasonsAsk['versus'] = { kind: 'everyone' }) => ({ ask: ask(quantity, { versus }), walk: walk(effects), sign: 1 as const });
  const change = (before: number[], after: number[], same = true, half = 0) =>
    changeBetween({ values: Float64Array.from(before) }, { values: Float64Array.from(after), halfWidths: new Float64Array(3).fill(half) }, same);
  const text = (before: number[], after: number[], half = 0): string => changedText(subject, told(before), told(after, { kind: 'score' }, { kind: 'favourable' }), change(before, after, true, half));

  test.each([
    ['values and the first place', [-0.138, -0.12, 0.01], [-0.14, -0.162, 0.01], 'debt goes from −12.0 to −16.2, income goes from −13.8 to −14.0, and debt is now first'],
    ['a turned sign', [0.2, 0.1, 0.03], [0.2, 0.1, -0.03], 'age goes from +3.0 to −3.0 and age now lowers instead of raises'],
    ['nothing to speak of', [0.2, 0.1, 0.03], [0.2, 0.1, 0.03], 'the inputs keep their order and no input moves by more than 0.0 points'],
  ])('%s', (_, before, after, moves) => expect(text(before, after)).toBe(`Compared with people who were approved instead of everyone: ${moves}.`));

  test('leaves out moves within their error', () => {
    expect(text([0.2, 0.1, 0.03], [0.21, 0.1, 0.03], 0.02)).toContain('the inputs keep their order');
  });

  test('between quantities tells places and signs, no differences of unlike numbers', () => {
    const [before, after] = [
      [0.2, 0.1, 0.03],
      [0.5, 0.9, 0.1],
    ];
    const [was, is] = [told(before), told(after, { kind: 'margin' })];
    const found = change(before, after, false);
    expect(changedText(subject, was, is, found)).toBe('For the log odds instead of the score: debt is now first.');
    const columns = changedColumns(subject, was, is, found);
    expect(columns.map(({ column }) => column.label)).toEqual(['Effect before: score', 'Place before']);
  });

  test('stands in the table beside each input, with printed numbers that add up', () => {
    const [before, after] = [
      [-0.138, -0.12, 0.01],
      [-0.14, -0.162, 0.01],
    ];
    const [was, is] = [told(before), told(after, { kind: 'score' }, { kind: 'favourable' })];
    const { table } = waterfallTwin(is.walk.data, PROBABILITY, changedColumns(subject, was, is, change(before, after)));
    expect(table.columns.slice(-3).map(({ label }) => label)).toEqual(['Effect before: everyone', 'Change', 'Place before']);
    const debt = table.rows.find(([name]) => name === 'debt')!;
    expect(debt.slice(-3)).toEqual([-0.12, expect.closeTo(-0.042, 12), 2]);
    expect(table.rows[0]!.slice(-3)).toEqual(['', '', '']);
  });
});

describe('reasons in words', () => {
  const reason = { player: 0, value: -0.28, halfWidth: 0.011, sure: true, tiedWithNext: false };
  const [line] = principalLines(subject, ask({ kind: 'score' }), [reason], walk([-0.28, 0, 0]), new Set([0]));

  test('say value, typical value, size and error, and mark what cannot be changed', () => {
    expect(line!.text.replaceAll('\u00a0', ' ')).toBe('income is 30, typically 60: 28.0 ± 1.1 points down');
    expect(line!.marks).toEqual(['cannot be changed']);
  });

  test('a value like that of most people is said to be typical too', () => {
    const [line] = principalLines(subject, ask({ kind: 'score' }), [{ ...reason, player: 2 }], walk([0, 0, -0.28]), new Set());
    expect(line!.text.replaceAll('\u00a0', ' ')).toBe('age is 50, which is typical too: 28.0 ± 1.1 points down');
  });

  test('explain what is unsure', () => {
    const [unsure] = principalLines(subject, ask({ kind: 'score' }), [{ ...reason, sure: false, tiedWithNext: true }], walk([-0.28, 0, 0]), new Set());
    expect(unsure!.marks).toEqual(['could be nothing', 'order unsure']);
    expect(unsure!.notes.length).toBe(2);
  });

  test('of a value speak of its own unit, and of rising where lower is favourable', () => {
    const turned = { ...walk([-3, 0, 0], 0.5, flipped(valueScale(0, 10))) };
    expect(principalLines(subject, ask({ kind: 'score' }), [{ ...reason, value: 3, halfWidth: 0 }], turned, new Set())[0]!.text).toMatch(/: raises it by 3\.\d$/);
  });
});

describe('other methods', () => {
  const method = (name: string, values: number[], halves = [0, 0, 0]): Omit<Answered, 'agreement'> => ({ id: name, name, short: name, values: Float64Array.from(values), halfWidths: Float64Array.from(halves), scale: PROBABILITY, sign: 1 });
  const names = features.map(({ name }) => name);
  const title = (...methods: Omit<Answered, 'agreement'>[]): string => othersTitle(held(methods[0]!, methods.slice(1)), names);

  test.each([
    ['all agree', [method('A', [3, 2, 1]), method('B', [9, 2, 1])], 'Both put income first; no input changes sign'],
    ['one has another first', [method('A', [3, 2, 1]), method('B', [9, 2, 1]), method('C', [1, 2, 1])], '2 of 3 methods put income first; C puts debt first'],
    ['one turns a sign', [method('A', [3, 2, 1]), method('B', [9, 2, 1]), method('C', [3, -2, 1])], 'All three put income first; C alone gives debt the other sign'],
    ['two turn a sign', [method('A', [3, 2, 1]), method('B', [9, -2, 1]), method('C', [3, -2, 1])], 'All three put income first; B and C give debt the other sign'],
    ['nothing matters', [method('A', [0, 0, 0]), method('B', [0, 0, 0])], 'No method finds an input that matters'],
  ])('%s', (_, methods, expected) => expect(title(...methods)).toBe(expected));

  test('stand side by side, largest first, each held against the first', () => {
    const grid = gridOf(held(method('A', [0.1, -0.3, 0.2]), [method('B', [0.1, 0.3, 0.2], [0.01, 0, 0])]), names);
    expect(grid.rows.map(({ label }) => label)).toEqual(['debt', 'age', 'income']);
    expect(grid.columns[1]!.cells.map(({ text, halfText, turned }) => [text, halfText, turned])).toEqual([
      ['+30.0', '', true],
      ['+20.0', '', false],
      ['+10.0', '±1.0', false],
    ]);
    expect(grid.columns[1]!.note).toBe('order 1.00');
    expect(agreement(method('A', [0.1, -0.3, 0.2]), method('B', [0.1, 0.3, 0.2])).turned).toEqual([1]);
  });

  test('put all inputs but the largest together, and keep them all in the table', () => {
    const many = Array.from({ length: 12 }, (_, at) => `x${at}`);
    const values = many.map((_, at) => 12 - at);
    const methods = held({ ...method('A', values), halfWidths: new Float64Array(12) }, []);
    const grid = gridOf(methods, many);
    expect(grid.rows.length).toBe(8);
    expect(grid.columns[0]!.rest!.value).toBe(4 + 3 + 2 + 1);
    expect(gridOf(methods, many, true).rows.length).toBe(12);
  });
});

test('inputs that belong together are told by the one that is on, or one by one', () => {
  const of = ['colour_red', 'colour_blue', 'rooms'].map((name, column) => ({ name, column, kind: 'number' as const }));
  const colour = { name: 'colour', features: [0, 1] };
  expect(playerText(colour, of, Float64Array.of(0, 1, 3))).toBe('blue');
  expect(playerText(colour, of, Float64Array.of(0, 0, 3))).toBe('');
  expect(playerText({ name: 'colour_blue + rooms', features: [1, 2] }, of, Float64Array.of(0, 1, 3))).toBe('1 and 3');
  expect(playerText({ name: 'colour_red + colour_blue', features: [0, 1] }, of, Float64Array.of(0, 1, 3))).toBe('0 and 1');
  expect(playerText({ name: 'rooms', features: [2] }, of, Float64Array.of(0, 1, 3))).toBe('3');
});

test.each([{ kind: 'score' }, { kind: 'class', index: 12 }, { kind: 'loss' }] as const)('the choice of %j is read back as it was', (quantity) => {
  expect(quantityFrom(quantityKey(quantity))).toEqual(quantity);
});
