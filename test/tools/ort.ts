import * as ort from 'onnxruntime-web/wasm';
import type { FetchedTensor } from '../../src/engine/models/binding/decode';
import type { EncodedTensor } from '../../src/engine/models/binding/types';

ort.env.logLevel = 'fatal';
ort.env.wasm.numThreads = 1;

export interface TestSession {
  run(feeds: readonly EncodedTensor[], fetches: readonly string[]): Promise<Map<string, FetchedTensor>>;
  release(): Promise<void>;
}

/** Opens a graph in the runtime of record, under Node. */
export async function openSession(graph: Uint8Array): Promise<TestSession> {
  const session = await ort.InferenceSession.create(graph, { logSeverityLevel: 4 });
  return {
    async run(feeds, fetches) {
      const inputs = Object.fromEntries(
        feeds.map(({ name, type, data, dims }) => [name, new ort.Tensor(type as 'float32', data as Float32Array, dims)]),
      );
      const results = await session.run(inputs, [...fetches]);
      return new Map(
        Object.entries(results).map(([name, tensor]) => [name, { data: tensor.data as ArrayLike<number>, dims: tensor.dims, type: tensor.type }]),
      );
    },
    release: () => session.release(),
  };
}
