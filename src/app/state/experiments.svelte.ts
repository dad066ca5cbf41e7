import { SvelteMap } from 'svelte/reactivity';
import type { ErrorRecord } from '../../engine/errors';

import type { Grouping } from '../../engine/fairness/grouping';
import type { MatchedQuestion } from '../../engine/fairness/experiments/matched/types';
import type { MatchingSize } from '../../engine/fairness/experiments/matched/matching';
import { powerCurve, sizeNeeded } from '../../engine/fairness/experiments/power/curve';
import { MOST_PEOPLE } from '../../engine/fairness/experiments/presented/question';
import { type ExperimentKind, type Registration, MOST_EXPERIMENTS, sessionP } from '../../engine/fairness/experiments/registration';
import { type ExperimentResult, summariseExperiment } from '../../engine/fairness/experiments/summary';
import type { Player } from '../../engine/influence/players';
import { levelsOf } from '../../engine/table/cell';
import { Asked } from './asked.svelte';
import { type ExperimentFacts, type MatchableColumn, matchableColumns, matchedAsk, powerOf, runExperiment } from './experiment-questions';
import { mostWithReasons, reasonQuantity } from './reason-columns';
import type { Session } from './session.svelte';

/** Settings of the experiment that is being prepared. */
export type Draft = Omit<Registration, 'columns' | 'threshold' | 'favourable' | 'at'>;

/** How far an experiment is, or what it found. */
export interface RunProgress {
  /** Share of the people presented; null where the work has no parts. */
  readonly share: number | null;
  readonly result: ExperimentResult | null;
}

/** Levels a column may have to make segments or blocks. */
const MOST_LEVELS = 60;
const WANTED_POWER = 0.8;
const LEAST = 10;

/** Experiments on the model: prepared, registered, run, and run again. Results live as long as the files are open; settings live in the Audit. */
export class ExperimentsState {
  readonly session: Session;
  readonly run = new Asked<Registration, RunProgress>('fairness');
  readonly matching = new Asked<MatchedQuestion, MatchingSize>('fairness');
  /** Results by registration, with the scores they were found on. */
  readonly #results = new SvelteMap<Registration, { readonly result: ExperimentResult; readonly scores: unknown }>();
  #shown = $state.raw<Registration>();
  #wanted = $state.raw<Registration>();
  #draft = $state.raw<Partial<Draft>>({});
  /** Group columns that the drafted groups belong to. */
  #draftColumns = $state.raw<readonly number[]>([]);

  readonly registered = $derived.by(() => this.session.audit.experiments);
  readonly full = $derived.by(() => this.registered.length >= MOST_EXPERIMENTS);
  readonly grouping = $derived.by<Grouping | undefined>(() => this.session.grouping);
  readonly #groupColumns = $derived.by(() => this.session.audit.groups);
  /** Groups that have people, by size; the two largest are compared at first. */
  readonly #largest = $derived.by<[number, number]>(() => {
    const counts = this.grouping?.counts ?? [];
    const [a = 0, b = 1] = [...counts.keys()].sort((x, y) => counts[y]! - counts[x]! || x - y);
    return a < b ? [a, b] : [b, a];
  });
  /** Inputs of the model that say the group itself. */
  readonly groupPlayers = $derived.by<readonly Player[]>(() => {
    const { space, singlePlayers } = this.session;
    return singlePlayers.filter(({ features }) => features.some((feature) => this.#groupColumns.includes(space!.features[feature]!.column)));
  });
  /** Inputs that may be presented along with the group. */
  readonly proxies = $derived.by<readonly Player[]>(() => this.session.singlePlayers.filter((player) => !this.groupPlayers.includes(player)));
  /** Inputs whose influence can be returned as a reason. */
  readonly reasons = $derived.by<readonly Player[]>(() => (reasonQuantity(this.session, this.session.audit.favourable) ? this.session.singlePlayers : []));
  readonly matchable = $derived.by<readonly MatchableColumn[]>(() => matchableColumns(this.session, this.#groupColumns));
  /** Columns that make segments or blocks. */
  readonly levels = $derived.by(() =>
    this.session.columns.filter(({ position }) => !this.#groupColumns.includes(position)).filter((column) => {
      const found = levelsOf(column);
      return found !== undefined && found.levels.length >= 2 && found.levels.length <= MOST_LEVELS;
    }),
  );
  /** Whether a model can be asked, and whether there is a number for each person. */
  readonly modelled = $derived.by(() => this.session.handle !== undefined && this.session.space !== undefined);

  /** The experiment chosen; one that asks a model only where there is one. */
  readonly kind = $derived.by<ExperimentKind>(() => {
    const wanted = this.#draft.kind ?? (this.groupPlayers.length > 0 ? 'flip' : 'correspondence');
    if (wanted === 'matched' || wanted === 'classifier') return wanted;
    if (!this.modelled) return 'matched';
    return wanted === 'flip' && this.groupPlayers.length === 0 ? 'correspondence' : wanted;
  });
  /** The two groups: those chosen, as long as the same columns make the groups. */
  readonly pair = $derived.by<readonly [number, number]>(() => (this.#draftColumns === this.#groupColumns && this.#draft.pair) || this.#largest);
  /** What is changed, matched, or told as a reason. */
  readonly #inputs = $derived.by<readonly number[]>(() => {
    const offered = this.#offered(this.kind);
    return (this.#draft.inputs ?? this.#firstInputs(this.kind)).filter((column) => offered.includes(column));
  });
  readonly draft = $derived.by<Draft>(() => {
    const { kind } = this;
    const own = { alpha: 0.05, size: 1000, seed: this.session.audit.seed, smallest: 0.02, changed: 0.05, half: 1, bins: 5, by: -1 };
    const draft = { ...own, ...this.#draft };
    return {
      ...draft,
      kind,
      pair: this.pair,
      changed: Math.max(draft.changed, draft.smallest),
      size: Math.max(1, Math.min(draft.size, this.most)),
      inputs: this.#inputs,
      by: this.levels.some(({ position }) => position === draft.by) ? draft.by : -1,
    };
  });
  readonly names = $derived.by(() => this.namesOf(this.draft.pair, this.grouping));
  /** Rows with a score in either group. */
  readonly #scored = $derived.by<[number, number]>(() => {
    const { scores } = this.session;
    const [a, b] = this.pair;
    const counts: [number, number] = [0, 0];
    this.grouping?.codes.forEach((code, row) => {
      if ((code === a || code === b) && scores && !Number.isNaN(scores[row])) counts[code === a ? 0 : 1]++;
    });
    return counts;
  });
  /** Most people, or pairs, that can be asked for; 0 where a group has nobody. */
  readonly most = $derived.by(() => {
    const [first, second] = this.#scored;
    const kind = this.kind;
    if (first === 0 || second === 0) return 0;
    if (kind === 'matched') return Math.min(first, second);
    if (kind !== 'classifier') return Math.min(MOST_PEOPLE, first + second);
    return this.#inputs.length > 0 ? Math.min(first + second, mostWithReasons(this.session.singlePlayers.length)) : first + second;
  });
  readonly #matchedAsk = $derived.by<MatchedQuestion | undefined>(() => {
    const { draft, facts } = this;
    return draft.kind === 'matched' && facts ? matchedAsk(facts, { ...draft, threshold: this.session.audit.threshold, favourable: this.session.audit.favourable }) : undefined;
  });
  readonly facts = $derived.by<ExperimentFacts | undefined>(() => {
    const { session, grouping } = this;
    const { table, scores } = session;
    return table && scores && grouping ? { session, groups: this.#groupColumns, grouping, table: table.opened.table, scores } : undefined;
  });

  /** Power at the size asked for, at other sizes, and the size that would do. */
  readonly power = $derived.by(() => {
    const { kind, smallest, changed, alpha, size } = this.draft;
    if (!(smallest > 0)) return undefined;
    const [first, second] = [this.#count(this.draft.pair[0]), this.#count(this.draft.pair[1])];
    const power = powerOf(kind, { smallest, changed, alpha }, first / Math.max(1, first + second));
    const most = Math.max(1, this.most);
    return {
      at: power(Math.min(size, most)),
      needed: sizeNeeded(power, WANTED_POWER, MOST_PEOPLE),
      curve: powerCurve(power, Math.min(LEAST, most), Math.max(LEAST, most)),
      wanted: WANTED_POWER,
    };
  });

  readonly p = $derived.by(() => this.registered.map((registration) => {
    const result = this.resultOf(registration);
    return result ? summariseExperiment(result).p : null;
  }));
  /** Adjusted for all that were registered. */
  readonly adjusted = $derived.by(() => sessionP(this.p));

  constructor(session: Session) {
    this.session = session;
  }

  /** Runs what was asked for while the screen is shown; call it from the panel. */
  watch(): void {
    this.run.follow(
      () => (this.#wanted && this.registered.includes(this.#wanted) ? this.#wanted : undefined),
      (registration, how) => this.#run(registration, how.signal, how.onResult),
    );
    this.matching.follow(
      () => this.#matchedAsk,
      (question, { signal }) => this.session.runtime!.compute('matchingSize', question, { signal }),
    );
  }

  async #run(registration: Registration, signal: AbortSignal, onProgress: (progress: RunProgress) => void): Promise<RunProgress> {
    const scores = this.#raw;
    const progress = await runExperiment(this.session, registration, signal, onProgress);
    if (progress.result) this.#results.set(registration, { result: progress.result, scores });
    return progress;
  }

  /** Scores as the model or the column gives them: a result on others is none any more. */
  get #raw(): unknown {
    const { scoring } = this.session;
    return scoring.state === 'ready' ? scoring.raw : undefined;
  }

  /** What a registered experiment found on the scores of now; undefined until it has run. */
  resultOf(registration: Registration): ExperimentResult | undefined {
    const held = this.#results.get(registration);
    return held?.scores === this.#raw ? held?.result : undefined;
  }

  /** Columns that may be changed, or matched. */
  #offered(kind: ExperimentKind): readonly number[] {
    if (kind === 'correspondence') return this.proxies.flatMap((player) => this.columnsOf(player));
    if (kind === 'classifier') return this.reasons.flatMap((player) => this.columnsOf(player));
    return kind === 'matched' ? this.matchable.map(({ position }) => position) : [];
  }

  #firstInputs(kind: ExperimentKind): readonly number[] {
    if (kind === 'classifier') return [];
    return kind === 'correspondence' ? this.proxies.slice(0, 1).flatMap((player) => this.columnsOf(player)) : this.#offered(kind).slice(0, 2);
  }

  columnsOf({ features }: Player): number[] {
    return features.map((feature) => this.session.space!.features[feature]!.column);
  }

  #count(group: number): number {
    return this.grouping?.counts[group] ?? 0;
  }

  namesOf(pair: readonly [number, number], grouping: Grouping | undefined): [string, string] {
    return [grouping?.names[pair[0]] ?? '', grouping?.names[pair[1]] ?? ''];
  }

  change(part: Partial<Draft>): void {
    const { inputs: _inputs, ...kept } = this.#draft;
    if (part.pair) this.#draftColumns = this.#groupColumns;
    this.#draft = { ...(part.kind !== undefined && part.kind !== this.kind ? kept : this.#draft), ...part };
  }

  /** Fixes the settings; nothing has been looked at yet. */
  register(): void {
    const { threshold, favourable, groups } = this.session.audit;
    const registration: Registration = { ...this.draft, columns: groups, threshold, favourable, at: Date.now() };
    this.session.change({ experiments: [...this.registered, registration] });
    this.#shown = registration;
  }

  /** Withdraws an experiment that has not run. */
  withdraw(registration: Registration): void {
    if (this.#results.has(registration)) return;
    this.session.change({ experiments: this.registered.filter((other) => other !== registration) });
    if (this.#shown === registration) this.#shown = undefined;
  }

  /** Runs a registered experiment, or runs it again: equal files and settings give an equal result. */
  start(registration: Registration): void {
    this.#shown = registration;
    this.#wanted = registration;
    this.run.again();
  }

  /** Back to preparing one. */
  prepare(): void {
    this.#shown = undefined;
  }

  show(registration: Registration): void {
    this.#shown = registration;
  }

  /** The registration that is looked at; undefined while one is prepared. */
  get shown(): Registration | undefined {
    return this.#shown && this.registered.includes(this.#shown) ? this.#shown : undefined;
  }

  /** What is known of the registration that is looked at. */
  get current(): { readonly result: ExperimentResult | undefined; readonly running: boolean; readonly error: ErrorRecord | undefined } {
    const own = this.shown !== undefined && this.shown === this.#wanted;
    return { result: this.shown && this.resultOf(this.shown), running: own && this.run.state === 'computing', error: own ? this.run.error : undefined };
  }
}

