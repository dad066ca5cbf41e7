import { AssayError } from '../../errors';

/** A Parquet file that cannot be read; the library's own words go under details. */
export function badParquet(name: string, why: string, error?: unknown): AssayError {
  return new AssayError({
    area: 'table',
    code: 'parquet-damaged',
    what: `${name} is a Parquet file that cannot be read.`,
    why,
    remedy: 'Write it again, for example with df.to_parquet("table.parquet"), or save the table as CSV.',
    ...(error === undefined ? {} : { details: error instanceof Error ? error.message : String(error) }),
  });
}
