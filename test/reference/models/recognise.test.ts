import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Kind } from '../../../src/engine/recognise/kinds';
import { HEAD_BYTES, recogniseFile } from '../../../src/engine/recognise/recognise';
import { describeShared, sharedBytes, sharedPath, testShared } from '../../tools/shared';

/** Folder, pattern of the path inside it, and what every such file is. */
const EXPECTED: readonly (readonly [string, RegExp, Kind])[] = [
  ['pmml-r-bsd', /\.pmml$/, 'pmml'],
  ['pmml-knime-bsd', /\.pmml$/, 'pmml'],
  ['pmml-rapidminer-bsd', /\.pmml$/, 'pmml'],
  ['pmml-r', /\.pmml$/, 'pmml'],
  ['pmml-knime', /\.pmml$/, 'pmml'],
  ['pmml-sas', /\.pmml$/, 'pmml'],
  ['pmml-sklearn2pmml', /\.pmml$/, 'pmml'],
  ['pmml-cpmml-mit', /\.zip$/, 'pmml'],
  ['pmml-dmg-samples', /\.xml$/, 'pmml'],
  ['h2o-mojo', /\.zip$/, 'h2o-mojo'],
  ['xgboost', /\.json$/, 'xgboost-json'],
  ['xgboost', /\.ubj$/, 'xgboost-ubjson'],
  ['xgboost-legacy-binary', /\.model$/, 'xgboost-binary'],
  ['xgboost-legacy-binary', /\.fmap$/, 'xgboost-fmap'],
  ['lightgbm', /\.txt$/, 'lightgbm-text'],
  ['leaves-mit', /^xg.*\.model$/, 'xgboost-binary'],
  ['leaves-mit', /^(lg|genlin).*\.model$/, 'lightgbm-text'],
  ['leaves-mit', /^sk_.*\.model$/, 'pickle-sklearn'],
  ['leaves-mit', /\.json$/, 'lightgbm-json'],
  ['leaves-mit', /\.libsvm$/, 'libsvm-data'],
  ['leaves-mit', /\.tsv$/, 'csv'],
  ['treelite-xgboost', /\.model$/, 'xgboost-binary'],
  ['catboost-json', /_model\.json\.gz$/, 'catboost-json'],
  ['catboost-json', /_test\.json$/, 'json'],
  ['catboost-cbm-mit', /\.json\.gz$/, 'catboost-json'],
  ['catboost-cbm-mit', /\.cbm$/, 'catboost-cbm'],
  ['catboost-cbm', /\.cbm$/, 'catboost-cbm'],
  ['spark-ml', /\.zip$/, 'spark-ml'],
  ['spark-ml', /schema\/.*\.json$/, 'json'],
  ['onnx-ml-node-tests', /model\.onnx$/, 'onnx'],
  ['onnx-ml-node-tests', /\.pb$/, 'onnx-tensor'],
  ['onnx-real', /\.onnx$/, 'onnx'],
  ['sklearn-joblib', /\.pkl$/, 'pickle-sklearn'],
  ['tfjs-layers', /model\.json$/, 'tfjs-layers'],
  ['tfjs-layers', /weights\.bin$/, 'binary'],
];

function filesBelow(folder: string): string[] {
  return readdirSync(sharedPath(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(sharedPath(folder).length + 1))
    .sort();
}

describeShared('every shared model file is recognised', () => {
  for (const [folder, pattern, kind] of EXPECTED) {
    testShared(`${folder} ${pattern.source} is ${kind}`, () => {
      const files = filesBelow(`models/${folder}`).filter((file) => pattern.test(file));
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) {
        const bytes = sharedBytes(`models/${folder}/${file}`);
        expect([file, recogniseFile('renamed.bin', bytes).kind]).toEqual([file, kind]);
        expect([file, recogniseFile('renamed.bin', bytes.slice(0, HEAD_BYTES), bytes.length).kind]).toEqual([file, kind]);
      }
    });
  }

  testShared('every csv beside the models is a table', () => {
    const files = filesBelow('models').filter((file) => file.endsWith('.csv'));
    expect(files.length).toBeGreaterThan(100);
    const wrong = files.filter((file) => recogniseFile('x', sharedBytes(`models/${file}`)).kind !== 'csv');
    expect(wrong).toEqual([]);
  });
});
