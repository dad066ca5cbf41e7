import type { ImprobableQuestion, ImprobableShare } from '../../../engine/influence/warnings/improbable';
import { Asked } from '../asked.svelte';
import type { ReasonsAsk, Subject } from './subject.svelte';
import type { WhyState } from './why.svelte';

/** How many of the mixed rows behind the reasons on screen are unlike every real row. Asked once the reasons are there, so that they never wait. */
export class ImprobableState {
  readonly asked = new Asked<ReasonsAsk, ImprobableShare>('influence');
  readonly #subject: Subject;
  readonly #why: WhyState;

  /** What is known for the reasons on screen. */
  readonly found = $derived.by(() => (this.asked.answered && this.asked.answered === this.#why.asked.answered ? this.asked.result : undefined));

  constructor(subject: Subject, why: WhyState) {
    this.#subject = subject;
    this.#why = why;
  }

  watch(): void {
    const { session } = this.#subject;
    const asking = (): ReasonsAsk | undefined => {
      const { answered, state } = this.#why.asked;
      return session.runtime && session.sample && state === 'done' ? answered : undefined;
    };
    this.asked.follow(asking, ({ question: { person, background, players, settings } }, { signal }) => {
      const question: ImprobableQuestion = { person, background, players, features: this.#subject.features.map(({ kind }) => ({ kind })), real: session.sample!, seed: settings.seed };
      return session.runtime!.compute('improbableHybrids', question, { signal });
    });
  }
}
