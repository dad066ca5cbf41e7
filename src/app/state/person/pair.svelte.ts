import type { Reasons } from '../../../engine/influence/reasons/types';
import { Asked } from '../asked.svelte';
import type { ReasonsAsk, Subject } from './subject.svelte';
import type { WhyState } from './why.svelte';

/** The person beside a second one: what carries the difference between the two. */
export class PairState {
  readonly asked = new Asked<ReasonsAsk, Reasons>('influence');
  readonly #subject: Subject;
  readonly #why: WhyState;

  /** Row of the second person, or −1. */
  readonly row = $derived.by(() => {
    const { second, person } = this.#subject.session.audit;
    return second === person || second >= this.#subject.session.rows ? -1 : second;
  });
  readonly values = $derived.by(() => this.#subject.encode(this.row));
  readonly score = $derived.by(() => this.#subject.session.scores?.[this.row]);
  readonly drawn = $derived.by(() => (this.row < 0 || Number.isNaN(this.score ?? NaN) ? undefined : this.#subject.draw({ kind: 'row', row: this.row })));
  readonly #ask = $derived.by(() => this.#subject.ask(this.drawn, this.#why.quantity));

  constructor(subject: Subject, why: WhyState) {
    this.#subject = subject;
    this.#why = why;
  }

  watch(): void {
    const { session } = this.#subject;
    this.asked.follow(
      () => session.handle && this.#ask,
      ({ question }, how) => session.handle!.run('reasons', question, { ...how, key: 'pair' }),
      { wanted: () => this.#why.ready },
    );
  }

  choose(row: number): void {
    this.#subject.session.change({ second: row });
  }
}
