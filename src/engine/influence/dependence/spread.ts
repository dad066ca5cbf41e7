import type { Interval } from '../../stats/intervals/types';
import { heavyHalfWidth, logInterval, NOTHING } from './log-interval';

/** Points at which a pair is measured, each with other rows of its own. */
export interface SpreadSettings {
  /** Most points. */
  readonly points: number;
  /** Other rows of each, where there are as many points as wanted; more where there are fewer. At least 2. */
  readonly against: number;
}

/** The first rows are the points; point p is measured with the rows others[p × against] … */
export interface SpreadDesign {
  readonly points: number;
  readonly against: number;
  readonly others: Int32Array<ArrayBuffer>;
}

/** Rows that a pair needs so that no row is used twice. */
export function spreadRows({ points, against }: SpreadSettings): number {
  return points * (1 + against);
}

/**
 * Deals other rows out to points: all different where there are rows enough, else each about as often as any other, and never the point itself. About
 * points × against model rows in all, however many rows there are.
 * @param rows in random order; at least 3
 */
export function spreadDesign(rows: number, { points: most, against: wanted }: SpreadSettings): SpreadDesign {
  const points = Math.min(rows, most);
  const against = Math.min(rows - 1, Math.max(wanted, Math.floor((most * wanted) / points)));
  const others = Int32Array.from({ length: points * against }, (_, at) => {
    const point = Math.floor(at / against);
    const step = points - 1 + point * (against - 1) + (at % against);
    return (point + 1 + (step % (rows - 1))) % rows;
  });
  return { points, against, others };
}

/** What two inputs do together, from few other rows at each of many points. */
export interface SpreadInteraction {
  readonly hSquared: number | null;
  readonly size: number;
  /** Square of what the two do together at each point, without what few other rows add to it on average; may be below 0. */
  readonly squares: Float64Array<ArrayBuffer>;
  readonly hSquaredInterval: Interval | null;
  readonly sizeInterval: Interval | null;
}

/** Per point the mean over its rows, and its square without the variance of that mean: the mean product of two different rows. */
interface PointMeans {
  readonly mean: Float64Array<ArrayBuffer>;
  readonly square: Float64Array<ArrayBuffer>;
}

function pointMeans(each: Float64Array, points: number): PointMeans {
  const against = each.length / points;
  const mean = new Float64Array(points);
  const square = new Float64Array(points);
  for (let point = 0; point < points; point++) {
    let [sum, squares] = [0, 0];
    for (let at = point * against; at < (point + 1) * against; at++) {
      sum += each[at]!;
      squares += each[at]! ** 2;
    }
    mean[point] = sum / against;
    square[point] = (sum * sum - squares) / (against * (against - 1));
  }
  return { mean, square };
}

/** Variance between points of what is behind the means, and how far each point is from it: square − 2·centre·mean. */
function betweenPoints({ mean, square }: PointMeans): { variance: number; centre: number; parts: Float64Array<ArrayBuffer> } {
  const n = mean.length;
  const [sum, squares] = mean.reduce(([a, b], value) => [a + value, b + value * value], [0, 0] as [number, number]);
  const variance = square.reduce((all, value) => all + value, 0) / n - (sum * sum - squares) / (n * (n - 1));
  const centre = sum / n;
  return { variance, centre, parts: square.map((value, point) => value - 2 * centre * mean[point]!) };
}

/**
 * Squared H statistic and size of what two inputs do together, without bias from having few other rows at each point, with t intervals of their
 * logarithms for people like these: variance between points, and the degrees of freedom that its own variance is worth, so that intervals are wider
 * where few people carry what two inputs do. Many points say more of that than many rows at each. Where chance is as large as what the two do, an
 * interval begins at 0. What both do alone falls out at every row: f(a, b, c) − f(a, own, c) − f(own, b, c) + f(row).
 * Sources: Friedman and Popescu, "Predictive learning via rule ensembles" (2008) for the statistic; Hoeffding (1948) for means of products of
 * different rows; Satterthwaite (1946) for the degrees of freedom.
 * @param first, second, joint the quantity of each point's other rows with the point's values put in, points × others, of one input, the other and both
 * @param own the quantity of the same rows as they are
 */
export function spreadInteraction(first: Float64Array, second: Float64Array, joint: Float64Array, own: Float64Array, points: number, delta = 0.05): SpreadInteraction {
  const scale = joint.reduce((sum, value) => sum + value * value, 0) / joint.length;
  const alone = betweenPoints(pointMeans(joint.map((value, at) => value - first[at]! - second[at]! + own[at]!), points));
  const whole = betweenPoints(pointMeans(joint.map((value, at) => value - own[at]!), points));
  const squares = alone.parts.map((part) => part + alone.centre ** 2);
  const nothing = alone.parts.every((part) => Math.abs(part + alone.centre ** 2) <= scale * NOTHING);
  const size = nothing ? 0 : Math.sqrt(Math.max(0, alone.variance));
  if (!(whole.variance > scale * NOTHING)) return { hSquared: null, size, squares, hSquaredInterval: null, sizeInterval: null };
  const none = { lower: 0, upper: 0 };
  if (nothing) return { hSquared: 0, size: 0, squares, hSquaredInterval: none, sizeInterval: none };
  if (!(alone.variance > 0)) {
    // As far as from nothing at all: a variance that came out below 0 is no reason for a narrower interval.
    const most = heavyHalfWidth(alone.parts, delta);
    const upTo = (upper: number): Interval | null => (Number.isNaN(upper) ? null : { lower: 0, upper });
    return { hSquared: 0, size: 0, squares, hSquaredInterval: upTo(most / whole.variance), sizeInterval: upTo(Math.sqrt(most)) };
  }
  const parts = alone.parts.map((part) => part / alone.variance);
  const share = alone.variance / whole.variance;
  return {
    hSquared: share,
    size,
    squares,
    hSquaredInterval: logInterval(share, parts.map((part, point) => part - whole.parts[point]! / whole.variance), delta),
    sizeInterval: logInterval(size, parts.map((part) => part / 2), delta),
  };
}

/** Size of what two inputs do together at some of the points: the root of the mean square, 0 where chance is larger; NaN of none. */
export function sizeAt(squares: Float64Array): number {
  return Math.sqrt(Math.max(0, squares.reduce((sum, value) => sum + value, 0) / squares.length));
}
