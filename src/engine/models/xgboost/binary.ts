import { AssayError } from '../../errors';
import { FOREST_LIMITS } from '../forest/validate';
import { fromBase64 } from './base64';
import type { Booster, BoosterTree } from './booster';

function broken(why: string): AssayError {
  return new AssayError({
    area: 'model',
    code: 'xgboost-binary-broken',
    what: 'This XGBoost file in the old binary format is damaged.',
    why,
    remedy: 'Copy the file again, or load it with an XGBoost before 3.1 and save it as JSON: booster.save_model("model.json").',
  });
}

/** Little-endian reading with every length checked. */
class Reader {
  at = 0;
  readonly #view: DataView;
  readonly #decoder = new TextDecoder('latin1');

  constructor(readonly bytes: Uint8Array<ArrayBuffer>) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  #take(count: number, what: string): number {
    if (!(count >= 0) || this.at + count > this.bytes.length) throw broken(`It ends within ${what}.`);
    const from = this.at;
    this.at += count;
    return from;
  }

  skip(count: number, what: string): void {
    this.#take(count, what);
  }

  int(what: string): number {
    return this.#view.getInt32(this.#take(4, what), true);
  }

  float(what: string): number {
    return this.#view.getFloat32(this.#take(4, what), true);
  }

  /** A whole number within [0, most]. */
  count(what: string, most: number): number {
    const value = this.int(what);
    if (value < 0 || value > most) throw broken(`It announces ${value} as ${what}.`);
    return value;
  }

  length(what: string): number {
    const value = this.#view.getBigUint64(this.#take(8, what), true);
    if (value > BigInt(this.bytes.length)) throw broken(`It announces ${value} bytes or numbers for ${what}, more than the file has.`);
    return Number(value);
  }

  text(what: string): string {
    const length = this.length(what);
    const from = this.#take(length, what);
    return this.#decoder.decode(this.bytes.subarray(from, from + length));
  }

  floats(count: number, what: string): Float64Array<ArrayBuffer> {
    const from = this.#take(count * 4, what);
    return Float64Array.from({ length: count }, (_, i) => this.#view.getFloat32(from + 4 * i, true));
  }
}

const NODE_BYTES = 20;
const STATISTICS_BYTES = 16;

function readTree(reader: Reader, index: number): BoosterTree {
  const what = `tree ${index + 1}`;
  reader.skip(4, what);
  const size = reader.count(`the nodes of ${what}`, FOREST_LIMITS.nodes);
  reader.skip(12, what);
  const vectorLength = reader.count(`the leaf vector of ${what}`, FOREST_LIMITS.outputs);
  reader.skip(31 * 4, what);
  if (size * (NODE_BYTES + STATISTICS_BYTES) > reader.bytes.length)
    throw broken(`It announces ${size} nodes for ${what}, more than fit into the file.`);
  const left = new Int32Array(size);
  const right = new Int32Array(size);
  const feature = new Float64Array(size);
  const defaultLeft = new Uint8Array(size);
  const condition = new Float64Array(size);
  for (let node = 0; node < size; node++) {
    reader.skip(4, what);
    left[node] = reader.int(what);
    right[node] = reader.int(what);
    const packed = reader.int(what) >>> 0;
    feature[node] = packed & 0x7fffffff;
    defaultLeft[node] = packed >>> 31;
    condition[node] = reader.float(what);
  }
  reader.skip(size * STATISTICS_BYTES, what);
  if (vectorLength > 1) throw broken(`Its ${what} has leaf vectors, which no released XGBoost wrote in this format.`);
  return { size, left, right, feature, condition, defaultLeft, categories: new Map() };
}

function readTrees(reader: Reader, dart: boolean): Pick<Booster, 'trees' | 'treeOutput' | 'treeWeight' | 'parallelTrees'> {
  const count = reader.count('the number of trees', 10_000_000);
  const parallel = reader.int('the number of parallel trees');
  reader.skip(160 - 8, 'the parameters of the trees');
  if (count * 148 > reader.bytes.length) throw broken(`It announces ${count} trees, more than fit into the file.`);
  const trees = Array.from({ length: count }, (_, i) => readTree(reader, i));
  const treeOutput = Int32Array.from({ length: count }, () => reader.int('the outputs of the trees'));
  const treeWeight = dart && count > 0 ? reader.floats(reader.length('the tree weights'), 'the tree weights') : undefined;
  if (treeWeight !== undefined && treeWeight.length !== count) throw broken(`It has ${treeWeight.length} weights for ${count} trees.`);
  return { trees, treeOutput, treeWeight, parallelTrees: Math.max(1, parallel) };
}

function readAttributes(reader: Reader): Map<string, string> {
  const attributes = new Map<string, string>();
  const count = reader.length('the attributes');
  for (let i = 0; i < count; i++) attributes.set(reader.text('the name of an attribute'), reader.text('an attribute'));
  return attributes;
}

function unwrapped(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const mark = String.fromCharCode(...bytes.subarray(0, 4));
  if (mark === 'binf') return bytes.subarray(4);
  if (mark !== 'bs64') return bytes;
  const decoded = fromBase64(bytes.subarray(5));
  if (decoded === undefined) throw broken('Its base64 text holds other characters.');
  return String.fromCharCode(...decoded.subarray(0, 4)) === 'binf' ? decoded.subarray(4) : decoded;
}

/**
 * A booster from the binary format that XGBoost wrote until 3.0, with the mark `binf`, as base64 after `bs64`, or without any mark.
 * Source: XGBoost 1.7, src/learner.cc, src/gbm/gbtree_model.h, src/gbm/gblinear_model.h, include/xgboost/tree_model.h.
 * @throws AssayError `xgboost-binary-broken`
 */
export function boosterFromBinary(file: Uint8Array<ArrayBuffer>): Booster {
  const reader = new Reader(unwrapped(file));
  const head = 'the parameters at its beginning';
  const baseScore = reader.float(head);
  const features = reader.count('the number of inputs', FOREST_LIMITS.features);
  const classes = reader.count('the number of classes', FOREST_LIMITS.outputs);
  const hasAttributes = reader.int(head) !== 0;
  reader.skip(4, head);
  const major = reader.int(head);
  const minor = reader.int(head);
  const targets = reader.int(head);
  reader.skip(136 - 32, head);
  const objective = reader.text('the name of the objective');
  const booster = reader.text('the name of the booster');
  if (booster !== 'gbtree' && booster !== 'dart' && booster !== 'gblinear') throw broken(`“${booster.slice(0, 40)}” is no booster that XGBoost has.`);
  const common = { trees: [], treeOutput: [], treeWeight: undefined, parallelTrees: 1 };
  let weights: Float64Array<ArrayBuffer> | undefined;
  if (booster === 'gblinear') {
    reader.skip(136, 'the parameters of the linear model');
    weights = reader.floats(reader.length('the weights'), 'the weights');
  }
  const trees = booster === 'gblinear' ? common : readTrees(reader, booster === 'dart');
  return {
    format: 'xgboost-binary',
    version: major > 0 ? [major, minor] : undefined,
    booster,
    objective,
    settings: new Map(),
    baseScore: [baseScore],
    baseIsMargin: major < 1,
    classes,
    targets: targets >= 1 && targets <= FOREST_LIMITS.outputs ? targets : 1,
    features,
    featureNames: [],
    featureTypes: [],
    categories: [],
    ...trees,
    rounds: undefined,
    weights,
    attributes: hasAttributes ? readAttributes(reader) : new Map(),
  };
}
