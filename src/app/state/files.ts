import { sortFiles } from '../../engine/models/sort';
import type { ErrorRecord } from '../../engine/errors';

/** Bytes from the start of a file that tell what it is. */
const HEAD = 65_536;

export interface Arrivals {
  readonly table: File | undefined;
  /** The model file first, then the files that belong to it. */
  readonly model: readonly File[];
  readonly refused: readonly ErrorRecord[];
  /** Tables beyond the first. */
  readonly extraTables: readonly string[];
}

/** Sorts files that arrived together into a table, a model with its side files, and what cannot be used. */
export async function sortArrivals(files: readonly File[]): Promise<Arrivals> {
  const glimpses = await Promise.all(
    files.map(async (file) => ({ name: file.name, size: file.size, file, head: new Uint8Array(await file.slice(0, HEAD).arrayBuffer()) })),
  );
  const sorted = sortFiles(glimpses);
  return {
    table: sorted.tables[0]?.file.file,
    model: sorted.model === undefined ? [] : [sorted.model.file.file, ...sorted.companions.map((companion) => companion.file)],
    refused: sorted.refused.map((error) => error.record),
    extraTables: sorted.tables.slice(1).map((entry) => entry.file.name),
  };
}
