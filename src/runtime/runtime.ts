import { buildId, code, lockable } from 'virtual:cells';
import { loadDemo, loadFonts, loadWasm } from './assets';
import { Cell } from './cell';
import { Lock } from './lock';
import { Stock } from './stock';

export async function startRuntime() {
  const lock = new Lock(lockable);
  const [wasm, demo] = await Promise.all([loadWasm(), loadDemo(), loadFonts()]);
  await lock.engage();
  const verify = lock.state.current.state !== 'off';
  const source = { code, buildId, verify };
  const parser = await Cell.start('parse', source);
  lock.add(parser.checks);
  lock.confirm();
  const stock = new Stock(async () => {
    const cell = await Cell.start('score', source);
    lock.add(cell.checks);
    await cell.call('runtime.start', { wasm });
    return cell;
  });
  stock.fill(1);
  return { lock, demo, stock, parser };
}
export type Runtime = Awaited<ReturnType<typeof startRuntime>>;
