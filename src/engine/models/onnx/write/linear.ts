import type { Linear } from '../../linear/types';
import { frame, type WriteOptions } from './frame';
import { initializer } from './proto';

/**
 * A linear predictor as an ONNX file: Gemm and link nodes, in double unless `precision` says float32.
 * @throws AssayError `onnx-write`
 */
export function writeLinear(linear: Linear, options: WriteOptions): Uint8Array<ArrayBuffer> {
  const precision = options.precision ?? 'float64';
  return frame((name) => {
    const { features, outputs } = linear;
    const columns = new Float64Array(features * outputs);
    for (let k = 0; k < outputs; k++) for (let j = 0; j < features; j++) columns[j * outputs + k] = linear.weights[k * features + j]!;
    return {
      features,
      outputs,
      inputType: options.inputType ?? precision,
      precision,
      nodes: [
        ...(linear.missingIsZero === true
          ? [
              { op: 'IsNaN', inputs: [name('x')], outputs: [name('missing')] },
              { op: 'Where', inputs: [name('missing'), name('nothing'), name('x')], outputs: [name('present')] },
            ]
          : []),
        { op: 'Gemm', inputs: [linear.missingIsZero === true ? name('present') : name('x'), name('weights'), name('intercept')], outputs: [name('margin')] },
      ],
      initializers: [
        ...(linear.missingIsZero === true ? [initializer(name('nothing'), precision, [1], [0])] : []),
        initializer(name('weights'), precision, [features, outputs], columns),
        initializer(name('intercept'), precision, [outputs], linear.intercept),
      ],
    };
  }, options);
}
