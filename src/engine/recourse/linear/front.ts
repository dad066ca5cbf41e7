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

/** Leaves out options that cost as much as another one or more, and add no more to any goal. */
export function frontOf({ costs, gains, own }: Choice, choice: number): Front {
  const [first] = gains;
  const places: number[] = [];
  for (let place = 0; place < costs.length; place++) {
    // Of all options no change is the cheapest, so that it stands for whatever adds nothing.
    if (place === own || own < 0 || gains.some((gain) => gain[place]! > 0)) places.push(place);
  }
  places.sort((a, b) => costs[a]! - costs[b]! || Number(b === own) - Number(a === own) || first![b]! - first![a]!);
  let kept = places;
  if (gains.length === 1) {
    let most = -Infinity;
    kept = places.filter((place) => first![place]! > most && ((most = first![place]!), true));
  }
  return pickFront({ choice, places: Int32Array.from(kept), costs: Float64Array.from(kept, (place) => costs[place]!), gains: gains.map((gain) => Float64Array.from(kept, (place) => gain[place]!)), changed: Uint8Array.from(kept, (place) => +(place !== own)) }, undefined);
}

/** A front with some of its options. */
export function pickFront(front: Front, keep: ((at: number) => boolean) | undefined): Front {
  if (keep === undefined) return front;
  const kept = [...front.places.keys()].filter(keep);
  return {
    choice: front.choice,
    places: Int32Array.from(kept, (at) => front.places[at]!),
    costs: Float64Array.from(kept, (at) => front.costs[at]!),
    gains: front.gains.map((gain) => Float64Array.from(kept, (at) => gain[at]!)),
    changed: Uint8Array.from(kept, (at) => front.changed[at]!),
  };
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
