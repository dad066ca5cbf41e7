import { columnScores, possibleReadings } from '../../engine/audit/column-scores';
import { matchClasses } from '../../engine/audit/classes';
import { classNames, columnOf } from '../../engine/audit/setup';
import { requestsAfter } from '../../engine/audit/requests';
import { favourableScores, favourableThreshold, outcomes } from '../../engine/audit/outcome';
import { type Audit, EMPTY_AUDIT } from '../../engine/audit/types';
import { type ErrorRecord, toErrorRecord } from '../../engine/errors';
import { type Grouping, groupColumn, groupRows } from '../../engine/fairness/grouping';
import { groupPlayers } from '../../engine/influence/player-groups';
import type { LossKind } from '../../engine/influence/importance/losses';
import { type Player, findOneHotBlocks, joinPlayers } from '../../engine/influence/players';
import { encodeRows, featureSpace } from '../../engine/models/binding/features';
import type { ProposedBinding } from '../../engine/models/binding/propose';
import { countTrouble } from '../../engine/models/binding/trouble';
import type { Binding } from '../../engine/models/binding/types';
import { type SelfTest, TOLERANCE, compareScores } from '../../engine/models/selftest';
import { type Task, isValued } from '../../engine/models/types';
import { levelsOf } from '../../engine/table/cell';
import type { LockState } from '../../runtime/lock';
import type { ModelHandle, Runtime } from '../../runtime/runtime';
import { en } from '../text/en';
import { PROBABILITY } from '../text/scale';
import { Kept } from './kept.svelte';
import { Route } from './route.svelte';
import type { Sample } from './sample';
import { range, scoreScale } from './score-scale';
import { samplePairs } from './self-test';
import type { OpenModel, OpenTable, Scoring, SecondTable, Work } from './types';

/** Rows from which one-hot blocks are recognised and value grids are made. */
const SAMPLE = 5000;

/** Questions that are all answered by saying which label each class means. */
export const CLASS_QUESTIONS: ReadonlySet<string> = new Set(['class-names', 'class-order', 'positive-class']);

/** The files opened, the Audit, and everything that follows from the two. */
export class SessionState {
  readonly route = new Route();
  readonly kept = new Kept((error) => this.report(error));
  samples = $state.raw<readonly Sample[]>([]);
  runtime = $state.raw<Runtime>();
  lock = $state.raw<LockState>();
  bootProblem = $state.raw<ErrorRecord>();
  table = $state.raw<OpenTable>();
  /** Compared with on the Person screen, never shown by itself. */
  second = $state.raw<SecondTable>();
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
  /** The explanation of the lock is in sight. */
  proofOpen = $state(false);
  work = $state.raw<Work>();
  problems = $state.raw<readonly ErrorRecord[]>([]);
  scoring = $state.raw<Scoring>({ state: 'none' });
  /** Parts of the Audit by themselves, so that what hangs on one of them is left alone when another changes. */
  readonly #roles = $derived(this.audit.roles);
  readonly #sources = $derived(this.audit.binding);
  readonly #classLevels = $derived(this.audit.classLevels);
  readonly #groups = $derived(this.audit.groups);
  readonly #cuts = $derived(this.audit.cuts);
  readonly #playerGroups = $derived(this.audit.playerGroups);
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

  /** Every how many rows of the table one is in {@link sample}. */
  readonly sampleStep = $derived(Math.max(1, Math.floor(this.rows / SAMPLE)));
  /** Evenly spread rows of the table as feature rows. */
  readonly sample = $derived.by(() => {
    const { space, table, rows, sampleStep: step } = this;
    if (!space || !table) return undefined;
    return encodeRows(table.opened.table, space, Int32Array.from({ length: Math.ceil(rows / step) }, (_, i) => i * step)).values;
  });
  readonly #blocks = $derived(this.space && this.sample ? findOneHotBlocks(this.space.features, this.sample) : undefined);
  /** Inputs as they are found: one-hot blocks joined, every other feature for itself. */
  readonly singlePlayers = $derived<readonly Player[]>(this.space && this.#blocks ? joinPlayers(this.space.features, this.#blocks) : []);
  readonly #joined = $derived.by<{ readonly players: readonly Player[]; readonly error?: ErrorRecord }>(() => {
    const { space } = this;
    if (!space || !this.#blocks || this.#playerGroups.length === 0) return { players: this.singlePlayers };
    try {
      return { players: groupPlayers(space.features, this.#blocks, this.#playerGroups) };
    } catch (error) {
      return { players: this.singlePlayers, error: toErrorRecord(error, 'influence') };
    }
  });
  /** Inputs that are replaced together: what is found, and what the person has put together. */
  readonly players = $derived(this.#joined.players);
  /** Why the groups of the settings cannot be made of these inputs, when they cannot. */
  readonly playersError = $derived(this.#joined.error);

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
      return (column && groupColumn(column, levelsOf, this.#cuts.find((cut) => cut.column === position)?.at)) ?? [];
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
  readonly scale = $derived(scoreScale(this.scores, this.task, this.#favourable));
  /** 1 favourable, 0 not, −1 unknown; undefined without a usable label. */
  readonly outcomes = $derived.by(() => {
    if (!this.labelLevels || this.#classLevels.length === 0) return undefined;
    return outcomes(this.labelLevels.codes, this.#classLevels, this.#favourable);
  });
  readonly #weighted = $derived.by(() => this.audit.weighted);
  /** How many people a row stands for, where the person has said that rows count by weight. Weights that are missing or negative count as 0. */
  readonly weights = $derived.by<Float64Array<ArrayBuffer> | undefined>(() => {
    if (!this.#weighted) return undefined;
    const column = this.columns[columnOf(this.#roles, 'weight')];
    return column?.kind === 'numeric' ? Float64Array.from(column.values, (w) => (w > 0 && w < Infinity ? w : 0)) : undefined;
  });
  /** What really happened, per row, as the model's class number or value; NaN where not known. */
  readonly truth = $derived.by<Float64Array | undefined>(() => {
    const { task, labelLevels, columns, labelColumn } = this;
    if (task === 'ranking') return undefined;
    if (task === 'regression') {
      const column = columns[labelColumn];
      return column?.kind === 'numeric' ? column.values : undefined;
    }
    const classLevels = this.#classLevels;
    if (!labelLevels || classLevels.length === 0) return undefined;
    const classOf = new Map(classLevels.map((level, index) => [level, index]));
    return Float64Array.from(labelLevels.codes, (code) => classOf.get(code) ?? NaN);
  });
  /** How being wrong is counted for this model. */
  readonly lossKind = $derived<LossKind>(isValued(this.task) ? 'squared' : this.decided ? 'zero-one' : 'log');
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

  /** A threshold on the scale of {@link scores}, as the Audit keeps it. */
  shownThreshold(threshold: number): number {
    return favourableThreshold(threshold, this.task, this.audit.favourable);
  }

  /** Puts the address of this screen with every setting on the clipboard. */
  async copyLink(): Promise<void> {
    await navigator.clipboard.writeText(this.route.address(this.audit));
  }

  change(part: Partial<Audit>): void {
    const { cohort } = this.audit;
    // A group is named by its place among the groups, so other groups make it another one.
    const regrouped = part.groups !== undefined && part.cohort === undefined && cohort.group >= 0 && part.groups.join() !== this.#groups.join();
    this.audit = { ...this.audit, ...part, requests: requestsAfter(this.audit, part), ...(regrouped ? { cohort: { ...cohort, group: -1 } } : {}) };
  }
}
