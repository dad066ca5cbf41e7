import { AssayError, type ErrorRecord } from '../../engine/errors';

/** Said when settings come from a file that was made for other files. */
export function otherFiles(): ErrorRecord {
  return new AssayError({
    area: 'link',
    code: 'other-files',
    what: 'These settings were made for other files.',
    why: 'The hashes in the settings are not those of the open table and model.',
    remedy: 'They were applied as far as they fit: look them over on the Check screen.',
  }).record;
}

/** Said when the second table is not the one that the settings were made with. */
export function otherSecond(name: string, wanted: string): ErrorRecord {
  return new AssayError({
    area: 'link',
    code: 'other-second',
    what: `“${name}” is another file than the one these settings compared with.`,
    why: `The SHA-256 of that file begins with ${wanted.slice(0, 12)}; this one has another.`,
    remedy: 'It is compared with all the same. Open the other file if you want the same numbers.',
  }).record;
}

/** Said of each table beyond the first. */
export function extraTable(name: string): ErrorRecord {
  return new AssayError({
    area: 'table',
    code: 'second-table',
    what: `“${name}” is a second table.`,
    why: 'Assay looks at one table at a time, and another one came first.',
    remedy: 'Open it alone to look at it instead.',
  }).record;
}

/** Said once after a visit that ended in the middle of a step. */
export function unfinished(step: string): ErrorRecord {
  return new AssayError({
    area: 'runtime',
    code: 'unfinished-step',
    what: `Your last visit ended in the middle of a step: ${step}.`,
    why: 'The page was closed, or the browser ended it because it ran out of memory.',
    remedy: 'If it was not you who closed it, try fewer rows or a smaller file. What you kept is safe.',
  }).record;
}
