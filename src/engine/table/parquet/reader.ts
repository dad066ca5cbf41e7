import { parquetRead, type Compressors, type DecodedArray } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { AssayError } from '../../errors';
import type { FinishedColumn } from '../columns/set';
import type { KindChoice } from '../columns/kind';
import type { ReadHooks } from '../hooks';
import { overLimit, type Limits } from '../limits';
import type { ByteSource } from '../source';
import { badParquet } from './errors';
import { readFooter } from './footer';
import { ParquetColumn } from './column';

export interface ParquetTable {
  readonly names: readonly string[];
  readonly rows: number;
  readonly columns: ReadonlyMap<number, FinishedColumn>;
}

/**
 * Reads a Parquet file column by column, one row group at a time, with hyparquet. Limits are checked on the footer first and again on every page that is
 * unpacked.
 * @throws AssayError `parquet-damaged`, `parquet-codec` and those of the limits.
 */
export async function readParquet(source: ByteSource, kinds: ReadonlyMap<number, KindChoice>, limits: Limits, hooks: ReadHooks): Promise<ParquetTable> {
  const { name } = source;
  const footer = await readFooter(source, limits);
  const { metadata, columns, groups } = footer;
  const unpack = limitedCompressors(name, limits);
  const file = { byteLength: source.size, slice: async (start: number, end = source.size) => bufferOf(await source.read(start, Math.min(end, source.size))) };

  const readGroup = async (column: string, start: number, rows: number, target: ParquetColumn): Promise<void> => {
    let got = 0;
    try {
      await parquetRead({
        file,
        metadata,
        columns: [column],
        rowStart: start,
        rowEnd: start + rows,
        compressors: unpack,
        geoparquet: false,
        parsers: target.parsers,
        onChunk: ({ columnData }: { columnData: DecodedArray }) => {
          got += columnData.length;
          if (got <= rows) target.add(columnData);
        },
      });
    } catch (error) {
      if (error instanceof AssayError) throw error;
      throw badParquet(name, `Its column “${column}” is damaged, or written in a way Assay does not know.`, error);
    }
    if (got !== rows) throw badParquet(name, `Its column “${column}” has ${got} values where ${rows} were announced.`);
  };

  const done = new Map<number, FinishedColumn>();
  for (const [position, tree] of columns.entries()) {
    let asText = false;
    for (;;) {
      const target = new ParquetColumn(tree, kinds.get(position), asText, footer.rows);
      let start = 0;
      for (const rows of groups) {
        if (rows > 0) await readGroup(tree.element.name, start, rows, target);
        start += rows;
        await hooks.breathe?.();
        hooks.progress?.((position + start / Math.max(1, footer.rows)) / columns.length, 'reading');
      }
      const finished = target.finish();
      if (finished) {
        done.set(position, finished);
        break;
      }
      asText = true;
    }
  }
  return { names: columns.map((tree) => tree.element.name), rows: footer.rows, columns: done };
}

/** An array buffer of exactly these bytes. */
const bufferOf = (bytes: Uint8Array<ArrayBuffer>): ArrayBuffer =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);

/** Page lengths are what the file says they are, so they are checked before room is made for them. */
function limitedCompressors(name: string, limits: Limits): Compressors {
  const limited: Compressors = {};
  for (const [codec, unpack] of Object.entries(compressors) as [keyof Compressors, NonNullable<Compressors[keyof Compressors]>][]) {
    limited[codec] = (input, outputLength) => {
      if (outputLength > limits.rowGroupBytes) throw overLimit('rowGroupBytes', name, limits);
      return unpack(input, outputLength);
    };
  }
  return limited;
}
