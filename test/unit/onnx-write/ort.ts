import * as ort from 'onnxruntime-web/wasm';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'fatal';

type Numbers = Float64Array | Float32Array;

interface Output {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data: Numbers;
}

/** Runs an ONNX file in onnxruntime-web and returns its one output; columns go to inputs by order. */
export async function runOnnx(bytes: Uint8Array, rows: readonly (readonly number[])[]): Promise<Output> {
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 4 });
  try {
    const feeds: Record<string, ort.Tensor> = {};
    session.inputMetadata.forEach((input, j) => {
      if (!input.isTensor) throw new Error(`${input.name} is not a tensor`);
      const wide = input.shape[1] !== 1 || session.inputNames.length === 1;
      const values = wide ? rows.flat() : rows.map((row) => row[j]!);
      const typed = input.type === 'float64' ? Float64Array.from(values) : Float32Array.from(values);
      feeds[input.name] = new ort.Tensor(input.type, typed, [rows.length, wide ? Number(input.shape[1]) : 1]);
    });
    const name = session.outputNames[0]!;
    const output = (await session.run(feeds))[name]!;
    return { dims: output.dims, data: output.data as Numbers, name };
  } finally {
    await session.release();
  }
}
