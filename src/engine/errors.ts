/** What an error can be about; the page picks its icon and its offer of help by this. */
export type ErrorArea = 'file' | 'table' | 'model' | 'binding' | 'runtime' | 'storage' | 'cancelled' | 'influence' | 'fairness' | 'recourse' | 'link';

/** The plain-data form of an {@link AssayError}, which survives a trip between workers. */
export interface ErrorRecord {
  readonly area: ErrorArea;
  /** Stable name of the fault, kebab-case, e.g. `onnx-truncated`. */
  readonly code: string;
  /** One sentence: what the thing is. */
  readonly what: string;
  /** One sentence: why it cannot be used. */
  readonly why: string;
  /** What the person can do now; may hold code lines after a line break. */
  readonly remedy: string;
  /** What was kept in spite of the fault, when something was. */
  readonly kept?: string;
  /** A foreign library's own words, shown only on request. */
  readonly details?: string;
}

/**
 * The one error type a person can meet: it names the thing and its value, says why and gives the remedy.
 * Anything else that is thrown is a programming error.
 */
export class AssayError extends Error {
  override readonly name = 'AssayError';
  readonly record: ErrorRecord;

  constructor(record: ErrorRecord) {
    super(`${record.what} ${record.why} ${record.remedy}`);
    this.record = record;
  }

  get code(): string {
    return this.record.code;
  }
}

/** The error every cancelled call ends with. */
export function cancelled(what = 'This work was stopped.'): AssayError {
  return new AssayError({ area: 'cancelled', code: 'cancelled', what, why: 'You asked for it to stop.', remedy: 'Start it again when you like.' });
}

/** Turns anything thrown into a record; foreign errors keep their own text as details only. */
export function toErrorRecord(error: unknown, area: ErrorArea = 'runtime'): ErrorRecord {
  if (error instanceof AssayError) return error.record;
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    area,
    code: 'unexpected',
    what: 'Something went wrong that Assay did not foresee.',
    why: 'This is a fault of the app, not of your file.',
    remedy: 'Try the step again. If it fails again, copy the details into a report.',
    details,
  };
}
