import { bytes } from './bytes';

/** What kernel.as.ts exports. */
export interface KernelExports {
  placeForest(
    program: number,
    questions: number,
    rootBits: number,
    nodeStarts: number,
    nodes: number,
    starts: number,
    targets: number,
    base: number,
    cells: number,
    numbers: number,
  ): void;
  placeBlock(sides: number, words: number, answers: number, keys: number, at: number): void;
  placeRows(codes: number, stride: number, sums: number, rows: number): void;
  run(step: number, end: number, first: number, count: number): number;
  gather(twig: number, first: number, count: number): void;
  placePatterns(starts: number, lacks: number, counts: number, weights: number, masks: number, shares: number): void;
  /** 1 when some share is not 0. */
  share(path: number, own: number, bits: number): number;
}

/** Where tried: null where this machine, or the page's content policy, runs no such module. */
let compiled: WebAssembly.Module | null | undefined;

function compile(): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0)));
  } catch {
    return null;
  }
}

/** Starts the kernel on some memory; undefined where WebAssembly with SIMD is missing or not allowed. */
export function startKernel(memory: WebAssembly.Memory): KernelExports | undefined {
  if (compiled === undefined) compiled = compile();
  return compiled === null ? undefined : (new WebAssembly.Instance(compiled, { env: { memory } }).exports as KernelExports);
}
