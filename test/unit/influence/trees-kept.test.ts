import { afterEach, expect, test, vi } from 'vitest';
import { TreeInfluence } from '../../../src/engine/influence/trees/interventional';
import { keepInfluence } from '../../../src/engine/influence/trees/kept';
import type { ExactStructure } from '../../../src/engine/models/binding/structure';
import { cells, INPUTS, randomForest } from './random-forest';
import { Random } from '../../../src/engine/stats/random';

afterEach(() => vi.restoreAllMocks());

test('one background is kept at a time; shards of everybody keep more of what was worked out than people asked about one by one', () => {
  const featureOf = Int32Array.from({ length: INPUTS }, (_, input) => input);
  const structure: ExactStructure = { forest: randomForest(1, 1, 'sum'), task: 'regression', link: 'none', scale: 1, featureOf, inputs: (values) => Float64Array.from(values) };
  const players = Array.from(featureOf, (input) => ({ name: `x${input}`, features: [input] }));
  const background = (seed: number): Float64Array<ArrayBuffer> => Float64Array.from(cells(new Random(seed), 9).flat());
  const forget = vi.spyOn(TreeInfluence.prototype, 'forget');
  const first = keepInfluence(structure, background(1), INPUTS, players, 'everybody');
  expect(forget).not.toHaveBeenCalled();
  expect(keepInfluence(structure, background(1), INPUTS, players, 'everybody')).toBe(first);
  expect(keepInfluence(structure, background(1), INPUTS, players)).toBe(first);
  expect(forget.mock.calls).toEqual([[2 ** 24], [2 ** 22]]);
  const second = keepInfluence(structure, background(2), INPUTS, players);
  expect(second).not.toBe(first);
  expect(keepInfluence(structure, background(1), INPUTS, players)).not.toBe(first);
});
