/** One choice to be made in a knapsack: options with what each costs and adds to every goal. */
export interface Choice {
  readonly costs: Float64Array;
  /** By goal: what each option adds. */
  readonly gains: readonly Float64Array[];
  /** Option that is no change, −1 where it may not be taken. */
  readonly own: number;
}

/** Options of a choice that may be part of a best solution, the cheapest first. */
export interface Front {
  /** Place of the choice among those given, and of each option in it. */
  readonly choice: number;
  readonly places: Int32Array<ArrayBuffer>;
  readonly costs: Float64Array<ArrayBuffer>;
  readonly gains: readonly Float64Array<ArrayBuffer>[];
  /** 1 for options that are changes. */
  readonly changed: Uint8Array<ArrayBuffer>;
}

/**
 * Leaves out options that cost as much as another one or more, and add no more to any goal.
 * @param choice place of the choice among others
 * @param allowed options that may be taken; all when left out
 */
export function frontOf({ costs, gains, own }: Choice, choice: number, allowed?: ReadonlySet<number>): Front {
  const [first] = gains;
  const stays = own >= 0 && (allowed?.has(own) ?? true);
  const places: number[] = [];
  for (let place = 0; place < costs.length; place++) {
    if (costs[place] === Infinity || (allowed && !allowed.has(place))) continue;
    // Of all options no change is the cheapest, so that it stands for whatever adds nothing.
    if (place === own || !stays || gains.some((gain) => gain[place]! > 0)) places.push(place);
  }
  places.sort((a, b) => costs[a]! - costs[b]! || Number(b === own) - Number(a === own) || first![b]! - first![a]!);
  let kept = places;
  if (gains.length === 1) {
    let most = -Infinity;
    kept = places.filter((place) => first![place]! > most && ((most = first![place]!), true));
  }
  const of = (values: Float64Array): Float64Array<ArrayBuffer> => pick(new Float64Array(kept.length), values, kept);
  const changed = new Uint8Array(kept.length);
  kept.forEach((place, at) => (changed[at] = place === own ? 0 : 1));
  return { choice, places: Int32Array.from(kept), costs: of(costs), gains: gains.map(of), changed };
}

/** A front with some of its options. */
export function pickFront({ choice, places, costs, gains, changed }: Front, keep: (at: number) => boolean): Front {
  const kept: number[] = [];
  for (let at = 0; at < places.length; at++) if (keep(at)) kept.push(at);
  if (kept.length === places.length) return { choice, places, costs, gains, changed };
  const some = new Float64Array(kept.length);
  return {
    choice,
    places: pick(new Int32Array(kept.length), places, kept),
    costs: pick(some, costs, kept),
    gains: gains.map((gain) => pick(new Float64Array(kept.length), gain, kept)),
    changed: pick(new Uint8Array(kept.length), changed, kept),
  };
}

function pick<Numbers extends Float64Array | Int32Array | Uint8Array>(into: Numbers, from: ArrayLike<number>, at: readonly number[]): Numbers {
  for (let k = 0; k < at.length; k++) into[k] = from[at[k]!]!;
  return into;
}

/** Steps along the lower convex hull of cost over gain, from the cheapest option on: each a better rate than all that follow. */
export interface Hull {
  /** Of the cheapest option (the one of these that adds most). */
  readonly cost: number;
  readonly gain: number;
  /** Indexes in the front at which the steps end, and what each adds and costs. */
  readonly ends: readonly number[];
  readonly gains: readonly number[];
  readonly costs: readonly number[];
}

/** The hull for one goal: options that another beats at every rate are left out. */
export function hullOf({ costs, gains }: Front, goal: number): Hull {
  const gain = gains[goal]!;
  // Options in the order of their cost, each kept only where it adds more than those before.
  const points: number[] = [];
  for (let at = 0; at < costs.length; at++) {
    const last = points[points.length - 1];
    if (last !== undefined && gain[at]! <= gain[last]!) continue;
    if (last !== undefined && costs[at] === costs[last]) points.pop();
    while (points.length > 1) {
      const [a, b] = [points[points.length - 2]!, points[points.length - 1]!];
      // b stays where the way from it to the new point is steeper than the way to it.
      if ((costs[b]! - costs[a]!) * (gain[at]! - gain[b]!) < (costs[at]! - costs[b]!) * (gain[b]! - gain[a]!)) break;
      points.pop();
    }
    points.push(at);
  }
  const [start, ...ends] = points;
  return {
    cost: costs[start!]!,
    gain: gain[start!]!,
    ends,
    gains: ends.map((end, k) => gain[end]! - gain[points[k]!]!),
    costs: ends.map((end, k) => costs[end]! - costs[points[k]!]!),
  };
}
