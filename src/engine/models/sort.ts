import { AssayError } from '../errors';
import type { Kind, Recognition } from '../recognise/kinds';
import { recogniseFile } from '../recognise/recognise';
import { refuse } from '../recognise/refusals';

/** The beginning of a file, enough to tell what it is. */
export interface FileGlimpse {
  readonly name: string;
  /** Length of the whole file. */
  readonly size: number;
  /** Its first bytes: `HEAD_BYTES` of recognise.ts, or all of a shorter file. */
  readonly head: Uint8Array<ArrayBuffer>;
}

export interface Sorted<F> {
  readonly tables: readonly { readonly file: F; readonly found: Recognition }[];
  readonly model?: { readonly file: F; readonly found: Recognition };
  readonly companions: readonly F[];
  readonly refused: readonly AssayError[];
}

/** Kinds of model that readers open. */
export const READABLE: ReadonlySet<Kind> = new Set<Kind>([
  'onnx',
  'xgboost-json',
  'xgboost-ubjson',
  'xgboost-binary',
  'lightgbm-text',
  'lightgbm-json',
]);

/** Raw numbers have no signature, so they count as side files only beside a model that can have some. */
const HAVE_SIDE_FILES: ReadonlySet<Kind> = new Set<Kind>(['onnx', 'onnx-truncated', 'tfjs-layers', 'tfjs-graph']);

function isSideFile(name: string, kind: Kind, model: { name: string; kind: Kind } | undefined): boolean {
  if (kind === 'xgboost-fmap') return model?.kind.startsWith('xgboost') === true;
  if (model === undefined || !HAVE_SIDE_FILES.has(model.kind)) return false;
  return kind === 'binary' || name.startsWith(`${model.name}.`) || name.startsWith(`${model.name}_`);
}

/**
 * Sorts files that were opened together into tables, one model, the model's side files, and refusals with their reasons.
 * Looks only at the beginnings and, for side files without any signature, at names.
 */
export function sortFiles<F extends FileGlimpse>(files: readonly F[]): Sorted<F> {
  const seen = files.map((file) => ({ file, found: recogniseFile(file.name, file.head, file.size) }));
  const usable = seen.filter(({ found }) => READABLE.has(found.kind));
  const chosen = usable[0];
  const anyModel = chosen ?? seen.find(({ found }) => HAVE_SIDE_FILES.has(found.kind));
  const owner = anyModel === undefined ? undefined : { name: anyModel.file.name, kind: anyModel.found.kind };
  const tables: { file: F; found: Recognition }[] = [];
  const companions: F[] = [];
  const refused: AssayError[] = [];
  for (const one of seen) {
    const { file, found } = one;
    if (one === chosen) continue;
    if (one !== anyModel && isSideFile(file.name, found.kind, owner)) companions.push(file);
    else if (found.family === 'table') tables.push(one);
    else if (READABLE.has(found.kind)) refused.push(secondModel(file.name, chosen!.file.name));
    else refused.push(refuse(file.name, found));
  }
  return { tables, companions, refused, ...(chosen === undefined ? {} : { model: chosen }) };
}

function secondModel(name: string, first: string): AssayError {
  return new AssayError({
    area: 'file',
    code: 'second-model',
    what: `“${name}” is a second model.`,
    why: `Assay examines one model at a time, and “${first}” comes first.`,
    remedy: 'Open the other model alone to examine it instead.',
  });
}
