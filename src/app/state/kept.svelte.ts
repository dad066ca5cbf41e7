import type { Audit } from '../../engine/audit/types';
import type { SummarisedTable } from '../../engine/table/summarised';
import type { KeptSet, OpenedSet, Storage } from '../../runtime/storage';

/** What is kept of an opened set: the table as it was read and the model's files as they were. */
export interface KeptBody {
  readonly opened: SummarisedTable;
  readonly hash: string;
  readonly modelHash: string;
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
}

/** The sets kept on this computer, and the one that is open from there. */
export class Kept {
  sets = $state.raw<readonly KeptSet[]>([]);
  /** Id of the open set, when what is open was kept or came from there. */
  current = $state<string>();
  /** Share written, while a set is being kept. */
  keeping = $state<number>();
  available = $state(false);
  readonly bytes = $derived(this.sets.reduce((sum, set) => sum + set.bytes, 0));
  #storage: Storage | undefined;
  readonly #report: (error: unknown) => void;

  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  async start(storage: Storage): Promise<void> {
    this.#storage = storage;
    storage.status.subscribe((status) => (this.available = status.state === 'ready'));
    await this.#refresh();
  }

  async keep(body: KeptBody, audit: Audit): Promise<void> {
    const storage = this.#storage;
    if (!storage) return;
    const { table } = body.opened;
    const [model] = body.files;
    this.keeping = 0;
    try {
      const about = { title: table.name, tableName: table.name, rows: table.rows, columns: table.columns.length, ...(model ? { modelName: model.name } : {}) };
      const replaces = this.current;
      const set = await storage.keep({ about, body, audit }, { onProgress: (share) => (this.keeping = share), ...(replaces === undefined ? {} : { replaces }) });
      this.current = set.id;
    } catch (error) {
      this.#report(error);
    } finally {
      this.keeping = undefined;
      await this.#refresh();
    }
  }

  async open(id: string): Promise<OpenedSet<KeptBody>> {
    if (!this.#storage) throw new Error('storage has not started');
    const set = await this.#storage.open<KeptBody>(id);
    this.current = id;
    return set;
  }

  /** Saves changed settings of the open set; silent where another tab holds the right. */
  async save(audit: Audit): Promise<void> {
    if (this.current === undefined) return;
    await this.#storage?.saveAudit(this.current, audit).catch(() => undefined);
  }

  async remove(id: string): Promise<void> {
    await this.#do(() => this.#storage?.remove(id));
    if (this.current === id) this.current = undefined;
  }

  async erase(): Promise<void> {
    await this.#do(() => this.#storage?.removeEverything());
    this.current = undefined;
  }

  forget(): void {
    if (this.current !== undefined) this.#storage?.release(this.current);
    this.current = undefined;
  }

  async #do(work: () => Promise<unknown> | undefined): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#report(error);
    }
    await this.#refresh();
  }

  async #refresh(): Promise<void> {
    try {
      this.sets = (await this.#storage?.list()) ?? [];
    } catch {
      this.sets = [];
    }
  }
}
