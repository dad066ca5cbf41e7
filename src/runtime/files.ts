import { AssayError } from '../engine/errors';

/** A file with its content in memory. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Models above this do not fit beside the runtime in a page's memory. */
export const modelBytes = 1 << 30;
const folderFiles = 1000;

/** Shows the browser's file picker. Resolves to no files when the person closes it. */
export function pickFiles({ accept = '', multiple = true } = {}): Promise<File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  input.multiple = multiple;
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}

async function filesIn(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (found.length >= folderFiles || entry.name.startsWith('.')) return;
  if (entry.isFile) {
    found.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return;
    for (const inner of entries) await filesIn(inner, found);
  }
}

/** Files of a drop, folders looked through; at most a thousand. Must be called during the event. */
export async function filesFromDrop(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].filter((item) => item.kind === 'file').map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = [...data.files];
  const found: File[] = [];
  for (const [index, entry] of entries.entries()) {
    if (entry) await filesIn(entry, found);
    else if (plain[index]) found.push(plain[index]);
  }
  return found.length > 0 ? found : plain;
}

/** What was pasted: files as they are, text as a file named so that it is read as a table. Nothing when the clipboard holds neither. */
export function filesFromPaste(data: DataTransfer): File[] {
  if (data.files.length > 0) return [...data.files];
  const text = data.getData('text/plain');
  return text.trim() === '' ? [] : [new File([text], 'pasted table.txt', { type: 'text/plain' })];
}

/** Whole content of small files such as models. @throws AssayError `file-too-large`, `file-unreadable` */
export async function readFiles(files: readonly File[], limit = modelBytes): Promise<NamedBytes[]> {
  const tooLarge = files.find((file) => file.size > limit);
  if (tooLarge) {
    const size = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
    throw new AssayError({
      area: 'file',
      code: 'file-too-large',
      what: `“${tooLarge.name}” has ${size(tooLarge.size)}.`,
      why: `Assay opens models of up to ${size(limit)}, because a page has little memory.`,
      remedy: 'Open a smaller model, for example one with fewer trees or stored in 16-bit numbers.',
    });
  }
  return Promise.all(
    files.map(async (file) => {
      try {
        return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
      } catch (error) {
        throw new AssayError({
          area: 'file',
          code: 'file-unreadable',
          what: `“${file.name}” could not be read.`,
          why: 'It was moved, changed or deleted after it was chosen, or this computer does not allow reading it.',
          remedy: 'Choose it again.',
          details: String(error),
        });
      }
    }),
  );
}
