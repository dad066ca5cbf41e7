import { describe, expect, test } from 'vitest';
import { compileScores } from '../../../src/engine/models/evaluator';
import type { Model } from '../../../src/engine/models/types';
import { readXgboost, type XgboostOptions } from '../../../src/engine/models/xgboost/read';
import { fileOf, stump, type Parts } from './booster';

const open = (parts: Parts, options?: XgboostOptions): Model => readXgboost(fileOf(parts), [], options);
const score = (model: Model, rows: readonly (readonly number[])[]): number[] => [
  ...compileScores(model)!(Float64Array.from(rows.flat()), rows.length),
];
const ROWS = [
  [0, 0],
  [1, 0],
  [NaN, 0],
];

const logit = (p: number): number => Math.log(p / (1 - p));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe('objectives: task, link, and base score in the units of the output', () => {
  test.each([
    ['reg:squarederror', 'regression', (x: number) => x, (b: number) => b],
    ['reg:absoluteerror', 'regression', (x: number) => x, (b: number) => b],
    ['reg:logistic', 'regression', sigmoid, logit],
    ['reg:gamma', 'regression', Math.exp, Math.log],
    ['reg:tweedie', 'regression', Math.exp, Math.log],
    ['count:poisson', 'regression', Math.exp, Math.log],
    ['survival:aft', 'regression', Math.exp, Math.log],
    ['survival:cox', 'regression', Math.exp, Math.log],
    ['binary:logistic', 'binary', sigmoid, logit],
    ['binary:logitraw', 'ranking', (x: number) => x, logit],
    ['binary:hinge', 'binary', (x: number) => (x > 0 ? 1 : 0), (b: number) => b],
    ['rank:pairwise', 'ranking', (x: number) => x, (b: number) => b],
    ['rank:ndcg', 'ranking', (x: number) => x, (b: number) => b],
    ['somebody:else', 'regression', (x: number) => x, (b: number) => b],
  ] as const)('%s', (objective, task, link, margin) => {
    const model = open({ objective, baseScore: '2.5E-1' });
    expect(model.task).toBe(task);
    const wanted = [-1, 1, -1].map((leaf) => link(margin(0.25) + leaf));
    score(model, ROWS).forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 6));
    expect(model.graph).toBeDefined();
  });

  test('an unknown objective is asked about', () => {
    expect(open({ objective: 'somebody:else' }).questions.map((question) => question.id)).toContain('output-meaning');
  });

  test('before version 1.0 the base score is a margin', () => {
    const model = open({ objective: 'binary:logistic', baseScore: '2.5E-1', version: [0, 90, 0] });
    expect(score(model, [[0, 0]])[0]).toBeCloseTo(sigmoid(0.25 - 1), 12);
  });

  test.each([
    ['text', '5E-1', 0.5],
    ['number', 0.5, 0.5],
    ['list in a text', '[2.35E-1]', 0.235],
    ['list', [0.75], 0.75],
  ])('base score as %s', (_, baseScore, wanted) => {
    expect(score(open({ baseScore }), [[0, 0]])[0]).toBe(Math.fround(Math.fround(wanted) - 1));
  });

  test.each([
    ['logit', 'binary:logistic', '0E0'],
    ['logit above 1', 'binary:logistic', '2E0'],
    ['log', 'count:poisson', '-1E0'],
  ])('a base score outside the range of the %s is refused', (_, objective, baseScore) => {
    expect(() => open({ objective, baseScore })).toThrow(expect.objectContaining({ code: 'xgboost-unusable' }) as Error);
  });
});

describe('splits', () => {
  test('compare in float32: a value below the split in double but equal in float32 goes right', () => {
    const split = Math.fround(0.1);
    const model = open({ trees: [stump(0, 0.1, -1, 1)], baseScore: '0E0' });
    expect(
      score(model, [
        [split - 1e-12, 0],
        [split, 0],
        [split - 1e-7, 0],
      ]),
    ).toEqual([1, 1, -1]);
  });

  test('missing values take the default side', () => {
    const right = stump(0, 0.5, -1, 1, { default_left: [false, false, false] });
    expect(score(open({ trees: [right], baseScore: '0E0' }), [[NaN, 0]])).toEqual([1]);
    expect(score(open({ baseScore: '0E0' }), [[NaN, 0]])).toEqual([-1]);
  });

  test('members of a category set go right; unknown, negative and missing ones go where XGBoost sends them', () => {
    const tree = stump(0, 0, -1, 1, {
      split_type: [1, 0, 0],
      categories: [2, 0],
      categories_nodes: [0],
      categories_segments: [0],
      categories_sizes: [2],
    });
    const model = open({ trees: [tree], baseScore: '0E0', learner: { feature_types: ['c', 'float'], feature_names: ['a', 'b'] } });
    expect(
      score(model, [
        [0, 0],
        [1, 0],
        [2, 0],
        [99, 0],
        [-1, 0],
        [NaN, 0],
        [0.9, 0],
        [2.5, 0],
        [-0.5, 0],
      ]),
    ).toEqual([1, -1, 1, -1, -1, -1, 1, 1, -1]);
    expect(model.inputs[0]).toMatchObject({ coding: 'codes', unseen: -1 });
    expect(model.questions.map((question) => question.id)).toContain('codes');
  });

  test('names of categories are read, texts and whole numbers alike', () => {
    const cats = {
      enc: [
        { offsets: [0, 1, 3], values: [97, -61, -87] },
        { type: 14, values: [5, -1] },
      ],
    };
    const model = open({ model: { cats }, learner: { feature_types: ['c', 'c'], feature_names: ['a', 'b'] } });
    expect(model.inputs.map((input) => input.levels)).toEqual([
      ['a', 'é'],
      ['5', '4294967295'],
    ]);
    expect(model.questions).toEqual([]);
  });
});

describe('rounds and weights of trees', () => {
  const trees = [1, 2, 4].map((leaf) => stump(0, 0.5, leaf, leaf));

  test.each([
    ['best', {}, 3],
    ['all', { rounds: 'all' as const }, 7],
    ['the first', { rounds: 1 }, 1],
    ['more than there are', { rounds: 99 }, 7],
  ])('%s', (_, options, wanted) => {
    const model = open(
      { trees, baseScore: '0E0', learner: { attributes: { best_iteration: '1' } }, model: { iteration_indptr: [0, 1, 2, 3] } },
      options,
    );
    expect(score(model, [[0, 0]])).toEqual([wanted]);
  });

  test('rounds are counted from parallel trees and outputs where the file has no index', () => {
    const model = open({
      trees: Array.from({ length: 8 }, (_, i) => stump(0, 0.5, 2 ** i, 2 ** i)),
      treeInfo: [0, 0, 1, 1, 0, 0, 1, 1],
      targets: 2,
      baseScore: '0E0',
      model: { gbtree_model_param: { num_parallel_tree: '2' } },
      learner: { attributes: { best_iteration: '0' } },
    });
    expect(score(model, [[0, 0]])).toEqual([3]);
  });

  test.each([
    ['in a plain booster', { weight_drop: [0.5, 1, 0.25] }, undefined],
    ['in the old place', {}, [0.5, 1, 0.25]],
  ])('DART weights %s', (_, extra, old) => {
    const model = { trees, tree_info: [0, 0, 0], gbtree_model_param: {}, ...extra };
    const machine = old === undefined ? { name: 'gbtree', model } : { name: 'dart', gbtree: { name: 'gbtree', model }, weight_drop: old };
    expect(score(open({ machine, baseScore: '0E0' }), [[0, 0]])).toEqual([0.5 + 2 + 1]);
  });
});

describe('several outputs', () => {
  test('classes take the trees of their number, and softmax', () => {
    const trees = [1, 2, 3].map((leaf) => stump(0, 0.5, leaf, leaf));
    const model = open({ trees, treeInfo: [2, 0, 1], classes: 3, objective: 'multi:softprob', baseScore: '[0,0,0]' });
    const sum = Math.exp(1) + Math.exp(2) + Math.exp(3);
    score(model, [[0, 0]]).forEach((value, k) => expect(value).toBeCloseTo(Math.exp([2, 3, 1][k]!) / sum, 12));
    expect(model.classes).toEqual(['class 0', 'class 1', 'class 2']);
  });

  test.each([
    ['since 3.2, with a table of leaves', { leaf_weights: [7, 8, 5, 6], right_children: [2, 1, 0] }, 5, 6],
    ['before, at the nodes', {}, 1, 2],
  ])('vector leaves %s', (_, more, first, second) => {
    const tree = { ...stump(0, 0.5, 0, 0), base_weights: [0, 0, 1, 2, 3, 4], tree_param: { size_leaf_vector: '2' }, ...more };
    const parts: Parts = { trees: [tree], targets: 2, baseScore: '[0,10]' };
    expect(score(open(parts), [[0, 0]])).toEqual([first]);
    const other = open(parts, { target: 1 });
    expect(score(other, [[0, 0]])).toEqual([10 + second]);
    expect(other).toMatchObject({ targets: ['target 1', 'target 2'], target: 1 });
  });

  test('quantiles are named', () => {
    const model = open(
      {
        trees: [stump(0, 0.5, 1, 1), stump(0, 0.5, 2, 2)],
        treeInfo: [0, 1],
        targets: 2,
        objective: 'reg:quantileerror',
        objectiveSettings: { quantile_loss_param: { quantile_alpha: '[1E-1,9E-1]' } },
      },
      { target: 1 },
    );
    expect(model.targets).toEqual(['quantile 0.1', 'quantile 0.9']);
    expect(score(model, [[0, 0]])).toEqual([2.5]);
  });

  test('stacked expectiles are refused', () => {
    const parts: Parts = { trees: [stump(0, 0, 1, 1)], targets: 2, objective: 'reg:expectileerror' };
    expect(() => open(parts)).toThrow('2 expectiles');
  });
});

describe('gblinear', () => {
  const machine = { name: 'gblinear', model: { weights: [2, 3, 0.5], boosted_rounds: 4 } };

  test('adds weights, intercept and base; missing adds nothing', () => {
    expect(
      score(open({ machine, baseScore: '1E0' }), [
        [1, 1],
        [NaN, 1],
      ]),
    ).toEqual([6.5, 4.5]);
  });

  test('weights that do not fit the inputs are refused', () => {
    expect(() => open({ machine, features: 3 })).toThrow('3 weights where 3 inputs and 1 outputs take 4');
  });
});

describe('damaged trees are refused', () => {
  const broken = (more: object): Parts => ({ trees: [{ ...stump(0, 0.5, -1, 1), ...more }] });
  test.each([
    ['a circle', broken({ left_children: [0, -1, -1] }), 'forest-parents'],
    ['a child met twice', broken({ right_children: [1, -1, -1] }), 'forest-parents'],
    ['a child outside', broken({ right_children: [9, -1, -1] }), 'forest-child'],
    ['an input outside', broken({ split_indices: [5, 0, 0] }), 'forest-feature'],
    ['a leaf that is no number', broken({ split_conditions: [0.5, null, 1] }), 'document-broken'],
    ['a list too short', broken({ default_left: [1] }), 'document-broken'],
    ['categories outside', broken({ categories: [1], categories_nodes: [0], categories_segments: [0], categories_sizes: [4] }), 'document-broken'],
    ['a categorical split without categories', broken({ split_type: [1, 0, 0] }), 'document-broken'],
    ['a tree of an unknown output', { treeInfo: [3] }, 'xgboost-unusable'],
    ['two base scores for one output', { baseScore: '[1,2]' }, 'xgboost-unusable'],
    ['an unknown booster', { machine: { name: 'gbforest', model: {} } }, 'document-broken'],
    ['more inputs than can be', { features: 2_000_000 }, 'document-broken'],
    ['no trees at all', { machine: { name: 'gbtree', model: {} } }, 'document-broken'],
  ] as const)('%s', (_, parts, code) => {
    expect(() => open(parts)).toThrow(expect.objectContaining({ code }) as Error);
  });

  test('nodes that pruning left behind are no fault', () => {
    const tree = {
      left_children: [1, -1, -1, -1],
      right_children: [2, -1, -1, -1],
      split_indices: [0, 0, 0, 4294967295],
      split_conditions: [0.5, -1, 1, 0],
      default_left: [1, 0, 0, 0],
      tree_param: { num_deleted: '1' },
    };
    expect(score(open({ trees: [tree], baseScore: '0E0' }), ROWS)).toEqual([-1, 1, -1]);
  });
});
