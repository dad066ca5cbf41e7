import type { BackgroundChoice } from '../../engine/audit/types';
import { type ErrorRecord, toErrorRecord } from '../../engine/errors';
import { type Background, backgroundStatement, chooseBackground } from '../../engine/influence/backgrounds';
import { type Quantity, type QuantityChoice, makeQuantity, quantityOf } from '../../engine/influence/quantities';
import { type Reasons, type ReasonsQuestion, REASONS_SETTINGS } from '../../engine/influence/reasons/types';
import { levelGrid, numberGrid } from '../../engine/influence/sweep/grid';
import type { Sweep, SweepQuestion } from '../../engine/influence/sweep/job';
import { typicalValues } from '../../engine/influence/typical';
import { encodeRows } from '../../engine/models/binding/features';
import type { Feature } from '../../engine/models/binding/types';
import { isValued } from '../../engine/models/types';
import { Latest } from './latest';
import type { Session } from './session.svelte';

/** The question that the reasons on screen answer; the one asked meanwhile may be another. */
export interface Answered {
  readonly row: number;
  readonly values: Float64Array;
  readonly versus: BackgroundChoice;
  readonly quantity: 'score' | 'margin' | 'decision';
}

/** One row under question: why it got its score, and what an edited copy of it would get. */
export class PersonState {
  reasons = $state.raw<Reasons>();
  answered = $state.raw<Answered>();
  background = $state.raw<Background>();
  /** Typical value of each feature among the background rows. */
  typical = $state.raw<Float64Array>();
  error = $state.raw<ErrorRecord>();
  /** True while the reasons shown belong to an older question. */
  stale = $state(false);
  /** True while better estimates are on their way. */
  refining = $state(false);
  quantity = $state<QuantityChoice['kind'] & ('score' | 'margin' | 'decision')>('score');
  /** Changed values by feature index. */
  edits = $state.raw<ReadonlyMap<number, number>>(new Map());
  editedRaw = $state.raw<Float64Array>();
  sweep = $state.raw<Sweep>();
  readonly session: Session;
  readonly #reasons = new Latest();
  readonly #whatIf = new Latest();

  readonly features = $derived.by<readonly Feature[]>(() => this.session.space?.features ?? []);
  readonly row = $derived.by(() => this.session.audit.person);
  readonly values = $derived.by(() => {
    const { space, table } = this.session;
    if (!space || !table || this.row < 0 || this.row >= this.session.rows) return undefined;
    return encodeRows(table.opened.table, space, Int32Array.of(this.row)).values;
  });
  readonly edited = $derived.by(() => {
    const values = this.values?.slice();
    if (values) for (const [feature, value] of this.edits) values[feature] = value;
    return values;
  });
  readonly players = $derived.by(() => this.session.players);
  readonly grids = $derived.by(() => {
    const { features } = this;
    const { sample } = this.session;
    if (!sample) return [];
    return features.map((feature, index) => {
      const own = sample.filter((_, at) => at % features.length === index);
      return feature.kind === 'number' ? numberGrid(own, 32) : levelGrid(own);
    });
  });
  readonly score = $derived.by(() => this.session.scores?.[this.row]);
  readonly favourable = $derived.by(() => this.score !== undefined && this.score >= this.session.threshold);
  readonly editedScore = $derived.by(() => (this.editedRaw && this.scoreQuantity ? quantityOf(this.scoreQuantity, this.editedRaw, 0) * this.#sign : undefined));
  readonly scoreQuantity = $derived.by(() => this.#quantity('score'));

  constructor(session: Session) {
    this.session = session;
    $effect(() => {
      void this.row;
      this.edits = new Map();
    });
    $effect(() => void this.#explain());
    $effect(() => void this.#try());
  }

  /** Values for which lower is favourable are shown with their sign turned, as the session's scores are. */
  get #sign(): 1 | -1 {
    return isValued(this.session.task) && this.session.audit.favourable === 0 ? -1 : 1;
  }

  /** Turns a quantity of the engine into the orientation of the screens. */
  oriented(value: number): number {
    return this.answered?.quantity === 'score' ? value * this.#sign : value;
  }

  get statement(): string {
    return this.background ? backgroundStatement(this.background) : '';
  }

  #quantity(kind: 'score' | 'margin' | 'decision'): Quantity | undefined {
    const { session } = this;
    if (!session.model) return undefined;
    const facts = { task: session.task, classes: session.model.model.classes.length, favourable: session.audit.favourable, threshold: session.audit.threshold };
    try {
      return makeQuantity({ kind }, facts);
    } catch {
      return undefined;
    }
  }

  async #explain(): Promise<void> {
    const { session, values, players, features } = this;
    const { handle, scores, space, table, threshold, groupCodes } = session;
    const { background: choice, backgroundSize, seed } = session.audit;
    const kind = this.quantity;
    const quantity = this.#quantity(kind);
    const person = this.row;
    const { signal, current } = this.#reasons.begin();
    this.error = undefined;
    if (!handle || !scores || !space || !table || !values || !quantity || session.scoring.state !== 'ready') {
      this.reasons = undefined;
      return;
    }
    this.stale = true;
    this.refining = true;
    try {
      const favourable = Uint8Array.from(scores, (score) => (score >= threshold ? 1 : 0));
      const usable = Uint8Array.from(scores, (score) => (Number.isNaN(score) ? 0 : 1));
      const pool = { rows: session.rows, favourable, usable, person, ...(groupCodes ? { group: groupCodes } : {}) };
      const background = chooseBackground(choice, pool, backgroundSize, seed);
      const rows = encodeRows(table.opened.table, space, background.rows).values;
      const question: ReasonsQuestion = { person: values, background: rows, players, quantity, backgroundOf: background.of, settings: { ...REASONS_SETTINGS, seed } };
      const show = (reasons: Reasons): void => {
        if (!current()) return;
        this.reasons = reasons;
        this.answered = { row: person, values, versus: choice, quantity: kind };
        this.background = background;
        this.typical = typicalValues(features, rows);
        this.stale = false;
      };
      show(await handle.run('reasons', question, { signal, onResult: show, urgent: true }));
      if (current()) this.refining = false;
    } catch (error) {
      if (!current()) return;
      const record = toErrorRecord(error, 'influence');
      this.stale = false;
      this.refining = false;
      if (record.area !== 'cancelled') {
        this.error = record;
        this.reasons = undefined;
      }
    }
  }

  async #try(): Promise<void> {
    const { session, edited, grids, features } = this;
    const { handle } = session;
    const [quantity, decision] = [this.#quantity('score'), this.#quantity('decision')];
    const { signal, current } = this.#whatIf.begin();
    if (!handle || !edited || !quantity || !decision) {
      this.editedRaw = undefined;
      this.sweep = undefined;
      return;
    }
    try {
      const raw = await handle.score({ width: features.length, count: 1, values: edited.slice() }, { signal });
      if (!current()) return;
      this.editedRaw = raw;
      const swept = features.map((feature, index) => ({ feature: index, ordered: feature.kind === 'number', candidates: grids[index] ?? new Float64Array(0) }));
      const question: SweepQuestion = { person: edited, features: swept, quantity, decision };
      const sweep = await handle.run('sweep', question, { signal, urgent: true });
      if (current()) this.sweep = sweep;
    } catch (error) {
      if (current() && toErrorRecord(error).area !== 'cancelled') this.session.report(error);
    }
  }

  edit(feature: number, value: number): void {
    const edits = new Map(this.edits);
    if (Object.is(this.values?.[feature], value)) edits.delete(feature);
    else edits.set(feature, value);
    this.edits = edits;
  }

  reset(): void {
    this.edits = new Map();
  }

  choose(row: number): void {
    this.session.change({ person: row });
  }
}
