import { expect, test } from 'vitest';
import { makeLoss, lossOf } from '../../../src/engine/influence/importance/losses';
import { lossRise, permutedSums } from '../../../src/engine/influence/importance/permuted';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import { readLightgbm } from '../../../src/engine/models/lightgbm/read';
import { sigmoid } from '../../../src/engine/models/links';
import { describeShared, sharedBytes, sharedJson } from '../../tools/shared';
import { column, expectedValues, readTable } from './read';

const folder = 'reference/numbers/learners/pdp-ale-pfi-compas';

interface Rises {
  readonly log_loss_increase: number[];
  readonly accuracy_drop: number[];
}
interface Expected {
  readonly permutation_importance: {
    readonly base_log_loss: number;
    readonly base_accuracy: number;
    readonly features: Record<string, Rises>;
    readonly group_first_two: Rises;
  };
}

describeShared('permutation importance on a LightGBM forest, computed elsewhere', () => {
  test('the same permutations give the same rises of log loss and of wrong decisions', () => {
    const { permutation_importance: expected } = expectedValues<Expected>(`${folder}/expected.json`).values;
    const { permutations } = sharedJson<{ permutations: number[][] }>(`${folder}/permutations.json`);
    const table = readTable(`${folder}/table.csv`);
    const labels = column(table, 'label');
    const { forest } = readLightgbm({ name: 'model.txt', bytes: sharedBytes(`${folder}/model.txt`) });
    const compiled = compileForest(forest!);
    const names = table.names.slice(0, -1);
    const rows = labels.length;
    const facts = { task: 'binary', classes: 2, favourable: 1, threshold: 0.5 } as const;
    const losses = [makeLoss('log', facts), makeLoss('zero-one', facts)];
    const all = (features: number[], donors?: number[]): Float64Array[] => {
      const values = Float64Array.from(
        table.rows.flatMap((row, index) => {
          const donor = donors === undefined ? row : table.rows[donors[index]!]!;
          return names.map((_, j) => (features.includes(j) ? donor : row)[j]!);
        }),
      );
      const scores = compiled.margins(values, rows).map(sigmoid);
      return losses.map((loss) => Float64Array.from(labels, (label, row) => lossOf(loss, scores, row, label)));
    };
    const base = all([]);
    const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / rows;
    expect(Math.abs(mean(base[0]!) - expected.base_log_loss)).toBeLessThan(1e-10);
    expect(Math.abs(1 - mean(base[1]!) - expected.base_accuracy)).toBeLessThan(1e-10);
    const compare = (features: number[], { log_loss_increase, accuracy_drop }: Rises): void => {
      permutations.forEach((donors, repeat) => {
        const found = all(features, donors).map((own, which) =>
          lossRise(
            permutedSums(
              own.map((value, row) => value - base[which]![row]!),
              Int32Array.from(donors),
            ),
          ),
        );
        expect(Math.abs(found[0]!.rise - log_loss_increase[repeat]!)).toBeLessThan(1e-10);
        expect(Math.abs(found[1]!.rise - accuracy_drop[repeat]!)).toBeLessThan(1e-10);
      });
    };
    names.forEach((name, j) => compare([j], expected.features[name]!));
    compare([0, 1], expected.group_first_two);
  });
});
