import * as ort from 'onnxruntime-web/wasm';
import { compileScores } from '../../../src/engine/models/evaluator';
import { scoreWidth, type Model } from '../../../src/engine/models/types';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'fatal';

/** Scores by the TypeScript evaluator. */
export function evaluate(model: Model, values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  return compileScores(model)!(values, values.length / model.inputs.length);
}

/** Scores by onnxruntime-web from the model's graph: the second class of binary models, values, or one number per class. */
export async function runGraph(model: Model, values: Float64Array<ArrayBuffer>): Promise<Float64Array<ArrayBuffer>> {
  const session = await ort.InferenceSession.create(model.graph!, { logSeverityLevel: 4 });
  try {
    const tensor = model.tensors[0]!;
    const data = tensor.type === 'float64' ? values : Float32Array.from(values);
    const count = values.length / tensor.width;
    const output = (await session.run({ [tensor.name]: new ort.Tensor(tensor.type as 'float32', data as Float32Array, [count, tensor.width]) }))[
      model.output.tensors[0]!
    ]!;
    const all = Float64Array.from(output.data as Float64Array);
    if (model.task !== 'binary') return all;
    return all.filter((_, i) => i % 2 === 1);
  } finally {
    await session.release();
  }
}

/** Labels by the usual rule: the likeliest class, for binary models the second one from 0.5 up. */
export function labels(model: Model, scores: ArrayLike<number>): number[] {
  const width = scoreWidth(model);
  return Array.from({ length: scores.length / width }, (_, row) => {
    if (width === 1) return scores[row]! >= 0.5 ? 1 : 0;
    let best = 0;
    for (let k = 1; k < width; k++) if (scores[row * width + k]! > scores[row * width + best]!) best = k;
    return best;
  });
}
