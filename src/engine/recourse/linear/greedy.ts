import { type Bounds, firstReaching } from './bounds';
import type { Front } from './front';

/** What is still to be chosen: fronts from a place on, what they must add by goal, and with how many changes. */
export interface Rest {
  readonly place: number;
  readonly needs: readonly number[];
  readonly changes: number;
}

/** A good choice for the rest, an index in each front from the place on; undefined where this way of looking finds none. */
export function greedy(fronts: readonly Front[], bounds: Bounds, rest: Rest): Int32Array<ArrayBuffer> | undefined {
  const found = climb(fronts, bounds, rest, undefined);
  if (found !== undefined || rest.changes >= fronts.length - rest.place) return found;
  // So few changes may be had only by the features that add the most.
  const goal = rest.needs.findIndex((need) => need > 0);
  if (goal < 0) return undefined;
  const most = (front: Front): number => front.gains[goal]!.reduce((a, b) => Math.max(a, b), -Infinity);
  const places = [...fronts.keys()].slice(rest.place).sort((a, b) => most(fronts[b]!) - most(fronts[a]!));
  return climb(fronts, bounds, rest, new Set(places.slice(0, rest.changes)));
}

function climb(fronts: readonly Front[], bounds: Bounds, { place, needs, changes }: Rest, only: ReadonlySet<number> | undefined): Int32Array<ArrayBuffer> | undefined {
  const at = new Int32Array(fronts.length - place);
  const left = Float64Array.from(needs);
  let changed = 0;
  const move = (k: number, to: number): void => {
    const { gains, changed: isChange } = fronts[place + k]!;
    gains.forEach((gain, goal) => (left[goal] = left[goal]! - (gain[to]! - gain[at[k]!]!)));
    changed += isChange[to]! - isChange[at[k]!]!;
    at[k] = to;
  };
  for (let k = 0; k < at.length; k++) {
    fronts[place + k]!.gains.forEach((gain, goal) => (left[goal] = left[goal]! - gain[0]!));
    changed += fronts[place + k]!.changed[0]!;
  }
  for (let goal = 0; goal < needs.length; goal++) {
    for (const step of bounds.steps[goal]!) {
      if (left[goal]! <= 0) break;
      const k = step.place - place;
      if (k < 0 || (only && !only.has(step.place))) continue;
      const front = fronts[step.place]!;
      if (front.gains[goal]![step.end]! <= front.gains[goal]![at[k]!]! || changed + front.changed[step.end]! - front.changed[at[k]!]! > changes) continue;
      move(k, step.end);
    }
  }
  if (changed > changes || left.some((need) => need > 0)) return undefined;
  // Each option as cheap as the others allow, the dearest first.
  const dearest = [...at.keys()].sort((a, b) => fronts[place + b]!.costs[at[b]!]! - fronts[place + a]!.costs[at[a]!]!);
  for (const k of dearest) {
    const { gains, changed: isChange } = fronts[place + k]!;
    for (let to = 0; to < at[k]!; to++) {
      if (changed + isChange[to]! - isChange[at[k]!]! > changes || !gains.every((gain, goal) => left[goal]! + gain[at[k]!]! - gain[to]! <= 0)) continue;
      move(k, to);
      break;
    }
  }
  return at;
}

/**
 * Makes a choice cheaper by exchanges of two at a time, for one goal: for every option of one front the cheapest of another that goes with it, until no
 * pair of fronts gives anything. Changes the choice itself.
 */
export function exchange(fronts: readonly Front[], at: Int32Array, need: number, mostChanges: number): void {
  const gain = (front: number): number => fronts[front]!.gains[0]![at[front]!]!;
  for (let again = true; again; ) {
    again = false;
    for (let i = 0; i < fronts.length; i++) {
      for (let j = 0; j < fronts.length; j++) {
        const [a, b] = [fronts[i]!, fronts[j]!];
        if (i === j || a.places.length > b.places.length) continue;
        const rest = at.reduce((sum, _, k) => (k === i || k === j ? sum : sum + gain(k)), 0);
        const changes = at.reduce((sum, option, k) => (k === i || k === j ? sum : sum + fronts[k]!.changed[option]!), 0);
        let cost = a.costs[at[i]!]! + b.costs[at[j]!]! - LITTLE;
        for (let own = 0; own < a.places.length && a.costs[own]! < cost; own++) {
          const other = firstReaching(b.gains[0]!, need - rest - a.gains[0]![own]!);
          if (other === b.places.length || a.costs[own]! + b.costs[other]! >= cost || changes + a.changed[own]! + b.changed[other]! > mostChanges) continue;
          cost = a.costs[own]! + b.costs[other]!;
          [at[i], at[j]] = [own, other];
          again = true;
        }
      }
    }
  }
}

/** What an exchange must save, so that roundings make no endless round of them. */
const LITTLE = 1e-12;
