import { untrack } from 'svelte';
import type { QuantityName } from '../../../engine/audit/types';
import { type Change, changeBetween } from '../../../engine/influence/compare/change';
import type { Reasons } from '../../../engine/influence/reasons/types';
import { wholeHalfWidth } from '../../../engine/influence/waterfall/half-widths';
import { Asked } from '../asked.svelte';
import type { ReasonsAsk, Subject } from './subject.svelte';

/** An answer that was on screen before another quantity or another comparison was chosen. */
export interface Earlier {
  readonly ask: ReasonsAsk;
  readonly reasons: Reasons;
}

/** Why the person has this score: against the rows and for the quantity that the Audit names. */
export class WhyState {
  readonly asked = new Asked<ReasonsAsk, Reasons>('influence');
  readonly #subject: Subject;
  #earlier = $state.raw<Earlier>();

  /** The quantity asked for, or the score where this model has no such quantity. */
  readonly quantity = $derived.by<QuantityName>(() => (this.#subject.quantityOf(this.#subject.quantity) ? this.#subject.quantity : { kind: 'score' }));
  readonly drawn = $derived.by(() => this.#subject.draw(this.#subject.versus));
  readonly #ask = $derived.by(() => this.#subject.ask(this.drawn, this.quantity));
  /** Why nobody can be compared with, or what went wrong. */
  readonly error = $derived.by(() => (this.drawn && 'error' in this.drawn ? this.drawn.error : this.asked.error));
  /** True once the reasons of the person are on screen, or will not come: what else is asked about them waits for that. */
  readonly ready = $derived.by(() => {
    const { answered, state } = this.asked;
    const nobody = this.drawn !== undefined && 'error' in this.drawn;
    return answered?.row === this.#subject.row || state === 'stopped' || state === 'failed' || nobody;
  });
  /** True while better estimates of what is shown are on their way. */
  readonly refining = $derived.by(() => this.asked.state === 'computing' && !this.asked.stale);
  /** The answer that what is shown is held against, until it is dismissed or another person is chosen. */
  readonly earlier = $derived.by(() => (this.asked.stale ? undefined : this.#earlier));
  readonly measured = $derived.by(() => this.asked.result && measured(this.asked.result));
  readonly change = $derived.by<Change | undefined>(() => {
    const { earlier } = this;
    const { answered, result } = this.asked;
    if (!earlier || !answered || !result || earlier.reasons.phi.length !== result.phi.length) return undefined;
    return changeBetween(measured(earlier.reasons), measured(result), sameUnit(earlier.ask.quantity, answered.quantity));
  });

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  watch(): void {
    const { session } = this.#subject;
    // Before the question is asked, while the answer to the last one is still there.
    $effect(() => {
      const ask = this.#ask;
      untrack(() => this.#remember(ask));
    });
    this.asked.follow(
      () => session.handle && this.#ask,
      ({ question }, how) => session.handle!.run('reasons', question, { ...how, urgent: true }),
    );
  }

  #remember(ask: ReasonsAsk | undefined): void {
    const { answered, result } = this.asked;
    if (!ask || ask === answered) return;
    const same = answered?.row === ask.row && answered.question.players === ask.question.players;
    if (!same || !result) this.#earlier = undefined;
    else this.#earlier = isAnother(answered, ask) ? { ask: answered, reasons: result } : undefined;
  }

  dismiss(): void {
    this.#earlier = undefined;
  }

  again(): void {
    this.#earlier = undefined;
    this.asked.again();
  }
}

/** Values with their errors of computation and of the drawn rows. */
export function measured(reasons: Reasons): { values: Float64Array; halfWidths: Float64Array } {
  return { values: reasons.phi, halfWidths: reasons.phi.map((_, player) => wholeHalfWidth(reasons, [player])) };
}

const isAnother = (a: ReasonsAsk, b: ReasonsAsk): boolean => JSON.stringify([a.quantity, a.versus]) !== JSON.stringify([b.quantity, b.versus]);

/** Scores and chances of classes are in one unit; log odds, decisions and losses each in their own. */
function sameUnit(a: QuantityName, b: QuantityName): boolean {
  const unit = ({ kind }: QuantityName): string => (kind === 'class' ? 'score' : kind);
  return unit(a) === unit(b);
}
