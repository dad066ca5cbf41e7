import { expect, test } from 'vitest';
import { TreeInfluence } from '../../../src/engine/influence/trees/interventional';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import { readLightgbm } from '../../../src/engine/models/lightgbm/read';
import { describeShared, sharedBytes, sharedJson, sharedList } from '../../tools/shared';
import { distance } from '../../unit/influence/oracle';
import { byRow, readRows } from './read';

interface Expected {
  readonly values: {
    readonly raw_margin: number[] | number[][];
    readonly interventional_float64: { values: number[][] | number[][][]; expected_value: number | number[] };
    readonly interventional_sii_pairs_first5: number[][][] | number[][][][];
    readonly brute_force_first5?: { shapley: number[][] | number[][][]; sii_pairs: number[][][] | number[][][][] };
    readonly interventional_shap?: { values: number[][] };
  };
}

const TOLERANCE = 1e-10;
const folder = 'reference/numbers/shap-trees/';

describeShared('interventional values of LightGBM forests, computed elsewhere in float64', () => {
  for (const name of sharedList(folder)) {
    test(name, () => {
      const { values } = sharedJson<Expected>(`${folder}${name}/expected.json`);
      const { forest } = readLightgbm({ name: 'model.txt', bytes: sharedBytes(`${folder}${name}/model.txt`) });
      const people = readRows(`${folder}${name}/X.csv`);
      const background = readRows(`${folder}${name}/background.csv`);
      const rows = people.length / forest!.features;
      const influence = new TreeInfluence(forest!, background);
      const { outputs, players } = influence;
      const phi = influence.explain(people, rows);
      expect(distance(phi, byRow(values.interventional_float64.values, outputs))).toBeLessThan(TOLERANCE);
      expect(distance(influence.start, [values.interventional_float64.expected_value].flat())).toBeLessThan(TOLERANCE);
      const margins = compileForest(forest!).margins(people, rows);
      const sums = margins.map(
        (_, at) => influence.start[at % outputs]! + phi.subarray(at * players, (at + 1) * players).reduce((sum, value) => sum + value, 0),
      );
      expect(distance(sums, margins)).toBeLessThan(1e-9);
      const first = people.subarray(0, 5 * forest!.features);
      const pairs = influence.interactions(first, 5);
      expect(distance(pairs, byRow(values.interventional_sii_pairs_first5, outputs))).toBeLessThan(TOLERANCE);
      if (values.brute_force_first5 !== undefined) {
        expect(distance(influence.explain(first, 5), byRow(values.brute_force_first5.shapley, outputs))).toBeLessThan(TOLERANCE);
        expect(distance(pairs, byRow(values.brute_force_first5.sii_pairs, outputs))).toBeLessThan(TOLERANCE);
      }
      // shap adds up in float32.
      if (values.interventional_shap !== undefined) expect(distance(phi, values.interventional_shap.values.flat())).toBeLessThan(6e-5);
    });
  }
});
