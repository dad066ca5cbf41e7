import type { Proof, ProofQuestion } from '../../../engine/influence/anchors/proof/job';
import { PROOF_SETTINGS } from '../../../engine/influence/anchors/proof/types';
import { Asked } from '../asked.svelte';
import type { Subject } from './subject.svelte';

/** How many times the usual budget a longer search has. */
const LONGER = 10;

/** A question for a proof, with what is needed to tell its answer. */
export interface ProofAsk {
  readonly question: ProofQuestion;
  readonly row: number;
  readonly favourable: boolean;
}

/** Which of the person's inputs settle the decision, proved on the leaves of the model. Looked for on request only. */
export class ProofState {
  readonly asked = new Asked<ProofAsk, Proof>('influence');
  readonly #subject: Subject;
  readonly #long = $derived.by(() => this.#subject.requests.includes('proof-long'));
  readonly #wanted = $derived.by(() => this.#long || this.#subject.requests.includes('proof'));
  /** A model whose leaves can be read as one margin against one line. */
  readonly applies = $derived.by(() => {
    const { handle, task } = this.#subject.session;
    const { forest, fromMargin } = handle?.model ?? {};
    return forest !== undefined && fromMargin !== undefined && forest.outputs === 1 && forest.linearLeaves === undefined && task !== 'multiclass';
  });

  readonly ask = $derived.by<ProofAsk | undefined>(() => {
    const { row, favourable } = this.#subject;
    const facts = this.applies ? this.#subject.decisionFacts() : undefined;
    const settings = this.#long ? { nodesPerStep: LONGER * PROOF_SETTINGS.nodesPerStep, nodes: LONGER * PROOF_SETTINGS.nodes } : PROOF_SETTINGS;
    return facts && { question: { ...facts, settings }, row, favourable };
  });
  /** Whether a search with a larger budget is still to be had. */
  readonly extendable = $derived.by(() => !this.#long);

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  watch(): void {
    const { session } = this.#subject;
    this.asked.follow(
      () => (session.handle && this.#wanted ? this.ask : undefined),
      ({ question }, how) => session.handle!.run('proof', question, how),
    );
  }

  /** Asks, also again after it was stopped or has failed. */
  look(): void {
    this.asked.again();
    this.#subject.request('proof');
  }

  /** Asks with the larger budget; the answer known so far stays meanwhile. */
  lookLonger(): void {
    this.#subject.request('proof-long');
  }
}
