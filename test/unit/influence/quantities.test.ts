import { describe, expect, test } from 'vitest';
import { heldBack, logOdds, makeQuantity, quantityOf, withLabel } from '../../../src/engine/influence/quantities';
import type { QuantityFacts } from '../../../src/engine/influence/facts';
import type { QuantityChoice } from '../../../src/engine/influence/quantities';

const binary: QuantityFacts = { task: 'binary', classes: 2, favourable: 1, threshold: 0.4 };
const multiclass: QuantityFacts = { task: 'multiclass', classes: 3, favourable: 2, threshold: 0.5 };
const regression: QuantityFacts = { task: 'regression', classes: 0, favourable: 1, threshold: 10 };

describe('the quantity of a score row', () => {
  test.each<[string, QuantityChoice, QuantityFacts, number[], number]>([
    ['probability of the second class', { kind: 'score' }, binary, [0.3], 0.3],
    ['probability of the first class when that is favourable', { kind: 'score' }, { ...binary, favourable: 0 }, [0.3], 0.7],
    ['log odds', { kind: 'margin' }, binary, [0.2], Math.log(0.25)],
    ['log odds of the first class', { kind: 'margin' }, { ...binary, favourable: 0 }, [0.2], Math.log(4)],
    ['favourable decision at the threshold itself', { kind: 'decision' }, binary, [0.4], 1],
    ['other decision below it', { kind: 'decision' }, binary, [0.39], 0],
    ['decision for the first class', { kind: 'decision' }, { ...binary, favourable: 0 }, [0.7], 0],
    ['probability of the favourable of three classes', { kind: 'score' }, multiclass, [0.2, 0.3, 0.5], 0.5],
    ['probability of a class asked for', { kind: 'class', index: 1 }, multiclass, [0.2, 0.3, 0.5], 0.3],
    ['class 0 of a binary model asked for', { kind: 'class', index: 0 }, binary, [0.3], 0.7],
    ['decision of three classes', { kind: 'decision' }, multiclass, [0.2, 0.3, 0.5], 1],
    ['regression value', { kind: 'score' }, regression, [-3], -3],
    ['regression value in its own units when lower is favourable', { kind: 'score' }, { ...regression, favourable: 0 }, [-3], -3],
    ['decision when higher is favourable', { kind: 'decision' }, regression, [10], 1],
    ['decision when lower is favourable', { kind: 'decision' }, { ...regression, favourable: 0 }, [10.5], 0],
  ])('%s', (_, choice, facts, scores, expected) => {
    expect(quantityOf(makeQuantity(choice, facts), Float64Array.from(scores), 0)).toBeCloseTo(expected, 14);
  });

  test.each(['score', 'margin', 'decision'] as const)('there is no %s without a score', (kind) => {
    expect(quantityOf(makeQuantity({ kind }, binary), Float64Array.of(NaN), 0)).toBeNaN();
  });

  test('is read from the asked row', () => {
    const quantity = makeQuantity({ kind: 'class', index: 0 }, multiclass);
    expect(quantityOf(quantity, Float64Array.from([0.1, 0.2, 0.7, 0.6, 0.3, 0.1]), 1)).toBe(0.6);
  });

  test.each<[QuantityChoice, QuantityFacts, string]>([
    [{ kind: 'margin' }, regression, 'no-probability'],
    [{ kind: 'class', index: 0 }, regression, 'no-probability'],
    [{ kind: 'class', index: 3 }, multiclass, 'no-such-class'],
    [{ kind: 'score' }, { ...binary, favourable: 2 }, 'no-such-class'],
  ])('refuses %j of a model that has none', (choice, facts, code) => {
    expect(() => makeQuantity(choice, facts)).toThrow(expect.objectContaining({ code }) as Error);
  });
});

describe('log odds', () => {
  test.each([1e-7, 0.01, 0.5, 0.9, 0.9999999])('undo the logistic function at %f', (p) => {
    expect(1 / (1 + Math.exp(-logOdds(p)))).toBeCloseTo(p, 14);
  });
  test('are finite, equal and opposite at 0 and 1', () => {
    expect(logOdds(0)).toBeCloseTo(-logOdds(1), 6);
    expect(Number.isFinite(logOdds(0))).toBe(true);
    expect(logOdds(NaN)).toBeNaN();
  });
  test('keep small probabilities apart when the edge is set lower', () => {
    expect(logOdds(1e-20, 1e-300)).toBeCloseTo(Math.log(1e-20), 10);
  });
  test('say when they were held back', () => {
    const margin = makeQuantity({ kind: 'margin' }, binary);
    expect([0, 1, 1e-9, 0.5].map((p) => heldBack(margin, Float64Array.of(p), 0))).toEqual([true, true, true, false]);
    expect(heldBack(makeQuantity({ kind: 'score' }, binary), Float64Array.of(0), 0)).toBe(false);
  });
});

describe('the loss of one row as a quantity', () => {
  const facts = (task: QuantityFacts['task'], classes: number): QuantityFacts => ({ task, classes, favourable: 1, threshold: 0.5 });
  test.each([
    ['log loss of class 1', 'binary', 2, 'log', 1, [0.8], -Math.log(0.8)],
    ['log loss of class 0', 'binary', 2, 'log', 0, [0.8], -Math.log(0.2)],
    ['squared error of two classes', 'binary', 2, 'squared', 0, [0.8], 0.64],
    ['a wrong decision', 'binary', 2, 'zero-one', 0, [0.8], 1],
    ['log loss of one of three', 'multiclass', 3, 'log', 2, [0.5, 0.3, 0.2], -Math.log(0.2)],
    ['squared error of a value', 'regression', 0, 'squared', 7, [4], 9],
  ] as const)('%s', (_, task, classes, loss, label, scores, expected) => {
    const quantity = makeQuantity({ kind: 'loss', loss, label }, facts(task, classes));
    expect(quantity.width).toBe(scores.length);
    expect(quantityOf(quantity, Float64Array.from(scores), 0)).toBeCloseTo(expected, 14);
    expect(heldBack(quantity, Float64Array.from(scores), 0)).toBe(false);
  });

  test('for people who each have an outcome of their own is not known without it', () => {
    const open = makeQuantity({ kind: 'loss', loss: 'log' }, facts('binary', 2));
    expect(quantityOf(open, Float64Array.of(0.25), 0)).toBeNaN();
    expect(quantityOf(open, Float64Array.of(0.25), 0, 1)).toBeCloseTo(Math.log(4), 14);
    expect(quantityOf(withLabel(open, 0), Float64Array.of(0.25), 0)).toBeCloseTo(-Math.log(0.75), 14);
    const score = makeQuantity({ kind: 'score' }, binary);
    expect(withLabel(score, NaN)).toBe(score);
  });

  test('a probability of 0 for what happened is held back, and told', () => {
    const quantity = makeQuantity({ kind: 'loss', loss: 'log', label: 1 }, facts('binary', 2));
    expect(quantityOf(quantity, Float64Array.of(0), 0)).toBeCloseTo(25 * Math.LN2, 12);
    expect(heldBack(quantity, Float64Array.of(0), 0)).toBe(true);
  });

  test.each([
    ['an outcome that is not known', 'binary', 'log', NaN, 'no-outcome'],
    ['a class that is not there', 'multiclass', 'log', 3, 'no-outcome'],
    ['a log loss of values', 'regression', 'log', 1, 'no-classes'],
  ] as const)('is refused for %s', (_, task, loss, label, code) => {
    expect(() => makeQuantity({ kind: 'loss', loss, label }, facts(task, 3))).toThrow(expect.objectContaining({ code }) as Error);
  });
});
