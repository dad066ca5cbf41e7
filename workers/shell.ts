import { expose, releaseProxy, transfer, type Remote } from 'comlink';
import { cancelled, toErrorRecord } from '../src/engine/errors';
import type { CellApi, Envelope, Notify } from './protocol';
import { checkSealed } from './sealed';
import { removeGlobal } from './strip';
import { buffersOf } from './transfer';

/** What a running operation may do besides returning. */
export interface Call {
  /** Says something to the owner now; buffers inside are given away. */
  notify(value: unknown): void;
  /** The same at most ten times a second. */
  progress(value: unknown): void;
  /** Lets waiting messages in, and the owner know that work goes on; throws the cancelled error when one of them cancelled this call. */
  breathe(): Promise<void>;
  readonly signal: { readonly aborted: boolean; throwIfAborted(): void };
}

/** An operation gets one plain value and gives one back; every buffer in the result is given away. */
export type Operation = (argument: never, call: Call) => unknown;

const buildId = '__ASSAY_BUILD__';

const yielding = new MessageChannel();
const waiting: (() => void)[] = [];
yielding.port1.onmessage = () => waiting.shift()?.();

function letMessagesIn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    yielding.port2.postMessage(0);
  });
}

/** Holds the lock this worker is named after until it ends: the owner, waiting for it, learns of any death at once. */
function ring(): Promise<void> {
  return new Promise((resolve) => {
    if (!('locks' in navigator)) return resolve();
    void navigator.locks.request(`alive:${self.name}`, () => {
      resolve();
      return new Promise(() => undefined);
    });
  });
}

const alive = ring();
const running = new Set<number>();
const stopped = new Set<number>();

function callFor(id: number, notify: Remote<Notify>): Call {
  let last = -Infinity;
  let beat = performance.now();
  const signal = {
    get aborted() {
      return stopped.has(id);
    },
    throwIfAborted() {
      if (stopped.has(id)) throw cancelled();
    },
  };
  const say = (value: unknown): void => {
    void notify(value !== null && typeof value === 'object' ? transfer(value, [...buffersOf(value)]) : value);
  };
  return {
    notify: say,
    progress(value) {
      const now = performance.now();
      if (now - last < 100) return;
      last = now;
      say(value);
    },
    async breathe() {
      if (performance.now() - beat > 1000) {
        beat = performance.now();
        say(undefined);
      }
      await letMessagesIn();
      signal.throwIfAborted();
    },
    signal,
  };
}

/** Makes the operations callable from the page that started this worker. */
export function serve(operations: Readonly<Record<string, Operation>>): void {
  const named = new Map(Object.entries(operations));
  const api: CellApi = Object.assign(Object.create(null) as object, {
    async hello(verify: boolean) {
      await alive;
      const checks = verify ? await checkSealed(self.name.startsWith('parse') ? 'file reader' : 'model worker') : [];
      removeGlobal('fetch');
      return { buildId, checks };
    },
    async run(id: number, name: string, argument: unknown, notify: Remote<Notify>): Promise<Envelope> {
      running.add(id);
      try {
        const operation = named.get(name);
        if (!operation) throw new Error(`no operation is called ${name}`);
        const value = await operation(argument as never, callFor(id, notify));
        const envelope: Envelope = { ok: true, value };
        return transfer(envelope, [...buffersOf(value)]);
      } catch (error) {
        return { ok: false, error: toErrorRecord(error) };
      } finally {
        running.delete(id);
        stopped.delete(id);
        notify[releaseProxy]();
      }
    },
    cancel(id: number) {
      if (running.has(id)) stopped.add(id);
    },
  });
  expose(api);
}
