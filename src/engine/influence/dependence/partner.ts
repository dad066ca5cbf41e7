import type { PlayerValues } from '../values';
import { binOf } from './accumulated';
import { quantileEdges } from './axes';

/** People alike in the input itself are compared with each other: so many bins of it at most, so many people in each at least. */
const BINS = 10;
const FEWEST = 20;
/** The other input is cut into so many parts of equally many people, or has so many levels, the rarer ones taken together. */
const PARTS = 3;
const LEVELS = 5;

/**
 * How much of an input's influence hangs on another input: among people who are alike in the input itself, the share of the influence's variance that
 * the other input tells, less what chance would tell (ε² of an analysis of variance within bins, after a straight line along the input itself). 0 where
 * inputs do not work together; slightly below by chance. NaN where not estimable.
 * Source: the idea of colouring a dependence plot by the strongest interaction is that of Lundberg et al. (2020); ε² is Kelley's (1935).
 * @param own the input, and its influence on each person
 * @param others the inputs to try, with values of the same people
 */
export function partnerShares(own: PlayerValues, influence: Float64Array, others: readonly PlayerValues[]): Float64Array<ArrayBuffer> {
  const cells = binsOf(own).filter((members) => members.length > PARTS + 1);
  const rests = cells.map((members) => restOf(own, influence, members));
  return Float64Array.from(others, (other) => {
    let [told, whole] = [0, 0];
    cells.forEach((members, cell) => {
      const rest = rests[cell]!;
      const codes = partsOf(other, members);
      const parts = new Set(codes).size;
      const freedom = members.length - parts - (own.ordered ? 1 : 0);
      if (freedom < 1) return;
      const sums = new Map<number, { sum: number; count: number }>();
      let all = 0;
      codes.forEach((code, i) => {
        const known = sums.get(code) ?? { sum: 0, count: 0 };
        sums.set(code, { sum: known.sum + rest[i]!, count: known.count + 1 });
        all += rest[i]! ** 2;
      });
      const between = [...sums.values()].reduce((sum, part) => sum + part.sum ** 2 / part.count, 0);
      told += between - ((parts - 1) * Math.max(0, all - between)) / freedom;
      whole += all;
    });
    return whole > 0 ? told / whole : NaN;
  });
}

/**
 * Share of an influence's variance that is left among people who are alike in the input itself: 0 where nothing else matters to how the input works. What
 * a partner tells is a share of this rest. NaN where the influence does not vary.
 */
export function restShare(own: PlayerValues, influence: Float64Array): number {
  const mean = influence.reduce((sum, value) => sum + value / influence.length, 0);
  const whole = influence.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const rest = binsOf(own).reduce((sum, members) => sum + restOf(own, influence, members).reduce((squares, value) => squares + value ** 2, 0), 0);
  return whole > 0 ? Math.min(1, rest / whole) : NaN;
}

/** The other input that an input works together with most, and its share; undefined where none can be told. */
export function strongestPartner(shares: Float64Array): number | undefined {
  let best: number | undefined;
  shares.forEach((share, other) => {
    if (!Number.isNaN(share) && (best === undefined || share > shares[best]!)) best = other;
  });
  return best;
}

/** People by bin of a number, or by level; those without a value by themselves. */
function binsOf({ ordered, values }: PlayerValues): number[][] {
  const known = values.filter((value) => !Number.isNaN(value)).length;
  const edges = ordered ? quantileEdges(values, Math.max(1, Math.min(BINS, Math.floor(known / FEWEST)))) : undefined;
  const bins = new Map<number, number[]>();
  values.forEach((value, person) => {
    const bin = Number.isNaN(value) ? -1 : edges === undefined ? value : edges.length > 1 ? binOf(edges, value) : 0;
    const members = bins.get(bin);
    if (members === undefined) bins.set(bin, [person]);
    else members.push(person);
  });
  return [...bins.values()];
}

/** What a straight line along the input leaves of its influence within a bin. */
function restOf({ ordered, values }: PlayerValues, influence: Float64Array, members: readonly number[]): number[] {
  const count = members.length;
  const y = members.reduce((sum, person) => sum + influence[person]! / count, 0);
  if (!ordered || Number.isNaN(values[members[0]!]!)) return members.map((person) => influence[person]! - y);
  const x = members.reduce((sum, person) => sum + values[person]! / count, 0);
  let [xx, xy] = [0, 0];
  for (const person of members) {
    xx += (values[person]! - x) ** 2;
    xy += (values[person]! - x) * (influence[person]! - y);
  }
  const slope = xx > 0 ? xy / xx : 0;
  return members.map((person) => influence[person]! - y - slope * (values[person]! - x));
}

/** The part of the other input that each member of a bin is in: thirds of a number, levels, and −1 for a missing value. */
function partsOf({ ordered, values }: PlayerValues, members: readonly number[]): number[] {
  const own = members.map((person) => values[person]!);
  if (ordered) {
    const sorted = Float64Array.from(own.filter((value) => !Number.isNaN(value))).sort();
    const cuts = Array.from({ length: PARTS - 1 }, (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / PARTS)]!);
    return own.map((value) => (Number.isNaN(value) ? -1 : cuts.filter((cut) => value >= cut).length));
  }
  const counts = new Map<number, number>();
  for (const value of own) counts.set(value, (counts.get(value) ?? 0) + 1);
  const kept = [...counts].sort(([a, many], [b, others]) => others - many || a - b).slice(0, LEVELS - 1).map(([level]) => level);
  return own.map((value) => (kept.includes(value) ? value : -2)).map((value) => (Number.isNaN(value) ? -1 : value));
}
