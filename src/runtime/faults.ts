import { AssayError } from '../engine/errors';

/** A worker ended while it had work, or never came up. */
export function cellDied(operation: string, details: string): AssayError {
  return new AssayError({
    area: 'runtime',
    code: 'cell-died',
    what: `The worker doing “${operation}” stopped.`,
    why: 'It ended without an answer, as happens when memory runs out.',
    remedy: 'Try again; a fresh worker is ready.',
    kept: 'Your files and settings are still open.',
    details,
  });
}

export function noAnswer(operation: string, milliseconds: number): AssayError {
  return new AssayError({
    area: 'runtime',
    code: 'no-answer',
    what: `“${operation}” gave no sign for ${Math.round(milliseconds / 1000)} seconds and was stopped.`,
    why: 'The file may hold an endless loop, or be too large for this computer.',
    remedy: 'Try fewer rows, or another file.',
    kept: 'Your other files and settings are still open.',
  });
}

export function quarantined(input: string, deaths: number): AssayError {
  return new AssayError({
    area: 'runtime',
    code: 'quarantined',
    what: `${input} has stopped ${deaths} workers and is not tried again.`,
    why: 'Each time it was used, the worker ended without an answer.',
    remedy: 'Open another file, or load the page anew to try this one once more.',
    kept: 'Your other files and settings are still open.',
  });
}

export function cellsUnavailable(details: string): AssayError {
  return new AssayError({
    area: 'runtime',
    code: 'cells-unavailable',
    what: 'This browser did not start the workers that open files and run models.',
    why: 'Assay never reads files or runs models in the page itself.',
    remedy: 'Load the page anew; if that does not help, try a current version of Chrome, Edge, Firefox or Safari.',
    details,
  });
}

export function assetMissing(name: string, details: string): AssayError {
  return new AssayError({
    area: 'runtime',
    code: 'asset-missing',
    what: `A part of the app did not load: ${name}.`,
    why: 'The connection broke, or the copy on the server is incomplete or of another version.',
    remedy: 'Load the page anew.',
    details,
  });
}

export function notLocked(): AssayError {
  return new AssayError({
    area: 'runtime',
    code: 'not-locked',
    what: 'Files cannot be opened yet.',
    why: 'The page has not locked itself away from the network, or the lock did not pass its check.',
    remedy: 'Wait for the lock in the top bar, or read there what failed.',
  });
}
