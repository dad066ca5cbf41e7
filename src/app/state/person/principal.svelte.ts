import { type PrincipalReason, principalReasons } from '../../../engine/influence/reasons/principal';
import type { Reasons } from '../../../engine/influence/reasons/types';
import { Asked, follow } from '../asked.svelte';
import type { ReasonsAsk, Subject } from './subject.svelte';
import type { WhyState } from './why.svelte';

/** How many reasons are told at most, as letters about refused credit do. */
const MOST = 4;

/** What took most away from the person, compared with people who got the favourable decision. */
export class PrincipalState {
  readonly asked = new Asked<ReasonsAsk, Reasons>('influence');
  readonly #subject: Subject;
  readonly #why: WhyState;
  #asks = $state(0);

  readonly #drawn = $derived.by(() => this.#subject.draw({ kind: 'favourable' }));
  readonly #ask = $derived.by(() => this.#subject.ask(this.#drawn, { kind: 'score' }));
  readonly error = $derived.by(() => (this.#drawn && 'error' in this.#drawn ? this.#drawn.error : this.asked.error));
  /** Inputs that the person who asks has marked as beyond change. */
  readonly fixed = $derived.by<ReadonlySet<number>>(() => new Set(this.#subject.session.audit.fixedInputs));
  readonly reasons = $derived.by<readonly PrincipalReason[] | undefined>(() => {
    const { result, answered } = this.asked;
    return result && answered && principalReasons(result, this.#subject.sign(answered.quantity), MOST);
  });

  constructor(subject: Subject, why: WhyState) {
    this.#subject = subject;
    this.#why = why;
  }

  watch(): void {
    $effect(() => {
      const { handle } = this.#subject.session;
      const ask = this.#ask;
      void this.#asks;
      follow(this.asked, handle && ask, this.#why.ready, ({ question }, how) => handle!.run('reasons', question, { ...how, key: 'principal' }));
    });
    $effect(() => () => this.asked.leave());
  }

  /** Says whether an input can be changed. */
  fix(feature: number, beyond: boolean): void {
    const { session } = this.#subject;
    const others = session.audit.fixedInputs.filter((own) => own !== feature);
    session.change({ fixedInputs: beyond ? [...others, feature].sort((a, b) => a - b) : others });
  }

  again(): void {
    this.asked.clear();
    this.#asks++;
  }
}
