import type { Job } from '../../jobs/types';
import { checkLabels } from '../labels';
import { accumulatedEffect } from './accumulated';
import { type Axis, FEWEST_NEIGHBOURS } from './axes';
import { hSquared, interactionAt, interactionIntervals, rootMeanSquare } from './interaction';
import { spreadDesign, spreadInteraction } from './spread';
import { axisPlaces, levelPair } from './level-pairs';
import { accumulatedPair } from './pairs';
import { partialDependence } from './partial';
import { runDependence } from './run';
import type {
  AxisDependence,
  Dependence,
  DependencePartial,
  DependencePiece,
  DependenceQuestion,
  DependenceShard,
  PairDependence,
} from './types';

/** Model rows of one shard, about; fixed, so that results do not depend on the number of workers. */
const SHARD_ROWS = 8192;

/**
 * Partial dependence, individual curves and accumulated local effects of single inputs; second-order effects and H statistics of pairs. Curves come
 * first, a few rows of every axis before the rest. Sources are named at each method.
 */
export const dependenceJob: Job<DependenceQuestion, DependenceShard, DependencePartial, Dependence> = {
  name: 'dependence',
  plan: (question, known) => (known === undefined ? planDependence(question) : []),
  run: runDependence,
  merge: (a, b) => ({ pieces: [...a.pieces, ...b.pieces], rowsEvaluated: a.rowsEvaluated + b.rowsEvaluated }),
  result: dependenceSoFar,
};

function rowsOf({ values, width, settings }: DependenceQuestion): Dependence['rows'] {
  const steps = width === 0 ? 0 : values.length / width;
  const { points, against } = settings.spread && steps > 2 ? spreadDesign(steps, settings.spread) : { points: Math.min(steps, settings.pairRows), against: Math.min(steps, settings.pairRows) };
  return { steps, curves: Math.min(steps, settings.curveRows), pairs: points, against, cells: Math.min(steps, settings.gridRows ?? 0) };
}

/** True where pairs are measured at many points with few other rows each. */
function isSpread({ settings, pairs }: DependenceQuestion, { steps }: Pick<Dependence['rows'], 'steps'>): boolean {
  return settings.spread !== undefined && steps > 2 && pairs.length > 0;
}

function planDependence(question: DependenceQuestion): DependenceShard[] {
  const rows = rowsOf(question);
  checkLabels(question.quantity, question.labels, rows.steps);
  const early: DependenceShard[] = [];
  const late: DependenceShard[] = [];
  const cut = (kind: DependenceShard['kind'], axes: readonly number[], count: number, each: number): void => {
    const block = Math.max(1, Math.floor(SHARD_ROWS / each));
    for (let from = 0; from < count; from += block) {
      (from === 0 ? early : late).push({ question, kind, axes, from, to: Math.min(count, from + block) });
    }
  };
  const { axes, pairs } = question;
  const spread = isSpread(question, rows);
  if (question.settings.mean === true || spread) cut('rows', [], rows.steps, 1);
  axes.forEach(({ grid, features }, position) => cut('curves', [position], rows.curves, Math.max(1, grid.length / features.length)));
  axes.forEach(({ edges }, position) => {
    if (edges.length > 1) cut('steps', [position], rows.steps, 2);
  });
  const measure = (positions: readonly number[]): void => void early.push({ question, kind: spread ? 'spread' : 'joint', axes: positions, from: 0, to: rows.pairs });
  for (const position of new Set(pairs.flat())) measure([position]);
  for (const pair of pairs) {
    measure(pair);
    if (numbers(question, pair)) cut('pair-steps', pair, rows.steps, 4);
    else cut('cells', pair, rows.cells, pair.reduce((cells, position) => cells * placeCount(axes[position]!), 1));
  }
  return [...early, ...late];
}

/** True where both of a pair are numbers with bins, so that their surface is accumulated. */
function numbers({ axes }: DependenceQuestion, pair: readonly [number, number]): boolean {
  return pair.every((position) => axes[position]!.edges.length > 1);
}

const placeCount = ({ edges, grid, features }: Axis): number => (edges.length > 1 ? edges.length - 1 : Math.max(1, grid.length / features.length));

/** The mean of each cell over rows that had every cell put in. */
function cellMeans(values: Float64Array, cells: number): Float64Array<ArrayBuffer> {
  const means = new Float64Array(cells);
  values.forEach((value, at) => (means[at % cells] = means[at % cells]! + (value * cells) / values.length));
  return means;
}

/** The values of the pieces of one kind and axes end to end; undefined unless they begin at row 0 and, where `all` is set, reach row `all`. */
function joined(
  pieces: readonly DependencePiece[],
  kind: DependencePiece['kind'],
  axes: readonly number[],
  all?: number,
  of: (piece: DependencePiece) => Float64Array | undefined = ({ values }) => values,
): Float64Array<ArrayBuffer> | undefined {
  const own = pieces
    .filter((piece) => piece.kind === kind && piece.axes.length === axes.length && piece.axes.every((axis, k) => axis === axes[k]))
    .sort((a, b) => a.from - b.from)
    .map((piece) => of(piece) ?? new Float64Array(0));
  const out = new Float64Array(own.reduce((sum, values) => sum + values.length, 0));
  let at = 0;
  for (const values of own) {
    out.set(values, at);
    at += values.length;
  }
  return own.length === 0 || (all !== undefined && out.length < all) ? undefined : out;
}

type Together = Pick<PairDependence, 'hSquared' | 'size' | 'squares' | 'hSquaredInterval' | 'sizeInterval'>;

const NOT_YET: Together = { hSquared: null, size: null, squares: null, hSquaredInterval: null, sizeInterval: null };

/** What two inputs do together, from all rows with all. */
function jointPair(pieces: readonly DependencePiece[], [first, second]: readonly [number, number], delta: number): Together {
  const known = [[first], [second], [first, second]].map((own) => joined(pieces, 'joint', own));
  const [one, other, joint] = known;
  if (!one || !other || !joint || joint.length === 0) return NOT_YET;
  const each = [[first], [second], [first, second]].map((own) => joined(pieces, 'joint', own, undefined, ({ each: all }) => all));
  const intervals = interactionIntervals(each[0]!, each[1]!, each[2]!, delta);
  const together = interactionAt(one, other, joint);
  return { hSquared: hSquared(one, other, joint), size: rootMeanSquare(together), squares: together.map((own) => own * own), hSquaredInterval: intervals.hSquared, sizeInterval: intervals.size };
}

/** The same from many points with few other rows each. */
function spreadPair(pieces: readonly DependencePiece[], [first, second]: readonly [number, number], own: Float64Array | undefined, { pairs }: Dependence['rows'], delta: number): Together {
  const [one, other, joint] = [[first], [second], [first, second]].map((axes) => joined(pieces, 'spread', axes));
  return one && other && joint && own ? spreadInteraction(one, other, joint, own, pairs, delta) : NOT_YET;
}

/** The result as far as it is known: curves over the rows that are done, the rest once complete. */
function dependenceSoFar(question: DependenceQuestion, { pieces, rowsEvaluated }: DependencePartial): Dependence {
  const { axes, pairs, settings, values, width } = question;
  const rows = rowsOf(question);
  const column = (position: number): Float64Array<ArrayBuffer> => {
    const feature = axes[position]!.features[0]!;
    return Float64Array.from({ length: rows.steps }, (_, row) => values[row * width + feature]!);
  };
  const single = axes.map((axis, position): AxisDependence => {
    const curves = joined(pieces, 'curves', [position]);
    const steps = joined(pieces, 'steps', [position], rows.steps);
    return {
      axis,
      partial: curves === undefined ? null : partialDependence(curves, axis.grid.length / axis.features.length, settings.delta),
      accumulated: steps === undefined ? null : accumulatedEffect(axis.edges, column(position), steps, settings.delta),
      thin: Uint8Array.from(axis.neighbours, (near) => (near < FEWEST_NEIGHBOURS ? 1 : 0)),
    };
  });
  const all = joined(pieces, 'rows', [], rows.steps);
  const spread = isSpread(question, rows);
  const own = spread && all ? spreadDesign(rows.steps, settings.spread!).others : undefined;
  const ownValues = own && Float64Array.from(own, (row) => all![row]!);
  const double = pairs.map(([first, second]): PairDependence => {
    const steps = joined(pieces, 'pair-steps', [first, second], rows.steps);
    const cells = numbers(question, [first, second]) || rows.cells === 0 ? undefined : joined(pieces, 'cells', [first, second], rows.cells * placeCount(axes[first]!) * placeCount(axes[second]!));
    const places = cells && ([axisPlaces(axes[first]!, values, width), axisPlaces(axes[second]!, values, width)] as const);
    const levels = cells && places ? levelPair(...places, cellMeans(cells, places[0].count * places[1].count)) : null;
    const edges = [axes[first]!.edges, axes[second]!.edges] as const;
    const accumulated = steps === undefined ? null : accumulatedPair(edges, [column(first), column(second)], steps);
    return {
      axes: [first, second],
      ...(spread ? spreadPair(pieces, [first, second], ownValues, rows, settings.delta) : jointPair(pieces, [first, second], settings.delta)),
      accumulated,
      levels,
      thin: Uint8Array.from((accumulated ?? levels)?.counts ?? [], (count) => (count < FEWEST_NEIGHBOURS ? 1 : 0)),
    };
  });
  return { axes: single, pairs: double, mean: all === undefined || all.length === 0 ? null : all.reduce((sum, value) => sum + value, 0) / all.length, rows, rowsEvaluated };
}

/** The pairs with the largest squared H statistic, or the largest size, largest first; those not estimable are left out. */
export function strongestPairs(pairs: readonly PairDependence[], most = 10, by: 'hSquared' | 'size' = 'hSquared'): PairDependence[] {
  return pairs
    .filter((pair) => pair[by] !== null)
    .sort((a, b) => b[by]! - a[by]!)
    .slice(0, most);
}
