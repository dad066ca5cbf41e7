import type { GowerScale } from '../../influence/nearest/gower';
import { nearestRows } from '../../influence/nearest/rows';
import type { Steps } from '../../jobs/steps';
import { growIsolation, ISOLATION, type IsolationForest, isolationScore } from '../../learn/isolation';
import { sampleQuantile } from '../../stats/quantile';
import { Random } from '../../stats/random';

/** Rows of the table that a plan is held against. */
export interface KnownRows {
  /** Feature rows, row-major, NaN missing. */
  readonly values: Float64Array<ArrayBuffer>;
  /** By row: 1 where the score has reached the target. */
  readonly reached: Uint8Array<ArrayBuffer>;
  readonly scale: GowerScale;
  readonly kinds: readonly ('number' | 'level')[];
}

/** How like rows of the table are to each other among those that have reached the target. */
export interface Likeness {
  readonly rows: KnownRows;
  readonly favourable: number;
  /** Mean distance of such rows to the five nearest others of them, ascending; of at most 300 drawn rows. */
  readonly distances: Float64Array<ArrayBuffer>;
  /** Half of them are no further; 95 % are. */
  readonly median: number;
  readonly far: number;
  readonly forest: IsolationForest;
  /** Isolation scores of these rows, ascending. */
  readonly isolation: Float64Array<ArrayBuffer>;
}

/** How like a row is to rows that have reached the target. Null where there are too few of these to tell. */
export interface RowLikeness {
  /** Mean distance to the five nearest rows that have reached the target. */
  readonly distance: number | null;
  /** The same over the median of such rows themselves: 1 is usual. */
  readonly ratio: number | null;
  /** No further than 95 % of such rows are from each other. */
  readonly within: boolean | null;
  /** Of the five nearest rows of the table those that have reached the target. */
  readonly favourableNear: number;
  readonly near: number;
  readonly isolation: number | null;
  /** Share of the rows that have reached the target whose isolation score is lower. */
  readonly isolatedBeyond: number | null;
}

/** Nearest rows that are looked at. */
export const NEAR = 5;
const DRAWN = 300;
/** Fewest rows with the target reached whose distances say what is usual. */
const FEWEST = 20;

/** What is usual among rows that have reached the target. */
export function* likenessOf(rows: KnownRows, seed: number): Steps<Likeness> {
  const { values, reached, kinds } = rows;
  const width = kinds.length;
  const favourable = [...reached.keys()].filter((row) => reached[row] === 1);
  const random = new Random(seed);
  const drawn = Array.from(random.sample(favourable.length, Math.min(DRAWN, favourable.length)), (k) => favourable[k]!);
  const rowAt = (row: number): Float64Array<ArrayBuffer> => values.slice(row * width, (row + 1) * width);
  const eligible = Uint8Array.from(reached);
  const distances = new Float64Array(drawn.length);
  for (const [k, row] of drawn.entries()) {
    eligible[row] = 0;
    distances[k] = meanDistance(rowAt(row), rows, eligible);
    eligible[row] = 1;
    yield values.length;
  }
  distances.sort();
  const own = new Float64Array(favourable.length * width);
  favourable.forEach((row, k) => own.set(values.subarray(row * width, (row + 1) * width), k * width));
  const forest = growIsolation(own, kinds, { ...ISOLATION, seed });
  return {
    rows,
    favourable: favourable.length,
    distances,
    median: sampleQuantile(distances, 0.5),
    far: sampleQuantile(distances, 0.95),
    forest,
    isolation: Float64Array.from(drawn, (row) => isolationScore(forest, rowAt(row))).sort(),
  };
}

/**
 * How like a plan's row is to rows that have reached the target, and to the rows of the table at large.
 * Source: the distance to favourable neighbours as in Pawelczyk, Broelemann and Kasneci, "Learning model-agnostic counterfactual explanations for tabular
 * data" (2020), and yNN as in Pawelczyk et al., "CARLA" (2021).
 */
export function likeness({ rows, favourable, median, far, forest, isolation }: Likeness, row: Float64Array<ArrayBuffer>): RowLikeness {
  const near = nearestRows(row, rows.values, rows.scale, { count: NEAR });
  const enough = favourable >= FEWEST;
  const distance = enough ? meanDistance(row, rows, rows.reached) : null;
  const score = enough ? isolationScore(forest, row) : null;
  return {
    distance,
    ratio: distance !== null && median > 0 ? distance / median : null,
    within: distance === null ? null : distance <= far,
    favourableNear: near.filter(({ row: other }) => rows.reached[other] === 1).length,
    near: near.length,
    isolation: score,
    isolatedBeyond: score === null ? null : isolation.filter((other) => other < score).length / isolation.length,
  };
}

function meanDistance(row: Float64Array<ArrayBuffer>, { values, scale }: KnownRows, eligible: Uint8Array): number {
  const near = nearestRows(row, values, scale, { count: NEAR, eligible });
  return near.reduce((sum, { distance }) => sum + distance, 0) / near.length;
}
