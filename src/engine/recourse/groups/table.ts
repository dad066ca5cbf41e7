import type { Against } from '../../fairness/compare';
import type { Opponents } from '../../fairness/metrics/table';
import { type Judgement, judge, type Verdict } from '../../fairness/verdict';
import { normalCdf } from '../../stats/distributions';
import type { Estimate, Interval } from '../../stats/intervals';
import { benjaminiHochberg } from '../../stats/multiplicity';
import { exactNull } from '../../stats/tests';
import { type Costlier, chanceCostlier, costQuantile, effectivePeople, meanCost, meanCostDifference, noWayShare, rangedDifference, rangedInterval } from './ranged';
import { type CostSide, costSide, withWay } from './side';
import type { PersonWay } from './types';

/** People whose ways are compared. */
export interface WaysPopulation {
  /** Group of each person of the question. */
  readonly group: Int32Array;
  /** People of each group with the unfavourable decision, of whom those looked at were drawn. */
  readonly denied: readonly number[];
  /** How many people each person of the question stands for, where rows count by weight. */
  readonly weights?: Float64Array | undefined;
}

export interface WaysOptions {
  readonly against: Opponents;
  /** Difference called small: a share of people, also of the chance of a costlier way. */
  readonly margin: number;
}

/** What it takes for one group. */
export interface GroupWays {
  /** People looked at. */
  readonly people: number;
  readonly effective: number;
  /** Of these without a way: proved, and none found; the others have one. */
  readonly none: number;
  readonly unfound: number;
  /** Of those with a way, how many might have a cheaper one that was not found. */
  readonly gaps: number;
  /** Share without a way as found, and within proved bounds and sampling at 95% and at 66%; null for nobody. */
  readonly noWay: { readonly value: number; readonly proved: number; readonly interval: Interval; readonly inner: Interval } | null;
  /** Quartiles and mean of the cost among those with a way. */
  readonly quartiles: readonly [Estimate, Estimate, Estimate] | null;
  readonly mean: Estimate | null;
  /** Share of the ways found that change each feature. */
  readonly changes: Float64Array<ArrayBuffer>;
}

/** A verdict with its p-value, alone and adjusted for all comparisons made here (Benjamini and Hochberg); null where there is nothing to compare. */
interface Told {
  readonly judgement: Judgement;
  readonly verdict: Verdict;
  readonly p: number;
  readonly q: number;
}

/** One group beside others. Differences are the group less the others. */
export interface WaysComparison {
  readonly group: number;
  readonly against: Against;
  readonly noWay: (Told & { readonly here: number; readonly there: number; readonly difference: number; readonly interval: Interval }) | null;
  /** Mean cost among those with a way. */
  readonly mean: Estimate | null;
  /** Chance that somebody of the group has a costlier way than somebody of the others. */
  readonly costlier: (Told & Costlier) | null;
}

export interface WaysTable {
  /** Something is proved of everybody: of people without a way that they have none, or what it would cost at least. */
  readonly certified: boolean;
  readonly groups: readonly GroupWays[];
  readonly comparisons: readonly WaysComparison[];
}

/** Adjusted p-value a gap must reach. */
const LEVEL = 0.05;
const INNER_LEVEL = 0.66;

/** Shares without a way and costs by group, and how they compare: what holds of the people looked at so far. */
export function waysTable(ways: readonly PersonWay[], { group, denied, weights }: WaysPopulation, options: WaysOptions, features: number): WaysTable {
  const mine = denied.map((_, own) => ways.filter(({ person }) => group[person] === own));
  // Everybody of a group was drawn with the same chance, so that only people of several groups together need a weight for it.
  const drawn = mine.map(({ length }, own) => (length > 0 ? denied[own]! / length : 0));
  const rowWeight = weights && (({ person }: PersonWay): number => weights[person]!);
  const sideOf = (own: number): CostSide => costSide(mine[own]!, rowWeight);
  const otherSide = (own: number): CostSide => costSide(mine.flatMap((list, at) => (at === own ? [] : list)), (way) => drawn[group[way.person]!]! * (rowWeight?.(way) ?? 1));
  const sides = mine.map((_, own) => sideOf(own));
  const compared = pairsOf(sides, options.against).map(([own, against]) => comparedWith(own, against, sides[own]!, against === 'others' ? otherSide(own) : sides[against]!, options.margin));
  return { certified: ways.every(({ bound }) => !Number.isNaN(bound)), groups: sides.map((side, own) => groupWays(mine[own]!, side, features)), comparisons: adjusted(compared) };
}

function groupWays(ways: readonly PersonWay[], side: CostSide, features: number): GroupWays {
  const of = (kind: PersonWay['kind']): number => ways.filter((way) => way.kind === kind).length;
  const [share, inner] = [noWayShare(side), noWayShare(side, INNER_LEVEL)];
  const [low, middle, high] = [costQuantile(side, 0.25), costQuantile(side, 0.5), costQuantile(side, 0.75)];
  const changes = new Float64Array(features);
  let total = 0;
  ways.forEach(({ cost, changed }, at) => {
    if (cost === Infinity) return;
    const weight = side.weights?.[at] ?? 1;
    total += weight;
    for (const feature of changed) changes[feature] = changes[feature]! + weight;
  });
  return {
    people: side.people,
    effective: effectivePeople(side),
    none: of('none'),
    unfound: of('unfound'),
    gaps: of('gap'),
    noWay: share && inner && { value: share.value, proved: share.least.value, interval: rangedInterval(share), inner: rangedInterval(inner) },
    quartiles: low && middle && high && [low, middle, high],
    mean: meanCost(side),
    changes: changes.map((weight) => weight / total),
  };
}

/** Whom each group is compared with; of two groups only the one that fares worse with the other. */
function pairsOf(sides: readonly CostSide[], against: Opponents): [group: number, against: Against][] {
  const present = [...sides.keys()].filter((own) => sides[own]!.people > 0);
  if (present.length < 2) return [];
  if (present.length === 2 && typeof against !== 'number') {
    const [first, second] = present as [number, number];
    return [worse(sides[first]!, sides[second]!) ? [first, second] : [second, first]];
  }
  if (typeof against !== 'number') return present.map((own) => [own, 'others']);
  return present.filter((own) => own !== against && present.includes(against)).map((own) => [own, against]);
}

/** More often without a way, or as often but with dearer ones. */
function worse(a: CostSide, b: CostSide): boolean {
  const share = (side: CostSide): number => noWayShare(side)?.value ?? 0;
  const cost = (side: CostSide): number => meanCost(side)?.value ?? 0;
  return share(a) === share(b) ? cost(a) > cost(b) : share(a) > share(b);
}

type Open = Omit<WaysComparison, 'noWay' | 'costlier'> & { readonly noWay: Untold<WaysComparison['noWay']>; readonly costlier: Untold<WaysComparison['costlier']> };
type Untold<Own> = Omit<NonNullable<Own>, 'verdict' | 'q'> | null;

function comparedWith(group: number, against: Against, here: CostSide, there: CostSide, margin: number): Open {
  const smallest = Math.min(here.people, there.people);
  const [a, b] = [noWayShare(here), noWayShare(there)];
  const gap = a && b && rangedDifference(a, b);
  const [n1, n2] = [Math.round(effectivePeople(here)), Math.round(effectivePeople(there))];
  const costlier = chanceCostlier(here, there);
  return {
    group,
    against,
    noWay: a && b && gap && { here: a.value, there: b.value, difference: gap.value, interval: gap.interval, judgement: judge(gap.interval, smallest, margin), p: exactNull(Math.round(a.value * n1), n1, Math.round(b.value * n2), n2)?.p ?? 1 },
    mean: withWay(here).people > 0 ? meanCostDifference(here, there) : null,
    costlier: costlier && {
      ...costlier,
      judgement: judge({ lower: costlier.lower - 0.5, upper: costlier.upper - 0.5 }, smallest, margin),
      p: 2 * normalCdf(-Math.abs(costlier.value - 0.5) / Math.sqrt(costlier.variance)),
    },
  };
}

/** Verdicts after the adjustment: a gap that does not hold could be chance. */
function adjusted(open: readonly Open[]): WaysComparison[] {
  const told = open.flatMap(({ noWay, costlier }) => [noWay, costlier]).filter((own) => own !== null && own.judgement.verdict !== 'few');
  const values = benjaminiHochberg(told.map((own) => own!.p));
  const finish = <Own extends { readonly judgement: Judgement; readonly p: number }>(own: Own | null): (Own & { readonly verdict: Verdict; readonly q: number }) | null => {
    if (own === null) return null;
    const at = told.indexOf(own as never);
    const q = at < 0 ? 1 : values[at]!;
    const { verdict } = own.judgement;
    return { ...own, q, verdict: verdict === 'gap' && q > LEVEL ? 'chance' : verdict };
  };
  return open.map((own) => ({ ...own, noWay: finish(own.noWay), costlier: finish(own.costlier) }));
}
