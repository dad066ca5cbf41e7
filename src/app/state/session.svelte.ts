import { bestClassOrder, guessFavourable, matchClasses } from '../../engine/audit/classes';
import { type ColumnScores, type ScoreReading, columnScores, possibleReadings } from '../../engine/audit/column-scores';
import { classNames, columnOf, firstAudit } from '../../engine/audit/setup';
import { favourableScores, favourableThreshold, outcomes } from '../../engine/audit/outcome';
import { type Audit, EMPTY_AUDIT } from '../../engine/audit/types';
import { AssayError, type ErrorRecord, toErrorRecord } from '../../engine/errors';
import { type Grouping, groupColumn, groupRows } from '../../engine/fairness/grouping';
import { encodeRows, featureSpace } from '../../engine/models/binding/features';
import { type ProposedBinding, proposeBinding } from '../../engine/models/binding/propose';
import { countTrouble } from '../../engine/models/binding/trouble';
import type { Binding, FeatureSpace } from '../../engine/models/binding/types';
import { type OutputMeaning, refineOutput, withOutputMeaning } from '../../engine/models/onnx/refine';
import { type SelfTest, TOLERANCE, compareScores } from '../../engine/models/selftest';
import type { Model, Task } from '../../engine/models/types';
import { median } from '../../engine/stats/quantile';
import { levelsOf } from '../../engine/table/cell';
import type { ReadOptions } from '../../engine/table/open';
import type { SummarisedTable } from '../../engine/table/summarised';
import { guessRoles } from '../../engine/table/roles';
import type { Column, Role } from '../../engine/table/types';
import { readAudit, writeAudit } from '../../engine/audit/codec';
import { saveBlob, saveText } from '../charts/export/download';
import type { LockState } from '../../runtime/lock';
import type { ModelHandle, Runtime } from '../../runtime/runtime';
import { en } from '../text/en';
import { type ScoreScale, PROBABILITY, flipped, valueScale } from '../text/scale';
import { sortArrivals } from './files';
import { Kept } from './kept.svelte';
import { Latest } from './latest';
import { Route } from './route.svelte';
import { type Sample, readSamples, sampleFiles } from './sample';

export interface OpenTable {
  readonly opened: SummarisedTable;
  /** Absent for a kept set, whose file is not kept: it cannot be read in another way. */
  readonly file?: File;
  readonly hash: string;
  readonly options: ReadOptions;
}

export interface OpenModel {
  readonly model: Model;
  readonly files: readonly File[];
  readonly hash: string;
}

/** Long work in sight of the person: what, how far, and the way to stop it. */
export interface Work {
  readonly what: string;
  /** 0 to 1; undefined while it cannot be told. */
  readonly share: number | undefined;
  readonly stop: () => void;
}

/** Where the scores come from and how far they are. */
export type Scoring =
  | { readonly state: 'none' }
  | { readonly state: 'running'; readonly done: number }
  | { readonly state: 'failed'; readonly error: ErrorRecord }
  | { readonly state: 'ready'; readonly raw: Float64Array<ArrayBuffer>; readonly width: number; readonly task: Task; readonly from: 'model' | 'column' };

/** Parts of a model that can be chosen on opening it. */
export type ModelChoice = Pick<Audit, 'rounds' | 'target'>;

/** Rows on which a model shows what its numbers are. */
const REFINE_ROWS = 500;
/** Rows on which the two ways of computing a model are compared. */
const CHECK_ROWS = 2000;
/** Questions that are all answered by saying which label each class means. */
export const CLASS_QUESTIONS: ReadonlySet<string> = new Set(['class-names', 'class-order', 'positive-class']);
/** In place of column and reading: saved settings have placed the line. */
const KEPT = 'kept';
/** Pairs drawn in the self-test's picture. */
const PAIRS = 400;

/** The files opened, the Audit, and everything that follows from the two. Screens read it and call its verbs. */
export class Session {
  readonly route = new Route();
  readonly kept = new Kept((error) => this.report(error));
  samples = $state.raw<readonly Sample[]>([]);
  runtime = $state.raw<Runtime>();
  lock = $state.raw<LockState>();
  bootProblem = $state.raw<ErrorRecord>();
  table = $state.raw<OpenTable>();
  model = $state.raw<OpenModel>();
  handle = $state.raw<ModelHandle>();
  audit = $state.raw<Audit>(EMPTY_AUDIT);
  proposal = $state.raw<ProposedBinding>();
  /** The person has agreed to the proposed order of unnamed inputs. */
  orderConfirmed = $state(false);
  /** Ids of the model's questions the person has answered. */
  answered = $state.raw<ReadonlySet<string>>(new Set());
  /** The class order under which scores and labels agree best, with the share of agreement, until a person says that it is right or chooses another. */
  classGuess = $state.raw<{ readonly levels: readonly number[]; readonly agreement: number }>();
  /** How far the model runtime and the exact structure are apart on rows of the table, where the model has both. */
  crossCheck = $state<{ readonly rows: number; readonly largest: number }>();
  work = $state.raw<Work>();
  problems = $state.raw<readonly ErrorRecord[]>([]);
  scoring = $state.raw<Scoring>({ state: 'none' });
  roleReasons = $state.raw<readonly string[]>([]);
  /** Column and reading that the line was last placed for; `kept` where a saved setting has placed it. */
  #placed = '';
  #opening = new Latest();
  #scoring = new Latest();

  /** Parts of the Audit by themselves, so that what hangs on one of them is left alone when another changes. */
  readonly #roles = $derived(this.audit.roles);
  readonly #sources = $derived(this.audit.binding);
  readonly #classLevels = $derived(this.audit.classLevels);
  readonly #groups = $derived(this.audit.groups);
  readonly #favourable = $derived(this.audit.favourable);
  readonly #scoresAs = $derived(this.audit.scoresAs);
  readonly columns = $derived(this.table?.opened.table.columns ?? []);
  readonly rows = $derived(this.table?.opened.table.rows ?? 0);
  readonly binding = $derived<Binding>({ sources: this.#sources.map((source) => source ?? undefined) });
  readonly unbound = $derived(this.binding.sources.flatMap((source, index) => (source === undefined ? [index] : [])));
  readonly needsOrder = $derived(!this.orderConfirmed && (this.proposal?.how.includes('by-order') ?? false));
  readonly bound = $derived(this.model !== undefined && this.table !== undefined && this.#sources.length > 0 && this.unbound.length === 0 && !this.needsOrder);
  readonly space = $derived(this.bound && this.model && this.table ? featureSpace(this.model.model, this.table.opened.table, this.binding) : undefined);
  readonly trouble = $derived(this.space && this.model && this.table ? countTrouble(this.model.model, this.table.opened.table, this.space, this.binding) : undefined);

  readonly labelColumn = $derived(columnOf(this.#roles, 'label'));
  readonly labelLevels = $derived.by(() => {
    const column = this.columns[this.labelColumn];
    return column && levelsOf(column);
  });
  /** The column that stands for a model where none is open: scores before decisions. */
  readonly scoreColumn = $derived.by(() => {
    if (this.model) return undefined;
    for (const role of ['score', 'prediction'] as const) {
      const column = this.columns[columnOf(this.#roles, role)];
      const scores = column && columnScores(column, role, this.#scoresAs ?? undefined);
      if (scores) return { column, scores, readings: possibleReadings(column) };
    }
    return undefined;
  });
  /** Only decisions are known, so that there is no line to move. */
  readonly decided = $derived(this.model ? this.model.model.output.layout === 'decision' : this.scoreColumn?.scores.reading === 'decision');
  /** Classes by the names that the model, or the column of decisions, has for them. */
  readonly ownClasses = $derived(this.model?.model.classes ?? this.scoreColumn?.scores.classes ?? []);
  readonly task = $derived<Task>(this.scoring.state === 'ready' ? this.scoring.task : (this.model?.model.task ?? 'binary'));
  readonly classes = $derived.by(() => {
    const levels = this.labelLevels?.levels ?? [];
    const own = this.model || this.ownClasses.length > 0 ? this.ownClasses : (this.#classLevels.length > 0 ? this.#classLevels.map((level) => levels[level] ?? '') : levels);
    const column = this.columns[this.labelColumn];
    return classNames({ classLevels: this.#classLevels }, own.length > 0 ? own : ['0', '1'], column && this.labelLevels && { name: column.name, levels: this.labelLevels.levels });
  });
  /** Larger = more favourable; undefined until every row is scored. */
  readonly scores = $derived(this.scoring.state === 'ready' ? favourableScores(this.scoring.raw, this.scoring.task, this.#favourable, this.scoring.width) : undefined);
  readonly threshold = $derived(this.decided ? 0.5 : favourableThreshold(this.audit.threshold, this.task, this.#favourable));
  readonly #grouped = $derived.by<{ readonly grouping?: Grouping; readonly error?: ErrorRecord }>(() => {
    const columns = this.#groups.flatMap((position) => {
      const column = this.columns[position];
      return (column && groupColumn(column, levelsOf)) ?? [];
    });
    if (columns.length === 0) return {};
    try {
      return { grouping: groupRows(columns, ', ', en.groups.others) };
    } catch (error) {
      return { error: toErrorRecord(error, 'fairness') };
    }
  });
  readonly grouping = $derived(this.#grouped.grouping);
  /** Why the chosen columns make no groups, when they do not. */
  readonly groupingError = $derived(this.#grouped.error);
  readonly groupCodes = $derived(this.grouping?.codes);
  /** How scores on the scale of {@link scores} are printed. */
  readonly scale = $derived.by<ScoreScale>(() => {
    if (this.task !== 'regression' && this.task !== 'ranking') return PROBABILITY;
    const [low, high] = range(this.scores ?? new Float64Array(0));
    const whole = this.scores?.every((score) => Number.isNaN(score) || Number.isInteger(score)) ?? false;
    return this.#favourable === 1 ? valueScale(low, high, whole) : flipped(valueScale(-high, -low, whole));
  });
  /** 1 favourable, 0 not, −1 unknown; undefined without a usable label. */
  readonly outcomes = $derived.by(() => {
    if (!this.labelLevels || this.#classLevels.length === 0) return undefined;
    return outcomes(this.labelLevels.codes, this.#classLevels, this.#favourable);
  });
  readonly #namesMatch = $derived(this.ownClasses.length > 0 && matchClasses(this.ownClasses, this.labelLevels?.levels ?? []) !== undefined);
  /** The model's or the binding's questions that still wait for an answer. */
  readonly questions = $derived(
    [...(this.model?.model.questions ?? []).filter((question) => !this.proposal || question.id !== 'input-order'), ...(this.proposal?.questions ?? [])].filter(
      (question) => !this.answered.has(question.id) && !(CLASS_QUESTIONS.has(question.id) && this.#namesMatch),
    ),
  );

  /** The scores of a column beside the model's own, row by row. */
  readonly selfTestDetail = $derived.by(() => {
    const { scoring, table } = this;
    if (scoring.state !== 'ready' || scoring.from !== 'model' || !table || scoring.width > 1) return undefined;
    const position = [columnOf(this.#roles, 'score'), columnOf(this.#roles, 'prediction')].find((found) => found >= 0);
    if (position === undefined) return undefined;
    const binary = scoring.task === 'binary';
    const second = this.#favourable === 1 ? this.audit.threshold : 1 - this.audit.threshold;
    const result: SelfTest = compareScores(scoring.raw, table.opened.table, position, binary ? second : undefined, this.classes);
    return { column: position, result, pairs: samplePairs(scoring.raw, this.columns[position]!, result.reading), domain: this.scale.kind === 'probability' ? PROBABILITY.domain : range(scoring.raw) };
  });
  readonly selfTest = $derived.by(() => {
    const detail = this.selfTestDetail;
    if (!detail || detail.result.reading === 'other') return undefined;
    const { compared, largest, differing, decisionsDiffer } = detail.result;
    return { column: detail.column, compared, largestDifference: largest?.difference ?? 0, differ: decisionsDiffer ?? 0, tolerance: differing === 0 ? Math.max(TOLERANCE, largest?.difference ?? 0) : TOLERANCE };
  });
  /** Input cells that are missing or unknown to the model, by column. */
  readonly inputTrouble = $derived.by(() => {
    const byColumn = new Map<number, { column: number; missing: number; unseen: number }>();
    for (const { column, kind, count } of this.trouble ?? []) {
      const entry = byColumn.get(column) ?? { column, missing: 0, unseen: 0 };
      if (kind === 'missing') entry.missing = Math.max(entry.missing, count);
      if (kind === 'unseen') entry.unseen = Math.max(entry.unseen, count);
      byColumn.set(column, entry);
    }
    return [...byColumn.values()];
  });

  start(boot: Promise<Runtime>): void {
    boot.then(
      (runtime) => {
        this.runtime = runtime;
        runtime.lock.state.subscribe((state) => (this.lock = state));
        void this.kept.start(runtime.storage);
        void readSamples(runtime.demo).then((samples) => (this.samples = samples));
      },
      (error: unknown) => (this.bootProblem = toErrorRecord(error)),
    );
  }

  get mayOpen(): boolean {
    return this.runtime !== undefined && (this.lock?.state === 'locked' || this.lock?.state === 'off' || this.lock?.overridden === true);
  }

  report(error: unknown): void {
    const record = toErrorRecord(error);
    if (record.area === 'cancelled') return;
    this.problems = [...this.problems, record];
  }

  dismiss(problem: ErrorRecord): void {
    this.problems = this.problems.filter((entry) => entry !== problem);
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
      if (model) this.#closeModel();
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
      this.#closeModel();
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
    const { roles, groups, kinds, person, classLevels, rounds: _rounds, target: _target, ...rest } = settings;
    this.change({
      ...rest,
      ...(roles?.length === this.columns.length ? { roles } : {}),
      ...(groups?.every(fits) ? { groups } : {}),
      ...(classLevels && classLevels.every((level) => level < (this.labelLevels?.levels.length ?? 0)) ? { classLevels } : {}),
      ...(person !== undefined && person < this.rows ? { person } : {}),
    });
    if (classLevels && classLevels.length > 0) this.settleClasses();
    if (!this.model) {
      this.#placed = KEPT;
      void this.score();
    }
    if (kinds && kinds.length > 0 && kinds.every((kind) => fits(kind.column))) void this.reread({ kinds: new Map(kinds.map(({ column, kind }) => [column, { kind }])) });
  }

  /** Stops opening: what was open stays. */
  stopOpening(): void {
    this.#opening.stop();
    this.work = undefined;
  }

  stopScoring(): void {
    this.#scoring.stop();
    this.scoring = { state: 'none' };
  }

  /** Reads the open table again in another way. */
  async reread(options: ReadOptions): Promise<void> {
    const { runtime, table } = this;
    if (!runtime || !table?.file) return;
    const { signal, current } = this.#opening.begin();
    try {
      const again = await this.#read(runtime, table.file, { ...table.options, ...options }, signal, () => this.stopOpening());
      if (current()) this.adopt(again, this.model);
    } catch (error) {
      if (current()) this.report(error);
    } finally {
      if (current()) this.work = undefined;
    }
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
    this.table = table;
    this.model = model;
    this.answered = new Set(kept ? CLASS_QUESTIONS : []);
    this.orderConfirmed = false;
    this.classGuess = undefined;
    const columns = table?.opened.table.columns ?? [];
    const guesses = table ? guessRoles(table.opened.table, { inputNames: model?.model.inputs.filter((input) => input.named).map((input) => input.name) ?? [], classes: model?.model.classes ?? [] }) : [];
    const guessed = guesses.map((guess) => guess.role);
    this.roleReasons = guesses.map((guess) => guess.reason);
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
    this.#placed = kept ? KEPT : '';
    void this.score();
  }

  /** A threshold on the scale of {@link scores}, as the Audit keeps it. */
  shownThreshold(threshold: number): number {
    return favourableThreshold(threshold, this.task, this.audit.favourable);
  }

  /** Puts the address of this screen with every setting on the clipboard. */
  async copyLink(): Promise<void> {
    await navigator.clipboard.writeText(this.route.address(this.audit));
  }

  change(part: Partial<Audit>): void {
    this.audit = { ...this.audit, ...part };
  }

  setRole(position: number, role: Role): void {
    const roles = this.audit.roles.map((held, at) => (at === position ? role : (role === 'label' || role === 'score' || role === 'prediction') && held === role ? 'ignored' : held));
    this.change({ roles, groups: this.audit.groups.filter((group) => roles[group] === 'group') });
    if (role === 'label') this.#matchLabels();
    if (!this.model) void this.score();
  }

  setBinding(binding: Binding): void {
    this.orderConfirmed = true;
    this.change({ binding: binding.sources.map((source) => source ?? null) });
    void this.score();
  }

  confirmOrder(): void {
    this.orderConfirmed = true;
    void this.score();
  }

  answer(id: string): void {
    this.answered = new Set([...this.answered, id]);
  }

  /** A choice of which label level each class means; the question stays open until it is settled. */
  setClassOrder(levels: readonly number[]): void {
    this.change({ classLevels: levels });
  }

  /** The class order stands: by the person's word, or by that of a saved setting. */
  settleClasses(): void {
    this.classGuess = undefined;
    this.answered = new Set([...this.answered, ...CLASS_QUESTIONS]);
  }

  #matchLabels(): void {
    const levels = this.labelLevels?.levels ?? [];
    this.classGuess = undefined;
    this.answered = new Set([...this.answered].filter((id) => !CLASS_QUESTIONS.has(id)));
    this.change({ classLevels: (this.ownClasses.length > 0 && matchClasses(this.ownClasses, levels)) || [] });
    this.#guessOrder();
  }

  #guessOrder(): void {
    const { scoring, labelLevels } = this;
    if (scoring.state !== 'ready' || !labelLevels || this.audit.classLevels.length > 0 || scoring.task === 'regression') return;
    // Class numbers of more than two decisions are in no order that could agree with anything.
    if (scoring.task === 'multiclass' && scoring.width === 1) return;
    const { levels, codes } = labelLevels;
    const found = bestClassOrder(scoring.raw, scoring.width, codes, levels.length);
    if (!found) return;
    this.classGuess = found;
    const names = this.model || this.ownClasses.length === 0 ? found.levels.map((level) => levels[level]!) : this.ownClasses;
    this.change({ classLevels: found.levels, favourable: guessFavourable(names, this.columns[this.labelColumn]?.name ?? '') });
  }

  /** Scores every row again: by the model when it is bound, else from a score column. */
  async score(): Promise<void> {
    const { signal, current } = this.#scoring.begin();
    const { runtime, table, model, space, binding } = this;
    if (!runtime || !table) {
      this.scoring = { state: 'none' };
      return;
    }
    if (!model) {
      this.#scoreFromColumn();
      return;
    }
    if (!space) {
      this.scoring = { state: 'none' };
      return;
    }
    this.scoring = { state: 'running', done: 0 };
    this.crossCheck = undefined;
    try {
      this.#closeModel();
      let handle = await runtime.useModel(model.model, space, binding);
      if (!current()) return handle.close();
      this.handle = handle;
      const refined = await this.#refine(handle, space);
      if (!current()) return;
      if (refined !== model.model) {
        this.model = { ...model, model: refined };
        if (!this.answered.has('class-order')) this.#matchLabels();
        this.#closeModel();
        handle = await runtime.useModel(refined, space, binding);
        if (!current()) return handle.close();
        this.handle = handle;
      }
      const raw = await handle.scoreTable(table.opened.table, {
        signal,
        onProgress: (done: number) => {
          if (current()) this.scoring = { state: 'running', done };
        },
      });
      if (!current()) return;
      this.scoring = { state: 'ready', raw, width: handle.width, task: refined.task, from: 'model' };
      if (refined.task === 'regression' && refined.threshold === undefined && this.audit.threshold === 0.5) this.change({ threshold: median(raw.filter((value) => !Number.isNaN(value))) });
      this.#guessOrder();
      const checked = encodeRows(table.opened.table, space, 0, Math.min(this.rows, CHECK_ROWS));
      const largest = await handle.crossCheck(checked, { signal });
      if (current() && largest !== undefined) this.crossCheck = { rows: checked.count, largest };
    } catch (error) {
      if (current() && this.scoring.state !== 'ready') this.scoring = { state: 'failed', error: toErrorRecord(error, 'model') };
    }
  }

  /** The model as its own numbers on some rows show it to be, where the file leaves that open. */
  async #refine(handle: ModelHandle, space: FeatureSpace): Promise<Model> {
    const { table, labelLevels } = this;
    const model = handle.model;
    if (!table || !model.graph) return model;
    const rows = encodeRows(table.opened.table, space, 0, Math.min(this.rows, REFINE_ROWS));
    const outputs = await handle.rawOutputs(rows);
    return refineOutput(model, outputs, rows.count, labelLevels?.levels.length);
  }

  /** The person's word on what the model's numbers are. */
  setMeaning(meaning: OutputMeaning): void {
    if (!this.model) return;
    this.model = { ...this.model, model: withOutputMeaning(this.model.model, meaning) };
    this.#matchLabels();
    void this.score();
  }

  readonly meanings: readonly { readonly value: OutputMeaning; readonly label: string }[] = [
    { value: 'probability', label: en.check.meanings.probability },
    { value: 'logit', label: en.check.meanings.logit },
    { value: 'value', label: en.check.meanings.value },
  ];

  /** Takes the scores that the table brings along. */
  #scoreFromColumn(): void {
    const source = this.scoreColumn;
    if (!source) {
      this.scoring = { state: 'none' };
      return;
    }
    const { column, scores } = source;
    this.scoring = { state: 'ready', raw: scores.raw, width: 1, task: scores.task, from: 'column' };
    this.#placeLine(column, scores);
    if (this.answered.has('class-order')) return;
    this.change({ classLevels: (scores.classes.length > 0 && matchClasses(scores.classes, this.labelLevels?.levels ?? [])) || [] });
    this.#guessOrder();
  }

  /** First settings for a column of scores that has not been read in this way before: the middle of values, the wanted one of named decisions. */
  #placeLine(column: Column, { reading, raw, classes }: ColumnScores): void {
    const key = `${column.position} ${reading}`;
    const kept = this.#placed === KEPT;
    const same = this.#placed === key;
    this.#placed = key;
    if (kept || same) return;
    this.change({ threshold: reading === 'value' ? median(raw.filter((value) => !Number.isNaN(value))) : 0.5 });
    if (classes.length > 0) this.change({ favourable: guessFavourable(classes, this.columns[this.labelColumn]?.name ?? column.name) });
    else if (reading === 'value') this.change({ favourable: 1 });
  }

  /** The person's word on what the score column holds. */
  setScoresAs(reading: ScoreReading): void {
    this.change({ scoresAs: reading });
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

  #closeModel(): void {
    this.handle?.close();
    this.handle = undefined;
  }

  /** Forgets everything that was opened. */
  close(): void {
    this.#opening.stop();
    this.#scoring.stop();
    this.#closeModel();
    this.adopt(undefined, undefined);
    this.problems = [];
    this.work = undefined;
    this.route.go('start');
  }
}

/** Pairs to draw: at most {@link PAIRS}, evenly spread over the rows. Only where the column is on the scale of the scores. */
function samplePairs(raw: Float64Array, column: Column, reading: SelfTest['reading']): { ours: number[]; file: number[] } {
  const [ours, file]: [number[], number[]] = [[], []];
  if (column.kind !== 'numeric' || (reading !== 'score' && reading !== 'other')) return { ours, file };
  const step = Math.max(1, Math.floor(raw.length / PAIRS));
  for (let row = 0; row < raw.length; row += step) {
    ours.push(raw[row]!);
    file.push(column.values[row]!);
  }
  return { ours, file };
}

function otherFiles(): ErrorRecord {
  return new AssayError({
    area: 'link',
    code: 'other-files',
    what: 'These settings were made for other files.',
    why: 'The hashes in the settings are not those of the open table and model.',
    remedy: 'They were applied as far as they fit: look them over on the Check screen.',
  }).record;
}

function range(values: Float64Array): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 1];
}

function extraTable(name: string): ErrorRecord {
  return new AssayError({
    area: 'table',
    code: 'second-table',
    what: `“${name}” is a second table.`,
    why: 'Assay looks at one table at a time, and another one came first.',
    remedy: 'Open it alone to look at it instead.',
  }).record;
}
