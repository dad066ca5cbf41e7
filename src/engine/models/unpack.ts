import { AssayError } from '../errors';
import { inflate } from '../table/bytes/inflate';
import { collect, sourceStream } from '../table/bytes/stream';
import { readZip, zipStream } from '../table/bytes/zip';
import { LIMITS, type Limits } from '../table/limits';
import { memorySource } from '../table/source';

const MB = 1024 * 1024;

/** A model may unpack to 512 MB; JSON and text models shrink better than tables, so their ratio is let go further. */
export const MODEL_LIMITS: Limits = { ...LIMITS, unpackedBytes: 512 * MB, inflateRatio: 1000 };

interface File {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Takes a model out of a gzip file or a zip archive.
 * @param entry name of the model's file in the zip; files beside it whose names begin with that name come along as its side files
 * @throws AssayError of the unpackers: `zip-…`, `packed-damaged`, `unpacked-too-large`, `inflate-ratio`
 */
export async function unpack(file: File, entry: string | undefined, limits: Limits = MODEL_LIMITS): Promise<{ model: File; companions: File[] }> {
  const source = memorySource(file.name, file.bytes);
  if (entry === undefined) {
    const bytes = await collect(inflate(sourceStream(source, 0, source.size), 'gzip', file.name, limits));
    return { model: { name: file.name.replace(/\.gz$/i, ''), bytes }, companions: [] };
  }
  const entries = await readZip(source, limits);
  const take = async (name: string): Promise<File> => ({
    name: name.slice(name.lastIndexOf('/') + 1),
    bytes: await collect(await zipStream(source, entries.get(name)!, limits)),
  });
  if (!entries.has(entry)) {
    throw new AssayError({
      area: 'file',
      code: 'zip-no-member',
      what: `“${file.name}” is a damaged zip file.`,
      why: `Its table of contents does not list “${entry}”, which it begins with.`,
      remedy: 'Copy or download the file again, or unpack it on your computer and open what is inside.',
    });
  }
  const beside = [...entries.keys()].filter((name) => name !== entry && name.startsWith(entry));
  return { model: await take(entry), companions: await Promise.all(beside.map(take)) };
}
