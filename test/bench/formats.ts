import * as ort from 'onnxruntime-web/wasm';
import { buildForest, type TreeNode } from '../../src/engine/models/forest/build';
import { compileForest } from '../../src/engine/models/forest/evaluate';
import { openModel } from '../../src/engine/models/open';
import { writeForest } from '../../src/engine/models/onnx/write';
import { Random } from '../../src/engine/stats/random';
import { lightgbmJson, lightgbmText, xgboostJson, xgboostUbjson } from '../tools/tree-files';

const TREES = 500;
const LEAVES = 64;
const FEATURES = 20;
const ROWS = 4096;
const REPEATS = 5;

/** Trees as uneven as those of leaf-wise boosting, with float32 numbers as every format can hold them. */
function treesOf(operator: 'lt' | 'le'): TreeNode[] {
  const random = new Random(500);
  const grow = (count: number, depth: number): TreeNode => {
    if (count === 1) return { leaf: [Math.fround(random.normal() / 10)] };
    const share = Math.min(count - 1, Math.max(1, Math.round(count * (0.2 + 0.6 * random.uniform()))));
    const split = Math.fround(random.normal() / (1 + depth / 3));
    const missing = random.uniform() < 0.5 ? 'left' : 'right';
    return { feature: random.below(FEATURES), operator, split, missing, left: grow(share, depth + 1), right: grow(count - share, depth + 1) };
  };
  return Array.from({ length: TREES }, () => grow(LEAVES, 0));
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

async function milliseconds(work: () => unknown, repeats = REPEATS): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < repeats + 1; i++) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return median(times.slice(1));
}

/**
 * Opening 500 trees of 64 leaves from each tree format, from bytes to a model with its graph, and rows per second of that model by the TypeScript
 * evaluator and by onnxruntime-web (one thread, Node).
 */
export async function bench(): Promise<Record<string, unknown>> {
  ort.env.wasm.numThreads = 1;
  const [strict, loose] = [treesOf('lt'), treesOf('le')];
  const random = new Random(1);
  const values = Float64Array.from({ length: ROWS * FEATURES }, () => (random.uniform() < 0.05 ? NaN : Math.fround(random.normal())));
  const inputNames = Array.from({ length: FEATURES }, (_, j) => `x${j}`);
  const forests = { lt: buildForest({ features: FEATURES, outputs: 1, trees: strict }), le: buildForest({ features: FEATURES, outputs: 1, trees: loose }) };
  const formats = [
    { name: 'onnx', operator: 'le', bytes: writeForest(forests.le, { inputNames, layout: 'matrix' }) },
    { name: 'xgboostJson', operator: 'lt', bytes: xgboostJson({ features: FEATURES, trees: strict }) },
    { name: 'xgboostUbjson', operator: 'lt', bytes: xgboostUbjson({ features: FEATURES, trees: strict }) },
    { name: 'lightgbmText', operator: 'le', bytes: lightgbmText({ features: FEATURES, trees: loose }) },
    { name: 'lightgbmJson', operator: 'le', bytes: lightgbmJson({ features: FEATURES, trees: loose }) },
  ] as const;
  const result: Record<string, unknown> = { trees: TREES, leaves: LEAVES, features: FEATURES, batch: ROWS };
  for (const { name, operator, bytes } of formats) {
    const model = await openModel([{ name, bytes }]);
    const { forest, graph } = model;
    if (forest?.roots.length !== TREES || graph === undefined) throw new Error(`${name} did not open with its ${TREES} trees`);
    const compiled = compileForest(forest);
    const [ours, truth] = [compiled.margins(values, ROWS), compileForest(forests[operator]).margins(values, ROWS)];
    const apart = ours.reduce((most, value, i) => Math.max(most, Math.abs(value - truth[i]!)), 0);
    if (!(apart < 1e-4)) throw new Error(`${name} is ${apart} from the forest it was made of`);
    const session = await ort.InferenceSession.create(graph);
    const tensor = model.tensors[0]!;
    const cells = new ort.Tensor(tensor.type as 'float64', (tensor.type === 'float64' ? values : Float32Array.from(values)) as Float64Array, [ROWS, FEATURES]);
    const evaluator = ROWS / (await milliseconds(() => compiled.margins(values, ROWS)));
    const onnxruntime = ROWS / (await milliseconds(() => session.run({ [tensor.name]: cells })));
    await session.release();
    result[name] = {
      megabytes: Math.round(bytes.length / 1e4) / 100,
      openMilliseconds: Math.round(await milliseconds(() => openModel([{ name, bytes }]))),
      evaluatorRowsPerSecond: Math.round(evaluator * 1000),
      onnxruntimeRowsPerSecond: Math.round(onnxruntime * 1000),
      ratio: Math.round((100 * evaluator) / onnxruntime) / 100,
    };
  }
  return result;
}
