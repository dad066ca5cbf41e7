// Rebuilds every demo file byte for byte: node models/build.js
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load } from '../test/tools/run.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const { build } = await load(`${folder}files.ts`);
for (const [name, bytes] of build()) {
  writeFileSync(folder + name, bytes);
  console.log(`${name}: ${bytes.length} bytes`);
}
