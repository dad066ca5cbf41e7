import type { Request } from '../../../engine/audit/requests';
import type { BackgroundChoice, QuantityName } from '../../../engine/audit/types';
import { type ErrorRecord, toErrorRecord } from '../../../engine/errors';
import { type Background, type BackgroundPool, chooseBackground, takeRows } from '../../../engine/influence/backgrounds';
import { gowerScale } from '../../../engine/influence/nearest/gower';
import { nearestRows } from '../../../engine/influence/nearest/rows';
import type { Player } from '../../../engine/influence/players';
import { type Quantity, makeQuantity } from '../../../engine/influence/quantities';
import { type ReasonsQuestion, REASONS_SETTINGS } from '../../../engine/influence/reasons/types';
import { typicalValues } from '../../../engine/influence/typical';
import { type Partner, partnersOf, playerColumns } from '../../../engine/influence/warnings/partners';
import { encodeRows } from '../../../engine/models/binding/features';
import type { Feature } from '../../../engine/models/binding/types';
import { isValued } from '../../../engine/models/types';
import type { Session } from '../session.svelte';
import { type SecondPool, SecondState } from './second.svelte';

/** Rows from which it is told which inputs go together. */
const PARTNER_ROWS = 2000;

/** How many of the rows most like a person they are compared with. */
const NEAREST = 50;

/** Rows to compare with, drawn and encoded; or why there are none. */
export type Drawn =
  | { readonly choice: BackgroundChoice; readonly background: Background; readonly rows: Float64Array<ArrayBuffer>; readonly typical: Float64Array; readonly second?: SecondPool }
  | { readonly choice: BackgroundChoice; readonly error: ErrorRecord };

/** A question about a person's reasons, with what is needed to tell its answer while another one is asked. */
export interface ReasonsAsk {
  readonly question: ReasonsQuestion;
  readonly row: number;
  readonly values: Float64Array<ArrayBuffer>;
  readonly versus: BackgroundChoice;
  readonly quantity: QuantityName;
  readonly background: Background;
  /** Typical value of each feature among the background rows. */
  readonly typical: Float64Array;
  /** The second table that the background rows are of, where they are. */
  readonly second?: SecondPool;
}

/** The row under question and what every question about it needs. Parts of the Audit stand by themselves, so that nothing is asked again for others. */
export class Subject {
  readonly session: Session;
  readonly second: SecondState;
  readonly row = $derived.by(() => this.session.audit.person);
  readonly seed = $derived.by(() => this.session.audit.seed);
  readonly quantity = $derived.by(() => this.session.audit.quantity);
  readonly versus = $derived.by(() => this.session.audit.background);
  /** Answers that were asked for. */
  readonly requests = $derived.by(() => this.session.audit.requests);
  readonly #size = $derived.by(() => this.session.audit.backgroundSize);
  readonly #favourableClass = $derived.by(() => this.session.audit.favourable);
  readonly #line = $derived.by(() => this.session.audit.threshold);
  readonly features = $derived.by<readonly Feature[]>(() => this.session.space?.features ?? []);
  readonly players = $derived.by<readonly Player[]>(() => this.session.players);
  readonly #playerGroups = $derived.by(() => this.session.audit.playerGroups);
  readonly #split = $derived.by(() => this.session.audit.splitGroups);
  /** True where inputs have been put together, so that their value can be shared out among them. */
  readonly grouped = $derived.by(() => this.#playerGroups.length > 0 && !this.session.playersError);
  /** The inputs by themselves, each with the number of its group; undefined where groups count as one. */
  readonly #within = $derived.by(() => {
    if (!this.grouped || !this.#split) return undefined;
    const players = this.session.singlePlayers;
    const numberOf = ({ features }: Player, at: number): number => {
      const group = this.#playerGroups.findIndex((own) => own.includes(features[0]!));
      return group < 0 ? this.#playerGroups.length + at : group;
    };
    return { players, groups: Int32Array.from(players, numberOf) };
  });
  readonly values = $derived.by(() => this.encode(this.row));
  readonly score = $derived.by(() => this.session.scores?.[this.row]);
  /** False where a model gives only which of several classes, so that there is no number to explain. */
  readonly explainable = $derived.by(() => this.quantityOf({ kind: 'score' }) !== undefined);
  readonly favourable = $derived.by(() => this.score !== undefined && this.score >= this.session.threshold);
  readonly #columns = $derived.by(() => playerColumns(this.players, this.features, this.session.sample?.subarray(0, PARTNER_ROWS * this.features.length) ?? new Float64Array(0)));
  /** Rows that have a score, and so can be compared with. */
  readonly #usable = $derived.by(() => (this.session.scores ? Uint8Array.from(this.session.scores, (score) => (Number.isNaN(score) ? 0 : 1)) : undefined));
  readonly #approved = $derived.by(() => {
    const { scores, threshold } = this.session;
    return scores ? Uint8Array.from(scores, (score) => (score >= threshold ? 1 : 0)) : undefined;
  });

  constructor(session: Session) {
    this.session = session;
    this.second = new SecondState(session);
  }

  /** Asks for an answer that comes on request only: a setting, so that a link or a saved Audit asks for it again. */
  request(...requests: readonly Request[]): void {
    const added = requests.filter((request) => !this.requests.includes(request));
    if (added.length > 0) this.session.change({ requests: [...this.requests, ...added] });
  }

  /** Players that go closely together with one, in the table. */
  partnersOf(player: number): readonly Partner[] {
    return partnersOf(this.#columns, player);
  }

  /** The feature values of a row; undefined where there is no such row or no model. */
  encode(row: number): Float64Array<ArrayBuffer> | undefined {
    const { space, table, rows } = this.session;
    if (!space || !table || row < 0 || row >= rows) return undefined;
    return encodeRows(table.opened.table, space, Int32Array.of(row)).values;
  }

  /** A quantity of this model; undefined where the model does not have it. */
  quantityOf(name: QuantityName): Quantity | undefined {
    const { model, task, handle } = this.session;
    if (!model || !handle) return undefined;
    const threshold = name.kind === 'decision' ? this.#line : 0.5;
    try {
      const choice = name.kind === 'loss' ? { kind: name.kind, loss: this.session.lossKind, label: this.session.truth?.[this.row] ?? NaN } : name;
      const quantity = makeQuantity(choice, { task, classes: model.model.classes.length, favourable: this.#favourableClass, threshold });
      return quantity.width === handle.width ? quantity : undefined;
    } catch {
      return undefined;
    }
  }

  /** What a question about the person’s decision is asked with; undefined until all of it is there. */
  decisionFacts(): { readonly person: Float64Array<ArrayBuffer>; readonly players: readonly Player[]; readonly background: Float64Array<ArrayBuffer>; readonly quantity: Quantity } | undefined {
    const { values, players, session } = this;
    const quantity = this.quantityOf({ kind: 'decision' });
    const { sample } = session;
    if (!values || !quantity || !sample || players.length === 0 || Number.isNaN(this.score ?? NaN)) return undefined;
    return { person: values, players, background: sample, quantity };
  }

  /** Values for which lower is favourable are shown with their sign turned, as the session's scores are. */
  sign(name: QuantityName): 1 | -1 {
    return name.kind === 'score' && isValued(this.session.task) && this.#favourableClass === 0 ? -1 : 1;
  }

  /** Draws the rows to compare with. Reads only what the choice needs. */
  draw(choice: BackgroundChoice, seed = this.seed): Drawn | undefined {
    const { space, table, rows, groupCodes } = this.session;
    const usable = this.#usable;
    if (!space || !table || !usable) return undefined;
    if (choice.kind === 'second-table') return this.#drawSecond(choice, seed);
    const pool: BackgroundPool = {
      rows,
      usable,
      person: choice.kind === 'same-group' || choice.kind === 'nearest' ? this.row : -1,
      ...(choice.kind === 'favourable' && this.#approved ? { favourable: this.#approved } : {}),
      ...(groupCodes ? { group: groupCodes } : {}),
      ...(choice.kind === 'nearest' ? { nearest: this.#nearest() } : {}),
    };
    try {
      const background = chooseBackground(choice, pool, choice.kind === 'nearest' ? NEAREST : this.#size, seed);
      const encoded = encodeRows(table.opened.table, space, background.rows).values;
      return { choice, background, rows: encoded, typical: typicalValues(this.features, encoded) };
    } catch (error) {
      return { choice, error: toErrorRecord(error, 'influence') };
    }
  }

  /** Undefined while the second table is still being read. */
  #drawSecond(choice: BackgroundChoice, seed: number): Drawn | undefined {
    const { pool, error } = this.second;
    if (error) return { choice, error };
    if (!pool) return undefined;
    const background = chooseBackground({ kind: 'second-table', rows: pool.rows }, { rows: pool.rows, person: -1 }, this.#size, seed);
    const rows = takeRows(pool.values, this.features.length, background.rows);
    return { choice, background, rows, typical: typicalValues(this.features, rows), second: pool };
  }

  /** The rows most like the person among evenly spread ones, nearest first. */
  #nearest(): Int32Array {
    const { values, players, features, session } = this;
    const { sample, sampleStep } = session;
    if (!values || !sample || players.length === 0) return new Int32Array(0);
    // One more than are taken: the person may be among them.
    return Int32Array.from(nearestRows(values, sample, gowerScale(features, players, sample), { count: NEAREST + 1 }), ({ row }) => row * sampleStep);
  }

  /** The question about this person's reasons against drawn rows; undefined until everything for it is there. */
  ask(drawn: Drawn | undefined, name: QuantityName): ReasonsAsk | undefined {
    const { values, row, seed } = this;
    const { players, groups } = this.#within ?? { players: this.players, groups: undefined };
    const quantity = this.quantityOf(name);
    if (!drawn || 'error' in drawn || !values || !quantity || players.length === 0 || Number.isNaN(this.score ?? NaN)) return undefined;
    const { background, rows, typical, choice, second } = drawn;
    const question: ReasonsQuestion = { person: values, background: rows, players, quantity, ...(groups ? { groups } : {}), backgroundOf: background.of, settings: { ...REASONS_SETTINGS, seed } };
    return { question, row, values, versus: choice, quantity: name, background, typical, ...(second ? { second } : {}) };
  }
}
