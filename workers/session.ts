import * as ort from 'onnxruntime-web/wasm';
import type { EncodedTensor } from '../src/engine/models/binding/types';
import { block, varint, writeFields } from '../src/engine/models/onnx/wire';
import { refusal } from './refusal';

/** Numbers of this size per output are the most one run may give; a graph can ask for more than a browser can hold. */
const outputLimit = 1 << 28;

ort.env.logLevel = 'fatal';
ort.env.wasm.numThreads = 1;
ort.env.wasm.proxy = false;

/** A graph of one Identity node, to start the runtime with and to see that it computes. */
function smallestModel(): Uint8Array {
  const value = (name: string) => [block(1, name), block(2, [block(1, [varint(1, 1), block(2, [block(1, [varint(1, 1)])])])])];
  const node = [block(1, 'x'), block(2, 'y'), block(4, 'Identity')];
  const graph = [block(1, node), block(2, 'start'), block(11, value('x')), block(12, value('y'))];
  return writeFields([varint(1, 8), block(8, [varint(2, 13)]), block(7, graph)]);
}

const options: ort.InferenceSession.SessionOptions = { executionProviders: ['wasm'], logSeverityLevel: 4, logVerbosityLevel: 0 };

let started: Promise<void> | undefined;

async function start(wasm: Blob): Promise<void> {
  ort.env.wasm.wasmBinary = await wasm.arrayBuffer();
  const session = await ort.InferenceSession.create(smallestModel(), options);
  const { y } = await session.run({ x: new ort.Tensor('float32', Float32Array.of(42), [1]) });
  await session.release();
  if (y?.data[0] !== 42) throw new Error(`the runtime's self-test gave ${String(y?.data[0])} instead of 42`);
  delete ort.env.wasm.wasmBinary;
}

/** Compiles the runtime once and lets it compute one known number. */
export function startRuntime(wasm: Blob): Promise<void> {
  started ??= start(wasm);
  return started;
}

export interface OutputTensor {
  readonly name: string;
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: EncodedTensor['data'];
}

/** One model in the runtime. */
export class Session {
  readonly #session: ort.InferenceSession;

  private constructor(session: ort.InferenceSession) {
    this.#session = session;
  }

  /** @throws AssayError naming the operator, version or missing file the runtime objects to. */
  static async open(graph: Blob, externalData: readonly { readonly path: string; readonly data: Blob }[]): Promise<Session> {
    try {
      const external = await Promise.all(externalData.map(async ({ path, data }) => ({ path, data: new Uint8Array(await data.arrayBuffer()) })));
      const bytes = new Uint8Array(await graph.arrayBuffer());
      return new Session(await ort.InferenceSession.create(bytes, { ...options, externalData: external }));
    } catch (error) {
      throw refusal(error, 'open');
    }
  }

  /**
   * Runs the graph once and returns the named outputs.
   * @throws AssayError with the runtime's words as details.
   */
  async run(inputs: readonly EncodedTensor[], outputs: readonly string[]): Promise<OutputTensor[]> {
    try {
      const feeds: Record<string, ort.Tensor> = Object.create(null) as Record<string, ort.Tensor>;
      for (const { name, type, dims, data } of inputs) feeds[name] = new ort.Tensor(type as 'float32', data as Float32Array, dims);
      const results = await this.#session.run(feeds, [...outputs]);
      return outputs.map((name) => {
        const tensor = results[name];
        if (!tensor) throw new Error(`the output ${name} was not given`);
        if (tensor.size > outputLimit) throw new Error(`out of memory: the output ${name} has ${tensor.size} numbers`);
        const own: OutputTensor = { name, type: tensor.type, dims: tensor.dims, data: tensor.data as EncodedTensor['data'] };
        return own;
      });
    } catch (error) {
      throw refusal(error, 'run');
    }
  }

  get outputNames(): readonly string[] {
    return this.#session.outputNames;
  }

  async close(): Promise<void> {
    await this.#session.release();
  }
}
