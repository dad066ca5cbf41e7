import { type Change, changeBetween } from '../../../engine/influence/compare/change';
import type { Reasons } from '../../../engine/influence/reasons/types';
import { Asked } from '../asked.svelte';
import type { ReasonsAsk, Subject } from './subject.svelte';
import { type WhyState, measured } from './why.svelte';

/** The same question with other rows drawn to compare with, on request: how far do the reasons hang on the draw? */
export class RedrawState {
  readonly asked = new Asked<ReasonsAsk, Reasons>('influence');
  readonly #subject: Subject;
  readonly #why: WhyState;
  readonly #wanted = $derived.by(() => this.#subject.requests.includes('redraw'));

  /** The reasons on screen, where the rows compared with are only some of those there are. */
  readonly #shown = $derived.by(() => {
    const { answered, stale } = this.#why.asked;
    return answered && !stale && answered.background.rows.length < answered.background.of ? answered : undefined;
  });
  readonly offered = $derived.by(() => this.#shown !== undefined && !this.#wanted);
  readonly #ask = $derived.by(() => {
    const shown = this.#shown;
    if (!shown || !this.#wanted) return undefined;
    return this.#subject.ask(this.#subject.draw(shown.versus, this.#subject.seed + 1), shown.quantity);
  });
  readonly change = $derived.by<Change | undefined>(() => {
    const { result } = this.asked;
    const before = this.#why.asked.result;
    if (!this.#ask || !result || !before || result.phi.length !== before.phi.length) return undefined;
    return changeBetween(measured(before), measured(result), true);
  });

  constructor(subject: Subject, why: WhyState) {
    this.#subject = subject;
    this.#why = why;
  }

  watch(): void {
    const { session } = this.#subject;
    this.asked.follow(
      () => session.handle && this.#ask,
      ({ question }, how) => session.handle!.run('reasons', question, { ...how, key: 'redraw' }),
    );
  }

  compute(): void {
    if (this.asked.state === 'stopped' || this.asked.state === 'failed') this.asked.again();
    this.#subject.request('redraw');
  }
}
