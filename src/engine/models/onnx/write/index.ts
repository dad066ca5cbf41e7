export { ONNX_DEPTH_LIMIT, writeForest } from './forest';
export type { WriteOptions } from './frame';
export { writeLinear } from './linear';
export * from './proto';
export { ceil32, floor32 } from './round';
