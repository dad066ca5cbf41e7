import { expect, test } from 'vitest';
import { writeChanged } from '../../../src/engine/fairness/mitigation/export/write';
import { fitReplacement } from '../../../src/engine/fairness/mitigation/replacement';
import type { Way } from '../../../src/engine/fairness/mitigation/types';
import { encodeRows, featureSpace } from '../../../src/engine/models/binding/features';
import { parseBinding } from '../../../src/engine/models/binding/text';
import { readOnnx } from '../../../src/engine/models/onnx/read';
import { openTable } from '../../../src/engine/table/open';
import { memorySource } from '../../../src/engine/table/source';
import { describeShared, sharedBytes, sharedJson, sharedList } from '../../tools/shared';
import { bothWays, furthest } from '../../unit/mitigation/opened';

const ROOT = 'reference/onnx';
const ROWS = 200;

interface Case {
  readonly refusal?: boolean;
  readonly inputs: unknown[];
}

const cases = sharedList(ROOT)
  .filter((name) => !name.includes('.'))
  .filter((name) => sharedJson<Case>(`${ROOT}/${name}/case.json`).refusal !== true);

/** What each way meets in files of other libraries; all else must come back equal. */
const REFUSED: Record<string, readonly string[]> = {
  // Operator set 9 cannot compare doubles.
  'acs-lightgbm-zipmap-nan': ['conditional'],
  // A mean of decisions is no decision.
  'spain-tree-label-only': ['marginal'],
};

describeShared('files of other libraries with a change built in', () => {
  test.each(cases)('%s gives the scores that were shown', async (name) => {
    const companions = sharedList(`${ROOT}/${name}`).filter((file) => file.endsWith('.data')).map((file) => ({ name: file, bytes: sharedBytes(`${ROOT}/${name}/${file}`) }));
    const model = readOnnx({ name: 'model.onnx', bytes: sharedBytes(`${ROOT}/${name}/model.onnx`) }, companions);
    const { table } = await openTable(memorySource('table.csv', sharedBytes(`${ROOT}/${name}/table.csv`)));
    const binding = parseBinding(JSON.stringify(sharedJson<Case>(`${ROOT}/${name}/case.json`).inputs), table, model);
    const space = featureSpace(model, table, binding);
    const { values } = encodeRows(table, space, 0, Math.min(table.rows, ROWS));
    const players = space.features.map((feature, index) => ({ name: feature.name, features: [index] }));
    const whole = new Set(model.inputs.flatMap((input, i) => (input.type.includes('int') ? [space.featureOf[i]!] : [])));
    const features = space.features.map((feature, index) => ({ ...feature, whole: whole.has(index) }));
    const ways: Way[] = [{ kind: 'constant' }, { kind: 'marginal', draws: 20 }, { kind: 'conditional', justified: players.slice(2, 5) }];
    const told: string[] = [];
    for (const way of ways) {
      const replacement = fitReplacement(way, players.slice(0, 2), { features, values, seed: 4 });
      let file: Uint8Array<ArrayBuffer>;
      try {
        file = writeChanged({ model, space, binding, replacement, note: 'test' });
      } catch (error) {
        expect(error, `${name} ${way.kind}`).toMatchObject({ code: 'export-change' });
        told.push(way.kind);
        continue;
      }
      expect(furthest(await bothWays({ model, space, binding }, replacement, values, file)), way.kind).toBeLessThan(2e-5);
    }
    expect(told).toEqual(REFUSED[name] ?? []);
  });
});
