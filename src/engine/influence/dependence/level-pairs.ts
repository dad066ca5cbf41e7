import { median } from '../../stats/quantile';
import { sameCell } from '../nearest/gower';
import { binOf } from './accumulated';
import type { Axis } from './axes';

/** The places of an axis that a surface has: the bins of a number, or the levels (or combinations of a block) of its grid. */
export interface AxisPlaces {
  readonly count: number;
  /** What is put in at each place, row-major, one number per feature: the median of a bin's rows, or the level. */
  readonly points: Float64Array<ArrayBuffer>;
  /** Place of each row; −1 for a missing number and for levels beyond the grid. */
  readonly of: Int32Array<ArrayBuffer>;
}

/** @param values feature rows, row-major, `width` a row */
export function axisPlaces({ features, edges, grid }: Axis, values: Float64Array, width: number): AxisPlaces {
  const rows = values.length / width;
  const [feature] = features;
  if (edges.length > 1) {
    const column = Float64Array.from({ length: rows }, (_, row) => values[row * width + feature!]!);
    const of = Int32Array.from(column, (value) => binOf(edges, value));
    const points = Float64Array.from({ length: edges.length - 1 }, (_, bin) => median(column.filter((__, row) => of[row] === bin)));
    return { count: points.length, points, of };
  }
  const count = grid.length / features.length;
  const of = Int32Array.from({ length: rows }, (_, row) => {
    for (let place = 0; place < count; place++) {
      if (features.every((own, k) => sameCell(values[row * width + own]!, grid[place * features.length + k]!))) return place;
    }
    return -1;
  });
  return { count, points: grid, of };
}

/** What two inputs do together where at least one of them has no order. */
export interface LevelPair {
  /** What is put in at the places of the two. */
  readonly points: readonly [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>];
  /** Rows in each cell, places of the first × places of the second. */
  readonly counts: Int32Array<ArrayBuffer>;
  /** Effect in each cell; 0 on average along each row and column, weighed by the people there. */
  readonly effect: Float64Array<ArrayBuffer>;
}

/**
 * Second-order effects by level: the joint partial dependence at each cell less what each place does alone, both means weighed by how many rows have
 * the place. Inputs that only add give 0 everywhere. Unlike `accumulatedPair` it also tries combinations that nobody has: look at `counts`.
 * Sources: Friedman and Popescu, "Predictive learning via rule ensembles" (2008), for the joint partial dependence; Hooker, "Generalized functional
 * ANOVA diagnostics" (2007), for taking main effects out by weight.
 * @param joint mean quantity with both places put in, places of the first × places of the second
 */
export function levelPair(first: AxisPlaces, second: AxisPlaces, joint: Float64Array): LevelPair {
  const counts = new Int32Array(joint.length);
  first.of.forEach((place, row) => {
    const other = second.of[row]!;
    if (place >= 0 && other >= 0) counts[place * second.count + other]! += 1;
  });
  const shares = [first, second].map(({ of, count }) => {
    const held = new Float64Array(count);
    for (const place of of) if (place >= 0) held[place]! += 1;
    const all = held.reduce((sum, own) => sum + own, 0);
    return held.map((own) => own / all);
  }) as [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>];
  const rows = Float64Array.from({ length: first.count }, (_, k) => shares[1].reduce((sum, share, m) => sum + share * joint[k * second.count + m]!, 0));
  const columns = Float64Array.from({ length: second.count }, (_, m) => shares[0].reduce((sum, share, k) => sum + share * joint[k * second.count + m]!, 0));
  const whole = shares[0].reduce((sum, share, k) => sum + share * rows[k]!, 0);
  const effect = Float64Array.from(joint, (value, cell) => value - rows[Math.floor(cell / second.count)]! - columns[cell % second.count]! + whole);
  return { points: [first.points, second.points], counts, effect };
}
