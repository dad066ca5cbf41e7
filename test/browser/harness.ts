/** Page under test for the runtime alone: the same start-up, policy and lock as the app, without its screens. */
import '../../src/runtime/guard';
import type { Model } from '../../src/engine/models/types';
import type { NumericColumn, Table } from '../../src/engine/table/types';
import type { ModelHandle } from '../../src/runtime/model';
import { startRuntime, type Runtime } from '../../src/runtime/runtime';
import { withScript } from '../../src/runtime/trusted';
import { matrixModel, type SentGraph } from './graphs';

const boot = startRuntime();

/** Opens a handmade graph with one table column per input. */
async function use({ graph, width }: SentGraph): Promise<ModelHandle> {
  const runtime = await boot;
  const model: Model = { ...matrixModel(width), graph: Uint8Array.from(graph) };
  const features = Array.from({ length: width }, (_, column) => ({ column, name: `x${column}`, kind: 'number' as const }));
  const sources = features.map(({ column }) => ({ as: 'number' as const, column }));
  return runtime.useModel(model, { features, featureOf: Int32Array.from(features, ({ column }) => column) }, { sources });
}

/** A table of small whole-number fractions that any float holds exactly: cell (row, column) = ((row·7 + column·13) mod 64 − 32) / 64. */
function table(rows: number, columns: number): Table {
  return {
    name: 'made up',
    rows,
    columns: Array.from({ length: columns }, (_, position): NumericColumn => {
      const values = Float64Array.from({ length: rows }, (_row, row) => (((row * 7 + position * 13) % 64) - 32) / 64);
      return { kind: 'numeric', position, name: `x${position}`, header: `x${position}`, missing: 0, whole: false, values };
    }),
  };
}

/** How a promise ended, as plain data, and after how many milliseconds. */
async function ending(work: Promise<unknown>): Promise<{ code: string; milliseconds: number; what?: string; details?: string }> {
  const begun = performance.now();
  return work.then(
    () => ({ code: 'fulfilled', milliseconds: performance.now() - begun }),
    (error: unknown) => {
      const record = (error as { record?: { code: string; what: string; details?: string } }).record;
      const milliseconds = performance.now() - begun;
      return record ? { milliseconds, code: record.code, what: record.what, ...(record.details ? { details: record.details } : {}) } : { milliseconds, code: `foreign: ${String(error)}` };
    },
  );
}

/** Runs a script in a worker started the way cells are, sends it one message and gives its answer. */
function inWorker<T>(code: string, message: unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    const worker = withScript(code, (address) => new Worker(address));
    worker.onmessage = ({ data }) => resolve(data as T);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(message);
  });
}

const tools = { boot, use, table, ending, inWorker };

declare global {
  var __assay: typeof tools & { boot: Promise<Runtime> };
}

globalThis.__assay = tools;
