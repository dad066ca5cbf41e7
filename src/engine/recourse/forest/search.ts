import type { BoxNumbers } from '../../models/forest/boxes/slots';
import { type LeafBox, reaches } from '../../models/forest/boxes/groups';
import type { Steps } from '../../jobs/steps';
import { Heap } from '../heap';
import type { Certificate, Plan } from '../types';
import type { Prepared } from './prepare';

export interface SearchSettings {
  /** How costs of changes make the cost of a plan. */
  readonly combine: 'sum' | 'max';
  /** Added to the cost for every change in the search, not in the plan’s cost. */
  readonly perChange?: number;
  /** Most features that change, at least 1. */
  readonly mostChanges?: number;
  /** Sets of features: a plan may not change all features of any of these. */
  readonly forbidden?: readonly (readonly number[])[];
  /** Most boxes opened. */
  readonly nodes: number;
}

/** What a search came to. With `perChange`, bounds count it. */
export type SearchResult = Certificate & { readonly opened: number };

interface Node {
  readonly box: BoxNumbers;
  /** Cheapest option of each slot that is in the box, and what they cost together: no row of the box costs less. */
  readonly places: Int32Array;
  readonly cost: number;
  /** Leaf boxes that rows of the box reach, by group, the best first; values are turned so that less is better. */
  readonly lists: readonly (readonly LeafBox[])[];
  /** Leaf box that the cheapest row is in, by group. */
  readonly at: readonly LeafBox[];
  /** Sum of the best leaves, by goal: no row of the box is better. */
  readonly best: Float64Array;
}

/**
 * The cheapest admissible plan for a forest, or the proof that there is none: best-first search over boxes of options. The cheapest row of a box bounds
 * the cost of all its rows, the sum of the best reachable leaves bounds what they score.
 * Source: best-first search as in Devos, Meert and Davis, "Versatile verification of tree ensembles" (2021), with merged trees as in Chen et al. (2019).
 */
export function searchForest(problem: Prepared, settings: SearchSettings): Steps<SearchResult> {
  return new BoxSearch(problem, settings).run();
}

class BoxSearch {
  readonly #problem: Prepared;
  readonly #settings: SearchSettings;
  /** By slot: cost of each option, what a change adds in it. */
  readonly #costs: readonly Float64Array[];
  readonly #own: Int32Array;
  readonly #heap = new Heap<Node>((a, b) => a.cost < b.cost || (a.cost === b.cost && sum(a.best) < sum(b.best)));
  readonly #forbidden: readonly (readonly number[])[];
  #opened = 0;
  #plan: Node | undefined;

  constructor(problem: Prepared, settings: SearchSettings) {
    this.#problem = problem;
    this.#settings = settings;
    const { options, space } = problem;
    this.#costs = options.map(({ costs, own }) => costs.map((cost, place) => (place === own ? 0 : cost + (settings.perChange ?? 0))));
    this.#own = Int32Array.from(options, ({ own }) => own);
    this.#forbidden = (settings.forbidden ?? [])
      .map((features) => features.map((feature) => space.slotOfFeature(feature)))
      .filter((slots) => slots.every((slot) => slot >= 0));
  }

  *run(): Steps<SearchResult> {
    const { space, groups } = this.#problem;
    // Leaf boxes held against each of two parts.
    const inner = 2 * groups.reduce((sum, { leaves }) => sum + leaves.length, 0);
    const root = this.#make(space.full, this.#own, groups.map(({ leaves }) => leaves), undefined, [...space.features.keys()]);
    if (root) this.#heap.add(root);
    for (let node = this.#heap.first; node !== undefined; node = this.#heap.first) {
      if (this.#plan && node.cost >= this.#plan.cost) break;
      if (this.#opened >= this.#settings.nodes) return { ...this.#open(node.cost), opened: this.#opened };
      this.#heap.take();
      this.#opened++;
      this.#expand(node);
      yield inner;
    }
    return { ...(this.#plan ? { kind: 'optimal', plan: this.#planOf(this.#plan) } : { kind: 'none' }), opened: this.#opened };
  }

  #open(bound: number): Certificate {
    return this.#plan ? { kind: 'gap', plan: this.#planOf(this.#plan), bound } : { kind: 'unsettled', bound };
  }

  #planOf({ places }: Node): Plan {
    const { features } = this.#problem.space;
    const row = Float64Array.from(this.#problem.person);
    const changes = [...features.keys()]
      .filter((slot) => places[slot] !== this.#own[slot])
      .map((slot) => {
        const { feature, values, costs } = this.#problem.cells.options[features[slot]!]!;
        const to = (row[feature] = values[places[slot]!]!);
        return { feature, from: this.#problem.person[feature]!, to, cost: costs[places[slot]!]! };
      });
    const costs = changes.map(({ cost }) => cost);
    return { changes, cost: this.#settings.combine === 'max' ? Math.max(0, ...costs) : costs.reduce((total, cost) => total + cost, 0), row };
  }

  /** Parts a box whose cheapest row is no plan. */
  #expand(node: Node): void {
    const broken = this.#problem.couplings.find(({ when, from, then, allowed }) => from.has(node.places[when]!) && !allowed.has(node.places[then]!));
    if (broken) {
      const { when, from, then, allowed } = broken;
      this.#branch(node, [when], (place) => !from.has(place));
      if (then !== when) this.#branch(node, [when, then], (place, slot) => (slot === when ? from.has(place) : allowed.has(place)));
      return;
    }
    const taken = this.#forbidden.find((slots) => slots.every((slot) => node.places[slot] !== this.#own[slot]));
    if (taken) {
      taken.forEach((slot, k) => this.#branch(node, taken.slice(0, k + 1), (place, at) => (at === slot) === (place === this.#own[at])));
      return;
    }
    const leaf = this.#towards(node);
    if (leaf === undefined) return;
    let chosen = -1;
    let chosenAt = 0;
    let most = -1;
    for (let k = 0, at = 0; k < leaf.slots.length; k++) {
      const slot = leaf.slots[k]!;
      if (!this.#problem.space.has(slot, leaf.places, at, node.places[slot]!)) {
        const jump = this.#cheapestIn(this.#problem.space.part(node.box, slot, leaf.places, at, node.places[slot]!)[1], slot).cost;
        if (jump > most) [chosen, chosenAt, most] = [slot, at, jump];
      }
      at += this.#problem.space.length[slot]!;
    }
    for (const box of this.#problem.space.part(node.box, chosen, leaf.places, chosenAt, node.places[chosen]!)) this.#add(node, box, [chosen]);
  }

  /** The leaf box that promises most: the best one of the group in which the cheapest row falls shortest, for a goal that it misses if there is one. */
  #towards(node: Node): LeafBox | undefined {
    let found: LeafBox | undefined;
    let most = -1;
    const { groups, most: needed, slack } = this.#problem;
    const sums = this.#sums(node.at);
    const all = this.#reached(sums);
    node.lists.forEach((leaves, g) => {
      const { goal } = groups[g]!;
      if (leaves.length < 2 || (!all && sums[goal]! <= needed[goal]! - slack[goal]!)) return;
      const best = leaves[0] === node.at[g] ? leaves[1]! : leaves[0]!;
      const gain = node.at[g]!.value - leaves[0]!.value;
      if (gain > most) [found, most] = [best, gain];
    });
    return found;
  }

  #sums(leaves: readonly LeafBox[]): Float64Array {
    const sums = new Float64Array(this.#problem.most.length);
    leaves.forEach(({ value }, g) => (sums[this.#problem.groups[g]!.goal] = sums[this.#problem.groups[g]!.goal]! + value));
    return sums;
  }

  /** Opens the part of a box in which these slots keep only some options; several boxes where these stand on both sides of the ones left out. */
  #branch(node: Node, slots: readonly number[], keep: (place: number, slot: number) => boolean): void {
    const space = this.#problem.space;
    let boxes = [node.box];
    for (const slot of slots) {
      boxes = boxes.flatMap((box) => {
        const places = space.places(box, slot).filter((place) => keep(place, slot));
        return this.#runs(slot, places).map((run) => {
          const part = box.slice();
          space.only(part, slot, run);
          return part;
        });
      });
    }
    for (const box of boxes) this.#add(node, box, slots);
  }

  /** Options next to each other, where a slot cannot hold others. */
  #runs(slot: number, places: readonly number[]): number[][] {
    if (!this.#problem.space.isOrdered(slot)) return places.length === 0 ? [] : [[...places]];
    const runs: number[][] = [];
    places.forEach((place, k) => {
      if (k > 0 && places[k - 1] === place - 1) runs[runs.length - 1]!.push(place);
      else runs.push([place]);
    });
    return runs;
  }

  #add(parent: Node, box: BoxNumbers, changed: readonly number[]): void {
    const space = this.#problem.space;
    const places = Int32Array.from(parent.places);
    for (const slot of changed) {
      const { place } = this.#cheapestIn(box, slot);
      if (place < 0) return;
      places[slot] = place;
    }
    let narrowed = [...changed];
    const { mostChanges = Infinity } = this.#settings;
    const forced = [...places.keys()].filter((slot) => places[slot] !== this.#own[slot]);
    if (forced.length > mostChanges) return;
    if (forced.length === mostChanges) {
      const others = [...places.keys()].filter((slot) => places[slot] === this.#own[slot] && space.places(box, slot).length > 1);
      for (const slot of others) space.only(box, slot, [this.#own[slot]!]);
      narrowed = [...narrowed, ...others];
    }
    const child = this.#make(box, places, parent.lists, parent.at, narrowed);
    if (child) this.#heap.add(child);
  }

  /** A box with what is known of it; undefined where none of its rows can be a plan worth having. */
  #make(box: BoxNumbers, places: Int32Array, lists: readonly (readonly LeafBox[])[], at: readonly LeafBox[] | undefined, changed: readonly number[]): Node | undefined {
    const space = this.#problem.space;
    const cost = this.#costOf(places);
    if (cost >= (this.#plan?.cost ?? Infinity)) return undefined;
    const best = new Float64Array(this.#problem.most.length);
    const left: (readonly LeafBox[])[] = [];
    const now: LeafBox[] = [];
    for (const [g, leaves] of lists.entries()) {
      const group = this.#problem.groups[g]!;
      const touched = changed.some((slot) => group.slots.has(slot));
      const kept = touched ? leaves.filter((leaf) => reaches(space, box, leaf)) : leaves;
      if (kept.length === 0) return undefined;
      left.push(kept);
      best[group.goal] = best[group.goal]! + kept[0]!.value;
      now.push(touched || at === undefined ? kept.find((leaf) => this.#isIn(places, leaf))! : at[g]!);
    }
    if (best.some((value, goal) => value > this.#problem.most[goal]! + this.#problem.slack[goal]!)) return undefined;
    const node = { box, places, cost, lists: left, at: now, best };
    if (this.#isPlan(node)) {
      this.#plan = node;
      return undefined;
    }
    return node;
  }

  /** Whether the cheapest row of a box reaches every goal, and is admissible. */
  #isPlan(node: Node): boolean {
    const sums = this.#sums(node.at);
    if (sums.some((value, goal) => value > this.#problem.most[goal]! + this.#problem.slack[goal]!)) return false;
    if (this.#problem.couplings.some(({ when, from, then, allowed }) => from.has(node.places[when]!) && !allowed.has(node.places[then]!))) return false;
    if (this.#forbidden.some((slots) => slots.every((slot) => node.places[slot] !== this.#own[slot]))) return false;
    const { accepts, goals, cells, space, margins } = this.#problem;
    if (accepts === undefined && this.#reached(sums)) return true;
    // So near that rounding decides, or not for goals alone to decide: the forest's own arithmetic has the word.
    const row = new Float64Array(cells.forest.features);
    space.features.forEach((feature, slot) => (row[feature] = node.places[slot]!));
    const own = margins(row, 1);
    return goals.every(({ weights, least }) => weights.reduce((total, weight, k) => total + weight * own[k]!, 0) >= least) && (accepts?.(own) ?? true);
  }

  /** Whether sums of leaves reach every goal whatever the rounding. */
  #reached(sums: Float64Array): boolean {
    return sums.every((value, goal) => value <= this.#problem.most[goal]! - this.#problem.slack[goal]!);
  }

  #isIn(places: Int32Array, { slots, places: held }: LeafBox): boolean {
    for (let k = 0, at = 0; k < slots.length; k++) {
      const slot = slots[k]!;
      if (!this.#problem.space.has(slot, held, at, places[slot]!)) return false;
      at += this.#problem.space.length[slot]!;
    }
    return true;
  }

  #costOf(places: Int32Array): number {
    let cost = 0;
    const max = this.#settings.combine === 'max';
    for (let slot = 0; slot < places.length; slot++) {
      const own = this.#costs[slot]![places[slot]!]!;
      cost = max ? Math.max(cost, own) : cost + own;
    }
    return cost;
  }

  #cheapestIn(box: BoxNumbers, slot: number): { readonly place: number; readonly cost: number } {
    const costs = this.#costs[slot]!;
    const at = this.#problem.space.start[slot]!;
    let place = -1;
    let cost = Infinity;
    for (let option = 0; option < costs.length; option++) {
      if (costs[option]! < cost && this.#problem.space.has(slot, box, at, option)) [place, cost] = [option, costs[option]!];
    }
    // Of options that cost nothing the own one, which is no change.
    if (cost === 0 && this.#problem.space.has(slot, box, at, this.#own[slot]!)) place = this.#own[slot]!;
    return { place, cost };
  }
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
