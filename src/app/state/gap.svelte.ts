import { groupCounts, otherCounts } from '../../engine/fairness/counts';
import { type GapIdentity, gapIdentity } from '../../engine/fairness/gap/identity';
import type { GapChoice, GapMeasure } from '../../engine/fairness/gap/choice';
import type { GapTreesQuestion } from '../../engine/fairness/gap/trees-job';
import type { GapDecomposition, GapLens, GapShares } from '../../engine/fairness/gap/types';
import { type Quantity, makeQuantity } from '../../engine/influence/quantities';
import { isValued } from '../../engine/models/types';
import { Asked } from './asked.svelte';
import { type GapAsk, type GapFacts, type GapFamily, type GapPair, gapQuestion, leavesQuestion } from './gap-questions';
import type { GroupsState } from './groups.svelte';
import type { Session } from './session.svelte';
import { PROBABILITY, type ScoreScale } from '../text/scale';

type Lens = Exclude<GapLens, 'shared'>;
export const LENSES: readonly Lens[] = ['unary', 'swap', 'swap-ranks'];
const FAMILIES: readonly GapFamily[] = ['all', 'tpr', 'fpr'];
/** How much finer a look is when somebody asks for it, and how often it may be asked. */
const FINER = 4;
const FINEST = 16;

/** A gap taken apart as far as it is known. */
export interface GapAnswer {
  readonly ask: GapAsk;
  readonly shares: GapShares;
  readonly result: GapDecomposition;
}

/** Which inputs carry a gap between two groups. Computes only while a screen looks; the last answers stay. */
export class GapState {
  readonly session: Session;
  readonly groups: GroupsState;
  // Parts of the Audit stand by themselves, so that nothing is asked again for others.
  readonly #seed = $derived.by(() => this.session.audit.seed);
  readonly #favourable = $derived.by(() => this.session.audit.favourable);
  readonly #line = $derived.by(() => this.session.audit.threshold);
  readonly #choice = $derived.by(() => this.session.audit.gap);
  readonly measure = $derived.by(() => this.#choice.measure);
  finer = $state(1);
  /** The other ways of taking the gap apart were asked for. */
  readonly lensesWanted = $derived.by(() => this.#choice.lenses);
  readonly leavesWanted = $derived.by(() => this.#choice.leaves);
  readonly shared: Readonly<Record<GapFamily, Asked<GapAsk, GapDecomposition>>> = { all: new Asked('fairness'), tpr: new Asked('fairness'), fpr: new Asked('fairness') };
  readonly lenses: Readonly<Record<Lens, Asked<GapAsk, GapDecomposition>>> = { unary: new Asked('fairness'), swap: new Asked('fairness'), 'swap-ranks': new Asked('fairness') };
  readonly leaves = new Asked<GapTreesQuestion, GapDecomposition>('fairness');

  readonly family = $derived.by<GapFamily>(() => (this.measure === 'tpr' || this.measure === 'fpr' ? this.measure : 'all'));
  /** The lowest group against everyone else where nothing was chosen. */
  readonly pair = $derived.by<{ readonly group: number; readonly against: number | 'others' } | undefined>(() => {
    const { names } = this.groups;
    if (names.length < 2) return undefined;
    const chosen = this.#choice.pair;
    if (chosen && chosen[0] >= 0 && chosen[0] !== chosen[1] && Math.max(...chosen) < names.length) return { group: chosen[0], against: chosen[1] < 0 ? 'others' : chosen[1] };
    return { group: this.groups.extremes('selection')?.lowest ?? 0, against: 'others' };
  });
  /** The two sides of the gap in decisions, the one with the higher rate first. */
  readonly sides = $derived.by(() => this.#ordered('all'));
  /** Rows with a score on each side. */
  readonly rows = $derived.by(() => this.sides && this.#rowsOf('all', this.sides));
  /** How numbers of the measure shown are printed. */
  readonly scale = $derived.by<ScoreScale>(() => (this.measure === 'score' ? this.session.scale : PROBABILITY));
  readonly print = $derived.by(() => ({ factor: this.scale.factor * this.scale.up, decimals: this.scale.decimals }));
  readonly inPoints = $derived.by(() => this.scale.unit === 'points');
  readonly identity = $derived.by<GapIdentity | null | undefined>(() => {
    const { table, labelled } = this.groups;
    const { sides } = this;
    if (!table || !labelled || !sides) return undefined;
    const other = (side: number | 'others', of: number | 'others') => (side === 'others' ? otherCounts(table, of as number) : groupCounts(table, side));
    return gapIdentity(other(sides.a, sides.b), other(sides.b, sides.a));
  });
  readonly #basis = $derived.by<readonly unknown[]>(() => [this.session.handle, this.session.scores, this.session.threshold, this.session.players, this.codes, this.session.weights]);
  readonly #allAsk = $derived.by(() => this.#ask('all', 'shared'));
  readonly #tprAsk = $derived.by(() => this.#ask('tpr', 'shared'));
  readonly #fprAsk = $derived.by(() => this.#ask('fpr', 'shared'));
  readonly #unaryAsk = $derived.by(() => this.#ask(this.family, 'unary'));
  readonly #swapAsk = $derived.by(() => this.#ask(this.family, 'swap'));
  readonly #ranksAsk = $derived.by(() => this.#ask(this.family, 'swap-ranks'));
  readonly #leavesAsk = $derived.by(() => {
    const facts = this.#facts('all');
    return facts && leavesQuestion(facts, this.#favourable);
  });
  /** Drawn group of each row, −1 where unknown. */
  readonly codes = $derived.by(() => {
    const { grouping } = this.session;
    return grouping?.codes.map((code) => (code < 0 ? -1 : grouping.drawnOf[code]!));
  });
  /** Rows with a score, and where rows count by weight with one above 0. */
  readonly #scored = $derived.by(() => {
    const { scores } = this.session;
    const { weights } = this.session;
    return scores ? Int32Array.from(scores.keys()).filter((row) => !Number.isNaN(scores[row]) && !(weights && !(weights[row]! > 0))) : new Int32Array(0);
  });

  constructor(session: Session, groups: GroupsState) {
    this.session = session;
    this.groups = groups;
  }

  /** What the model is asked for can be read as a score and a decision. */
  readonly explainable = $derived.by(() => this.session.handle !== undefined && this.session.players.length > 0 && this.#quantity('decision') !== undefined);

  /** The gap of the measure shown, as far as known. */
  readonly answer = $derived.by<GapAnswer | undefined>(() => this.#answerOf(this.shared[this.family], this.measure));
  /** The gap in decisions, whatever is shown, as far as known. */
  readonly decision = $derived.by<GapAnswer | undefined>(() => this.#answerOf(this.shared.all, 'decision'));
  /** The same once nothing more is coming and while it is about the files, the line and the groups as they stand. */
  readonly settled = $derived.by(() => {
    const { decision } = this;
    return this.shared.all.state === 'done' && decision?.ask.basis.every((part, at) => part === this.#basis[at]) ? decision : undefined;
  });
  readonly computing = $derived.by(() => this.shared[this.family]);
  /** False once asking for more pairs would not be allowed. */
  readonly mayRefine = $derived.by(() => this.finer < FINEST && this.computing.state === 'done');

  choose(group: number, against: number | 'others'): void {
    this.change({ pair: [group, against === 'others' || against === group ? -1 : against] });
  }

  change(part: Partial<GapChoice>): void {
    this.session.change({ gap: { ...this.#choice, ...part } });
  }

  refine(): void {
    this.finer = Math.min(FINEST, this.finer * FINER);
  }

  /** A lens on the measure shown. */
  lens(lens: Lens): GapAnswer | undefined {
    const found = this.#answerOf(this.lenses[lens], this.measure);
    return found?.ask.family === this.family ? found : undefined;
  }

  /** Called by the screen while it is shown. */
  watch(): void {
    const families = { all: () => this.#allAsk, tpr: () => this.#tprAsk, fpr: () => this.#fprAsk };
    for (const family of FAMILIES) this.#follow(`gap ${family}`, this.shared[family], families[family], () => this.family === family);
    const lenses = { unary: () => this.#unaryAsk, swap: () => this.#swapAsk, 'swap-ranks': () => this.#ranksAsk };
    for (const lens of LENSES) this.#follow(`gap ${lens}`, this.lenses[lens], () => (this.lensesWanted ? lenses[lens]() : undefined), () => this.computing.state === 'done');
    this.leaves.follow(
      () => (this.leavesWanted && this.session.handle ? this.#leavesAsk : undefined),
      (question, how) => this.session.handle!.run('gapTrees', question, { ...how, key: 'gap leaves' }),
    );
  }

  #follow(key: string, asked: Asked<GapAsk, GapDecomposition>, asking: () => GapAsk | undefined, wanted: () => boolean): void {
    asked.follow(
      () => this.session.handle && asking(),
      ({ question }, how) => this.session.handle!.run('gap', question, { ...how, key }),
      { wanted },
    );
  }

  #answerOf({ answered, result }: Asked<GapAsk, GapDecomposition>, measure: GapMeasure): GapAnswer | undefined {
    const shares = result?.shares[measure === 'score' ? 1 : 0];
    return answered && result && shares ? { ask: answered, result, shares } : undefined;
  }

  #quantity(kind: 'decision' | 'score'): Quantity | undefined {
    const { model, task, handle, decided } = this.session;
    if (!model || !handle) return undefined;
    const quantity = makeQuantity({ kind }, { task, classes: model.model.classes.length, favourable: this.#favourable, threshold: decided ? 0.5 : this.#line });
    return quantity.width === handle.width ? quantity : undefined;
  }

  /** The two sides, the one with the higher rate of favourable decisions first. */
  #ordered(family: GapFamily): GapPair | undefined {
    const { pair } = this;
    if (!pair) return undefined;
    const found = this.groups.against(family === 'all' ? 'selection' : family, pair.group, pair.against);
    const up = found?.difference !== null && found !== undefined && found.difference > 0;
    // Of two groups everyone else is the other one.
    const other = pair.against === 'others' && this.groups.names.length === 2 ? 1 - pair.group : pair.against;
    return up ? { a: pair.group, b: other } : { a: other, b: pair.group };
  }

  /** Rows with a score on each side; for an error rate those with the outcome it is about. */
  #rowsOf(family: GapFamily, { a, b }: GapPair): { readonly a: Int32Array; readonly b: Int32Array } | undefined {
    const { codes } = this;
    const { outcomes } = this.session;
    const wanted = family === 'tpr' ? 1 : family === 'fpr' ? 0 : undefined;
    if (!codes || (wanted !== undefined && !outcomes)) return undefined;
    const among = this.#scored.filter((row) => codes[row]! >= 0 && (wanted === undefined || outcomes![row] === wanted));
    const of = (side: number | 'others', other: number | 'others'): Int32Array => among.filter((row) => (side === 'others' ? codes[row] !== other : codes[row] === side));
    return { a: of(a, b), b: of(b, a) };
  }

  #facts(family: GapFamily): GapFacts | undefined {
    const { table, space, players, scores, threshold, task, decided, weights } = this.session;
    const pair = this.#ordered(family);
    const quantities = (family === 'all' && !decided ? (['decision', 'score'] as const) : (['decision'] as const)).map((kind) => this.#quantity(kind));
    if (!table || !space || players.length === 0 || !scores || !pair || !quantities.every((quantity) => quantity !== undefined)) return undefined;
    const sides = this.#rowsOf(family, pair);
    if (!sides || sides.a.length === 0 || sides.b.length === 0) return undefined;
    const sign = isValued(task) && this.#favourable === 0 ? -1 : 1;
    const read = { decision: (row: number) => (scores[row]! >= threshold ? 1 : 0), score: (row: number) => sign * scores[row]! };
    return { table: table.opened.table, space, players, seed: this.#seed, ...sides, scored: this.#scored, quantities, values: [read.decision, read.score].slice(0, quantities.length), weights, finer: this.finer };
  }

  #ask(family: GapFamily, lens: GapLens): GapAsk | undefined {
    const facts = this.#facts(family);
    const pair = this.#ordered(family);
    return facts && pair && { question: gapQuestion(facts, lens), family, pair, basis: this.#basis };
  }
}
