import { readAudit, writeAudit } from '../../engine/audit/codec';
import { firstAudit } from '../../engine/audit/setup';
import type { Audit } from '../../engine/audit/types';
import { toErrorRecord } from '../../engine/errors';
import { proposeBinding } from '../../engine/models/binding/propose';
import { levelsOf } from '../../engine/table/cell';
import type { KindChoice } from '../../engine/table/columns/kind';
import type { ReadOptions } from '../../engine/table/open';
import { guessRoles } from '../../engine/table/roles';
import type { Role } from '../../engine/table/types';
import type { Runtime } from '../../runtime/runtime';
import { saveBlob, saveText } from '../charts/export/download';
import { en } from '../text/en';
import { sortArrivals } from './files';
import { Latest } from './latest';
import { extraTable, otherFiles, otherSecond, unfinished } from './problems';
import { type Sample, readSamples, sampleFiles } from './sample';
import { ScoringSession } from './scoring-session.svelte';
import { CLASS_QUESTIONS } from './session-state.svelte';
import type { ModelChoice, OpenModel, OpenTable } from './types';

/** What is open on this page. Screens read it and call its verbs: opening, keeping, closing. */
export class Session extends ScoringSession {
  readonly #opening = new Latest();

  start(boot: Promise<Runtime>): void {
    boot.then(
      (runtime) => {
        this.runtime = runtime;
        runtime.lock.state.subscribe((state) => (this.lock = state));
        void this.kept.start(runtime.storage);
        void this.#tellUnfinished(runtime);
        void readSamples(runtime.demo).then((samples) => (this.samples = samples));
      },
      (error: unknown) => (this.bootProblem = toErrorRecord(error)),
    );
  }

  async #tellUnfinished(runtime: Runtime): Promise<void> {
    const steps = await runtime.storage.journal.crashes().catch(() => []);
    const [last] = steps.sort((a, b) => b.time - a.time);
    if (last) this.problems = [...this.problems, unfinished(last.operation)];
  }

  /** Opens files that arrived together: at most one table and one model of them; what is open already stays unless replaced. */
  async open(files: readonly File[], options: ReadOptions = {}): Promise<boolean> {
    const runtime = this.runtime;
    if (!runtime || !this.mayOpen || files.length === 0) return false;
    const { signal, current } = this.#opening.begin();
    const stop = (): void => this.stopOpening();
    this.problems = [];
    try {
      this.work = { what: 'looking', share: undefined, stop };
      const arrivals = await sortArrivals(files);
      if (!current()) return false;
      this.problems = [...arrivals.refused, ...arrivals.extraTables.map((name) => extraTable(name))];
      const [file] = arrivals.model;
      let model: OpenModel | undefined;
      let table: OpenTable | undefined;
      if (file) {
        this.work = { what: file.name, share: undefined, stop };
        const opened = await runtime.openModel(arrivals.model, { signal });
        model = { model: opened, files: arrivals.model, hash: await runtime.hash(file, { signal }) };
      }
      if (arrivals.table) table = await this.#read(runtime, arrivals.table, options, signal, stop);
      if (!current()) return false;
      if (model) this.closeModel();
      if (table ?? model) this.kept.forget();
      this.adopt(table ?? this.table, model ?? this.model);
      return table !== undefined || model !== undefined;
    } catch (error) {
      if (current()) this.report(error);
      return false;
    } finally {
      if (current()) this.work = undefined;
    }
  }

  /** Opens a sample and leads to its person; what its card says of label and groups is taken as the person's word. */
  async openSample(sample: Sample): Promise<boolean> {
    const { runtime } = this;
    if (!runtime || !(await this.open(sampleFiles(sample, runtime.demo)))) return false;
    const at = (name: string): number => this.columns.findIndex((column) => column.name === name);
    const { label, favourable, group, id, time } = sample.roles;
    const named = new Map<number, Role>([
      [at(label), 'label'],
      [at(group), 'group'],
      [at(id), 'id'],
      [at(time), 'time'],
    ]);
    const labels = levelsOf(this.columns[at(label)]!)?.levels ?? [];
    const good = labels.indexOf(favourable);
    this.settleClasses();
    this.change({
      roles: this.audit.roles.map((role, position) => named.get(position) ?? role),
      classLevels: [1 - good, good],
      favourable: 1,
      decision: ['approved', 'denied'],
      groups: [at(group)],
      person: sample.person?.row ?? -1,
    });
    return true;
  }

  /** Keeps what is open on this computer. */
  async keep(): Promise<void> {
    const { table, model } = this;
    if (!table) return;
    const files = await Promise.all((model?.files ?? []).map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })));
    await this.kept.keep({ opened: table.opened, hash: table.hash, modelHash: model?.hash ?? '', files }, this.audit);
  }

  /** Saves the model as the ONNX graph that is run here. */
  saveOnnx(): void {
    const { model } = this;
    if (!model?.model.graph) return;
    const name = (model.files[0]?.name ?? 'model').replace(/\.[^.]*$/, '');
    saveBlob(new Blob([model.model.graph], { type: 'application/octet-stream' }), `${name}.onnx`);
  }

  /** Saves the settings as a file on disk: no rows in it. */
  saveAudit(): void {
    saveText(writeAudit(this.audit), en.check.fileName, 'application/json');
  }

  /** Applies settings from a file, as far as they fit what is open. */
  async loadAudit(file: File): Promise<void> {
    try {
      const audit = readAudit(await file.text());
      const { tableHash, modelHash, binding, ...rest } = audit;
      const same = tableHash === this.audit.tableHash && modelHash === this.audit.modelHash;
      this.#apply(rest);
      await this.chooseModel({ rounds: audit.rounds, target: audit.target });
      if (!same) this.problems = [...this.problems, otherFiles()];
      if (binding.length === this.audit.binding.length && binding.length > 0 && JSON.stringify(binding) !== JSON.stringify(this.audit.binding)) {
        this.setBinding({ sources: binding.map((source) => source ?? undefined) });
      }
    } catch (error) {
      this.report(error);
    }
  }

  /** Opens a kept set, with the settings it was kept with. */
  async openKept(id: string): Promise<void> {
    const { runtime } = this;
    if (!runtime || !this.mayOpen) return;
    const { signal, current } = this.#opening.begin();
    this.work = { what: '', share: undefined, stop: () => this.stopOpening() };
    try {
      const { body, audit } = await this.kept.open(id);
      const files = body.files.map((file) => new File([file.bytes], file.name));
      const { rounds, target } = audit;
      const model = files.length > 0 ? { model: await runtime.openModel(body.files, { signal, rounds, target }), files, hash: body.modelHash } : undefined;
      if (!current()) return;
      this.closeModel();
      this.adopt({ opened: body.opened, hash: body.hash, options: {} }, model, audit);
      this.route.go('check');
    } catch (error) {
      if (current()) this.report(error);
    } finally {
      if (current()) this.work = undefined;
    }
  }

  /** Applies the settings a link brought, as far as they fit what is open. */
  applyLink(): void {
    const { settings } = this.route;
    if (!settings || !this.table) return;
    this.#apply(settings);
    this.route.settings = undefined;
  }

  /** Takes over settings that fit the open files; positions beyond the table's columns or rows are left out. */
  #apply(settings: Partial<Audit>): void {
    const fits = (position: number): boolean => position < this.columns.length;
    const { roles, groups, kinds, person, second, classLevels, rounds: _rounds, target: _target, ...rest } = settings;
    this.change({
      ...rest,
      ...(roles?.length === this.columns.length ? { roles } : {}),
      ...(groups?.every(fits) ? { groups } : {}),
      ...(classLevels && classLevels.every((level) => level < (this.labelLevels?.levels.length ?? 0)) ? { classLevels } : {}),
      ...(person !== undefined && person < this.rows ? { person } : {}),
      ...(second !== undefined && second < this.rows ? { second } : {}),
    });
    if (classLevels && classLevels.length > 0) this.settleClasses();
    if (!this.model) {
      this.placeLine('settings');
      void this.score();
    }
    if (kinds && kinds.length > 0 && kinds.every((kind) => fits(kind.column))) void this.reread({ kinds: new Map(kinds.map(({ column, ...choice }) => [column, choice as KindChoice])) });
  }

  /** Stops opening: what was open stays. */
  stopOpening(): void {
    this.#opening.stop();
    this.work = undefined;
  }

  /** Reads the open table again in another way. */
  async reread(options: ReadOptions): Promise<void> {
    const { runtime, table } = this;
    if (!runtime || !table?.file) return;
    const { signal, current } = this.#opening.begin();
    try {
      const again = await this.#read(runtime, table.file, { ...table.options, ...options }, signal, () => this.stopOpening());
      if (current()) this.#adoptAgain(again);
    } catch (error) {
      if (current()) this.report(error);
    } finally {
      if (current()) this.work = undefined;
    }
  }

  /** Takes in the same file read in another way: settings that speak of columns stay where there are as many columns as before. */
  #adoptAgain(again: OpenTable): void {
    const { audit, columns } = this;
    this.adopt(again, this.model);
    const kinds = [...(again.options.kinds ?? [])].map(([column, choice]) => ({ column, ...choice }));
    if (again.opened.table.columns.length !== columns.length) return this.change({ kinds });
    const { roles, decision, groups, margin, background, backgroundSize, seed, person } = audit;
    this.change({ kinds, decision, margin, backgroundSize, seed });
    const guessed = this.labelColumn;
    this.#apply({ roles, groups, background, person });
    if (this.labelColumn !== guessed) this.matchLabels();
  }

  async #read(runtime: Runtime, file: File, options: ReadOptions, signal: AbortSignal, stop: () => void): Promise<OpenTable> {
    this.work = { what: file.name, share: 0, stop };
    const opened = await runtime.openTable(file, options, {
      signal,
      onProgress: (share: number) => {
        if (!signal.aborted) this.work = { what: file.name, share, stop };
      },
    });
    return { opened, file, options, hash: await runtime.hash(file, { signal }) };
  }

  /** Takes in a table and a model: guesses roles, binding and settings afresh, then scores. */
  adopt(table: OpenTable | undefined, model: OpenModel | undefined, kept?: Audit): void {
    if (table?.hash !== this.table?.hash) this.second = undefined;
    this.table = table;
    this.model = model;
    this.answered = new Set(kept ? CLASS_QUESTIONS : []);
    this.orderConfirmed = false;
    this.classGuess = undefined;
    const columns = table?.opened.table.columns ?? [];
    const guesses = table ? guessRoles(table.opened.table, { inputNames: model?.model.inputs.filter((input) => input.named).map((input) => input.name) ?? [], classes: model?.model.classes ?? [] }) : [];
    const guessed = guesses.map((guess) => guess.role);
    this.proposal = table && model ? proposeBinding(model.model, table.opened.table, guessed) : undefined;
    const read = new Set(this.proposal?.binding.sources.map((source) => (source && source.as !== 'constant' ? source.column : -1)));
    const roles = guessed.map((role, position) => (role === 'ignored' && read.has(position) ? 'feature' : role));
    this.audit =
      kept ??
      firstAudit({
        columns: columns.map((column, position) => ({ name: column.name, role: roles[position] ?? 'ignored', levels: levelsOf(column)?.levels })),
        model: model?.model,
        binding: this.proposal?.binding,
        tableHash: table?.hash ?? '',
        modelHash: model?.hash ?? '',
      });
    if (kept) this.orderConfirmed = true;
    this.placeLine(kept ? 'settings' : 'scores');
    void this.score();
  }

  /** Opens the model again with other rounds or another target. Its inputs are the same, so that the mapping stays. */
  async chooseModel(choice: Partial<ModelChoice>): Promise<void> {
    const { runtime, model } = this;
    const rounds = choice.rounds ?? this.audit.rounds;
    const target = choice.target ?? this.audit.target;
    if (!runtime || !model || (rounds === this.audit.rounds && target === this.audit.target)) return;
    const { signal, current } = this.#opening.begin();
    this.work = { what: model.files[0]?.name ?? '', share: undefined, stop: () => this.stopOpening() };
    try {
      const opened = await runtime.openModel(model.files, { signal, rounds, target });
      if (!current()) return;
      const moved = target !== this.audit.target && opened.task === 'regression';
      this.model = { ...model, model: opened };
      this.change({ rounds, target, ...(moved ? { threshold: opened.threshold ?? 0.5 } : {}) });
      await this.score();
    } catch (error) {
      if (current()) this.report(error);
    } finally {
      if (current()) this.work = undefined;
    }
  }

  /** Opens a second table, whose rows can be compared with. */
  async openSecond(file: File): Promise<void> {
    const { runtime } = this;
    if (!runtime || !this.mayOpen) return;
    const { signal, current } = this.#opening.begin();
    try {
      const { opened, hash } = await this.#read(runtime, file, {}, signal, () => this.stopOpening());
      if (!current()) return;
      if (!this.second && this.audit.secondHash !== '' && this.audit.secondHash !== hash) this.problems = [...this.problems, otherSecond(file.name, this.audit.secondHash)];
      this.second = { opened, hash, name: file.name };
      this.change({ secondHash: hash });
    } catch (error) {
      if (current()) this.report(error);
    } finally {
      if (current()) this.work = undefined;
    }
  }

  /** Forgets everything that was opened. */
  close(): void {
    this.#opening.stop();
    this.stopScoring();
    this.closeModel();
    this.kept.forget();
    this.adopt(undefined, undefined);
    this.problems = [];
    this.work = undefined;
    this.route.go('start');
  }
}
