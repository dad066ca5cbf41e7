import type { Database, JournalRecord } from './database';

/**
 * Remembers heavy work while it runs, because running out of memory kills the whole page in Chromium: an entry that is still there when its tab is gone
 * tells the next start what the page died of. Holds no names from files.
 */
export class Journal {
  readonly #database: Database;
  readonly #build: string;
  readonly #tab = crypto.randomUUID();
  #ready: Promise<void> | undefined;

  constructor(database: Database, build: string) {
    this.#database = database;
    this.#build = build;
  }

  /** Notes that `operation` begins; call what is returned when it ends, however it ends. Without storage it does nothing. */
  async begin(operation: string): Promise<() => Promise<void>> {
    const id = crypto.randomUUID();
    try {
      await this.#live();
      const entry: JournalRecord = { id, tab: this.#tab, operation, build: this.#build, time: Date.now() };
      await this.#database.transact('Noting the work', ['journal'], 'readwrite', (t) => t.objectStore('journal').put(entry), { strict: true });
    } catch {
      return () => Promise.resolve();
    }
    return () => this.#database.transact('Noting the work', ['journal'], 'readwrite', (t) => t.objectStore('journal').delete(id)).catch(() => undefined);
  }

  /** Work that tabs now gone did not finish; each is told once. */
  async crashes(): Promise<JournalRecord[]> {
    const entries = await this.#database.transact('Looking for crashes', ['journal'], 'readonly', (t) => t.objectStore('journal').getAll());
    if (entries.length === 0 || !('locks' in navigator)) return [];
    const { held = [] } = await navigator.locks.query();
    const living = new Set(held.map((lock) => lock.name));
    const gone = entries.filter((entry) => !living.has(`tab:${entry.tab}`));
    await this.#database.transact('Looking for crashes', ['journal'], 'readwrite', (t) => Promise.all(gone.map(({ id }) => t.objectStore('journal').delete(id))));
    return gone;
  }

  /** Holds a lock named after this tab as long as the tab lives. */
  #live(): Promise<void> {
    this.#ready ??= new Promise((resolve) => {
      if (!('locks' in navigator)) return resolve();
      void navigator.locks.request(`tab:${this.#tab}`, () => {
        resolve();
        return new Promise(() => undefined);
      });
    });
    return this.#ready;
  }
}
