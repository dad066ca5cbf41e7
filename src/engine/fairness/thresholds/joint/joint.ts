import { AssayError } from '../../../errors';
import { sortOrder } from '../../../stats/sort';
import type { ThresholdIndex } from '../../threshold-index';
import { SHOW_FROM } from '../../verdict';
import { along, peopleBehind } from '../criteria';
import type { Criterion, GapId } from '../criteria';
import { lineCurve, totals } from '../curves';
import type { Totals } from '../curves';
import { objectiveForm } from '../objectives';
import { take, thinned } from '../thin';
import { rateValue } from '../values';
import { Partners } from './partners';
import { anyChoice, bestChoice } from './search';
import type { Budget } from './search';
import type { Joint, JointBest, JointQuestion } from './types';

/** Lines tried for each group. */
export const JOINT_LINES = 96;

/** Steps of the search for one set of limits, and of one picture. */
const STEPS = 2_000_000;

/** Each limit by itself, every two, and all of them, as bits. */
export function setsOfLimits(count: number): number[] {
  const each = Array.from({ length: count }, (_, k) => 1 << k);
  const two = each.flatMap((a, i) => each.slice(i + 1).map((b) => a | b));
  return count === 0 ? [] : [...new Set([...each, ...two, (1 << count) - 1])];
}

const ratesOf = (gap: GapId) => (gap === 'odds' ? (['tpr', 'fpr'] as const) : ([gap] as const));

/** People behind a gap, whatever the line; a rate among those selected, or not, may rest on anybody. */
function behind(gap: GapId, sizes: Totals): number {
  if (gap === 'ppv' || gap === 'npv' || gap === 'fdr' || gap === 'for' || gap === 'f1' || gap === 'treatment') return sizes.positives + sizes.negatives;
  if (gap === 'balanced') return Math.min(sizes.positives, sizes.negatives);
  return gap === 'base' || gap === 'accuracy' ? sizes.positives + sizes.negatives : peopleBehind(gap satisfies Criterion, sizes);
}

/** Whether two values are as close as a limit asks; not where one is not estimable. */
const within = (a: number, b: number, most: number): boolean => Math.abs(a - b) <= most + 1e-12;

/**
 * Which gaps can be kept small between all of several groups at once, by a line for each: for every set of limits the best lines, and for two groups'
 * pairs of lines how many limits the other groups' lines can keep with them. A gap between several groups is small where it is between every two, so that
 * lines are chosen that may all stand beside each other. Exact over the lines tried, unless the search had to be ended.
 * @throws AssayError `too-few-groups` where fewer than two groups have enough people
 */
export function jointRegion(index: ThresholdIndex, { groups, axes, limits, utility, lines = JOINT_LINES, minimum = SHOW_FROM }: JointQuestion): Joint {
  const all = groups.map((group) => lineCurve(index, group));
  const enough = all.map(({ people, weight }) => limits.every(({ gap }) => behind(gap, totals(people)) >= minimum && behind(gap, totals(weight)) > 0));
  const considered = groups.filter((_, g) => enough[g]);
  const leftOut = groups.filter((_, g) => !enough[g]);
  if (considered.length < 2) {
    throw new AssayError({
      area: 'fairness',
      code: 'too-few-groups',
      what: `${considered.length === 0 ? 'No group has' : 'Only one group has'} at least ${minimum} people to measure this on.`,
      why: 'A line for a group cannot be chosen from a handful of people.',
      remedy: 'Choose another measure or another group column.',
    });
  }
  const curves = all.filter((_, g) => enough[g]);
  const at = curves.map((curve) => thinned(curve, lines));
  const sizes = curves.map(({ weight }) => totals(weight));
  const sum = (key: keyof Totals): number => sizes.reduce((total, own) => total + own[key], 0);
  const whole = { positives: sum('positives'), negatives: sum('negatives'), all: sum('all') };
  const form = utility.kind === 'selection' ? { constant: 0, truePositive: 0, falsePositive: 0, selected: 1 / whole.all } : objectiveForm(utility, whole);
  const plain = curves.map((curve, g) => take(along(curve, { ...form, constant: 0 }), at[g]!));
  // The search reads lines by falling worth.
  const orders = plain.map((values) => sortOrder(values.map((value) => -value)));
  const worth = plain.map((values, g) => Float64Array.from(orders[g]!, (line) => values[line]!));
  const rate = (g: number, id: Exclude<GapId, 'odds'>): Float64Array => {
    const { truePositive, falsePositive, selected } = curves[g]!.weight;
    return Float64Array.from(orders[g]!, (line) => {
      const place = at[g]![line]!;
      return rateValue(id, truePositive[place]!, falsePositive[place]!, selected[place]!, sizes[g]!);
    });
  };
  const alone = limits.map(({ gap, most }) => {
    const rates = ratesOf(gap).map((id) => curves.map((_, g) => rate(g, id)));
    return Partners.of(at.map(({ length }) => length), (g, i, h, j) => rates.every((values) => within(values[g]![i]!, values[h]![j]!, most)));
  });
  const sets = setsOfLimits(limits.length);
  const partners = sets.map((bits) => alone.filter((_, k) => (bits >> k) & 1).reduce((both, next) => both.and(next)));
  let complete = true;
  const lastLines = at.map(({ length }) => length - 1);
  const trivial = (chosen: ArrayLike<number>): boolean => [0, -1].some((end) => orders.every((order, g) => order[chosen[g]!] === (end === 0 ? 0 : lastLines[g]!)));
  const best = sets.map((bits, s): JointBest => {
    const budget: Budget = { left: STEPS };
    const found = bestChoice(partners[s]!, worth, trivial, budget);
    if (budget.left <= 0) complete = false;
    return { bits, lines: found && found.lines.map((line, g) => orders[g]![line]!), utility: found ? form.constant + found.utility : NaN };
  });
  const pair = axes.map((group) => Math.max(0, considered.indexOf(group))) as [number, number];
  if (pair[0] === pair[1]) pair[1] = pair[0] === 0 ? 1 : 0;
  const budget: Budget = { left: STEPS };
  const kept = picture(pair, sets, partners, orders, budget);
  return {
    considered,
    leftOut,
    thresholds: curves.map(({ thresholds }, g) => take(thresholds, at[g]!)),
    selected: curves.map(({ people }, g) => take(people.selected, at[g]!)),
    axes: pair,
    kept,
    best,
    exact: curves.every(({ thresholds }, g) => thresholds.length === at[g]!.length),
    complete: complete && budget.left > 0,
  };
}

const bitsOf = (bits: number): number => bits.toString(2).replaceAll('0', '').length;

/** For every pair of lines of two groups a largest set of limits that lines of the other groups keep with them. */
function picture([a, b]: readonly [number, number], sets: readonly number[], partners: readonly Partners[], orders: readonly Uint32Array[], budget: Budget): Uint8Array<ArrayBuffer> {
  const columns = orders[b]!.length;
  const kept = new Uint8Array(orders[a]!.length * columns);
  const others = orders.map((_, g) => g).filter((g) => g !== a && g !== b);
  const falling = sets.map((bits, s) => ({ bits, s })).sort((x, y) => bitsOf(y.bits) - bitsOf(x.bits));
  for (const { bits, s } of falling) {
    const own = partners[s]!;
    const full = own.everything();
    const beside = own.everything();
    const rooms = Array.from({ length: others.length + 1 }, () => own.everything());
    for (let i = 0; i < orders[a]!.length; i++) {
      if (!own.narrow(a, i, b, full[b]!, beside[b]!)) continue;
      for (const h of others) own.narrow(a, i, h, full[h]!, beside[h]!);
      for (let j = 0; j < columns; j++) {
        const cell = orders[a]![i]! * columns + orders[b]![j]!;
        if (kept[cell] !== 0 || !((beside[b]![j >>> 5]! >>> (j & 31)) & 1)) continue;
        const possible = others.every((h) => own.narrow(b, j, h, beside[h]!, rooms[0]![h]!));
        if (possible && anyChoice(own, others, rooms, budget)) kept[cell] = bits;
      }
    }
  }
  return kept;
}
