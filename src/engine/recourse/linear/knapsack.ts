import type { Steps } from '../../jobs/steps';
import { Bounds, firstReaching } from './bounds';
import { type Front, pickFront } from './front';
import { exchange, greedy } from './greedy';

export interface Knapsack {
  /** One for each choice, in any order; `choice` counts from 0. */
  readonly fronts: readonly Front[];
  /** What the options must add together, by goal. */
  readonly needs: readonly number[];
  /** Most options that are changes. */
  readonly mostChanges: number;
  /** Only what costs less is of use. */
  readonly below: number;
  /** Most combinations looked at. */
  readonly most: number;
}

export interface Packed {
  /** Option of each choice; undefined where none was found. */
  readonly options: Int32Array<ArrayBuffer> | undefined;
  readonly cost: number;
  /** Nothing costs less; ∞ where the needs cannot be met for less than `below`. The cost itself where that is proved. */
  readonly bound: number;
  /** Combinations looked at. */
  readonly looked: number;
}

/** Costs that differ by less count as the same: roundings of sums. */
const SAME = 1e-12;

/** Combinations of options of the first choices, none of them worse in everything than another. */
interface Layer {
  readonly costs: number[];
  /** Row-major combinations × goals. */
  readonly gains: number[];
  readonly changes: number[];
  /** No completion costs less. */
  readonly least: number[];
  /** Combination of the layer before, and the option taken after it. */
  readonly from: number[];
  readonly options: number[];
}

/**
 * The cheapest option of every choice so that together they add what is needed: a multiple-choice knapsack, solved exactly by taking one choice after the
 * other. Combinations are dropped where another is no worse in anything, or where the relaxation of the choices left shows that they come too dear.
 * Source: dynamic programming with dominance and bounds as in Pisinger, "A minimal algorithm for the multiple-choice knapsack problem" (1995).
 */
export function* solveKnapsack({ fronts: given, needs, mostChanges, below, most }: Knapsack): Steps<Packed> {
  const nothing: Packed = { options: undefined, cost: Infinity, bound: Infinity, looked: 0 };
  if (given.some(({ places }) => places.length === 0)) return nothing;
  let fronts = inOrder(given);
  yield fronts.reduce((sum, { places }) => sum + places.length, 0);
  const goals = needs.length;
  let bounds = new Bounds(fronts, goals);
  let best: { readonly cost: number; readonly options: Int32Array<ArrayBuffer> } | undefined;
  const limit = (): number => Math.min(below, best?.cost ?? Infinity) - SAME;
  const propose = (taken: readonly number[], rest: Int32Array | undefined): void => {
    if (!rest) return;
    const all = Int32Array.from([...taken, ...rest]);
    if (taken.length === 0 && goals === 1) exchange(fronts, all, needs[0]!, mostChanges);
    const cost = all.reduce((sum, at, place) => sum + fronts[place]!.costs[at]!, 0);
    if (cost > limit()) return;
    const options = new Int32Array(fronts.length);
    all.forEach((at, place) => (options[fronts[place]!.choice] = fronts[place]!.places[at]!));
    best = { cost, options };
  };
  const gained = new Float64Array(goals);
  /** What choices from a place on cost at least where `gained` is there already. */
  const atLeast = (place: number, changes: number): number => {
    let bound = 0;
    for (let goal = 0; goal < goals; goal++) {
      const need = needs[goal]! - gained[goal]!;
      if (bounds.most(goal, place, mostChanges - changes) < need) return Infinity;
      bound = Math.max(bound, bounds.least(goal, place, need));
    }
    return bound;
  };
  const lowest = atLeast(0, 0);
  if (lowest > limit()) return nothing;
  propose([], greedy(fronts, bounds, { place: 0, needs, changes: mostChanges }));
  fronts = inOrder(reduced(fronts, bounds, needs, limit()));
  if (fronts.some(({ places }) => places.length === 0)) return done(best, 0);
  bounds = new Bounds(fronts, goals);
  let looked = 0;
  let layer: Layer = { costs: [0], gains: needs.map(() => 0), changes: [0], least: [lowest], from: [-1], options: [-1] };
  const layers: Layer[] = [];
  for (let place = 0; place < fronts.length; place++) {
    layers.push(layer);
    const { costs, gains, changed } = fronts[place]!;
    const lastOfOne = place === fronts.length - 1 && goals === 1;
    const next: Layer = { costs: [], gains: [], changes: [], least: [], from: [], options: [] };
    const cap = limit();
    let before = looked;
    for (let from = 0; from < layer.costs.length; from++) {
      // The last choice need only be looked at where it begins to be enough.
      const first = lastOfOne ? firstReaching(gains[0]!, needs[0]! - layer.gains[from]!) : 0;
      const end = lastOfOne ? Math.min(costs.length, first + 1) : costs.length;
      for (let at = first; at < end; at++) {
        looked++;
        const cost = layer.costs[from]! + costs[at]!;
        if (cost > cap) break;
        const changes = layer.changes[from]! + changed[at]!;
        if (changes > mostChanges) continue;
        for (let goal = 0; goal < goals; goal++) gained[goal] = layer.gains[from * goals + goal]! + gains[goal]![at]!;
        const least = cost + atLeast(place + 1, changes);
        if (least > cap) continue;
        next.costs.push(cost);
        for (let goal = 0; goal < goals; goal++) next.gains.push(gained[goal]!);
        next.changes.push(changes);
        next.least.push(least);
        next.from.push(from);
        next.options.push(at);
      }
      if (looked - before > PAUSE) {
        yield looked - before;
        before = looked;
      }
      if (looked > most) return { ...done(best, looked), bound: layer.least.reduce((a, b) => Math.min(a, b), best?.cost ?? Infinity) };
    }
    yield looked - before + next.costs.length;
    layer = undominated(next, goals, Math.min(mostChanges, fronts.length));
    if (layer.costs.length === 0) return done(best, looked);
    const nearest = layer.least.reduce((least, value, at) => (value < layer.least[least]! ? at : least), 0);
    const rest = { place: place + 1, needs: needs.map((need, goal) => need - layer.gains[nearest * goals + goal]!), changes: mostChanges - layer.changes[nearest]! };
    propose(taken([...layers, layer], nearest), greedy(fronts, bounds, rest));
  }
  return done(best, looked);
}

/** Combinations between two looks at messages. */
const PAUSE = 2 ** 16;

function done(best: { readonly cost: number; readonly options: Int32Array<ArrayBuffer> } | undefined, looked: number): Packed {
  return { options: best?.options, cost: best?.cost ?? Infinity, bound: best?.cost ?? Infinity, looked };
}

/** Fronts with coarse steps first: what is left can then be measured out finely, and the relaxation is close to it. */
function inOrder(fronts: readonly Front[]): Front[] {
  const coarse = new Map(fronts.map((front) => [front, Math.max(0, ...Array.from(front.costs.subarray(1, 64), (cost, k) => cost - front.costs[k]!))]));
  const many = (front: Front): number => (front.places.length > MANY ? front.places.length : 0);
  return [...fronts].sort((a, b) => many(a) - many(b) || coarse.get(b)! - coarse.get(a)!);
}

/** Options from which a front comes last, whatever its steps. */
const MANY = 1000;

/** Leaves out options that no solution below the limit has: with them, and all else mixed at the best rate, it comes to the limit or more. */
function reduced(fronts: readonly Front[], bounds: Bounds, needs: readonly number[], limit: number): Front[] {
  if (limit === Infinity) return [...fronts];
  return needs.reduce((kept, need, goal) => {
    const rate = bounds.rate(goal, 0, need);
    const priced = kept.map(({ costs, gains }) => costs.map((cost, at) => cost - rate * gains[goal]![at]!));
    const lowest = priced.map((values) => values.reduce((a, b) => Math.min(a, b), Infinity));
    const total = lowest.reduce((sum, value) => sum + value, rate * need);
    return kept.map((front, k) => pickFront(front, (at) => total - lowest[k]! + priced[k]![at]! <= limit + SAME));
  }, [...fronts]);
}

/** Leaves out combinations that cost no less than another, have no fewer changes and add no more. */
function undominated({ costs, gains, changes, least, from, options }: Layer, goals: number, mostChanges: number): Layer {
  const order = [...costs.keys()].sort((a, b) => costs[a]! - costs[b]! || gains[b * goals]! - gains[a * goals]! || changes[a]! - changes[b]!);
  const kept: number[] = [];
  if (goals === 1) {
    // Most gain of any kept combination with at most so many changes.
    const most = new Float64Array(mostChanges + 1).fill(-Infinity);
    for (const at of order) {
      if (gains[at]! <= most[changes[at]!]!) continue;
      kept.push(at);
      for (let count = changes[at]!; count <= mostChanges && most[count]! < gains[at]!; count++) most[count] = gains[at]!;
    }
  } else {
    const noWorse = (other: number, at: number): boolean => {
      if (changes[other]! > changes[at]!) return false;
      for (let goal = 0; goal < goals; goal++) if (gains[other * goals + goal]! < gains[at * goals + goal]!) return false;
      return true;
    };
    for (const at of order) {
      let first = Math.max(0, kept.length - COMPARED);
      while (first < kept.length && !noWorse(kept[first]!, at)) first++;
      if (first === kept.length) kept.push(at);
    }
  }
  const pick = (list: readonly number[]): number[] => kept.map((at) => list[at]!);
  return { costs: pick(costs), gains: kept.flatMap((at) => gains.slice(at * goals, (at + 1) * goals)), changes: pick(changes), least: pick(least), from: pick(from), options: pick(options) };
}

/** Combinations that another is held against where there are several goals: not all, which would take longer than it saves. */
const COMPARED = 200;

/** Indexes in the fronts that led to a combination of the last layer. */
function taken(layers: readonly Layer[], at: number): number[] {
  const path: number[] = [];
  for (let l = layers.length - 1, from = at; l > 0; from = layers[l]!.from[from]!, l--) path.unshift(layers[l]!.options[from]!);
  return path;
}
