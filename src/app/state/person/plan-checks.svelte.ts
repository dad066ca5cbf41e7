import { gowerScale } from '../../../engine/influence/nearest/gower';
import type { PlanChecks, PlanChecksQuestion } from '../../../engine/recourse/checks/job';
import { ROBUSTNESS } from '../../../engine/recourse/checks/robust';
import { Asked } from '../asked.svelte';
import type { PlansAsk, PlansState } from './plans.svelte';
import type { Subject } from './subject.svelte';

/** Plans whose likeness to people and room for small changes is asked for. */
export interface PlanChecksAsk {
  readonly question: PlanChecksQuestion;
  /** What the plans answer. */
  readonly plans: PlansAsk;
  /** Rows of the table, of which the ones that plans are held against are a sample. */
  readonly of: number;
}

/** How the plans on screen stand: beside people with the other decision, and where numbers come out a little otherwise. */
export class PlanChecksState {
  readonly asked = new Asked<PlanChecksAsk, PlanChecks>('recourse');
  readonly #subject: Subject;
  readonly #plans: PlansState;

  readonly #seed = $derived.by(() => this.#subject.session.audit.seed);
  readonly #known = $derived.by(() => {
    const { features, players, session } = this.#subject;
    const { sample } = session;
    if (!sample || players.length === 0) return undefined;
    return { values: sample, scale: gowerScale(features, players, sample), kinds: features.map(({ kind }) => kind) };
  });

  readonly #ask = $derived.by<PlanChecksAsk | undefined>(() => {
    const { result: recourse, answered: plans, state } = this.#plans.asked;
    if (!this.#known || !recourse || !plans || state !== 'done' || recourse.plans.length === 0) return undefined;
    const reached = this.#plans.reachedBy(plans.question.target);
    const question = { ...plans.question, columns: [], anchors: new Float64Array(0) };
    return { question: { question, recourse, rows: { ...this.#known, reached }, seed: this.#seed, settings: ROBUSTNESS }, plans, of: this.#subject.session.rows };
  });

  constructor(subject: Subject, plans: PlansState) {
    this.#subject = subject;
    this.#plans = plans;
  }

  watch(): void {
    const { session } = this.#subject;
    this.asked.follow(
      () => (session.handle ? this.#ask : undefined),
      ({ question }, how) => session.handle!.run('planChecks', question, how),
      { waiting: () => this.#plans.asked.state === 'computing' },
    );
  }
}
