import { describe, expect, test } from 'vitest';
import { AssayError } from '../../../src/engine/errors';
import { compileScores } from '../../../src/engine/models/evaluator';
import { openModel, type NamedBytes } from '../../../src/engine/models/open';
import type { Model } from '../../../src/engine/models/types';
import { Random } from '../../../src/engine/stats/random';
import { haveShared, sharedBytes } from '../../tools/shared';

const FILES = [
  'xgboost/model/AFTLungNA.json',
  'xgboost/model/BinomialClassificationAudit.ubj',
  'xgboost/model/LinearRegressionAuto.json',
  'xgboost/model/MultinomialClassificationIris.json',
  'xgboost/model/QuantileRegressionAuto.ubj',
  'xgboost-legacy-binary/model/LinearRegressionAuto.model',
  'leaves-mit/xgagaricus.model',
  'leaves-mit/xgblin_agaricus.model',
  'treelite-xgboost/mushroom.model',
  'lightgbm/model/ClassificationAudit.txt',
  'lightgbm/model/ClassificationVersicolor.txt',
  'lightgbm/model/LinearTreeRegressionAuto.txt',
  'leaves-mit/lg_dart_breast_cancer.model',
  'leaves-mit/lg_dart_breast_cancer.json',
  'onnx-real/treecl.onnx',
  'onnx-ml-node-tests/tree_ensemble_single_tree/model.onnx',
  'adult-logreg-zipmap',
  'acs-lightgbm-zipmap-nan',
  'heloc-gradboost-matrix-reordered',
  'diabetes-xgboost-3class',
];

/** Where a fixture lies: whole cases are ONNX files of the other folder. */
const placeOf = (path: string): string => (path.includes('/') ? `models/${path}` : `reference/onnx/${path}/model.onnx`);
const PER_FILE = 16;
const SECONDS = 5;

type Bytes = Uint8Array<ArrayBuffer>;

const MUTATIONS: readonly ((bytes: Bytes, random: Random) => Bytes)[] = [
  (bytes, random) => bytes.slice(0, random.below(bytes.length)),
  (bytes, random) => {
    const mutant = bytes.slice();
    for (let k = 0; k < 8; k++) mutant[random.below(bytes.length)] = random.below(256);
    return mutant;
  },
  (bytes, random) => {
    const mutant = bytes.slice();
    const digits = [...mutant.keys()].filter((i) => mutant[i]! >= 48 && mutant[i]! <= 57);
    for (let k = 0; k < 12 && digits.length > 0; k++) mutant[digits[random.below(digits.length)]!] = 48 + random.below(10);
    return mutant;
  },
  (bytes, random) => {
    const from = random.below(bytes.length);
    const to = Math.min(bytes.length, from + 1 + random.below(400));
    return new Uint8Array([...bytes.subarray(0, to), ...bytes.subarray(from)]);
  },
  (bytes, random) => {
    const from = random.below(bytes.length);
    return new Uint8Array([...bytes.subarray(0, from), ...bytes.subarray(Math.min(bytes.length, from + 1 + random.below(400)))]);
  },
  (bytes, random) => {
    const mutant = bytes.slice();
    const at = random.below(Math.max(1, bytes.length - 8));
    mutant.set(random.below(2) === 0 ? [0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f] : [0, 0, 0, 0, 0, 0, 0, 0x80], at);
    return mutant;
  },
];

function fingerprint(model: Model): string {
  const width = model.inputs.length;
  const rows = Float64Array.from({ length: 3 * width }, (_, i) => (i < width ? 0 : i < 2 * width ? (i % 7) * 10 : NaN));
  const compute = compileScores(model);
  if (compute === undefined) return `${width} inputs, ${model.task}, no exact structure`;
  const scores = compute(rows, 3);
  return [...scores].map((score) => score.toPrecision(6)).join(' ');
}

async function outcome(file: NamedBytes): Promise<string> {
  try {
    return `opens: ${fingerprint(await openModel([file]))}`;
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return `refused: ${error.code}`;
  }
}

describe.skipIf(!haveShared)('[shared] mutated model files', () => {
  for (const path of haveShared ? FILES : []) {
    test(`[shared] ${path}: every mutant opens with pinned numbers or is refused by name`, { timeout: 120_000 }, async () => {
      const bytes = sharedBytes(placeOf(path));
      const before = await outcome({ name: 'good', bytes });
      const random = new Random(FILES.indexOf(path) + 1);
      const outcomes: string[] = [];
      for (let i = 0; i < PER_FILE; i++) {
        const mutant = MUTATIONS[i % MUTATIONS.length]!(bytes, random);
        const started = performance.now();
        outcomes.push(await outcome({ name: 'mutant', bytes: mutant }));
        expect(performance.now() - started).toBeLessThan(SECONDS * 1000);
      }
      expect(outcomes).toMatchSnapshot();
      expect(await outcome({ name: 'good', bytes })).toBe(before);
    });
  }
});
