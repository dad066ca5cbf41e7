import { untrack } from 'svelte';
import { cohortRows } from '../../engine/audit/cohort';
import type { Audit, Cohort } from '../../engine/audit/types';
import { EVERYONE } from '../../engine/audit/types';
import { partnerShares, strongestPartner } from '../../engine/influence/dependence/partner';
import type { Dependence } from '../../engine/influence/dependence/types';
import type { Importance } from '../../engine/influence/importance/job';
import { type Loss, makeLoss } from '../../engine/influence/importance/losses';
import type { PermutationImportance } from '../../engine/influence/importance/permutation-job';
import type { Sage } from '../../engine/influence/importance/sage-types';
import type { Player } from '../../engine/influence/players';
import { type Quantity, makeQuantity } from '../../engine/influence/quantities';
import { leafPaths } from '../../engine/influence/surrogate/leaves';
import type { Surrogate } from '../../engine/influence/surrogate/types';
import type { Population } from '../../engine/influence/trees/population-job';
import { type PlayerValues, playerValues } from '../../engine/influence/values';
import { encodeRows } from '../../engine/models/binding/features';
import type { Feature } from '../../engine/models/binding/types';
import { isValued } from '../../engine/models/types';
import type { JobName, QuestionOf, ResultOf } from '../../../workers/jobs';
import { Asked } from './asked.svelte';
import {
  type DependenceAsk,
  type DriverFacts,
  type InfluenceAsk,
  PAIRED,
  type PairsAsk,
  type PopulationAsk,
  dependenceAsk,
  influenceAsk,
  leavesOf,
  lossAsk,
  pairsAsk,
  populationAsk,
  readsLeaves,
  sageAsk,
  surfaceAsk,
  surrogateAsk,
  takesEverybody,
} from './driver-questions';
import type { Session } from './session.svelte';

export type Measure = Audit['ranking'];

/** What a score is made of: log odds, the margin of one of several classes, or the logarithm of a value. */
export type MarginKind = 'odds' | 'class' | 'log';

/** Explained rows before the largest input is taken for the one to look into. */
const SETTLED = 30;

/** Explained rows before intervals are drawn and sentences said. */
const STEADY = 8;

/** What picks people out: conditions on columns, one row, or a leaf of the small tree by the way to it. */
export type Selection = { readonly row: number } | { readonly tree: Surrogate; readonly path: string } | Conditions;
export type Conditions = Pick<Cohort, 'ranges' | 'levels'>;

/** The conditions on columns that pick people out, where they are picked out so. */
export function conditionsOf(selection: Selection | undefined): Conditions | undefined {
  return selection !== undefined && 'ranges' in selection ? selection : undefined;
}

interface Following {
  /** False while nobody looks at the answer. */
  readonly wanted?: () => boolean;
  /** A newer question under the same key stops this one. */
  readonly key?: string;
  readonly urgent?: boolean;
  /** Asked only once the order of the inputs is known; the last picture is kept until then. */
  readonly waits?: boolean;
}

/** Explained people as far as they are known, in one order for all pictures. */
export interface Explained {
  readonly ask: InfluenceAsk;
  readonly result: Importance;
  /** Table row of each. */
  readonly rows: Int32Array<ArrayBuffer>;
}

/** Everybody's influence in the mean. */
export interface Everybody {
  readonly ask: PopulationAsk;
  readonly result: Population;
}

type LossAsk = ReturnType<typeof lossAsk>;
type SageAsk = ReturnType<typeof sageAsk>;
type SurrogateAsk = ReturnType<typeof surrogateAsk>;

/** Which inputs matter to the model over the chosen people, and how the score goes with them. Computes only while the screen looks. */
export class DriversState {
  readonly session: Session;
  readonly influence = new Asked<InfluenceAsk, Importance>('influence');
  readonly population = new Asked<PopulationAsk, Population>('influence');
  readonly loss = new Asked<LossAsk, PermutationImportance>('influence');
  readonly sage = new Asked<SageAsk, Sage>('influence');
  readonly dependence = new Asked<DependenceAsk, Dependence>('influence');
  readonly pairs = new Asked<PairsAsk, Dependence>('influence');
  readonly surface = new Asked<PairsAsk, Dependence>('influence');
  readonly surrogate = new Asked<SurrogateAsk, Surrogate | null>('influence');
  /** Who is picked out in all pictures, and the pair looked into: kept while the same files are open, never in a link. */
  #picking = $state.raw<{ readonly players: readonly Player[]; readonly selection: Selection }>();
  #pairing = $state.raw<{ readonly players: readonly Player[]; readonly pair: readonly [number, number] }>();
  /** The largest input of a question, once that was known, and the whole order once nothing more is coming. */
  #largest = $state.raw<{ readonly players: readonly Player[]; readonly ask: InfluenceAsk | undefined; readonly first: number; readonly order?: readonly number[] }>();

  readonly #seed = $derived.by(() => this.session.audit.seed);
  readonly #favourable = $derived.by(() => this.session.audit.favourable);
  readonly #ranking = $derived.by(() => this.session.audit.ranking);
  readonly #input = $derived.by(() => this.session.audit.input);
  readonly cohort = $derived.by(() => this.session.audit.cohort);
  /** The line where it decides who is asked about; 0 where it does not, so that moving it changes nothing then. */
  readonly #line = $derived.by(() => (this.cohort.decision === 'all' ? 0 : this.session.threshold));
  readonly features = $derived.by<readonly Feature[]>(() => this.session.space?.features ?? []);
  readonly players = $derived.by(() => this.session.players);
  /** Rows that have a score. */
  readonly #scored = $derived.by(() => {
    const { scores } = this.session;
    return scores ? Int32Array.from(scores.keys()).filter((row) => !Number.isNaN(scores[row])) : new Int32Array(0);
  });
  /** Of these, the people asked about. */
  readonly people = $derived.by(() => {
    const { table, scores, groupCodes } = this.session;
    if (!table) return new Int32Array(0);
    return cohortRows(this.cohort, { table: table.opened.table, groups: groupCodes, scores, threshold: this.#line, among: this.#scored });
  });
  readonly #followed = $derived.by(() => this.session.audit.followed);
  /** What the score is made of, where that is another number: a forest's margin, else the log odds of a probability. */
  readonly marginKind = $derived.by<MarginKind | undefined>(() => {
    const { model, task, decided } = this.session;
    if (!model || decided || !this.#quantityOf('score', 0.5)) return undefined;
    const { forest, fromMargin } = model.model;
    const link = forest && fromMargin?.link;
    if (isValued(task)) return link === 'exp' ? 'log' : undefined;
    // Leaves that hold chances have no margin: the score is exact itself.
    if (link === 'none') return undefined;
    return task === 'multiclass' && link !== undefined ? 'class' : 'odds';
  });
  readonly followed = $derived.by<Audit['followed']>(() => (this.marginKind ? this.#followed : 'score'));
  readonly #quantity = $derived.by(() => {
    if (this.followed === 'score') return this.#quantityOf('score', 0.5);
    const { forest, fromMargin } = this.session.model!.model;
    return this.#quantityOf(forest && fromMargin ? 'leaves' : 'margin', 0.5);
  });
  /** False where a model gives only which of several classes, so that there is no number to follow. */
  readonly explainable = $derived.by(() => this.#quantity !== undefined);
  readonly scoredCount = $derived.by(() => this.#scored.length);

  readonly #group = $derived.by(() => {
    const { grouping } = this.session;
    return grouping && { codes: grouping.codes.map((code) => (code < 0 ? -1 : grouping.drawnOf[code]!)), count: grouping.drawn.length };
  });
  readonly #facts = $derived.by<DriverFacts | undefined>(() => {
    const { players } = this;
    const { space, table, model } = this.session;
    const [scored, cohort, quantity, seed, group] = [this.#scored, this.people, this.#quantity, this.#seed, this.#group];
    if (!space || !table || !quantity || !model || players.length === 0 || cohort.length === 0) return undefined;
    const leaves = leavesOf(model.model, quantity, players.length);
    return { table: table.opened.table, space, players, quantity, seed, scored, cohort, group: group?.codes, groups: group?.count ?? 0, leaves };
  });
  /** Whom a margin takes in: everybody exactly, exactly those who are explained, or those with a ±. */
  readonly marginTaking = $derived.by<'everybody' | 'explained' | 'sampled'>(() => {
    const { model, space } = this.session;
    const leaves = model && leavesOf(model.model, { kind: 'leaves' }, this.players.length);
    if (!space || leaves === undefined || !readsLeaves(leaves)) return 'sampled';
    return takesEverybody({ space, cohort: this.people, leaves }) ? 'everybody' : 'explained';
  });
  readonly #influenceAsk = $derived.by(() => this.#facts && influenceAsk(this.#facts));

  readonly lossKind = $derived.by(() => this.session.lossKind);
  readonly #known = $derived.by(() => {
    const { truth } = this.session;
    return truth && this.people.filter((row) => !Number.isNaN(truth[row]));
  });
  /** True where outcomes are known, so that it can be said how well the model predicts. */
  readonly labelled = $derived.by(() => (this.#known?.length ?? 0) > 1);
  readonly shown = $derived.by<Measure>(() => (this.labelled ? this.#ranking : 'influence'));
  readonly #loss = $derived.by(() => {
    const { task, model } = this.session;
    return model && makeLoss(this.lossKind, { task, classes: model.model.classes.length, favourable: this.#favourable, threshold: 0.5 });
  });
  readonly #lossAsk = $derived.by(() => this.#losing(lossAsk));
  readonly #sageAsk = $derived.by(() => this.#losing(sageAsk));

  /** The input looked into: the one chosen, else the largest; undefined until that can be told. */
  readonly player = $derived.by<number | undefined>(() => {
    if (this.#input >= 0 && this.#input < this.players.length) return this.#input;
    return this.#largest?.players === this.players ? this.#largest.first : undefined;
  });
  readonly #dependenceAsk = $derived.by(() => {
    const player = this.player === undefined ? undefined : this.players[this.player];
    return this.#facts && player && dependenceAsk(this.#facts, player);
  });

  /** Inputs by mean size of influence, once the order is settled, so that what hangs on it is asked once. */
  readonly #order = $derived.by(() => (this.#largest?.ask === this.#influenceAsk ? this.#largest?.order : undefined));
  readonly #cut = $derived.by(() => (this.session.decided ? 0.5 : this.session.audit.threshold));
  readonly #pairsAsk = $derived.by(() => (this.#facts && this.#order && this.players.length > 1 ? pairsAsk(this.#facts, this.#order.slice(0, PAIRED)) : undefined));
  readonly #populationAsk = $derived.by(() => this.#facts && this.#order && populationAsk(this.#facts));
  readonly #surrogateAsk = $derived.by(() => {
    const decision = this.#order && this.#quantityOf('decision', this.#cut);
    return this.#facts && decision && surrogateAsk(this.#facts, decision);
  });
  /** The pair looked into: the one chosen, else the one with the largest size. */
  readonly pair = $derived.by<readonly [number, number] | undefined>(() => {
    const { answered, result } = this.pairs;
    if (this.#pairing?.players === this.players) return this.#pairing.pair;
    const largest = result?.pairs.reduce<(typeof result.pairs)[number] | undefined>((best, pair) => (pair.size !== null && pair.size > (best?.size ?? -1) ? pair : best), undefined);
    if (!answered || !largest || this.pairs.state !== 'done') return undefined;
    return [answered.players[largest.axes[0]]!, answered.players[largest.axes[1]]!];
  });
  readonly #pairKey = $derived.by(() => this.pair?.join());
  readonly #surfaceAsk = $derived.by(() => {
    const pair = this.#pairKey?.split(',').map(Number);
    return this.#facts && pair && surfaceAsk(this.#facts, [pair[0]!, pair[1]!]);
  });
  /** False for a pair that has no surface, since one of the two does not vary. */
  readonly surfaced = $derived.by(() => this.pair === undefined || this.#surfaceAsk !== undefined);

  /** The explained people so far. */
  readonly explained = $derived.by<Explained | undefined>(() => {
    const { answered, result } = this.influence;
    return answered && result && { ask: answered, result, rows: result.people.map((person) => answered.rows[person]!) };
  });
  /** What the explained people's influences are on; before anybody is explained, what is asked about. */
  readonly told = $derived.by<Pick<Quantity, 'kind'>>(() => this.influence.answered?.question.quantity ?? this.#quantity ?? { kind: 'score' });
  /** Mean influence over everybody asked about, where that is known exactly. */
  readonly everybody = $derived.by<Everybody | undefined>(() => {
    const { answered, result, state, stale } = this.population;
    return answered && result && state === 'done' && !stale && answered === this.#populationAsk ? { ask: answered, result } : undefined;
  });
  /** False while so few people are explained that words and intervals would come and go with the next. */
  readonly steady = $derived.by(() => !this.refining || (this.influence.result?.people.length ?? 0) >= STEADY);
  /** True while more people of the question shown are being explained. */
  readonly refining = $derived.by(() => this.influence.state === 'computing' && !this.influence.stale);
  readonly #values = $derived.by(() => {
    const explained = this.explained;
    const made = new Map<number, PlayerValues>();
    return (player: number): PlayerValues => {
      const { question, features } = explained!.ask;
      const known = made.get(player);
      if (known) return known;
      const { width } = question;
      const rows = new Float64Array(explained!.result.people.length * width);
      explained!.result.people.forEach((person, at) => rows.set(question.people.subarray(person * width, (person + 1) * width), at * width));
      const values = playerValues(question.players[player]!, features, rows);
      made.set(player, values);
      return values;
    };
  });
  /** How much of the chosen input's influence hangs on each other input; NaN for itself. */
  readonly shares = $derived.by<Float64Array | undefined>(() => {
    const { explained, player } = this;
    if (!explained || this.refining || player === undefined || player >= explained.result.players.length) return undefined;
    const others = explained.result.players.map((_, other) => other).filter((other) => other !== player);
    const found = partnerShares(this.values(player), this.influenceOf(player), others.map((other) => this.values(other)));
    const shares = new Float64Array(explained.result.players.length).fill(NaN);
    others.forEach((other, at) => (shares[other] = found[at]!));
    return shares;
  });
  readonly #partner = $derived.by(() => this.session.audit.partner);
  /** The second input: the one chosen, else the one that the first goes together with most. */
  readonly partner = $derived.by<number | undefined>(() => {
    const chosen = this.#partner;
    if (chosen >= 0 && chosen < this.players.length && chosen !== this.player) return chosen;
    return this.shares && strongestPartner(this.shares);
  });
  readonly selection = $derived.by(() => {
    if (this.#picking?.players !== this.players) return undefined;
    const { selection } = this.#picking;
    // A leaf means nothing in another tree.
    return 'tree' in selection && selection.tree !== this.surrogate.result ? undefined : selection;
  });
  /** Leaf of the small tree that each explained person falls in, by the way to it; undefined without a tree. */
  readonly leaves = $derived.by<readonly string[] | undefined>(() => {
    const { explained } = this;
    const tree = this.surrogate.result;
    return explained && tree?.shown ? this.#leavesOf(tree, explained.rows) : undefined;
  });
  /** Positions of the people picked out, among the explained. */
  readonly picked = $derived.by<Int32Array<ArrayBuffer> | undefined>(() => {
    const { explained } = this;
    return explained && this.pickedAmong(explained.rows);
  });

  constructor(session: Session) {
    this.session = session;
  }

  #quantityOf(kind: 'score' | 'margin' | 'leaves' | 'decision', threshold: number): Quantity | undefined {
    const { model, task, handle } = this.session;
    if (!model || !handle) return undefined;
    const quantity = makeQuantity({ kind }, { task, classes: model.model.classes.length, favourable: this.#favourable, threshold });
    return quantity.width === handle.width ? quantity : undefined;
  }

  #losing<Ask>(make: (facts: DriverFacts, known: Int32Array, truth: Float64Array, loss: Loss) => Ask): Ask | undefined {
    const [facts, known, truth, loss] = [this.#facts, this.#known, this.session.truth, this.#loss];
    return facts && known && truth && loss && known.length > 1 ? make(facts, known, truth, loss) : undefined;
  }

  #leavesOf(tree: Surrogate, rows: Int32Array): readonly string[] {
    const { table, space } = this.session;
    if (!table || !space) return [];
    return leafPaths(tree, encodeRows(table.opened.table, space, Int32Array.from(rows)).values, space.features.length);
  }

  /** Positions of those picked out among some rows, ascending rows or not; undefined when nobody is being picked out. */
  pickedAmong(rows: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> | undefined {
    const { selection } = this;
    const table = this.session.table?.opened.table;
    if (!selection || !table) return undefined;
    const positions = Int32Array.from(rows.keys());
    if ('row' in selection) return positions.filter((at) => rows[at] === selection.row);
    if ('tree' in selection) {
      const leaves = this.#leavesOf(selection.tree, rows);
      return positions.filter((at) => leaves[at] === selection.path);
    }
    const kept = new Set(cohortRows({ ...EVERYONE, ...selection }, { table, threshold: 0, among: rows }));
    return positions.filter((at) => kept.has(rows[at]!));
  }

  /** What each explained person has for a player. */
  values(player: number): PlayerValues {
    return this.#values(player);
  }

  /** A player's influence on each explained person. */
  influenceOf(player: number): Float64Array<ArrayBuffer> {
    const { rows } = this.explained!.result;
    return Float64Array.from({ length: rows.stratum.length }, (_, at) => rows.phi[at * rows.players + player]!);
  }

  /** Called by the screen while it is shown: computes what it lacks, and stops when it is left. */
  watch(): void {
    this.#follow('importance', this.influence, () => this.#influenceAsk);
    this.#follow('treePopulation', this.population, () => this.#populationAsk, { waits: true });
    this.#follow('permutation', this.loss, () => this.#lossAsk, { wanted: () => this.shown === 'loss' });
    this.#follow('sage', this.sage, () => this.#sageAsk, { wanted: () => this.shown === 'sage' });
    this.#follow('dependence', this.dependence, () => this.#dependenceAsk, { urgent: true });
    this.#follow('dependence', this.pairs, () => this.#pairsAsk, { key: 'pairs', waits: true });
    this.#follow('dependence', this.surface, () => this.#surfaceAsk, { key: 'surface', urgent: true, waits: true });
    this.#follow('surrogate', this.surrogate, () => this.#surrogateAsk, { waits: true });
    $effect(() => this.#settle());
  }

  #follow<Name extends JobName, Ask extends { readonly question: QuestionOf<Name> }>(
    job: Name,
    asked: Asked<Ask, ResultOf<Name>>,
    asking: () => Ask | undefined,
    { wanted = () => true, key = job, urgent = false, waits = false }: Following = {},
  ): void {
    // What waits for the order of the inputs keeps its last picture until then.
    const waiting = (): boolean => waits && this.session.handle !== undefined && this.influence.state === 'computing';
    asked.follow(
      () => this.session.handle && asking(),
      ({ question }, how) => this.session.handle!.run(job, question, { ...how, key, urgent }),
      { wanted, waiting },
    );
  }

  /** Takes the largest input once it is known well enough, and the order of all when nothing more is coming. */
  #settle(): void {
    const { result, state, answered } = this.influence;
    const { players } = this;
    const ask = this.#influenceAsk;
    const over = state === 'stopped' || state === 'failed' || (state === 'done' && answered === ask);
    const known = untrack(() => this.#largest);
    const same = known?.ask === ask;
    if (players.length === 0 || (same && known?.order)) return;
    // Read off leaves, the rest follows within a moment.
    const enough = result !== undefined && answered === ask && (over || (answered?.question.fromLeaves === undefined && result.people.length >= SETTLED));
    if (!enough && !over) return;
    const order = players.map((_, player) => player);
    if (enough) order.sort((a, b) => result.means[b]!.size - result.means[a]!.size);
    const first = same ? known!.first : order[0]!;
    if (over) this.#largest = { players, ask, first, order };
    else if (!same) this.#largest = { players, ask, first };
  }

  choose(player: number): void {
    this.session.change({ input: player });
  }

  /** Picks people out in all pictures, or nobody. */
  select(selection: Selection | undefined): void {
    this.#picking = selection && { players: this.players, selection };
  }

  choosePair(pair: readonly [number, number]): void {
    this.#pairing = { players: this.players, pair };
  }

  /** Limits the screen to some people. */
  limit(part: Partial<Cohort>): void {
    this.session.change({ cohort: { ...this.cohort, ...part } });
  }
}
