import { AssayError } from '../../engine/errors';

const kept = 'What is open stays open until you close the page.';

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

export function storageFull(needed: number, available: number | undefined): AssayError {
  return new AssayError({
    area: 'storage',
    code: 'storage-full',
    what: `There is no room to keep these files: they need ${megabytes(needed)}.`,
    // Chromium names 10 GB whatever the disk holds, so a larger number than was needed says nothing.
    why: available === undefined || available >= needed ? 'The browser gives this page no more.' : `The browser leaves ${megabytes(available)} for this page.`,
    remedy: 'Delete a kept set or free space on the disk, or go on without keeping.',
    kept: `Nothing was half kept. ${kept}`,
  });
}

export function storageMissing(details: string): AssayError {
  return new AssayError({
    area: 'storage',
    code: 'storage-missing',
    what: 'This browser window cannot keep files.',
    why: 'Its storage is switched off, as in some private windows.',
    remedy: 'Go on without keeping; save the settings as a file to come back to them.',
    kept,
    details,
  });
}

export function storageNewer(): AssayError {
  return new AssayError({
    area: 'storage',
    code: 'storage-newer',
    what: 'This tab runs an older version of Assay than the one that keeps your files.',
    why: 'An older version could spoil what a newer one wrote, so it leaves it alone.',
    remedy: 'Load this tab anew.',
    kept,
  });
}

export function storageClosed(): AssayError {
  return new AssayError({
    area: 'storage',
    code: 'storage-closed',
    what: 'This tab has let go of the kept files.',
    why: 'A newer version of Assay was opened in another tab, or everything was deleted there.',
    remedy: 'Load this tab anew to keep or open sets.',
    kept,
  });
}

export function storageFailed(step: string, details: string): AssayError {
  return new AssayError({
    area: 'storage',
    code: 'storage-failed',
    what: `${step} failed.`,
    why: 'The browser’s storage gave an error.',
    remedy: 'Try again; if it fails again, go on without keeping.',
    kept,
    details,
  });
}

export function damaged(details: string): AssayError {
  return new AssayError({
    area: 'storage',
    code: 'set-damaged',
    what: 'This kept set is damaged.',
    why: 'What was read back is not what was written: the disk or the browser changed or lost a part of it.',
    remedy: 'Open the original files again and keep them anew; then delete this set.',
    kept: 'Other kept sets are not affected.',
    details,
  });
}

export function setGone(): AssayError {
  return new AssayError({
    area: 'storage',
    code: 'set-gone',
    what: 'This set is no longer kept on this computer.',
    why: 'It was deleted in another tab, or the browser removed it to make room.',
    remedy: 'Open the original files again.',
  });
}

export function readOnly(): AssayError {
  return new AssayError({
    area: 'storage',
    code: 'set-in-use',
    what: 'This set is open in another tab.',
    why: 'Two tabs that write the same set would overwrite each other.',
    remedy: 'Close the other tab, or take the set over here.',
    kept,
  });
}
