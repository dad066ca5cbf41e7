import { encodeRows } from '../../engine/models/binding/features';
import { refineOutput } from '../../engine/models/onnx/refine';
import type { Model } from '../../engine/models/types';
import type { Table } from '../../engine/table/types';
import type { ModelHandle } from '../../runtime/runtime';

/** Rows on which a model shows what its numbers are. */
const REFINE_ROWS = 500;

/**
 * The model of a handle as its own numbers on some rows show it to be, where the file leaves that open.
 * @param labelLevels levels of the label column, where there is one
 */
export async function refinedModel(handle: ModelHandle, table: Table, labelLevels: number | undefined): Promise<Model> {
  if (!handle.model.graph) return handle.model;
  const rows = encodeRows(table, handle.space, 0, Math.min(table.rows, REFINE_ROWS));
  return refineOutput(handle.model, await handle.rawOutputs(rows), rows.count, labelLevels);
}
