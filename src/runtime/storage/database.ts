import { deleteDB, openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import { AssayError } from '../../engine/errors';
import { storageClosed, storageFailed, storageFull, storageMissing, storageNewer } from './faults';

export const databaseName = 'assay';
const version = 1;
const openPatience = 5000;

/** One part of a set: its length, and a SHA-256 per piece, hex. */
export interface PartRecord {
  readonly bytes: number;
  readonly hashes: readonly string[];
}

/** Says what a set consists of. Holds no text from the files, because short texts outlive deletion in the browser's profile. */
export interface ManifestRecord {
  readonly id: string;
  readonly state: 'writing' | 'ready' | 'deleting';
  readonly schema: 1;
  /** How the pieces are sealed; none yet. */
  readonly sealing: 'none';
  readonly created: number;
  readonly bytes: number;
  readonly build: string;
  readonly parts: readonly PartRecord[];
}

export interface JournalRecord {
  readonly id: string;
  readonly tab: string;
  readonly operation: string;
  readonly build: string;
  readonly time: number;
}

export interface Schema extends DBSchema {
  manifest: { key: string; value: ManifestRecord };
  /** Key: set, part, piece. */
  chunk: { key: [string, number, number]; value: ArrayBuffer };
  /** Small state of a set that changes while it is open: its Audit as padded bytes. */
  meta: { key: string; value: ArrayBuffer };
  journal: { key: string; value: JournalRecord };
}
export type Store = StoreNames<Schema>;

function timeout<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(storageMissing(`no answer in ${milliseconds} ms`)), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function nameOf(error: unknown): string {
  return error instanceof DOMException || error instanceof Error ? error.name : '';
}

/** The one connection to the browser's database: reopened once when the browser drops it, given up when a newer version needs it. */
export class Database {
  #connection: Promise<IDBPDatabase<Schema>> | undefined;
  #superseded = false;
  #onWaiting: () => void;

  /** @param onWaiting called when older tabs must close before this one can open */
  constructor(onWaiting: () => void = () => undefined) {
    this.#onWaiting = onWaiting;
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    if (this.#superseded) return Promise.reject(storageClosed());
    if (typeof indexedDB === 'undefined') return Promise.reject(storageMissing('no indexedDB'));
    this.#connection ??= timeout(
      openDB<Schema>(databaseName, version, {
        upgrade(database) {
          for (const name of ['manifest', 'chunk', 'meta', 'journal'] as const) {
            if (!database.objectStoreNames.contains(name)) database.createObjectStore(name, name === 'manifest' || name === 'journal' ? { keyPath: 'id' } : undefined);
          }
        },
        blocked: () => this.#onWaiting(),
        blocking: (_current, _blocked, event) => {
          this.#superseded = true;
          (event.target as IDBDatabase).close();
        },
        terminated: () => {
          this.#connection = undefined;
        },
      }),
      openPatience,
    ).catch((error: unknown) => {
      this.#connection = undefined;
      if (error instanceof AssayError) throw error;
      if (nameOf(error) === 'VersionError') throw storageNewer();
      throw storageMissing(String(error));
    });
    return this.#connection;
  }

  /**
   * Runs `work` in one transaction: all of it or nothing. `work` must not wait for anything but the transaction's own requests.
   * @throws AssayError `storage-full`, `storage-failed`, `storage-missing`, `storage-newer` or `storage-closed`
   */
  async transact<Names extends [Store, ...Store[]], Mode extends 'readonly' | 'readwrite', T>(
    step: string,
    stores: Names,
    mode: Mode,
    work: (transaction: IDBPTransaction<Schema, Names, Mode>) => Promise<T>,
    { strict = false, needed = 0 } = {},
  ): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      const database = await this.#open();
      let transaction: IDBPTransaction<Schema, Names, Mode>;
      try {
        transaction = database.transaction(stores, mode, { durability: strict ? 'strict' : 'relaxed' });
      } catch (error) {
        this.#connection = undefined;
        if (attempt === 0 && !this.#superseded) continue;
        throw this.#superseded ? storageClosed() : storageFailed(step, String(error));
      }
      const done = transaction.done;
      done.catch(() => undefined);
      try {
        const result = await work(transaction);
        await done;
        return result;
      } catch (error) {
        // A put that throws would otherwise let the earlier puts be committed.
        try {
          transaction.abort();
        } catch {
          // It has ended already.
        }
        await done.catch(() => undefined);
        throw await translate(step, transaction.error ?? error, needed);
      }
    }
  }

  /** Closes the connection and deletes the database; other tabs let go of it when they hear of it. */
  async destroy(): Promise<void> {
    const connection = await this.#connection?.catch(() => undefined);
    connection?.close();
    this.#connection = undefined;
    await timeout(deleteDB(databaseName, { blocked: () => this.#onWaiting() }), openPatience);
  }
}

async function translate(step: string, error: unknown, needed: number): Promise<AssayError> {
  if (error instanceof AssayError) return error;
  if (nameOf(error) === 'QuotaExceededError') {
    const { quota, usage } = await navigator.storage.estimate().catch((): StorageEstimate => ({}));
    return storageFull(needed, quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage));
  }
  return storageFailed(step, String(error));
}
