import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TreeInfluence } from '../../../src/engine/influence/trees/interventional';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import { readLightgbm } from '../../../src/engine/models/lightgbm/read';
import { sigmoid } from '../../../src/engine/models/links';
import { bruteShapley, coalitionValues, distance, question, single } from '../../unit/influence/oracle';

interface Case {
  readonly name: string;
  readonly model: string;
  readonly rows: readonly (readonly (number | null)[])[];
  readonly scores: readonly number[];
}
const cases = JSON.parse(readFileSync(new URL('../models/lightgbm-cases.json', import.meta.url), 'utf8')) as Case[];

test('the reasons for a LightGBM model that takes zeros for missing agree with the definition and add up to LightGBM’s own scores', () => {
  const found = cases.find(({ name }) => name === 'zero as missing')!;
  const forest = readLightgbm({ name: 'model.txt', bytes: new TextEncoder().encode(found.model) }).forest!;
  expect(forest.zeroIsMissing).toBeDefined();
  const { margins } = compileForest(forest);
  const people = found.rows.map((row) => row.map((cell) => cell ?? NaN));
  const background = people.slice(0, 7);
  const influence = new TreeInfluence(forest, Float64Array.from(background.flat()));
  const phi = influence.explain(Float64Array.from(people.flat()), people.length);
  people.forEach((person, row) => {
    const own = phi.subarray(row * forest.features, (row + 1) * forest.features);
    const asked = question(person, background, { players: single(forest.features) });
    const values = coalitionValues(asked, (cells) => margins(Float64Array.from(cells), 1)[0]!);
    expect(distance(own, bruteShapley(values, forest.features))).toBeLessThan(1e-12);
    expect(sigmoid(own.reduce((sum, share) => sum + share, influence.start[0]!))).toBeCloseTo(found.scores[row]!, 12);
  });
});
