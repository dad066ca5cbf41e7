import type { Neutralised } from '../../engine/fairness/mitigation/job';
import { type AccuracyChange, accuracyChange } from '../../engine/fairness/mitigation/paired/cost';
import { valueAssociation } from '../../engine/fairness/proxies/association';
import { reasonOf, setReason, setVerdict, verdictOf } from '../../engine/fairness/proxies/judged';
import type { LedgerVerdict } from '../../engine/fairness/proxies/ledger';
import { cornerOrder, proxyOrder, type ProxyPoint, type QuadrantLines } from '../../engine/fairness/proxies/quadrants';
import type { ResidualResult } from '../../engine/fairness/proxies/residual';
import type { Association, Proxies } from '../../engine/fairness/proxies/types';
import type { WorthResult } from '../../engine/fairness/proxies/worth';
import { Asked } from './asked.svelte';
import { ASKED, type CostAsk, type ProxyAsk, type ProxyFacts, type ResidualAsk, type WorthAsk, costAsk, proxyAsk, residualAsk, worthAsk } from './proxy-questions';
import type { Session } from './session.svelte';

/** A gap shared out among the inputs, as the way from one group to the other shows it. */
export interface GapParts {
  /** The gap: mean of the first group less that of the second. */
  readonly total: number;
  /** Part of each player, signed, and the half-width of its 95% interval; NaN where not estimable. */
  readonly phi: Float64Array;
  readonly halfWidth: Float64Array;
  /** Half-width of the 95% interval of some players’ parts together. */
  readonly halfWidthOf: (players: readonly number[]) => number;
}

/** The gap that the screen is about. */
export interface GapView {
  /** Undefined until it is shared out. */
  readonly parts: GapParts | undefined;
  /** False while more people are looked at, so that the parts still move. */
  readonly settled: boolean;
  /** Names of the two groups of the gap, the one it is above first. */
  readonly names: readonly [string, string];
  /** Names of the groups 1 and 0 of `codes`, which holds −1 for rows in neither. The same, but while the gap is being shared out anew. */
  readonly sides: readonly [string, string];
  readonly codes: Int32Array;
  /** What the gap is in. */
  readonly what: string;
  /** Parts are shares of people or points of a score; false for values in a unit of their own. */
  readonly points: boolean;
}

/** What tells the group, what that has to do with the gap, and what a person says of it. */
export class ProxyState {
  readonly session: Session;
  /** The gap looked at; set by the screen. */
  gap = $state.raw<GapView>();
  readonly map = new Asked<ProxyAsk, Proxies>('fairness');
  readonly worth = new Asked<WorthAsk, WorthResult>('fairness');
  readonly residual = new Asked<ResidualAsk, ResidualResult>('fairness');
  readonly cost = new Asked<CostAsk, Neutralised>('fairness');
  /** Costs are computed once somebody asks for them, since the model has to score many rows. */
  #costsFor = $state.raw<readonly unknown[]>();

  readonly #seed = $derived.by(() => this.session.audit.seed);
  readonly #favourable = $derived.by(() => this.session.audit.favourable);
  readonly #verdicts = $derived.by(() => this.session.audit.verdicts);
  readonly #codes = $derived.by(() => this.gap?.codes);
  readonly players = $derived.by(() => this.session.players);
  readonly #facts = $derived.by<ProxyFacts | undefined>(() => {
    const { table, space, scores, grouping } = this.session;
    if (!table || !space || !scores || !grouping || this.players.length === 0) return undefined;
    const drawn = (): Int32Array => Int32Array.from(grouping.codes, (code) => (code < 0 ? -1 : grouping.drawnOf[code]!));
    const [group, groups] = this.#codes ? [this.#codes, 2] : [drawn(), grouping.drawn.length];
    return { table: table.opened.table, space, players: this.players, scores, group, groups, seed: this.#seed };
  });
  readonly #mapAsk = $derived.by(() => this.#facts && proxyAsk(this.#facts));
  /** How well the decision tells the group, at the present line. */
  readonly decision = $derived.by<Association | undefined>(() => {
    const { scores, threshold, task } = this.session;
    const ask = this.#mapAsk;
    if (!ask || !scores || task === 'multiclass') return undefined;
    const decided = Int32Array.from(ask.question.scores, (score) => (score >= threshold ? 1 : 0));
    return valueAssociation(ask.question, decided, this.players.length + 1);
  });

  readonly lines = $derived.by<QuadrantLines>(() => ({ association: this.session.audit.proxyLines[0], share: this.session.audit.proxyLines[1] }));
  readonly points = $derived.by<readonly ProxyPoint[]>(() => {
    const [result, parts] = [this.map.result, this.gap?.parts];
    return this.players.map((_, player) => {
      const share = parts?.phi[player] ?? NaN;
      return { association: result?.inputs[player]?.auc?.value ?? null, share: Number.isNaN(share) ? null : share };
    });
  });
  /** Inputs that both tell the group and carry the gap first. */
  readonly order = $derived.by(() => proxyOrder(this.points));
  readonly corner = $derived.by(() => cornerOrder(this.points));
  /** Inputs that are left out in turn: all, or those that tell the group best. */
  readonly #asked = $derived.by<readonly number[] | undefined>(() => {
    if (this.players.length <= ASKED) return this.players.map((_, player) => player);
    if (this.map.state !== 'done' || !this.map.result) return undefined;
    return proxyOrder(this.map.result.inputs.map((input) => ({ association: input?.auc?.value ?? null, share: input?.auc?.value ?? null }))).slice(0, ASKED);
  });
  readonly labelled = $derived.by(() => this.session.outcomes?.some((outcome) => outcome >= 0) ?? false);
  readonly #worthAsk = $derived.by(() => {
    const { outcomes } = this.session;
    return this.#mapAsk && this.#asked && outcomes && this.labelled ? worthAsk(this.#mapAsk, outcomes, this.#asked) : undefined;
  });
  /** Table columns that each player reads. */
  readonly columns = $derived.by(() => this.players.map(({ features }) => [...new Set(features.map((feature) => this.session.space?.features[feature]?.column ?? -1))].sort((a, b) => a - b)));
  readonly verdicts = $derived.by<readonly LedgerVerdict[]>(() => this.columns.map((columns) => verdictOf(this.#verdicts, columns)));
  readonly #given = $derived.by(() => this.verdicts.flatMap((verdict, player) => (verdict === 'justified' ? [player] : [])).join());
  readonly #residualAsk = $derived.by(() => {
    if (this.#given === '' || !this.#mapAsk || !this.#asked) return undefined;
    const given = this.#given.split(',').map(Number);
    return residualAsk(this.#mapAsk, given, this.#asked.filter((player) => !given.includes(player)));
  });
  readonly #costAsk = $derived.by(() => {
    const { outcomes, task, handle } = this.session;
    if (!this.#facts || !this.#asked || !outcomes || !this.labelled || !handle) return undefined;
    return costAsk(this.#facts, this.#asked, outcomes, { task, favourable: this.#favourable, width: handle.width });
  });
  /** By player: what leaving it out changes in accuracy; undefined where not asked or not known yet. */
  readonly costs = $derived.by<ReadonlyMap<number, AccuracyChange>>(() => {
    const { answered, result } = this.cost;
    const found = new Map<number, AccuracyChange>();
    if (!answered || !result) return found;
    const { threshold, audit } = this.session;
    const { scores, labels, asked } = answered;
    const everyone = { before: scores, lineBefore: threshold, lineAfter: threshold, groups: new Int32Array(scores.length), groupCount: 1, labels };
    result.scores.forEach((after, at) => {
      if (after) found.set(asked[at]!, accuracyChange({ ...everyone, after }, audit.margin));
    });
    return found;
  });

  constructor(session: Session) {
    this.session = session;
  }

  /** Called by the screen while it is shown. */
  watch(): void {
    const ready = (): boolean => this.session.handle !== undefined;

    this.map.follow(() => (ready() ? this.#mapAsk : undefined), ({ question }, how) => this.session.handle!.run('proxies', question, how));
    const mapped = (): boolean => this.map.state === 'done';
    this.worth.follow(() => (ready() ? this.#worthAsk : undefined), ({ question }, how) => this.session.handle!.run('worth', question, how), { wanted: mapped });
    this.residual.follow(() => (ready() ? this.#residualAsk : undefined), ({ question }, how) => this.session.handle!.run('residual', question, how), { wanted: mapped });
    this.cost.follow(() => (ready() ? this.#costAsk : undefined), ({ question }, how) => this.session.handle!.run('neutralise', question, { ...how, key: 'ledger costs' }), { wanted: () => mapped() && this.costsWanted });
  }

  /** True where costs can be told at all. */
  get costsKnown(): boolean {
    return this.labelled;
  }

  get costsWanted(): boolean {
    return this.#costsFor === this.players;
  }

  askCosts(): void {
    this.#costsFor = this.players;
  }

  judge(player: number, verdict: LedgerVerdict): void {
    this.session.change({ verdicts: setVerdict(this.#verdicts, this.columns[player]!, verdict) });
  }

  reason(player: number): string {
    return reasonOf(this.session.audit.reasons, this.columns[player]!);
  }

  explain(player: number, text: string): void {
    this.session.change({ reasons: setReason(this.session.audit.reasons, this.columns[player]!, text) });
  }

  move(lines: QuadrantLines): void {
    this.session.change({ proxyLines: [lines.association, lines.share] });
  }
}
