import { describe, expect, test } from 'vitest';
import { compileScores } from '../../../src/engine/models/evaluator';
import { readLightgbm, type LightgbmOptions } from '../../../src/engine/models/lightgbm/read';
import { bitsetMembers } from '../../../src/engine/models/lightgbm/text';
import type { Model } from '../../../src/engine/models/types';

interface Parts {
  readonly head?: Record<string, string | undefined>;
  readonly trees?: readonly Record<string, string | undefined>[];
  readonly tail?: string;
}

/** One split on the first input: below or equal 0.5 gives 1, above gives 2. */
const STUMP = {
  num_leaves: '2',
  num_cat: '0',
  split_feature: '0',
  threshold: '0.5',
  decision_type: '0',
  left_child: '-1',
  right_child: '-2',
  leaf_value: '1 2',
};

function textOf({ head = {}, trees = [STUMP], tail = 'end of trees\n' }: Parts): string {
  const lines = (values: Record<string, string | undefined>): string =>
    Object.entries(values)
      .flatMap(([key, value]) => (value === undefined ? [] : [value === '' ? key : `${key}=${value}`]))
      .join('\n');
  const top = {
    version: 'v4',
    num_class: '1',
    num_tree_per_iteration: '1',
    label_index: '0',
    max_feature_idx: '1',
    objective: 'regression',
    feature_names: 'a b',
    feature_infos: '[0:1] [0:1]',
    ...head,
  };
  return `tree\n${lines(top)}\n\n${trees.map((tree, i) => `Tree=${i}\n${lines(tree)}\n\n\n`).join('')}${tail}`;
}

const openText = (text: string, options?: LightgbmOptions): Model => readLightgbm({ name: 'm', bytes: new TextEncoder().encode(text) }, options);
const open = (parts: Parts, options?: LightgbmOptions): Model => openText(textOf(parts), options);
const score = (model: Model, rows: readonly (readonly number[])[]): number[] => [
  ...compileScores(model)!(Float64Array.from(rows.flat()), rows.length),
];
const first = (values: readonly number[]): number[][] => values.map((value) => [value, 7]);

describe('decisions', () => {
  const LEFT = 1;
  const RIGHT = 2;
  test.each([
    ['nothing missing: NaN is read as 0', '0', '0.5', [0.5, 0.6, NaN, 0], [LEFT, RIGHT, LEFT, LEFT]],
    ['nothing missing, split below 0', '2', '-0.5', [NaN, 0, -1], [RIGHT, RIGHT, LEFT]],
    ['zeros missing, default right', '4', '0.5', [0, 1e-36, -1e-36, 1e-34, NaN, 0.6], [RIGHT, RIGHT, RIGHT, LEFT, RIGHT, RIGHT]],
    ['zeros missing, default left', '6', '-0.5', [0, NaN, 1e-34, -1], [LEFT, LEFT, RIGHT, LEFT]],
    ['NaN missing, default right', '8', '0.5', [NaN, 0], [RIGHT, LEFT]],
    ['NaN missing, default left', '10', '0.5', [NaN, 0.6], [LEFT, RIGHT]],
    ['everything below infinity', '8', 'inf', [1e308, NaN], [LEFT, RIGHT]],
    ['nothing below minus infinity', '10', '-inf', [-1e308, NaN], [RIGHT, LEFT]],
    ['nothing below a split that is no number', '10', 'nan', [0, -1e308, NaN], [RIGHT, RIGHT, LEFT]],
  ] as const)('%s', (_, decision_type, threshold, values, wanted) => {
    expect(score(open({ trees: [{ ...STUMP, decision_type, threshold }] }), first(values))).toEqual(wanted);
  });

  test('members of a bit set go left; unknown, negative and missing categories go right', () => {
    const tree = { ...STUMP, num_cat: '1', decision_type: '1', threshold: '0', cat_boundaries: '0 2', cat_threshold: '5 2147483648' };
    expect(score(open({ trees: [tree] }), first([0, 1, 2, 63, 64, -1, NaN]))).toEqual([LEFT, RIGHT, LEFT, LEFT, RIGHT, RIGHT, RIGHT]);
    expect(score(open({ trees: [tree] }), first([0.9, 1.9, 2.5, -0.5, -1.5]))).toEqual([LEFT, RIGHT, LEFT, LEFT, RIGHT]);
  });

  test('bit sets', () => {
    expect(bitsetMembers([])).toEqual([]);
    expect(bitsetMembers([0x80000001, 2])).toEqual([0, 31, 33]);
  });

  test('a tree of one leaf needs no split lines', () => {
    expect(score(open({ trees: [{ num_leaves: '1', num_cat: '0', leaf_value: '3' }] }), first([0]))).toEqual([3]);
  });

  test('inputs whose trees disagree on zeros are refused', () => {
    expect(() => open({ trees: [STUMP, { ...STUMP, decision_type: '4' }] })).toThrow('disagree');
  });
});

describe('linear leaves', () => {
  const linear = { ...STUMP, is_linear: '1', leaf_const: '10 20', num_features: '1 0', leaf_features: '1  ', leaf_coeff: '0.5  ' };

  test('add a linear function, or the leaf value where an input is missing', () => {
    const model = open({ trees: [linear] });
    expect(
      score(model, [
        [0, 4],
        [0, NaN],
        [1, NaN],
      ]),
    ).toEqual([12, 1, 20]);
    expect(model.graph).toBeUndefined();
  });

  test('an input that does not exist is refused', () => {
    expect(() => open({ trees: [{ ...linear, leaf_features: '9' }] })).toThrow('input 9');
  });
});

describe('output', () => {
  const average = { average_output: '' };
  test.each([
    ['regression', {}, 2],
    ['regression sqrt', {}, 4],
    ['poisson', {}, Math.exp(2)],
    ['binary sigmoid:1', {}, 1 / (1 + Math.exp(-2))],
    ['binary sigmoid:0.5', {}, 1 / (1 + Math.exp(-1))],
    ['cross_entropy_lambda', {}, Math.log(1 + Math.exp(2))],
    ['lambdarank', {}, 2],
    ['binary sigmoid:1', average, 1 / (1 + Math.exp(-2))],
    ['binary sigmoid:1', { ...average, version: 'v2' }, 1 / (1 + Math.exp(-2))],
  ] as const)('%s %j', (objective, head, wanted) => {
    expect(score(open({ head: { objective, ...head } }), [[1, 0]])[0]).toBeCloseTo(wanted, 14);
  });

  test('a random forest is the mean over rounds', () => {
    expect(score(open({ head: average, trees: [STUMP, { ...STUMP, leaf_value: '5 8' }] }), [[1, 0]])).toEqual([5]);
  });

  test('an old random forest with probabilities in its leaves gets no link', () => {
    const model = open({ head: { ...average, version: 'v2', objective: 'binary sigmoid:1' }, trees: [{ ...STUMP, leaf_value: '0.25 0.75' }] });
    expect(score(model, [[1, 0]])).toEqual([0.75]);
  });

  test('tree i adds to class i mod K, and averages run over rounds', () => {
    const trees = [1, 2, 3, 5].map((leaf) => ({ ...STUMP, leaf_value: `${leaf} ${leaf}` }));
    const head = { num_class: '2', num_tree_per_iteration: '2', objective: 'multiclassova num_class:2 sigmoid:1' };
    const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
    expect(score(open({ head, trees }), [[0, 0]])).toEqual([sigmoid(4), sigmoid(7)]);
    expect(score(open({ head: { ...head, ...average }, trees }), [[0, 0]])).toEqual([sigmoid(2), sigmoid(3.5)]);
    expect(score(open({ head, trees }, { rounds: 1 }), [[0, 0]])).toEqual([sigmoid(1), sigmoid(2)]);
  });

  test.each([[undefined], ['custom'], ['somebody_elses']])('the objective %s is asked about', (objective) => {
    const model = open({ head: { objective } });
    expect(model.questions.map((question) => question.id)).toContain('output-meaning');
    expect(score(model, [[1, 0]])).toEqual([2]);
  });
});

describe('names and levels', () => {
  test.each([
    ['by what the training data were', '-1:0:1 [0:1]', [['x', 'y'], undefined]],
    ['counting unused inputs when that fits', 'none [0:1]', [['x', 'y'], undefined]],
    ['nobody when it does not fit', '-1:0:1 -1:0:1', [undefined, undefined]],
  ])('pandas levels belong to inputs %s', (_, feature_infos, wanted) => {
    const model = open({ head: { feature_infos }, tail: 'end of trees\n\npandas_categorical:[["x", "y"]]\n' });
    expect(model.inputs.map((input) => input.levels)).toEqual(wanted);
    expect(model.questions.some((question) => question.id === 'codes')).toBe(wanted[0] === undefined);
  });

  test('levels may be numbers and true or false', () => {
    const tail = 'end of trees\npandas_categorical:[[70.0, 71], [false, true]]';
    const model = open({ head: { feature_infos: '-1:0:1 -1:0:1' }, tail });
    expect(model.inputs.map((input) => input.levels)).toEqual([
      ['70', '71'],
      ['false', 'true'],
    ]);
    expect(model.inputs[0]?.unseen).toBeNaN();
  });

  test('numbered inputs are asked about', () => {
    const model = open({ head: { feature_names: 'Column_0 Column_1' } });
    expect(model.questions.map((question) => question.id)).toContain('input-order');
    expect(model.inputs.every((input) => !input.named)).toBe(true);
  });

  test('line ends of Windows', () => {
    expect(score(openText(textOf({}).replaceAll('\n', '\r\n')), [[1, 0]])).toEqual([2]);
  });
});

describe('damaged files are refused', () => {
  const tree = (more: Record<string, string | undefined>): Parts => ({ trees: [{ ...STUMP, ...more }] });
  test.each([
    ['a line too few', tree({ threshold: undefined }), 'lightgbm-broken'],
    ['numbers too few', tree({ leaf_value: '1' }), 'lightgbm-broken'],
    ['a word among numbers', tree({ threshold: 'x' }), 'lightgbm-broken'],
    ['a hexadecimal number', tree({ threshold: '0x10' }), 'lightgbm-broken'],
    ['a child outside', tree({ left_child: '7' }), 'forest-child'],
    ['a leaf outside', tree({ left_child: '-9' }), 'forest-child'],
    ['a leaf with two parents', tree({ left_child: '-2' }), 'forest-parents'],
    ['a circle', tree({ left_child: '0' }), 'forest-parents'],
    ['an input outside', tree({ split_feature: '2' }), 'forest-feature'],
    ['a leaf that is no number', tree({ leaf_value: '1 nan' }), 'forest-leaf'],
    ['a missing type that does not exist', tree({ decision_type: '12' }), 'lightgbm-broken'],
    ['a category set that does not exist', tree({ decision_type: '1', threshold: '3' }), 'lightgbm-broken'],
    ['no leaves', tree({ num_leaves: '0' }), 'lightgbm-broken'],
    ['a huge number of leaves', tree({ num_leaves: '4000000000' }), 'lightgbm-broken'],
    ['fewer trees than announced', { head: { tree_sizes: '100 100' } }, 'lightgbm-broken'],
    ['no end', { tail: '' }, 'lightgbm-broken'],
    ['fewer names than inputs', { head: { feature_names: 'a' } }, 'lightgbm-broken'],
    ['more inputs than can be', { head: { max_feature_idx: '99999999' } }, 'lightgbm-broken'],
    ['half a round', { head: { num_class: '2', num_tree_per_iteration: '2', objective: 'multiclass num_class:2' } }, 'lightgbm-broken'],
    ['broken levels', { tail: 'end of trees\npandas_categorical:[[' }, 'document-broken'],
    ['levels that are objects', { tail: 'end of trees\npandas_categorical:[[{}]]' }, 'document-broken'],
  ] as const)('%s', (_, parts, code) => {
    expect(() => open(parts)).toThrow(expect.objectContaining({ code }) as Error);
  });

  test('a line that stands twice', () => {
    expect(() => openText(textOf({}).replace('threshold=0.5', 'threshold=0.5\nthreshold=0.7'))).toThrow('stands twice');
  });
});
