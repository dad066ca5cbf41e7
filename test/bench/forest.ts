import * as ort from 'onnxruntime-web/wasm';
import { buildForest, type TreeNode } from '../../src/engine/models/forest/build';
import { compileForest } from '../../src/engine/models/forest/evaluate';
import type { Forest } from '../../src/engine/models/forest/types';
import { writeForest } from '../../src/engine/models/onnx/write';
import { Random } from '../../src/engine/stats/random';

const BATCH = 4096;
const FEATURES = 11;

/** A tree grown leaf by leaf at random, as uneven as those of leaf-wise boosting. */
function tree(random: Random, leaves: number): TreeNode {
  const grow = (count: number, depth: number): TreeNode => {
    if (count === 1) return { leaf: [random.normal() / 10] };
    const share = Math.min(count - 1, Math.max(1, Math.round(count * (0.2 + 0.6 * random.uniform()))));
    return {
      feature: random.below(FEATURES),
      operator: 'le',
      split: random.normal() / (1 + depth / 3),
      missing: 'right',
      left: grow(share, depth + 1),
      right: grow(count - share, depth + 1),
    };
  };
  return grow(leaves, 0);
}

/** The forest that spec'd speeds are measured on: 100 trees of 31 leaves over 11 inputs. */
function forestOf(arithmetic: Forest['arithmetic']): Forest {
  const random = new Random(100);
  return buildForest({ features: FEATURES, outputs: 1, arithmetic, trees: Array.from({ length: 100 }, () => tree(random, 31)) });
}

/** Rows per second: the median of repeats over at least a second, after a warm-up. */
async function rate(run: () => unknown): Promise<number> {
  for (let i = 0; i < 10; i++) await run();
  const times: number[] = [];
  for (const end = performance.now() + 1200; performance.now() < end || times.length < 15; ) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return Math.round((BATCH * 1000) / times[times.length >> 1]!);
}

/** Rows per second of the tree evaluator and of onnxruntime-web (one thread, Node) on the same forest and rows. */
export async function bench(): Promise<Record<string, unknown>> {
  ort.env.wasm.numThreads = 1;
  const random = new Random(1);
  const values = Float64Array.from({ length: BATCH * FEATURES }, () => random.normal());
  const withMissing = values.map((x) => (random.uniform() < 0.05 ? NaN : x));
  const result: Record<string, unknown> = { trees: 100, leaves: 31, features: FEATURES, batch: BATCH };
  for (const arithmetic of ['float64', 'float32'] as const) {
    const forest = forestOf(arithmetic);
    const compiled = compileForest(forest);
    const bytes = writeForest(forest, { inputNames: Array.from({ length: FEATURES }, (_, j) => `x${j}`), layout: 'matrix' });
    const session = await ort.InferenceSession.create(bytes);
    const typed = arithmetic === 'float64' ? values : Float32Array.from(values);
    const cells = new ort.Tensor(arithmetic, typed, [BATCH, FEATURES]);
    const evaluator = await rate(() => compiled.margins(values, BATCH));
    const evaluatorMissing = await rate(() => compiled.margins(withMissing, BATCH));
    const onnxruntime = await rate(() => session.run({ X: cells }));
    await session.release();
    result[arithmetic] = { evaluator, evaluatorMissing, onnxruntime, ratio: Math.round((100 * evaluator) / onnxruntime) / 100 };
  }
  return result;
}
