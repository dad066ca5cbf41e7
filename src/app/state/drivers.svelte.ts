import { untrack } from 'svelte';
import { chooseBackground } from '../../engine/influence/backgrounds';
import { type Axis, blockAxis, levelAxis, numberAxis } from '../../engine/influence/dependence/axes';
import { DEPENDENCE_SETTINGS, type Dependence, type DependenceQuestion } from '../../engine/influence/dependence/types';
import { type Importance, type ImportanceQuestion, IMPORTANCE_SETTINGS } from '../../engine/influence/importance/job';
import { type LossKind, makeLoss } from '../../engine/influence/importance/losses';
import { type PermutationImportance, type PermutationQuestion, PERMUTATION_SETTINGS } from '../../engine/influence/importance/permutation-job';
import { stratifiedSample } from '../../engine/influence/importance/strata';
import type { Player } from '../../engine/influence/players';
import { makeQuantity } from '../../engine/influence/quantities';
import { plannedRows } from '../../engine/influence/sampled/blocks';
import { encodeRows } from '../../engine/models/binding/features';
import type { Feature } from '../../engine/models/binding/types';
import { isValued } from '../../engine/models/types';
import { Random } from '../../engine/stats/random';
import { type Answering, Asked } from './asked.svelte';
import type { Session } from './session.svelte';

export type Measure = 'influence' | 'loss';

/** Rows compared with; rows explained at most and at least, within about so many model rows in all. */
const BACKGROUND = 50;
const PEOPLE = { most: 400, least: 40 };
const MODEL_ROWS = 1_500_000;
/** Most mixed rows of one person that are all scored, so that six inputs are exact. */
const EXACT_ROWS = 4000;
const LOSS_ROWS = { most: 5000, least: 500 };
const DEPENDENCE_ROWS = 5000;
const BINS = 20;
/** Explained rows before the largest input is taken for the one to look into. */
const SETTLED = 30;
/** Each draw has a stream of its own, so that rows compared with and rows explained are not the same. */
const DRAW = { people: 1, loss: 2, dependence: 3 };

export interface InfluenceAsk {
  readonly question: ImportanceQuestion;
  /** Rows explained and compared with, and the rows both were drawn from. */
  readonly people: number;
  readonly background: number;
  readonly of: number;
}

export interface LossAsk {
  readonly question: PermutationQuestion;
  readonly rows: number;
  readonly of: number;
}

export interface DependenceAsk {
  readonly question: DependenceQuestion;
  readonly axis: Axis;
  readonly features: readonly Feature[];
  /** Mean score of the rows: accumulated effects are drawn around it. */
  readonly base: number;
  readonly rows: number;
  readonly of: number;
}

/** Which inputs matter to the model over all rows, and how the score goes with one of them. Computes only while the screen looks. */
export class DriversState {
  measure = $state<Measure>('influence');
  readonly session: Session;
  readonly influence = new Asked<InfluenceAsk, Importance>('influence');
  readonly loss = new Asked<LossAsk, PermutationImportance>('influence');
  readonly dependence = new Asked<DependenceAsk, Dependence>('influence');
  /** Counts the times that stopped or failed work was asked for again. */
  #asks = $state(0);
  #chosen = $state.raw<{ readonly players: readonly Player[]; readonly player: number }>();

  readonly #seed = $derived.by(() => this.session.audit.seed);
  readonly #favourable = $derived.by(() => this.session.audit.favourable);
  readonly #classLevels = $derived.by(() => this.session.audit.classLevels);
  readonly features = $derived.by<readonly Feature[]>(() => this.session.space?.features ?? []);
  readonly players = $derived.by(() => this.session.players);
  /** Rows that have a score. */
  readonly #scored = $derived.by(() => {
    const { scores } = this.session;
    return scores ? Int32Array.from(scores.keys()).filter((row) => !Number.isNaN(scores[row])) : new Int32Array(0);
  });
  readonly #quantity = $derived.by(() => {
    const { model, task, handle } = this.session;
    if (!model || !handle) return undefined;
    const quantity = makeQuantity({ kind: 'score' }, { task, classes: model.model.classes.length, favourable: this.#favourable, threshold: 0.5 });
    return quantity.width === handle.width ? quantity : undefined;
  });
  /** False where a model gives only which of several classes, so that there is no number to follow. */
  readonly explainable = $derived.by(() => this.#quantity !== undefined);
  /** False where no row has a score. */
  readonly anyScored = $derived.by(() => this.#scored.length > 0);

  readonly #influenceAsk = $derived.by<InfluenceAsk | undefined>(() => {
    const { players } = this;
    const { space, table, rows } = this.session;
    const [scored, quantity, seed] = [this.#scored, this.#quantity, this.#seed];
    if (!space || !table || !quantity || players.length === 0 || scored.length === 0) return undefined;
    const usable = new Uint8Array(rows);
    for (const row of scored) usable[row] = 1;
    const background = chooseBackground({ kind: 'everyone' }, { rows, usable, person: -1 }, BACKGROUND, seed);
    const exact = background.rows.length * 2 ** players.length;
    const each = exact <= EXACT_ROWS ? exact : background.rows.length * plannedRows(players.length, 0, IMPORTANCE_SETTINGS.units);
    const wanted = Math.max(PEOPLE.least, Math.min(PEOPLE.most, Math.floor(MODEL_ROWS / each)));
    const drawn = stratifiedSample(Int32Array.from(usable, (own) => own - 1), wanted, seed + DRAW.people);
    const encode = (which: Int32Array): Float64Array<ArrayBuffer> => encodeRows(table.opened.table, space, which).values;
    return {
      question: {
        people: encode(drawn.rows),
        stratum: drawn.stratum,
        sizes: drawn.sizes,
        width: space.features.length,
        background: encode(background.rows),
        players,
        quantity,
        settings: { ...IMPORTANCE_SETTINGS, maxExactRows: EXACT_ROWS, seed },
      },
      people: drawn.rows.length,
      background: background.rows.length,
      of: scored.length,
    };
  });

  /** What really happened, per row, as the model's class number or value; NaN where not known. */
  readonly #truth = $derived.by<Float64Array | undefined>(() => {
    const { task, labelLevels, columns, labelColumn } = this.session;
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
  readonly lossKind = $derived.by<LossKind>(() => (isValued(this.session.task) ? 'squared' : this.session.decided ? 'zero-one' : 'log'));
  readonly #known = $derived.by(() => {
    const truth = this.#truth;
    return truth && this.#scored.filter((row) => !Number.isNaN(truth[row]));
  });
  /** True where outcomes are known, so that it can be said how well the model predicts. */
  readonly labelled = $derived.by(() => (this.#known?.length ?? 0) > 1);
  readonly shown = $derived.by<Measure>(() => (this.labelled ? this.measure : 'influence'));

  readonly #lossAsk = $derived.by<LossAsk | undefined>(() => {
    const { players, lossKind } = this;
    const { space, table, task, model } = this.session;
    const [known, truth, seed] = [this.#known, this.#truth, this.#seed];
    if (!space || !table || !model || !known || !truth || known.length < 2 || players.length === 0 || !this.#quantity) return undefined;
    const wanted = Math.floor(MODEL_ROWS / (1 + PERMUTATION_SETTINGS.repeats * players.length));
    const size = Math.max(LOSS_ROWS.least, Math.min(LOSS_ROWS.most, wanted));
    const rows = new Random(seed + DRAW.loss).sample(known.length, Math.min(size, known.length)).map((index) => known[index]!);
    const facts = { task, classes: model.model.classes.length, favourable: this.#favourable, threshold: 0.5 };
    const question: PermutationQuestion = {
      values: encodeRows(table.opened.table, space, rows).values,
      width: space.features.length,
      labels: Float64Array.from(rows, (row) => truth[row]!),
      players,
      loss: makeLoss(lossKind, facts),
      settings: { ...PERMUTATION_SETTINGS, seed },
    };
    return { question, rows: rows.length, of: known.length };
  });

  /** The input looked into: the one chosen, else the largest; undefined until that can be told. */
  readonly player = $derived.by<number | undefined>(() => (this.#chosen?.players === this.players ? this.#chosen.player : undefined));

  readonly #dependenceAsk = $derived.by<DependenceAsk | undefined>(() => {
    const { features } = this;
    const { space, table, scores } = this.session;
    const [scored, quantity, seed] = [this.#scored, this.#quantity, this.#seed];
    const player = this.player === undefined ? undefined : this.players[this.player];
    if (!space || !table || !scores || !quantity || !player || scored.length === 0) return undefined;
    const rows = new Random(seed + DRAW.dependence).sample(scored.length, Math.min(DEPENDENCE_ROWS, scored.length)).map((index) => scored[index]!);
    const { values } = encodeRows(table.opened.table, space, rows);
    const width = features.length;
    const axis = axisOf(player, features, values, width);
    return {
      question: { values, width, axes: [axis], pairs: [], quantity, settings: DEPENDENCE_SETTINGS },
      axis,
      features,
      base: (this.#sign * rows.reduce((sum, row) => sum + scores[row]!, 0)) / rows.length,
      rows: rows.length,
      of: scored.length,
    };
  });

  constructor(session: Session) {
    this.session = session;
  }

  /** Scores of the session are turned so that larger is favourable; inputs are followed on the model's own values. */
  get #sign(): 1 | -1 {
    return isValued(this.session.task) && this.#favourable === 0 ? -1 : 1;
  }

  /** Called by the screen while it is shown: computes what it lacks, and stops when it is left. */
  watch(): void {
    $effect(() => {
      const { handle } = this.session;
      const ask = this.#influenceAsk;
      void this.#asks;
      const wanted = this.shown === 'influence';
      follow(this.influence, handle && ask, wanted, ({ question }, how) => handle!.run('importance', question, how));
    });
    $effect(() => {
      const { handle } = this.session;
      const ask = this.#lossAsk;
      void this.#asks;
      const wanted = this.shown === 'loss';
      follow(this.loss, handle && ask, wanted, ({ question }, how) => handle!.run('permutation', question, how));
    });
    $effect(() => {
      const { handle } = this.session;
      const ask = this.#dependenceAsk;
      void this.#asks;
      follow(this.dependence, handle && ask, true, ({ question }, how) => handle!.run('dependence', question, { ...how, urgent: true }));
    });
    $effect(() => this.#settle());
    $effect(() => () => {
      for (const asked of [this.influence, this.loss, this.dependence]) asked.leave();
    });
  }

  /** Takes the largest input for the one to look into, once it is known well enough or nothing more is coming. */
  #settle(): void {
    const { result, state, answered } = this.influence;
    const { players } = this;
    if (this.player !== undefined || players.length === 0) return;
    const over = state === 'done' || state === 'stopped' || state === 'failed';
    if (result && answered?.question.players === players && (over || result.people.length >= SETTLED)) this.choose(largest(result.means.map(({ size }) => size)));
    else if (over || this.shown === 'loss') this.choose(0);
  }

  /** Starts again what was stopped or has failed. */
  again(asked: { clear(): void }): void {
    asked.clear();
    this.#asks++;
  }

  choose(player: number): void {
    this.#chosen = { players: this.players, player };
  }
}

function follow<Ask, Result>(asked: Asked<Ask, Result>, ask: Ask | undefined, wanted: boolean, run: (ask: Ask, how: Answering<Result>) => Promise<Result>): void {
  untrack(() => {
    if (ask === undefined) asked.clear();
    else if (wanted) void asked.ask(ask, run);
    else asked.leave();
  });
}

function largest(sizes: readonly number[]): number {
  return sizes.reduce((best, size, index) => (size > sizes[best]! ? index : best), 0);
}

function axisOf(player: Player, features: readonly Feature[], values: Float64Array, width: number): Axis {
  const [feature] = player.features;
  if (feature === undefined || player.features.length > 1) return blockAxis(player.name, player.features, values, width);
  const column = Float64Array.from({ length: values.length / width }, (_, row) => values[row * width + feature]!);
  return features[feature]?.kind === 'number' ? numberAxis(player.name, feature, column, { bins: BINS }) : levelAxis(player.name, feature, column);
}
