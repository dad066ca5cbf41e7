import { AssayError } from '../../errors';

/** JSON that is broken at a byte (from 0). */
export function badJson(name: string, position: number, why: string): AssayError {
  return new AssayError({
    area: 'table',
    code: 'json-broken',
    what: `${name} is JSON that breaks off at byte ${position + 1}.`,
    why,
    remedy: 'Write it again, for example with df.to_json("table.json", orient="records"), or save the table as CSV.',
  });
}

/** JSON that is sound but not a list of records. */
export function notRecords(name: string, what: string): AssayError {
  return new AssayError({
    area: 'table',
    code: 'json-not-records',
    what: `${name} is JSON, but ${what}.`,
    why: 'Assay reads a list of records, one per row, such as [{"age": 41, "income": 3200}, …].',
    remedy: 'Write it that way, for example with df.to_json("table.json", orient="records"), or save the table as CSV.',
  });
}
