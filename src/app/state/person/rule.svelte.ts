import { type Anchors, type AnchorsQuestion, ANCHORS_SETTINGS } from '../../../engine/influence/anchors/sampled/types';
import { Asked } from '../asked.svelte';
import type { Subject } from './subject.svelte';

/** A question for a rule, with what is needed to tell its answer. */
export interface RuleAsk {
  readonly question: AnchorsQuestion;
  readonly row: number;
  readonly favourable: boolean;
}

/** A rule about the person's inputs under which the decision nearly always stays. Looked for on request only. */
export class RuleState {
  readonly asked = new Asked<RuleAsk, Anchors>('influence');
  readonly #subject: Subject;
  readonly #wanted = $derived.by(() => this.#subject.requests.includes('rule'));

  readonly ask = $derived.by<RuleAsk | undefined>(() => {
    const { row, features, favourable, seed } = this.#subject;
    const facts = this.#subject.decisionFacts();
    return facts && { question: { ...facts, features, settings: { ...ANCHORS_SETTINGS, seed } }, row, favourable };
  });

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  watch(): void {
    const { session } = this.#subject;
    this.asked.follow(
      () => (session.handle && this.#wanted ? this.ask : undefined),
      ({ question }, how) => session.handle!.run('anchors', question, how),
    );
  }

  /** Asks, also again after it was stopped or has failed. */
  look(): void {
    this.asked.again();
    this.#subject.request('rule');
  }
}
