import type { Front } from './front';
import { hullOf } from './front';

/** A step along the hull of one front: where it is, and the index in the front at which it ends. */
export interface RatedStep {
  readonly place: number;
  readonly end: number;
  readonly gain: number;
  readonly cost: number;
}

/**
 * What the choices from each place on can still do: the least that a gain costs when options may be mixed, which is never more than what it costs with
 * whole options, and the most that can be gained with few changes.
 * Source: the linear relaxation of the multiple-choice knapsack, solved by its convex hulls (Sinha and Zoltners, 1979).
 */
export class Bounds {
  /** By goal: steps of all fronts, the best rate first. */
  readonly steps: readonly (readonly RatedStep[])[];
  /** By goal and place: gain and cost after each step; the first entry is the start. */
  readonly #gains: readonly (readonly Float64Array[])[];
  readonly #costs: readonly (readonly Float64Array[])[];
  /** By goal and place: most gain with 0, 1, 2 … changes, −∞ where so few are not enough. */
  readonly #most: readonly (readonly Float64Array[])[];

  constructor(fronts: readonly Front[], goals: number) {
    const all = Array.from({ length: goals }, (_, goal) => relaxed(fronts, goal));
    this.steps = all.map(({ steps }) => steps);
    this.#gains = all.map(({ gains }) => gains);
    this.#costs = all.map(({ costs }) => costs);
    this.#most = Array.from({ length: goals }, (_, goal) => mostGains(fronts, goal));
  }

  /** No less is paid for a gain of `need` by choices from `place` on; ∞ where they cannot have it. */
  least(goal: number, place: number, need: number): number {
    const gains = this.#gains[goal]![place]!;
    const costs = this.#costs[goal]![place]!;
    const last = gains.length - 1;
    if (need <= gains[0]!) return costs[0]!;
    if (need > gains[last]!) return Infinity;
    const high = firstReaching(gains, need);
    const before = gains[high - 1]!;
    return costs[high - 1]! + ((need - before) / (gains[high]! - before)) * (costs[high]! - costs[high - 1]!);
  }

  /** What one more of a gain of `need` costs there. */
  rate(goal: number, place: number, need: number): number {
    const gains = this.#gains[goal]![place]!;
    const costs = this.#costs[goal]![place]!;
    if (need <= gains[0]! || gains.length === 1) return 0;
    const high = Math.min(firstReaching(gains, need), gains.length - 1);
    return (costs[high]! - costs[high - 1]!) / (gains[high]! - gains[high - 1]!);
  }

  /** The most that choices from `place` on can add with at most so many changes. */
  most(goal: number, place: number, changes: number): number {
    const most = this.#most[goal]![place]!;
    return changes < 0 ? -Infinity : most[Math.min(changes, most.length - 1)]!;
  }
}

/** Index of the first value that is at least `need`. */
export function firstReaching(ascending: ArrayLike<number>, need: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < need) low = middle + 1;
    else high = middle;
  }
  return low;
}

function relaxed(fronts: readonly Front[], goal: number): { readonly steps: RatedStep[]; readonly gains: Float64Array[]; readonly costs: Float64Array[] } {
  const hulls = fronts.map((front) => hullOf(front, goal));
  const steps = hulls
    .flatMap(({ ends, gains, costs }, place) => gains.map((gain, k): RatedStep => ({ place, end: ends[k]!, gain, cost: costs[k]! })))
    .sort((a, b) => a.cost / a.gain - b.cost / b.gain);
  const gains: Float64Array[] = [];
  const costs: Float64Array[] = [];
  for (let place = 0; place <= fronts.length; place++) {
    const own = steps.filter((step) => step.place >= place);
    const gain = new Float64Array(own.length + 1);
    const cost = new Float64Array(own.length + 1);
    for (const hull of hulls.slice(place)) {
      gain[0] = gain[0]! + hull.gain;
      cost[0] = cost[0]! + hull.cost;
    }
    own.forEach((step, k) => {
      gain[k + 1] = gain[k]! + step.gain;
      cost[k + 1] = cost[k]! + step.cost;
    });
    gains.push(gain);
    costs.push(cost);
  }
  return { steps, gains, costs };
}

function mostGains(fronts: readonly Front[], goal: number): Float64Array[] {
  const best = fronts.map(({ gains, changed }) => {
    const gain = gains[goal]!;
    let [own, most] = [-Infinity, -Infinity];
    changed.forEach((change, at) => {
      most = Math.max(most, gain[at]!);
      if (change === 0) own = gain[at]!;
    });
    return { own, most };
  });
  return Array.from({ length: fronts.length + 1 }, (_, place) => {
    const left = best.slice(place);
    const bound = left.filter(({ own }) => own === -Infinity);
    const start = left.reduce((sum, { own, most }) => sum + (own === -Infinity ? most : own), 0);
    const more = left.filter(({ own }) => own > -Infinity).map(({ own, most }) => most - own).sort((a, b) => b - a);
    const sums = new Float64Array(left.length + 1).fill(-Infinity);
    for (let changes = bound.length, sum = start; changes <= left.length; changes++) {
      sums[changes] = sum;
      sum += more[changes - bound.length] ?? 0;
    }
    return sums;
  });
}
