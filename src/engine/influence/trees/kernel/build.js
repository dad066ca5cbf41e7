// Builds kernel.as.ts into bytes.ts: npm run kernels. The compiler is fetched for this alone and is no dependency of the project.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COMPILER = 'assemblyscript@0.28.20';

const folder = fileURLToPath(new URL('.', import.meta.url));
const source = readFileSync(join(folder, 'kernel.as.ts'));
const scratch = mkdtempSync(join(tmpdir(), 'kernel-'));
try {
  const wasm = join(scratch, 'kernel.wasm');
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'];
  execFileSync('npx', ['-y', '-p', COMPILER, 'asc', 'kernel.as.ts', '-o', wasm, ...options], { cwd: folder, stdio: 'inherit' });
  const bytes = readFileSync(wasm);
  const lines = [
    `// Built from kernel.as.ts by npm run kernels (${COMPILER}); ${bytes.length} bytes.`,
    '',
    '/** SHA-256 of the source that {@link bytes} were built from. */',
    `export const builtFrom = '${createHash('sha256').update(source).digest('hex')}';`,
    '',
    '/** The WebAssembly module in base64. */',
    'export const bytes = [',
    ...bytes.toString('base64').match(/.{1,140}/g).map((part) => `  '${part}',`),
    "].join('');",
    '',
  ];
  writeFileSync(join(folder, 'bytes.ts'), lines.join('\n'));
  console.log(`kernel: ${bytes.length} bytes`);
} finally {
  rmSync(scratch, { recursive: true });
}
