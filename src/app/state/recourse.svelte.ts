import { bindingTable } from '../../engine/recourse/groups/binding';
import { waysTable } from '../../engine/recourse/groups/table';
import type { Ways } from '../../engine/recourse/groups/types';
import { Asked } from './asked.svelte';
import type { GapState } from './gap.svelte';
import type { GroupsState } from './groups.svelte';
import { LimitsState } from './limits.svelte';
import { type RecourseAsk, recourseQuestion } from './recourse-question';
import type { Session } from './session.svelte';

/** People looked at at first, how many times as many when more are asked for, and the most. */
const PEOPLE = 1000;
const MORE = 4;
const MOST = 16_000;

/** What it would take for those with the unfavourable decision, by group. Computes only while the screen looks; the last answer stays. */
export class RecourseState {
  readonly session: Session;
  readonly groups: GroupsState;
  readonly #gap: GapState;
  readonly limits: LimitsState;
  readonly asked = new Asked<RecourseAsk, Ways>('recourse');
  #size = $state(PEOPLE);
  // Parts of the Audit stand by themselves, so that nothing is asked again for others.
  readonly #favourable = $derived.by(() => this.session.audit.favourable);
  readonly #seed = $derived.by(() => this.session.audit.seed);
  readonly #against = $derived.by(() => this.session.audit.against);
  readonly #margin = $derived.by(() => this.session.audit.margin);

  /** The model can be asked what else it would decide. */
  readonly possible = $derived.by(() => this.#gap.explainable);
  readonly ask = $derived.by<RecourseAsk | undefined>(() => {
    const { table, space, singlePlayers, sample, sampleStep, scores, threshold, weights, task } = this.session;
    const { codes } = this.#gap;
    if (!this.possible || !table || !space || !sample || !scores || !codes || this.groups.names.length === 0) return undefined;
    return recourseQuestion({
      table: table.opened.table,
      space,
      players: singlePlayers,
      sample,
      sampleStep,
      scores,
      threshold,
      codes,
      groupCount: this.groups.names.length,
      weights,
      task,
      favourable: this.#favourable,
      seed: this.#seed,
      limits: this.limits.choice,
      ranges: this.limits.ranges,
      columns: this.limits.columns,
      size: this.#size,
    });
  });
  readonly result = $derived.by(() => this.asked.result);
  readonly answered = $derived.by(() => this.asked.answered);
  /** Shares and costs by group, as far as known. */
  readonly table = $derived.by(() => {
    const { result, answered } = this;
    if (!result || !answered) return undefined;
    const { question, denied, weights } = answered;
    return waysTable(result.ways, { group: question.group, denied, weights }, { against: this.#against, margin: this.#margin }, question.rules.length);
  });
  readonly binding = $derived.by(() => {
    const { result, answered } = this;
    return result && answered && result.relaxed.length > 0 ? bindingTable(result, answered.question.group, answered.denied.length) : [];
  });
  /** Everybody drawn was looked at, with the files, the line, the groups and the limits as they stand. */
  readonly settled = $derived.by(() => (this.asked.state === 'done' && this.answered === this.ask ? this.table : undefined));
  /** People with the unfavourable decision who are in a group. */
  readonly denied = $derived.by(() => (this.ask?.denied ?? []).reduce((sum, many) => sum + many, 0));
  readonly mayLookFurther = $derived.by(() => this.asked.state === 'done' && this.#size < MOST && (this.ask?.rows.length ?? 0) < this.denied);

  constructor(session: Session, groups: GroupsState, gap: GapState) {
    this.session = session;
    this.limits = new LimitsState(session);
    this.groups = groups;
    this.#gap = gap;
  }

  lookFurther(): void {
    this.#size = Math.min(MOST, this.#size * MORE);
  }

  toPerson(row: number): void {
    this.session.change({ person: row });
    this.session.route.go('person');
  }

  /** Called by the screen while it is shown. */
  watch(): void {
    this.asked.follow(
      () => (this.session.handle ? this.ask : undefined),
      ({ question }, how) => this.session.handle!.run('ways', question, { ...how, key: 'ways by group' }),
    );
  }
}
