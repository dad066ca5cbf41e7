import './strip';
import { openModel, type OpenOptions } from '../src/engine/models/open';
import type { ReadOptions } from '../src/engine/table/open';
import { openSummarised } from '../src/engine/table/summarised';
import { hashFile } from './hash';
import { serve } from './shell';
import { bytesOf, sourceOf, type SentFile } from './source';

serve({
  'open the table': ({ file, options }: { file: SentFile; options: ReadOptions }, call) =>
    openSummarised(sourceOf(file), options, { progress: (share, phase) => call.progress({ share, phase }), breathe: () => call.breathe() }),
  'open the model file': async ({ files, options }: { files: readonly SentFile[]; options: OpenOptions }) =>
    openModel(await Promise.all(files.map(async (file) => ({ name: file.name, bytes: await bytesOf(file) }))), options),
  'hash the file': ({ file }: { file: SentFile }, call) => hashFile(sourceOf(file), () => call.breathe()),
});
