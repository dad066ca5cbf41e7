import { type PrincipalReason, principalReasons } from '../../../engine/influence/reasons/principal';
import type { Reasons } from '../../../engine/influence/reasons/types';
import { Asked } from '../asked.svelte';
import type { ReasonsAsk, Subject } from './subject.svelte';
import type { WhyState } from './why.svelte';

/** How many reasons are told at most, as letters about refused credit do. */
const MOST = 4;
/** Model rows at most: these reasons are computed unasked, beside those on screen. */
const MODEL_ROWS = 100_000;

/** What took most away from the person, compared with people who got the favourable decision. */
export class PrincipalState {
  readonly #own = new Asked<ReasonsAsk, Reasons>('influence');
  readonly #subject: Subject;
  readonly #why: WhyState;

  readonly #drawn = $derived.by(() => this.#subject.draw({ kind: 'favourable' }));
  /** The reasons on screen are these very ones, so that nothing has to be computed again. */
  readonly #shared = $derived.by(() => this.#subject.versus.kind === 'favourable' && this.#why.quantity.kind === 'score');
  /** While the comparison on screen is being switched, its own last answer stays. */
  readonly asked = $derived.by(() => (this.#shared && (tellsReasons(this.#why.asked.answered) || this.#own.answered?.row !== this.#subject.row) ? this.#why.asked : this.#own));
  readonly #ask = $derived.by<ReasonsAsk | undefined>(() => {
    const ask = this.#subject.ask(this.#drawn, { kind: 'score' });
    return ask && { ...ask, question: { ...ask.question, settings: { ...ask.question.settings, maxRows: MODEL_ROWS } } };
  });
  readonly error = $derived.by(() => (this.#drawn && 'error' in this.#drawn ? this.#drawn.error : this.asked.error));
  /** Inputs that the person who asks has marked as beyond change. */
  readonly fixed = $derived.by<ReadonlySet<number>>(() => new Set(this.#subject.session.audit.fixedInputs));
  readonly reasons = $derived.by<readonly PrincipalReason[] | undefined>(() => {
    const { result, answered } = this.asked;
    if (!result || !answered || !tellsReasons(answered)) return undefined;
    return principalReasons(result, this.#subject.sign(answered.quantity), MOST);
  });

  constructor(subject: Subject, why: WhyState) {
    this.#subject = subject;
    this.#why = why;
  }

  watch(): void {
    const { session } = this.#subject;
    this.#own.follow(
      () => session.handle && this.#ask,
      ({ question }, how) => session.handle!.run('reasons', question, { ...how, key: 'principal' }),
      { wanted: () => this.#why.ready && !this.#shared },
    );
  }

  /** Says whether an input can be changed. */
  fix(feature: number, beyond: boolean): void {
    const { session } = this.#subject;
    const others = session.audit.fixedInputs.filter((own) => own !== feature);
    session.change({ fixedInputs: beyond ? [...others, feature].sort((a, b) => a - b) : others });
  }

  again(): void {
    if (this.#shared) return this.#why.again();
    this.#own.again();
  }
}

/** Whether an answer is about the score against people with the favourable decision. */
function tellsReasons(ask: ReasonsAsk | undefined): boolean {
  return ask?.versus.kind === 'favourable' && ask.quantity.kind === 'score';
}
