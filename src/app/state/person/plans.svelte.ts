import { gowerScale } from '../../../engine/influence/nearest/gower';
import { nearestRows } from '../../../engine/influence/nearest/rows';
import { isValued } from '../../../engine/models/types';
import { type Recourse, type RecourseQuestion, RECOURSE_SETTINGS } from '../../../engine/recourse/job';
import type { GoalChoice } from '../../../engine/recourse/limits/choice';
import { goalConflicts, stopsSearch } from '../../../engine/recourse/limits/conflicts';
import { relaxations } from '../../../engine/recourse/relax';
import type { RelaxQuestion, Relaxed } from '../../../engine/recourse/relax-job';
import { targetScores } from '../../../engine/recourse/target-scores';
import type { Target } from '../../../engine/recourse/types';
import { shortfall } from '../../../engine/recourse/any/pool';
import { Asked } from '../asked.svelte';
import { LimitsState } from '../limits.svelte';
import { targetOf } from './goal';
import type { Subject } from './subject.svelte';
import type { WhyState } from './why.svelte';

/** Rows that reach the goal whose values are tried. */
const ANCHORS = 20;

/** A question for changes, with what is needed to tell its answer. */
export interface PlansAsk {
  readonly question: RecourseQuestion;
  readonly row: number;
  readonly favourable: boolean;
  readonly threshold: number;
  readonly goal: GoalChoice;
}

/** Changes of a person's inputs that lead to a goal, within limits that stand in the Audit. */
export class PlansState {
  readonly asked = new Asked<PlansAsk, Recourse>('recourse');
  readonly relaxed = new Asked<RelaxQuestion, readonly Relaxed[]>('recourse');
  readonly limits: LimitsState;
  /** The answer without a plan for which limits are to be taken away, where a person asked for that. */
  #relaxing = $state.raw<Recourse>();
  readonly #subject: Subject;
  readonly #why: WhyState;

  // Parts of the Audit stand by themselves, so that nothing is asked again for others.
  readonly #class = $derived.by(() => this.#subject.session.audit.favourable);
  /** A goal that this model does not have counts as none. */
  readonly goal = $derived.by<GoalChoice>(() => {
    const { audit, task, decided } = this.#subject.session;
    const { kind } = audit.goal;
    return (kind === 'class' && task !== 'multiclass') || (kind === 'score' && decided) ? { kind: 'decision' } : audit.goal;
  });
  readonly conflicts = $derived.by(() => {
    const { task, ownClasses } = this.#subject.session;
    return [...goalConflicts(this.goal, !isValued(task), ownClasses.length), ...this.limits.conflicts];
  });
  readonly stopped = $derived.by(() => this.conflicts.some((conflict) => stopsSearch(conflict)));

  readonly #ask = $derived.by<PlansAsk | undefined>(() => {
    const { values, row, favourable, score, session } = this.#subject;
    const { limits, goal } = this;
    const target = this.#target();
    if (!values || !target || Number.isNaN(score ?? NaN) || limits.ranges.length === 0 || this.stopped) return undefined;
    const question: RecourseQuestion = {
      person: values,
      rules: limits.rulesFor(values),
      prices: limits.prices,
      couplings: limits.couplings,
      combine: limits.combine,
      mostChanges: limits.mostChanges,
      target,
      task: session.task,
      columns: limits.columns,
      anchors: this.#anchors(values, target),
      settings: RECOURSE_SETTINGS,
    };
    return { question, row, favourable, threshold: session.threshold, goal };
  });

  readonly #relaxAsk = $derived.by<RelaxQuestion | undefined>(() => {
    const { result, answered, state } = this.asked;
    if (state !== 'done' || !result || !answered || answered !== this.#ask || result.plans.length > 0) return undefined;
    if (result.cheapest?.kind !== 'none' && this.#relaxing !== result) return undefined;
    const { question } = answered;
    const free = this.limits.freeFor(question.person);
    return relaxations(question, free).length === 0 ? undefined : { question, free };
  });

  constructor(subject: Subject, why: WhyState) {
    this.#subject = subject;
    this.#why = why;
    this.limits = new LimitsState(subject.session, () => subject.values);
  }

  #target(): Target | undefined {
    const { favourable, session } = this.#subject;
    return targetOf(this.goal, { task: session.task, favourable, favourableClass: this.#class, threshold: session.threshold });
  }

  watch(): void {
    const { session } = this.#subject;
    this.asked.follow(
      () => (session.handle && session.sample ? this.#ask : undefined),
      ({ question }, how) => session.handle!.run('recourse', question, how),
      { wanted: () => this.#why.ready },
    );
    this.relaxed.follow(
      () => (session.handle ? this.#relaxAsk : undefined),
      (question, how) => session.handle!.run('relax', question, how),
    );
  }

  /** There is a limit that could be taken away. */
  get mayRelax(): boolean {
    const question = this.asked.answered?.question;
    return question !== undefined && relaxations(question, this.limits.freeFor(question.person)).length > 0;
  }

  /** Limits are taken away one at a time unasked only where it is proved that there is no plan. */
  lookForLimits(): void {
    this.#relaxing = this.asked.result;
  }

  /** Rows of the sample that reach a target: 1, else 0, also where the model gives no score. */
  reachedBy(target: Target): Uint8Array<ArrayBuffer> {
    const { features, session } = this.#subject;
    const { sample, sampleStep, scoring } = session;
    if (!sample || features.length === 0 || scoring.state !== 'ready') return new Uint8Array(0);
    const { raw, task, width } = scoring;
    const count = Math.floor(sample.length / features.length);
    const scored = Float64Array.from({ length: count * width }, (_, at) => raw[Math.floor(at / width) * sampleStep * width + (at % width)]!);
    return Uint8Array.from(targetScores(scored, task, target, width), (score) => +(shortfall(target, score) === 0));
  }

  /** Real rows that reach the goal, nearest first. */
  #anchors(person: Float64Array, target: Target): Float64Array<ArrayBuffer> {
    const { features, players, session } = this.#subject;
    const { sample } = session;
    const eligible = this.reachedBy(target);
    if (!sample || players.length === 0 || eligible.length === 0) return new Float64Array(0);
    const near = nearestRows(person, sample, gowerScale(features, players, sample), { count: ANCHORS, eligible });
    return Float64Array.from(near.flatMap((other) => [...other.values]));
  }
}
