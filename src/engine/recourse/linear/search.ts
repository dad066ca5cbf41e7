import type { Steps } from '../../jobs/steps';
import type { SearchResult, SearchSettings } from '../forest/search';
import { Heap } from '../heap';
import { marginGoals } from '../goals';
import { type Actions, planOf } from '../rules';
import type { Certificate, Coupling, Goal, Plan, Target } from '../types';
import type { Additive } from './additive';
import { type MarginOptions, marginOptions } from './choices';
import { type Cuts, softmaxCuts } from './cuts';
import { type Front, frontOf } from './front';
import { solveKnapsack } from './knapsack';

/** A question about an additive model made ready: several searches share it. */
export interface AdditiveProblem {
  readonly model: Additive;
  readonly actions: Actions;
  readonly options: readonly MarginOptions[];
  readonly own: Float64Array;
  readonly goals: readonly Goal[];
  readonly accepts: ((margins: Float64Array) => boolean) | undefined;
  /** Linear goals that follow from `accepts`. */
  readonly cuts: Cuts | undefined;
  /** What every option adds to a goal, by feature with a choice. */
  readonly gains: (goal: Goal) => readonly Float64Array[];
  /** How far what options add to a goal may be off by rounding. */
  readonly slack: (goal: Goal) => number;
  /** Fronts of all options for one goal, made once. */
  readonly fronts: (goal: Goal) => readonly Front[];
}

/**
 * Lists what each feature may become and what that adds to the margins.
 * @param ease asked of the margins beyond the target
 * @throws AssayError `recourse-values` where there are too many values
 */
export function* prepareAdditive(model: Additive, actions: Actions, target: Target, ease = 0): Steps<AdditiveProblem> {
  const own = model.margins(Float64Array.from(actions.person), 1);
  const { goals, accepts } = marginGoals(model, target, ease);
  const options = yield* marginOptions(model, actions);
  const gains = once((goal) => options.map(({ values, shifts }) => gainsOf(goal, shifts, values.length, model.outputs)));
  const slack = once((goal) => {
    const reach = gains(goal).reduce((sum, own) => sum + own.reduce((most, gain) => Math.max(most, Math.abs(gain)), 0), 0);
    return model.rounding(goal.weights, goal.least, reach);
  });
  const fronts = once((goal) => options.map(({ costs, own: stays }, slot) => frontOf({ costs, gains: [gains(goal)[slot]!], own: stays }, slot)));
  return { model, actions, options, own, goals, accepts, cuts: accepts && softmaxCuts(model, target, ease), gains, slack, fronts };
}

/** Remembers what it gave for a goal. */
function once<T>(make: (goal: Goal) => T): (goal: Goal) => T {
  const known = new WeakMap<Goal, { readonly made: T }>();
  return (goal) => {
    let entry = known.get(goal);
    if (!entry) known.set(goal, (entry = { made: make(goal) }));
    return entry.made;
  };
}

function gainsOf({ weights }: Goal, shifts: Float64Array, count: number, outputs: number): Float64Array {
  const gains = new Float64Array(count);
  weights.forEach((weight, k) => {
    if (weight !== 0) for (let place = 0; place < count; place++) gains[place] = gains[place]! + weight * shifts[place * outputs + k]!;
  });
  return gains;
}

/** A part of all plans, and what is cheapest in it as far as is known: a plan may break what was not asked of it yet. */
interface Part {
  readonly bound: number;
  /** By feature with a choice: options left; undefined for all. */
  readonly left: readonly (ReadonlySet<number> | undefined)[];
  /** Goals that were asked of it. */
  readonly goals: readonly Goal[];
  readonly places: Int32Array;
  /** False where the work allowed was not enough to find the cheapest. */
  readonly solved: boolean;
}

/** Parts looked at in one search. */
const PARTS = 2000;
/** Combinations of options that stand for one box of a forest in the work allowed (measured: they take as long). */
const PER_NODE = 200;

/**
 * The cheapest admissible plan for an additive model, or the proof that there is none: a knapsack over the options of all features, asked at first only
 * what the person falls short of. Where its answer breaks a goal, a coupling or what else is asked, the plans are parted so that it cannot, and the parts
 * are solved, the one with the lowest bound first.
 */
export function* searchAdditive(problem: AdditiveProblem, settings: SearchSettings): Steps<SearchResult> {
  if (settings.combine === 'max') return yield* searchLargest(problem, settings);
  return yield* new PartSearch(problem, settings, problem.options.map(({ costs }) => costs)).run();
}

/** The least largest cost: by bisection over the costs that options have, each time with the dearer options left out and all others free. */
function* searchLargest(problem: AdditiveProblem, settings: SearchSettings): Steps<SearchResult> {
  const costs = [...new Set(problem.options.flatMap(({ costs: own }) => [...own]))].sort((a, b) => a - b);
  let opened = 0;
  function* within(most: number): Steps<SearchResult> {
    const free = problem.options.map(({ costs: own }) => own.map((cost) => (cost <= most ? 0 : Infinity)));
    const result = yield* new PartSearch(problem, { ...settings, combine: 'sum' }, free).run();
    opened += result.opened;
    return result;
  }
  const all = yield* within(Infinity);
  if (all.kind === 'none' || all.kind === 'unsettled') return { ...all, opened };
  const largest = (plan: Plan): Plan => planOf({ ...problem.actions, combine: 'max' }, plan.row);
  let plan = largest(all.plan);
  // With costs up to the one before `low` nothing is enough, or it is not known; the first that is not known bounds what is proved.
  let [low, high] = [0, costs.indexOf(plan.cost)];
  let unknown = Infinity;
  while (low < high) {
    const middle = (low + high) >> 1;
    const result = yield* within(costs[middle]!);
    if (result.kind === 'optimal' || result.kind === 'gap') {
      plan = largest(result.plan);
      high = costs.indexOf(plan.cost);
    } else {
      if (result.kind === 'unsettled') unknown = Math.min(unknown, costs[low]!);
      low = middle + 1;
    }
  }
  return unknown === Infinity ? { kind: 'optimal', plan, opened } : { kind: 'gap', plan, bound: unknown, opened };
}

class PartSearch {
  readonly #problem: AdditiveProblem;
  readonly #settings: SearchSettings;
  readonly #costs: readonly Float64Array[];
  readonly #slots: ReadonlyMap<number, number>;
  readonly #heap = new Heap<Part>((a, b) => a.bound < b.bound);
  readonly #most: number;
  #opened = 0;
  #looked = 0;
  #plan: Plan | undefined;
  #cost = Infinity;

  /** @param costs by feature with a choice: of each option, ∞ where it may not be taken */
  constructor(problem: AdditiveProblem, settings: SearchSettings, costs: readonly Float64Array[]) {
    this.#problem = problem;
    this.#settings = settings;
    this.#costs = costs;
    this.#slots = new Map(problem.options.map(({ feature }, slot) => [feature, slot]));
    this.#most = PER_NODE * settings.nodes;
  }

  *run(): Steps<SearchResult> {
    const { options, goals, own } = this.#problem;
    const cuts = this.#problem.cuts?.start(options.map(({ shifts }) => shifts), own) ?? [];
    yield* this.#solve(options.map(() => undefined), [...goals.filter((goal) => need(goal, own) > 0), ...cuts]);
    for (let part = this.#heap.first; part !== undefined; part = this.#heap.first) {
      if (part.bound >= this.#cost) break;
      if (!part.solved || this.#opened >= PARTS || this.#looked > this.#most) return { ...this.#open(part.bound), opened: this.#looked };
      this.#heap.take();
      yield* this.#split(part);
    }
    return { ...(this.#plan ? { kind: 'optimal', plan: this.#plan } : { kind: 'none' }), opened: this.#looked };
  }

  #open(bound: number): Certificate {
    return this.#plan ? { kind: 'gap', plan: this.#plan, bound } : { kind: 'unsettled', bound };
  }

  /** Solves a part, and keeps it for later where its cheapest row is no plan. */
  *#solve(left: Part['left'], goals: readonly Goal[]): Steps<void> {
    const { options, own } = this.#problem;
    this.#opened++;
    // Rounding must not rule a plan out: what is only nearly enough is looked at again in its own arithmetic.
    const needs = goals.map((goal) => need(goal, own) - this.#problem.slack(goal));
    const asked = goals.length > 0 ? goals : [FREE];
    const whole = asked.length === 1 ? this.#problem.fronts(asked[0]!) : undefined;
    const fronts = options.map(({ costs, own: stays }, slot): Front => {
      if (whole && left[slot] === undefined && this.#costs[slot] === costs) return whole[slot]!;
      return frontOf({ costs: this.#costs[slot]!, gains: asked.map((goal) => this.#problem.gains(goal)[slot]!), own: stays }, slot, left[slot]);
    });
    const { mostChanges = Infinity } = this.#settings;
    const packed = yield* solveKnapsack({ fronts, needs: goals.length > 0 ? needs : [0], mostChanges, below: this.#cost, most: Math.max(1, this.#most - this.#looked) });
    this.#looked += packed.looked;
    if (packed.bound === Infinity) return;
    const chosen = packed.options;
    const plan = chosen && this.#planOf(chosen);
    if (chosen && plan) {
      const cost = chosen.reduce((sum, place, slot) => sum + this.#costs[slot]![place]!, 0);
      if (cost < this.#cost) [this.#plan, this.#cost] = [plan, cost];
      if (packed.bound >= packed.cost) return;
    }
    this.#heap.add({ bound: packed.bound, left, goals, places: chosen ?? Int32Array.from(options, ({ own: stays }) => stays), solved: packed.bound >= packed.cost });
  }

  /** Parts the plans of a part so that its cheapest row, which is none, is in no part. */
  *#split({ left, goals, places }: Part): Steps<void> {
    const { actions, options, cuts } = this.#problem;
    const margins = this.#margins(places);
    const missed = this.#problem.goals.filter((goal) => !goals.includes(goal) && need(goal, margins) > 0);
    if (missed.length > 0) return yield* this.#solve(left, [...goals, ...missed]);
    const has = (slot: number): readonly number[] => [...(left[slot] ?? options[slot]!.values.keys())];
    const keep = (rules: readonly (readonly [slot: number, keep: (place: number) => boolean])[]): Part['left'] => {
      const kept = [...left];
      for (const [slot, is] of rules) kept[slot] = new Set((kept[slot] ? [...kept[slot]] : has(slot)).filter(is));
      return kept;
    };
    const broken = actions.couplings.find((coupling) => this.#breaks(coupling, places));
    if (broken) {
      const when = this.#slots.get(broken.when)!;
      const then = this.#slots.get(broken.then);
      const asks = (place: number): boolean => place !== options[when]!.own && broken.values(options[when]!.values[place]!);
      yield* this.#solve(keep([[when, (place) => !asks(place)]]), goals);
      if (then !== undefined) yield* this.#solve(keep([[when, asks], [then, (place) => broken.allowed(options[then]!.values[place]!)]]), goals);
      return;
    }
    const taken = this.#forbidden(places);
    if (taken) {
      for (const [k, slot] of taken.entries()) {
        yield* this.#solve(keep(taken.slice(0, k + 1).map((other) => [other, (place) => (other === slot) === (place === options[other]!.own)])), goals);
      }
      return;
    }
    const more = cuts?.refine(goals, margins);
    if (more) {
      for (const asked of more) yield* this.#solve(left, asked);
      return;
    }
    // Nothing but the row itself is known to be no plan: all others, by the first feature that differs.
    for (let slot = 0; slot < options.length; slot++) {
      yield* this.#solve(keep([...Array(slot + 1).keys()].map((other) => [other, (place) => (other === slot) !== (place === places[other])])), goals);
    }
  }

  #margins(places: Int32Array): Float64Array {
    return this.#problem.model.margins(this.#row(places), 1);
  }

  #row(places: Int32Array): Float64Array<ArrayBuffer> {
    const row = Float64Array.from(this.#problem.actions.person);
    this.#problem.options.forEach(({ feature, values }, slot) => (row[feature] = values[places[slot]!]!));
    return row;
  }

  #breaks({ when, values, then, allowed }: Coupling, places: Int32Array): boolean {
    const slot = this.#slots.get(when);
    if (slot === undefined || places[slot] === this.#problem.options[slot]!.own) return false;
    const row = this.#row(places);
    return values(row[when]!) && !allowed(row[then]!);
  }

  /** Slots of a forbidden set that are all changed. */
  #forbidden(places: Int32Array): readonly number[] | undefined {
    for (const features of this.#settings.forbidden ?? []) {
      const slots = features.map((feature) => this.#slots.get(feature) ?? -1);
      if (slots.every((slot) => slot >= 0 && places[slot] !== this.#problem.options[slot]!.own)) return slots;
    }
    return undefined;
  }

  /** The plan that some options make, without changes that cost nothing and are not needed; undefined where they make none. */
  #planOf(chosen: Int32Array): Plan | undefined {
    if (!this.#isPlan(chosen)) return undefined;
    const places = Int32Array.from(chosen);
    this.#problem.options.forEach(({ own }, slot) => {
      const before = places[slot]!;
      if (before === own || this.#costs[slot]![before]! > 0) return;
      places[slot] = own;
      if (!this.#isPlan(places)) places[slot] = before;
    });
    return planOf(this.#problem.actions, this.#row(places));
  }

  #isPlan(places: Int32Array): boolean {
    const { goals, accepts, actions } = this.#problem;
    const margins = this.#margins(places);
    return goals.every((goal) => need(goal, margins) <= 0) && (accepts?.(margins) ?? true) && !actions.couplings.some((coupling) => this.#breaks(coupling, places)) && this.#forbidden(places) === undefined;
  }
}

/** No goal at all: any option will do. */
const FREE: Goal = { weights: [], least: 0 };

/** How far margins fall short of a goal. */
function need({ weights, least }: Goal, margins: Float64Array): number {
  return least - weights.reduce((sum, weight, k) => sum + weight * margins[k]!, 0);
}
