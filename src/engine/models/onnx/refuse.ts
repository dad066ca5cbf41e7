import { AssayError, type ErrorRecord } from '../../errors';

/** The two lines of Python that write an ONNX file a table can feed. */
export const EXPORT_LINES = {
  sklearn: 'from skl2onnx import to_onnx\nopen("model.onnx", "wb").write(to_onnx(model, X_train[:1], options={"zipmap": False}).SerializeToString())',
  torch: 'torch.onnx.export(model.eval(), (X[:2],), "model.onnx", input_names=["input"], dynamic_shapes=({0: "batch"},), external_data=False)',
} as const;

/** A refusal about a model file. */
export function refuse(code: string, what: string, why: string, remedy: string, more: Partial<ErrorRecord> = {}): AssayError {
  return new AssayError({ area: 'model', code, what, why, remedy, ...more });
}
