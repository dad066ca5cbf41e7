import { maxT } from '../../stats/max-t';
import { twoSidedStudent } from '../../influence/sampled/estimate';
import { clusterCovariance } from './clusters';
import type { GapPartial, GapQuestion, GapShares } from './types';
import type { UnitRows } from './units';

/** Draws for the joint half-width. */
const BAND_DRAWS = 4000;

/** What the units of one quantity say, in the order of the units. */
interface Units {
  /** Units × targets. */
  readonly values: Float64Array;
  /** Units × 2. */
  readonly ends: Float64Array;
  /** Number of each unit. */
  readonly which: Int32Array;
  readonly targets: number;
}

function unitsOf({ pieces }: GapPartial, quantity: number, quantities: number, targets: number): Units {
  const sorted = [...pieces].sort((one, other) => one.from - other.from);
  const which = sorted.flatMap(({ from, ends }) => Array.from({ length: ends.length / quantities / 2 }, (_, i) => from + i));
  const values = new Float64Array(which.length * targets);
  const ends = new Float64Array(which.length * 2);
  let unit = 0;
  for (const piece of sorted) {
    for (let i = 0; i < piece.ends.length / quantities / 2; i++, unit++) {
      const at = i * quantities + quantity;
      values.set(piece.values.subarray(at * targets, (at + 1) * targets), unit * targets);
      ends.set(piece.ends.subarray(at * 2, (at + 1) * 2), unit * 2);
    }
  }
  return { values, ends, which: Int32Array.from(which), targets };
}

const meansOf = (values: Float64Array, width: number): Float64Array<ArrayBuffer> => {
  const rows = values.length / width;
  const out = new Float64Array(width);
  for (let i = 0; i < values.length; i++) out[i % width] = out[i % width]! + values[i]! / rows;
  return out;
};

/**
 * Slopes of each target on the quantity of the two people, targets × 2, by least squares. An end that does not vary has slope 0. */
function slopes({ values, ends, targets }: Units, means: Float64Array, endMeans: Float64Array): Float64Array<ArrayBuffer> {
  let [aa, bb, ab] = [0, 0, 0];
  const products = new Float64Array(targets * 2);
  for (let unit = 0; unit * 2 < ends.length; unit++) {
    const a = ends[unit * 2]! - endMeans[0]!;
    const b = ends[unit * 2 + 1]! - endMeans[1]!;
    aa += a * a;
    bb += b * b;
    ab += a * b;
    for (let target = 0; target < targets; target++) {
      const deviation = values[unit * targets + target]! - means[target]!;
      products[target * 2] = products[target * 2]! + a * deviation;
      products[target * 2 + 1] = products[target * 2 + 1]! + b * deviation;
    }
  }
  const out = new Float64Array(targets * 2);
  const determinant = aa * bb - ab * ab;
  for (let target = 0; target < targets; target++) {
    const [pa, pb] = [products[target * 2]!, products[target * 2 + 1]!];
    if (determinant > 1e-9 * aa * bb) {
      out[target * 2] = (bb * pa - ab * pb) / determinant;
      out[target * 2 + 1] = (aa * pb - ab * pa) / determinant;
    } else if (aa > 0) out[target * 2] = pa / aa;
    else if (bb > 0) out[target * 2 + 1] = pb / bb;
  }
  return out;
}

/**
 * The parts of the gap from the units so far. Each unit holds two people against the same comparison row, so that what the row does cancels. The means
 * of the quantity over all people of the table are known, so the parts are moved along their regression on it (Cochran, Sampling Techniques, 1977,
 * ch. 7): for parts that add up to each unit's difference the slopes add up to 1, and so the moved parts add up to the gap of the table, whoever was
 * drawn. Errors: what the regression leaves, by clusters of people and comparison rows used more than once, and the table itself as a sample of people
 * (double sampling, ch. 12).
 */
export function gapShares(question: GapQuestion, known: GapPartial, rows: UnitRows, quantity: number): GapShares {
  const { lens, a, b, players, sets = [], quantities, settings, width } = question;
  const columns = players.length + (lens === 'unary' ? sets.length : lens === 'swap-ranks' ? 1 : 0);
  const units = unitsOf(known, quantity, quantities.length, columns);
  const endMeans = meansOf(units.ends, 2);
  const raw = meansOf(units.values, columns);
  const sides = [a, b].map((side) => ({ ...side.known[quantity]!, of: side.of, drawn: side.weights !== undefined || side.rows.length / width < side.of }));
  const slope = slopes(units, raw, endMeans);
  const shift = (column: number, each: (side: number) => number): number => slope[column * 2]! * each(0) + slope[column * 2 + 1]! * each(1);
  const parts = raw.map((mean, column) => mean + shift(column, (side) => sides[side]!.mean - endMeans[side]!));
  // A group without weights that is explained whole is the sample itself: its own spread says all, without the regression.
  const left = units.values.map((value, at) => {
    const [unit, column] = [Math.floor(at / columns), at % columns];
    return value - raw[column]! - shift(column, (side) => (sides[side]!.drawn ? units.ends[unit * 2 + side]! - endMeans[side]! : 0));
  });
  const { covariance, freedom } = clusterCovariance(left, columns, clustersOf(units.which, rows));
  sides.forEach(({ drawn, variance, of }, side) => {
    if (!drawn) return;
    for (let i = 0; i < columns; i++)
      for (let j = 0; j < columns; j++) covariance[i * columns + j] = covariance[i * columns + j]! + (slope[i * 2 + side]! * slope[j * 2 + side]! * variance) / of;
  });
  const se = Float64Array.from({ length: columns }, (_, i) => Math.sqrt(covariance[i * columns + i]!));
  const t = freedom >= 1 ? twoSidedStudent(freedom, settings.delta) : NaN;
  const joint = freedom >= 1 ? maxT(covariance, columns, freedom, 1 - settings.delta, BAND_DRAWS, settings.seed) : NaN;
  const half = se.map((error) => (error === 0 ? 0 : error * t));
  const total = sides[0]!.mean - sides[1]!.mean;
  const targets = lens === 'swap-ranks' ? players.length : columns;
  const phi = parts.slice(0, targets);
  const whole = lens !== 'unary';
  return {
    a: sides[0]!.mean,
    b: sides[1]!.mean,
    total,
    phi,
    se: se.slice(0, targets),
    halfWidth: half.slice(0, targets),
    bandHalfWidth: se.slice(0, targets).map((error) => (error === 0 ? 0 : error * joint)),
    covariance: covariance.filter((_, at) => at % columns < targets && at < targets * columns),
    freedom,
    remainder: whole ? phi.reduce((rest, value) => rest - value, total) : NaN,
    remainderHalfWidth: lens === 'swap-ranks' ? half[players.length]! : whole ? 0 : NaN,
  };
}

/** Ways in which units share what they rest on: people, comparison rows, or the block in which ranks were matched. */
function clustersOf(which: Int32Array, { a, b, compared, each, blocks }: UnitRows): Int32Array[] {
  if (blocks > 0) return [which.map((unit) => unit % blocks)];
  const pick = (from: Int32Array): Int32Array => which.map((unit) => from[unit]!);
  return [pick(a), pick(b), ...(each === 1 ? [pick(compared)] : [])];
}

/** Half-width of the interval of several parts together. NaN where not estimable. */
export function setHalfWidth({ covariance, freedom, phi }: GapShares, targets: readonly number[], delta: number): number {
  const width = phi.length;
  let variance = 0;
  for (const i of targets) for (const j of targets) variance += covariance[i * width + j]!;
  if (!(variance > 0)) return Number.isNaN(variance) ? NaN : 0;
  return freedom >= 1 ? Math.sqrt(variance) * twoSidedStudent(freedom, delta) : NaN;
}
