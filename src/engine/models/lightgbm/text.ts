import { AssayError } from '../../errors';
import { parseJson } from '../document/json';
import { Field } from '../document/value';
import { FOREST_LIMITS } from '../forest/validate';
import { pandasLevels } from './levels';
import type { LightgbmFile, LightgbmTree, LinearTree } from './model';

/** A refusal of a damaged LightGBM file. */
export function brokenLightgbm(why: string): AssayError {
  return new AssayError({
    area: 'model',
    code: 'lightgbm-broken',
    what: 'This LightGBM file is damaged.',
    why,
    remedy: 'Copy the file again, or save the model again: booster.save_model("model.txt").',
  });
}

type Lines = ReadonlyMap<string, string>;

function number(token: string, what: string): number {
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(token)) return Number(token);
  if (/^[-+]?nan(\(.*\))?$/i.test(token)) return NaN;
  const infinite = /^([-+]?)inf(inity)?$/i.exec(token);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  throw brokenLightgbm(`“${token.slice(0, 40)}” in ${what} is no number.`);
}

function numbers(lines: Lines, key: string, count: number, where: string): Float64Array<ArrayBuffer> {
  const line = lines.get(key);
  if (line === undefined) throw brokenLightgbm(`${where} has no line “${key}”.`);
  const tokens = line.split(/\s+/).filter((token) => token !== '');
  if (tokens.length !== count) throw brokenLightgbm(`The line “${key}” of ${where} has ${tokens.length} numbers where ${count} belong.`);
  return Float64Array.from(tokens, (token) => number(token, `the line “${key}” of ${where}`));
}

function whole(lines: Lines, key: string, most: number, where: string, otherwise?: number): number {
  const line = lines.get(key);
  if (line === undefined && otherwise !== undefined) return otherwise;
  const value = Number(line?.trim());
  if (line === undefined || line.trim() === '' || !Number.isInteger(value) || value < 0 || value > most) {
    throw brokenLightgbm(`The line “${key}” of ${where} must be a whole number up to ${most}, but is “${(line ?? '').slice(0, 40)}”.`);
  }
  return value;
}

/** Members of a bit set of 32-bit words. */
export function bitsetMembers(words: ArrayLike<number>): number[] {
  const members: number[] = [];
  for (let w = 0; w < words.length; w++) {
    for (let bit = 0, word = words[w]! >>> 0; word !== 0; bit++, word >>>= 1) if (word & 1) members.push(w * 32 + bit);
  }
  return members;
}

function linearTree(lines: Lines, leaves: number, where: string): LinearTree {
  const counts = lines.has('num_features') ? numbers(lines, 'num_features', leaves, where) : new Float64Array(leaves);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const inputs = total === 0 ? new Float64Array(0) : numbers(lines, 'leaf_features', total, where);
  const coefficients = total === 0 ? new Float64Array(0) : numbers(lines, 'leaf_coeff', total, where);
  const starts = new Float64Array(leaves + 1);
  counts.forEach((count, leaf) => (starts[leaf + 1] = starts[leaf]! + count));
  const parts = (all: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer>[] =>
    Array.from({ length: leaves }, (_, leaf) => all.subarray(starts[leaf], starts[leaf + 1]));
  return { constants: numbers(lines, 'leaf_const', leaves, where), inputs: parts(inputs), coefficients: parts(coefficients) };
}

function readTree(lines: Lines, index: number): LightgbmTree {
  const where = `tree ${index}`;
  const leaves = whole(lines, 'num_leaves', FOREST_LIMITS.nodes, where);
  if (leaves < 1) throw brokenLightgbm(`The ${where} has no leaves.`);
  const splits = leaves - 1;
  const sets = whole(lines, 'num_cat', FOREST_LIMITS.nodes, where, 0);
  const list = (key: string): Float64Array<ArrayBuffer> => (splits === 0 ? new Float64Array(0) : numbers(lines, key, splits, where));
  const threshold = list('threshold');
  const boundaries = sets === 0 ? new Float64Array(1) : numbers(lines, 'cat_boundaries', sets + 1, where);
  const words = sets === 0 ? new Float64Array(0) : numbers(lines, 'cat_threshold', boundaries[sets]!, where);
  return {
    leaves,
    feature: list('split_feature'),
    threshold,
    decision: lines.has('decision_type') ? list('decision_type') : new Float64Array(splits),
    left: list('left_child'),
    right: list('right_child'),
    leafValue: numbers(lines, 'leaf_value', leaves, where),
    members: (node) => {
      const set = threshold[node]!;
      const from = boundaries[set];
      const to = boundaries[set + 1];
      if (from === undefined || to === undefined || !(to >= from)) throw brokenLightgbm(`Split ${node} of ${where} has no category set ${set}.`);
      return bitsetMembers(words.subarray(from, to));
    },
    ...(lines.get('is_linear')?.trim() === '1' ? { linear: linearTree(lines, leaves, where) } : {}),
  };
}

interface Blocks {
  readonly head: Lines;
  readonly trees: readonly Lines[];
  readonly ended: boolean;
  readonly pandas: string | undefined;
}

/** Splits the file into its head, its trees and the line Python adds at the end. */
function blocks(text: string): Blocks {
  const head = new Map<string, string>();
  const trees: Map<string, string>[] = [];
  let into: Map<string, string> | undefined = head;
  let ended = false;
  let pandas: string | undefined;
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line.startsWith('pandas_categorical:')) pandas = line.slice('pandas_categorical:'.length);
    if (line === 'end of trees') ended = true;
    if (line === 'end of trees' || /^(feature[ _]importances|parameters):/.test(line)) into = undefined;
    if (into === undefined || line === '') continue;
    const equals = line.indexOf('=');
    const key = equals < 0 ? line : line.slice(0, equals);
    if (key === 'Tree') {
      into = new Map();
      trees.push(into);
    }
    if (into.has(key))
      throw brokenLightgbm(`The line “${key.slice(0, 60)}” stands twice in ${into === head ? 'the head' : `tree ${trees.length - 1}`}.`);
    into.set(key, equals < 0 ? '' : line.slice(equals + 1));
  }
  return { head, trees, ended, pandas };
}

function kindOfInfo(info: string | undefined): 'category' | 'number' | 'unused' {
  if (info === undefined || info === 'none') return 'unused';
  return info.startsWith('[') ? 'number' : 'category';
}

/**
 * A LightGBM text model, versions v2 to v4.
 * Source: LightGBM, src/boosting/gbdt_model_text.cpp and src/io/tree.cpp.
 * @throws AssayError `lightgbm-broken`
 */
export function lightgbmFromText(bytes: Uint8Array<ArrayBuffer>): LightgbmFile {
  const { head, trees, ended, pandas } = blocks(new TextDecoder('utf-8').decode(bytes));
  const where = 'the head';
  const features = whole(head, 'max_feature_idx', FOREST_LIMITS.features, where) + 1;
  const featureNames = (head.get('feature_names') ?? '').split(' ').filter((name) => name !== '');
  if (featureNames.length !== features) throw brokenLightgbm(`It names ${featureNames.length} inputs where it has ${features}.`);
  const infos = (head.get('feature_infos') ?? '').split(' ').filter((info) => info !== '');
  const announced = head
    .get('tree_sizes')
    ?.split(/\s+/)
    .filter((size) => size !== '').length;
  if (announced !== undefined && announced !== trees.length) throw brokenLightgbm(`It announces ${announced} trees, but has ${trees.length}.`);
  if (announced === undefined && !ended) throw brokenLightgbm('It ends before its trees do.');
  const classes = Math.max(1, whole(head, 'num_class', FOREST_LIMITS.outputs, where));
  return {
    format: 'lightgbm-text',
    version: head.get('version') ?? '',
    classes,
    perRound: Math.max(1, whole(head, 'num_tree_per_iteration', FOREST_LIMITS.outputs, where, classes)),
    featureNames,
    featureKinds: Array.from({ length: features }, (_, i) => kindOfInfo(infos[i])),
    objective: head.get('objective'),
    average: head.has('average_output'),
    trees: trees.map(readTree),
    pandasLevels: pandas === undefined ? undefined : pandasLevels(new Field(parseJson(new TextEncoder().encode(pandas)), 'pandas_categorical')),
  };
}
