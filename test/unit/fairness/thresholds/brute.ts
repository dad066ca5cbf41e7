import type { RateId } from '../../../../src/engine/fairness/rates';
import { rate } from '../../../../src/engine/fairness/rates';
import { countDecisions, groupCounts } from '../../../../src/engine/fairness/counts';
import type { Counts } from '../../../../src/engine/fairness/counts';
import type { Objective } from '../../../../src/engine/fairness/thresholds/objectives';
import { Random } from '../../../../src/engine/stats/random';

/** A few made-up people with tied scores, unknown outcomes and, where asked, weights. */
export function few(rows: number, groupCount: number, seed: number, { weighted = false, levels = 6, unknown = 0.1 } = {}) {
  const random = new Random(seed);
  const groups = Int32Array.from({ length: rows }, () => random.below(groupCount));
  const scores = Float64Array.from(groups, (group) => Math.min(levels, random.below(levels + 1) + (group === 1 ? random.below(2) : 0)) / levels);
  const labels = Int8Array.from(scores, (score) => (random.uniform() < unknown ? -1 : random.uniform() < 0.2 + 0.6 * score ? 1 : 0));
  const weights = weighted ? Float64Array.from(scores, () => random.below(4) / 2 + 0.5) : undefined;
  return { scores, groups, groupCount, labels, ...(weights ? { weights } : {}) };
}
export type Few = ReturnType<typeof few>;

/** One group's counts under one line, by deciding every person. */
export function countsOf(people: Few, group: number, line: number): Counts {
  const decisions = Int8Array.from(people.scores, (score) => (score >= line ? 1 : 0));
  return groupCounts(countDecisions(decisions, people).table, group);
}

/** Every line that makes a difference for a group: nobody, and each of its scores. */
export function linesOf({ scores, groups }: Few, group: number): number[] {
  const own = new Set([...scores].filter((_, i) => groups[i] === group));
  return [Infinity, ...[...own].sort((a, b) => b - a)];
}

/** One group's part of an objective over everyone, from its weighted cells. */
export function part(objective: Objective, counts: Counts, positives: number, negatives: number): number {
  const [tp, fp, , fn, tn] = counts.weight as unknown as [number, number, number, number, number];
  if (objective.kind === 'accuracy') return (tp + tn) / (positives + negatives);
  if (objective.kind === 'balanced') return (tp / positives + tn / negatives) / 2;
  return -(objective.falsePositive * fp + objective.falseNegative * fn) / (positives + negatives);
}

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly utility: number;
}

/** Every line of a group as its rates and its part of the objective. */
export function pointsOf(people: Few, group: number, ids: readonly [RateId, RateId?], objective: Objective): Point[] {
  const everyone = countDecisions(new Int8Array(people.scores.length), people).table;
  let [positives, negatives] = [0, 0];
  for (let g = 0; g <= people.groupCount; g++) {
    const { weight } = groupCounts(everyone, g);
    positives += weight[0]! + weight[3]!;
    negatives += weight[1]! + weight[4]!;
  }
  return linesOf(people, group).map((line) => {
    const counts = countsOf(people, group, line);
    const value = (id: RateId): number => rate(id, counts).value ?? NaN;
    return { x: value(ids[0]), y: ids[1] ? value(ids[1]) : 0, utility: part(objective, counts, positives, negatives) };
  });
}

/** All ways to take one item of each list. */
export function tuples<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((made, list) => made.flatMap((tuple) => list.map((item) => [...tuple, item])), [[]]);
}

/** The best of a group's mixtures of two lines with a rate in [low, high]. */
export function bestMixture(points: readonly Point[], low: number, high: number): number {
  let best = -Infinity;
  for (const a of points) {
    for (const b of points) {
      for (const x of [low, high, a.x, b.x]) {
        if (x < low - 1e-12 || x > high + 1e-12 || x < Math.min(a.x, b.x) - 1e-12 || x > Math.max(a.x, b.x) + 1e-12) continue;
        const share = b.x === a.x ? 0 : (x - a.x) / (b.x - a.x);
        best = Math.max(best, a.utility + share * (b.utility - a.utility), a.x === b.x ? b.utility : -Infinity);
      }
    }
  }
  return best;
}

const cross = (a: Point, b: Point, x: number, y: number): number => (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);

/** True when a lot over lines of the group has exactly these two rates: the point lies in a triangle of three of them. */
export function reachable(points: readonly Point[], x: number, y: number): boolean {
  for (const a of points) {
    for (const b of points) {
      for (const c of points) {
        const sides = [cross(a, b, x, y), cross(b, c, x, y), cross(c, a, x, y)];
        const inside = sides.every((side) => side >= -1e-12) || sides.every((side) => side <= 1e-12);
        const [xs, ys] = [[a.x, b.x, c.x], [a.y, b.y, c.y]];
        const boxed = x >= Math.min(...xs) - 1e-12 && x <= Math.max(...xs) + 1e-12 && y >= Math.min(...ys) - 1e-12 && y <= Math.max(...ys) + 1e-12;
        if (inside && boxed) return true;
      }
    }
  }
  return false;
}

/** Where the stretches between any two lines of one group and any two of another cross, and every line itself: where the optimum of the programme lies. */
export function corners(first: readonly Point[], second: readonly Point[]): { x: number; y: number }[] {
  const found: { x: number; y: number }[] = [...first, ...second];
  for (const a of first) {
    for (const b of first) {
      for (const c of second) {
        for (const d of second) {
          const bottom = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x);
          if (Math.abs(bottom) < 1e-15) continue;
          const share = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / bottom;
          if (share < 0 || share > 1) continue;
          found.push({ x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) });
        }
      }
    }
  }
  return found;
}

/** The point at which the lines through a and b, and through c and d, cross; null where they are parallel. */
function crossing(a: Place, b: Place, c: Place, d: Place): Place | null {
  const bottom = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x);
  if (Math.abs(bottom) < 1e-15) return null;
  const share = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / bottom;
  return { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) };
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The utility of a group at any two rates: that of lines is linear in them, so three lines that span the plane, or the two ends, tell it. */
function plane(points: readonly Point[]): (at: Place) => number {
  for (const a of points) {
    for (const b of points) {
      for (const c of points) {
        const size = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
        if (Math.abs(size) < 1e-9) continue;
        return ({ x, y }) => {
          const [u, v] = [((x - a.x) * (c.y - a.y) - (y - a.y) * (c.x - a.x)) / size, ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / size];
          return a.utility + u * (b.utility - a.utility) + v * (c.utility - a.utility);
        };
      }
    }
  }
  const [nobody, everyone] = [points[0]!, points[points.length - 1]!];
  return ({ x }) => nobody.utility + x * (everyone.utility - nobody.utility);
}

/**
 * The most that two groups reach together by lots when both of their rates may differ by so much: every corner of the programme is tried. There, each point
 * is a line, or lies on a stretch between two lines, and what is not settled by that is settled by a difference at its limit.
 */
export function bestNear(first: readonly Point[], second: readonly Point[], width: number): number {
  const found: (readonly [Place, Place])[] = first.flatMap((a) => second.map((b) => [a, b] as const));
  const limits = [-width, width];
  const moved = (from: readonly Place[], to: readonly Place[], keep: (at: Place, other: Place) => readonly [Place, Place]): void => {
    for (const at of from) {
      for (const dx of limits) for (const dy of limits) found.push(keep(at, { x: at.x + dx, y: at.y + dy }));
      for (const a of to) {
        for (const b of to) {
          for (const d of limits) {
            const across = crossing(a, b, { x: at.x + d, y: 0 }, { x: at.x + d, y: 1 });
            const up = crossing(a, b, { x: 0, y: at.y + d }, { x: 1, y: at.y + d });
            for (const other of [across, up]) if (other) found.push(keep(at, other));
          }
        }
      }
    }
  };
  moved(first, second, (at, other) => [at, other]);
  moved(second, first, (at, other) => [other, at]);
  for (const dx of limits) {
    for (const dy of limits) {
      const shifted = second.map(({ x, y }) => ({ x: x + dx, y: y + dy }));
      for (const a of first) {
        for (const b of first) {
          for (const c of shifted) {
            for (const d of shifted) {
              const at = crossing(a, b, c, d);
              if (at) found.push([at, { x: at.x - dx, y: at.y - dy }]);
            }
          }
        }
      }
    }
  }
  const [worthFirst, worthSecond] = [plane(first), plane(second)];
  let best = -Infinity;
  for (const [p, q] of found) {
    if (Math.abs(p.x - q.x) > width + 1e-9 || Math.abs(p.y - q.y) > width + 1e-9) continue;
    const utility = worthFirst(p) + worthSecond(q);
    if (utility <= best + 1e-12) continue;
    if (reachable(first, p.x, p.y) && reachable(second, q.x, q.y)) best = utility;
  }
  return best;
}
