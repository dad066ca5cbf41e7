import type { ErrorRecord } from '../src/engine/errors';
import type { SealCheck } from './sealed';

export type CellKind = 'parse' | 'score';

/** What a worker says first. */
export interface Hello {
  readonly buildId: string;
  readonly checks: readonly SealCheck[];
}

/** How a call comes back: errors as records, so that they cross whole. */
export type Envelope = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: ErrorRecord };

/** Receives what a running call has to say before it ends; undefined says only that it is still at work. */
export type Notify = (value: unknown) => void;

/** The four things every cell answers. Calls are numbered by the owner. */
export interface CellApi {
  hello(verify: boolean): Promise<Hello>;
  run(call: number, operation: string, argument: unknown, notify: Notify): Promise<Envelope>;
  cancel(call: number): void;
}
