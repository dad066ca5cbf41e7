import { gowerScale } from '../../../engine/influence/nearest/gower';
import { nearestRows } from '../../../engine/influence/nearest/rows';
import { shortfall } from '../../../engine/recourse/any/pool';
import type { GoalChoice } from '../../../engine/recourse/limits/choice';
import { levelAxis, type MapAxis, mapRows, numberAxis, thinCells } from '../../../engine/recourse/map';
import { targetScores } from '../../../engine/recourse/target-scores';
import type { ScoredPlan, Target } from '../../../engine/recourse/types';
import { Asked } from '../asked.svelte';
import type { PlansAsk, PlansState } from './plans.svelte';
import type { Subject } from './subject.svelte';

/** People most like the person who are drawn. */
const PEOPLE = 120;

export interface MapAsk {
  readonly row: number;
  readonly person: Float64Array<ArrayBuffer>;
  readonly across: MapAxis;
  readonly up: MapAxis;
  readonly target: Target;
  readonly goal: GoalChoice;
  readonly favourable: boolean;
  readonly threshold: number;
  readonly plans: readonly ScoredPlan[];
}

export interface MapAnswer {
  /** Cell by cell: what the goal is about, and 1 where it is reached. */
  readonly scores: Float64Array<ArrayBuffer>;
  readonly holds: Uint8Array<ArrayBuffer>;
  readonly thin: Uint8Array<ArrayBuffer>;
  /** Values of people nearby in the two inputs. */
  readonly people: readonly (readonly [number, number])[];
}

/** Scores over two inputs of a person, all others held. */
export class MapState {
  readonly asked = new Asked<MapAsk, MapAnswer>('recourse');
  #across = $state(-1);
  #up = $state(-1);
  readonly #subject: Subject;
  readonly #plans: PlansState;

  /** Inputs a map can have: those with more than one value in the table. */
  readonly offered = $derived.by<readonly number[]>(() =>
    this.#plans.limits.ranges.flatMap(({ kind, levels, low, high }, feature) => ((kind === 'level' ? levels > 1 : high > low) ? [feature] : [])),
  );

  /** The answer that the map stands beside: the last one that is settled. */
  readonly #answer = $derived.by(() => {
    const { result, answered, state } = this.#plans.asked;
    return state === 'done' && result && answered ? { ask: answered, plans: result.plans.filter(({ changes }) => changes.length > 0) } : undefined;
  });

  /** The two inputs: those chosen, else those that the changes move most often, else the first that may change. */
  readonly pair = $derived.by<readonly [number, number] | undefined>(() => {
    const counts = new Map<number, number>();
    for (const { changes } of this.#answer?.plans ?? []) for (const { feature } of changes) counts.set(feature, (counts.get(feature) ?? 0) + 1);
    const free = new Set(this.#plans.limits.inputs.flatMap(({ feature, locked }) => (locked ? [] : [feature])));
    const order = [...this.offered].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || Number(free.has(b)) - Number(free.has(a)) || a - b);
    const across = order.includes(this.#across) ? this.#across : order.find((feature) => feature !== this.#up);
    const up = order.includes(this.#up) && this.#up !== across ? this.#up : order.find((feature) => feature !== across);
    return across === undefined || up === undefined ? undefined : [across, up];
  });

  readonly #ask = $derived.by<MapAsk | undefined>(() => {
    const { pair } = this;
    const answer = this.#answer;
    if (!pair || !answer) return undefined;
    const { ask, plans } = answer;
    const [across, up] = pair.map((feature) => this.#axis(feature, ask, plans)) as [MapAxis, MapAxis];
    const { row, goal, favourable, threshold } = ask;
    return { row, person: ask.question.person, across, up, target: ask.question.target, goal, favourable, threshold, plans };
  });

  constructor(subject: Subject, plans: PlansState) {
    this.#subject = subject;
    this.#plans = plans;
  }

  #axis(feature: number, { question }: PlansAsk, plans: readonly ScoredPlan[]): MapAxis {
    const range = this.#plans.limits.ranges[feature]!;
    const seen = [question.person[feature]!, ...plans.map(({ row }) => row[feature]!)];
    if (range.kind === 'number') return numberAxis(feature, this.#plans.limits.columns[feature]!, range.step, seen);
    const { sample, features } = { sample: this.#subject.session.sample ?? new Float64Array(0), features: this.#subject.features.length };
    return levelAxis(feature, sample.filter((_, at) => at % features === feature), range.levels, seen);
  }

  choose(across: number, up: number): void {
    this.#across = across;
    this.#up = up;
  }

  watch(): void {
    const { session } = this.#subject;
    this.asked.follow(
      () => (session.handle && session.sample ? this.#ask : undefined),
      (ask, { signal }) => this.#score(ask, signal),
      { waiting: () => this.#plans.asked.state === 'computing' },
    );
  }

  async #score({ person, across, up, target }: MapAsk, signal: AbortSignal): Promise<MapAnswer> {
    const { features, players, session } = this.#subject;
    const { handle, sample, task } = session;
    const width = features.length;
    const raw = await handle!.score({ width, count: across.values.length * up.values.length, values: mapRows(person, across, up) }, { signal });
    const scores = targetScores(raw, task, target, handle!.width);
    const near = players.length > 0 ? nearestRows(person, sample!, gowerScale(features, players, sample!), { count: PEOPLE }) : [];
    return {
      scores,
      holds: Uint8Array.from(scores, (score) => (shortfall(target, score) === 0 ? 1 : 0)),
      thin: thinCells(sample!, width, across, up),
      people: near.map(({ values }) => [values[across.feature]!, values[up.feature]!] as const),
    };
  }
}
