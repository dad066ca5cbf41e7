import { expect } from 'vitest';
import { decodeScores } from '../../../../src/engine/models/binding/decode';
import { compileScores } from '../../../../src/engine/models/evaluator';
import type { NodeParts } from '../../../../src/engine/models/onnx/write';
import type { WireField } from '../../../../src/engine/models/onnx/wire';
import type { Model } from '../../../../src/engine/models/types';
import { Random } from '../../../../src/engine/stats/random';
import { openSession } from '../../../tools/ort';
import { attributes, float, ml } from '../build';

/** Rows on, just below and just above whole and half numbers, missing values and infinities. */
export function rows(width: number, count = 400): Float64Array<ArrayBuffer> {
  const random = new Random(17);
  return Float64Array.from({ length: width * count }, () => {
    const kind = random.below(8);
    if (kind === 0) return NaN;
    if (kind === 1) return random.below(2) === 0 ? Infinity : -Infinity;
    const base = Math.fround((random.below(17) - 8) / 4);
    if (kind === 2) return Math.fround(base * (1 + 1.2e-7));
    if (kind === 3) return Math.fround(random.normal() * 3);
    return base;
  });
}

/** Largest difference between the structure and the runtime; rows where one has no score and the other has count as infinite. */
export async function worst(model: Model, values: Float64Array<ArrayBuffer>): Promise<number> {
  const width = model.inputs.length;
  const count = values.length / width;
  const session = await openSession(model.graph!);
  const double = model.tensors[0]!.type === 'float64';
  const feeds = model.tensors.map(({ name, width: own, type }, t) => {
    const data = double ? new Float64Array(count * own) : new Float32Array(count * own);
    const first = model.inputs.findIndex((input) => input.tensor === t);
    for (let i = 0; i < count; i++) for (let j = 0; j < own; j++) data[i * own + j] = values[i * width + first + j]!;
    return { name, type, dims: [count, own], data };
  });
  const theirs = decodeScores(model, await session.run(feeds, model.output.tensors), count);
  await session.release();
  const ours = compileScores(model)!(values, count);
  expect(ours).toHaveLength(theirs.length);
  let largest = 0;
  for (let i = 0; i < ours.length; i++) {
    if (Number.isNaN(ours[i]) && Number.isNaN(theirs[i])) continue;
    largest = Math.max(largest, ours[i] === theirs[i] ? 0 : Number.isNaN(ours[i]! - theirs[i]!) ? Infinity : Math.abs(ours[i]! - theirs[i]!));
  }
  return largest;
}

/** A regressor of two trees: each splits column 0 by the mode, then column 1. */
export function regressor(mode: string, tracks: 0 | 1, more: WireField[] = [], from = 'X'): NodeParts {
  const tree = [0, 0, 0, 0, 0];
  const twice = <T>(list: readonly T[]): T[] => [...list, ...list];
  return {
    op: 'TreeEnsembleRegressor',
    domain: ml,
    inputs: [from],
    outputs: ['y'],
    attributes: [
      attributes.ints('nodes_treeids', [...tree, ...tree.map(() => 1)]),
      attributes.ints('nodes_nodeids', twice([0, 1, 2, 3, 4])),
      attributes.ints('nodes_featureids', [0, 1, 0, 0, 0, 1, 0, 0, 0, 0]),
      attributes.texts('nodes_modes', twice([mode, mode, 'LEAF', 'LEAF', 'LEAF'])),
      attributes.floats('nodes_values', [0.5, -0.25, 0, 0, 0, 1, 0.75, 0, 0, 0]),
      attributes.ints('nodes_truenodeids', twice([1, 3, 0, 0, 0])),
      attributes.ints('nodes_falsenodeids', twice([2, 4, 0, 0, 0])),
      attributes.ints('nodes_missing_value_tracks_true', [tracks, 1 - tracks, 0, 0, 0, tracks, tracks, 0, 0, 0]),
      attributes.ints('target_treeids', [0, 0, 0, 1, 1, 1]),
      attributes.ints('target_nodeids', twice([2, 3, 4])),
      attributes.ints('target_ids', [0, 0, 0, 0, 0, 0]),
      attributes.floats('target_weights', [1, 2, 4, 8, 16, 32]),
      attributes.int('n_targets', 1),
      ...more,
    ],
  };
}

/** One value for each row. */
export const value = [float('y', 'N', 1)];
/** Two columns less an offset, times a scale. */
export const scaler = (scale: number[]): NodeParts => ({
  op: 'Scaler',
  domain: ml,
  inputs: ['X'],
  outputs: ['s'],
  attributes: [attributes.floats('offset', [0.1, -0.7]), attributes.floats('scale', scale)],
});
