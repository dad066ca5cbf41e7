import { expect, test } from 'vitest';
import { PathDependentInfluence } from '../../../src/engine/influence/trees/path-dependent';
import type { Forest } from '../../../src/engine/models/forest/types';
import { readLightgbm } from '../../../src/engine/models/lightgbm/read';
import { describeShared, sharedBytes, sharedJson, sharedList } from '../../tools/shared';
import { distance } from '../../unit/influence/oracle';
import { byRow, readRows } from './read';

interface Expected {
  readonly values: {
    readonly path_dependent: { values: number[][] | number[][][]; expected_value: number | number[] };
    readonly path_dependent_interactions_first5: number[][][] | number[][][][];
  };
}

const TOLERANCE = 1e-10;
const folder = 'reference/numbers/shap-trees/';

/** Covers of the training rows, which the text model keeps beside its nodes. */
function trainingCovers(forest: Forest, text: string): Float64Array<ArrayBuffer> {
  const covers = new Float64Array(forest.feature.length);
  const blocks = text.split(/^Tree=\d+$/mu).slice(1);
  blocks.forEach((block, tree) => {
    const list = (name: string): number[] => (new RegExp(`^${name}=(.*)$`, 'mu').exec(block)?.[1] ?? '').split(' ').map(Number);
    const [leaves, inner, left, right] = [list('leaf_count'), list('internal_count'), list('left_child'), list('right_child')];
    const visit = (node: number, theirs: number): void => {
      covers[node] = theirs < 0 ? leaves[~theirs]! : inner[theirs]!;
      if (theirs < 0) return;
      visit(forest.left[node]!, left[theirs]!);
      visit(forest.right[node]!, right[theirs]!);
    };
    const root = forest.roots[tree]!;
    if (forest.feature[root]! >= 0) visit(root, 0);
    else covers[root] = 1;
  });
  return covers;
}

describeShared('path-dependent values of LightGBM forests with their training covers equal LightGBM’s own', () => {
  for (const name of sharedList(folder)) {
    test(name, () => {
      const { values } = sharedJson<Expected>(`${folder}${name}/expected.json`);
      const bytes = sharedBytes(`${folder}${name}/model.txt`);
      const forest = readLightgbm({ name: 'model.txt', bytes }).forest!;
      const people = readRows(`${folder}${name}/X.csv`);
      const influence = new PathDependentInfluence(forest, trainingCovers(forest, new TextDecoder().decode(bytes)));
      const { outputs, players } = influence;
      const phi = influence.explain(people, people.length / forest.features);
      expect(distance(phi, byRow(values.path_dependent.values, outputs))).toBeLessThan(TOLERANCE);
      expect(distance(influence.start, [values.path_dependent.expected_value].flat())).toBeLessThan(TOLERANCE);
      const pairs = influence.interactions(people.subarray(0, 5 * forest.features), 5);
      const theirs = byRow(values.path_dependent_interactions_first5, outputs);
      // shap's matrices: half the pair index off the diagonal, the rest of the value on it.
      const ours = pairs.map((value) => value / 2);
      for (let at = 0; at < 5 * outputs * players; at++) {
        const row = ours.subarray(at * players, (at + 1) * players);
        row[at % players] = phi[at]! - row.reduce((sum, value) => sum + value, 0);
      }
      expect(distance(ours, theirs)).toBeLessThan(TOLERANCE);
    });
  }
});
