import type { ReadHooks } from './hooks';
import { type OpenedTable, type ReadOptions, openTable } from './open';
import type { ByteSource } from './source';
import { type ColumnSummary, summarise } from './summary';

/** An opened table with what its list of columns shows, made where the table was read: on a million rows it takes longer than a page may stand still. */
export interface SummarisedTable extends OpenedTable {
  /** By column position. */
  readonly summaries: readonly ColumnSummary[];
}

const BINS = 16;
const FIRST = 3;

/**
 * Opens a table and summarises its columns.
 * @throws AssayError as {@link openTable}
 */
export async function openSummarised(source: ByteSource, options: ReadOptions = {}, hooks: ReadHooks = {}): Promise<SummarisedTable> {
  const opened = await openTable(source, options, hooks);
  const summaries: ColumnSummary[] = [];
  for (const column of opened.table.columns) {
    summaries.push(summarise(column, BINS, FIRST));
    await hooks.breathe?.();
  }
  return { ...opened, summaries };
}
