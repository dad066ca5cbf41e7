import './strip';
import { openModel } from '../src/engine/models/open';
import { hashFile } from './hash';
import { serve } from './shell';
import { bytesOf, sourceOf, type SentFile } from './source';

serve({
  'open the model file': async ({ files }: { files: readonly SentFile[] }) =>
    openModel(await Promise.all(files.map(async (file) => ({ name: file.name, bytes: await bytesOf(file) })))),
  'hash the file': ({ file }: { file: SentFile }, call) => hashFile(sourceOf(file), () => call.breathe()),
});
