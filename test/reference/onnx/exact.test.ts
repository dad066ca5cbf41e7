import { expect, test } from 'vitest';
import { decodeScores } from '../../../src/engine/models/binding/decode';
import { makeEncoder } from '../../../src/engine/models/binding/encode';
import { encodeRows, featureSpace } from '../../../src/engine/models/binding/features';
import { makeInputRows } from '../../../src/engine/models/binding/inputs';
import { parseBinding } from '../../../src/engine/models/binding/text';
import { compileScores } from '../../../src/engine/models/evaluator';
import { readOnnx } from '../../../src/engine/models/onnx/read';
import { openTable } from '../../../src/engine/table/open';
import { memorySource } from '../../../src/engine/table/source';
import { openSession } from '../../tools/ort';
import { describeShared, sharedBytes, sharedJson } from '../../tools/shared';

const ROOT = 'reference/onnx';

const structures: [name: string, kind: 'forest' | 'linear' | undefined][] = [
  ['acs-lightgbm-zipmap-nan', 'forest'],
  ['adult-logreg-zipmap', undefined],
  ['adult-torch-embeddings', undefined],
  ['communities-forest-regression', 'forest'],
  ['communities-torch-3logits', undefined],
  ['compas-dummies-voting-zipmap', undefined],
  ['diabetes-xgboost-3class', 'forest'],
  ['german-forest-zipmap-columns', 'forest'],
  ['heloc-gradboost-matrix-reordered', 'forest'],
  ['spain-histgb-nan', 'forest'],
  ['spain-tree-label-only', undefined],
  ['taiwan-keras-tf2onnx', undefined],
];

describeShared('trees and linear operators of real ONNX files', () => {
  test.each(structures)('%s: the structure read back (%s) scores every row as the runtime does', async (name, kind) => {
    const model = readOnnx({ name: 'model.onnx', bytes: sharedBytes(`${ROOT}/${name}/model.onnx`) });
    expect(model.forest !== undefined ? 'forest' : model.linear !== undefined ? 'linear' : undefined).toBe(kind);
    if (kind === undefined) return;
    const { table } = await openTable(memorySource('table.csv', sharedBytes(`${ROOT}/${name}/table.csv`)));
    const binding = parseBinding(JSON.stringify(sharedJson<{ inputs: unknown }>(`${ROOT}/${name}/case.json`).inputs), table, model);
    const space = featureSpace(model, table, binding);
    const rows = encodeRows(table, space, 0, table.rows);
    const session = await openSession(model.graph!);
    const theirs = decodeScores(
      model,
      await session.run(makeEncoder(model, space, binding)(rows.values, rows.count), model.output.tensors),
      rows.count,
    );
    await session.release();
    const ours = compileScores(model)!(makeInputRows(model, space, binding)(rows.values, rows.count), rows.count);
    expect(ours).toHaveLength(theirs.length);
    let worst = 0;
    for (let i = 0; i < ours.length; i++) worst = Math.max(worst, Math.abs(ours[i]! - theirs[i]!));
    expect(worst).toBeLessThan(1e-6);
  });
});
