import { applyLink, type Link } from '../models/links';
import type { Task } from '../models/types';
import type { Goal, Target } from './types';

/** How the margins of a model become its scores. */
export interface ScoredMargins {
  readonly outputs: number;
  readonly task: Task;
  readonly link: Link;
  readonly scale: number;
}

export interface MarginGoals {
  readonly goals: readonly Goal[];
  readonly accepts?: (margins: Float64Array) => boolean;
}

/**
 * What a target on scores asks of the margins of a model. `above`/`below` are about the score of one class: for two classes the chance of class 1, or
 * of class 0 turned around; for several, with softmax, no linear goal says it all, so that the score itself is asked besides.
 * @param ease taken from what the margins must reach, above 0 to ask for more than the target
 */
export function marginGoals({ outputs, task, link, scale }: ScoredMargins, { class: favourable, lead, above, below }: Target, ease = 0): MarginGoals {
  const one = (sign: number, least: number): Goal => ({ weights: [sign * scale], least: least + ease });
  if (task === 'multiclass') {
    const rivals = Array.from({ length: outputs }, (_, k) => k).filter((k) => k !== favourable);
    const over = (rival: number, least: number): Goal => ({ weights: Array.from({ length: outputs }, (_, k) => (k === favourable ? scale : k === rival ? -scale : 0)), least: least + ease });
    // Links grow with the margins, so that the largest margin is the largest score.
    if (lead) return { goals: rivals.map((rival) => over(rival, Number.MIN_VALUE)) };
    if (link !== 'softmax') {
      const only = (sign: number): number[] => Array.from({ length: outputs }, (_, k) => (k === favourable ? sign * scale : 0));
      return {
        goals: [
          ...(above === undefined ? [] : [{ weights: only(1), least: leastMargin(link, above) + ease }]),
          ...(below === undefined ? [] : [{ weights: only(-1), least: ease - mostMargin(link, below) }]),
        ],
      };
    }
    const accepts = (margins: Float64Array): boolean => {
      const scoreAt = (shift: number): number => applyLink(link, margins.map((margin, k) => (k === favourable ? margin + shift / scale : margin)), outputs, scale)[favourable]!;
      return (above === undefined || scoreAt(-ease) >= above) && (below === undefined || scoreAt(ease) <= below);
    };
    // A chance of at least p needs, against every rival, odds of at least p to 1 − p.
    const least = above === undefined ? -Infinity : Math.log(above / (1 - above));
    return { goals: least === -Infinity ? [] : rivals.map((rival) => over(rival, least)), accepts };
  }
  const turned = task === 'binary' && favourable === 0;
  const [high, low] = turned ? [below === undefined ? undefined : 1 - below, above === undefined ? undefined : 1 - above] : [above, below];
  return {
    goals: [...(high === undefined ? [] : [one(1, leastMargin(link, high))]), ...(low === undefined ? [] : [one(-1, -mostMargin(link, low))])],
  };
}

/** Smallest number whose score is at least `score`; links grow with the margin. */
function leastMargin(link: Link, score: number): number {
  return bisect((x) => scoreOf(link, x) >= score)[1];
}

/** Largest number whose score is at most `score`. */
function mostMargin(link: Link, score: number): number {
  return bisect((x) => scoreOf(link, x) > score)[0];
}

function scoreOf(link: Link, x: number): number {
  return applyLink(link, Float64Array.of(x), 1)[0]!;
}

/** The neighbouring doubles between which a condition begins to hold; infinities where it always or never does. */
function bisect(holds: (x: number) => boolean): [low: number, high: number] {
  let [low, high] = [-Infinity, Infinity];
  if (holds(-Number.MAX_VALUE)) return [-Infinity, -Infinity];
  if (!holds(Number.MAX_VALUE)) return [Infinity, Infinity];
  let middle = 0;
  while (middle > low && middle < high) {
    if (holds(middle)) high = middle;
    else low = middle;
    middle = low === -Infinity ? Math.min(-1, 2 * high) : high === Infinity ? Math.max(1, 2 * low) : low + (high - low) / 2;
  }
  return [low, high];
}
