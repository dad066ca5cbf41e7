import { rowsPerUnit } from '../../engine/fairness/gap/job';
import type { GapTreesQuestion } from '../../engine/fairness/gap/trees-job';
import { type GapLens, type GapQuestion, type GapSide, GAP_SETTINGS } from '../../engine/fairness/gap/types';
import type { Player } from '../../engine/influence/players';
import type { Quantity } from '../../engine/influence/quantities';
import { encodeRows } from '../../engine/models/binding/features';
import type { FeatureSpace } from '../../engine/models/binding/types';
import { drawWeighted, inProportion } from '../../engine/fairness/gap/units';
import { meanEstimate, moments } from '../../engine/stats/intervals';
import { Random } from '../../engine/stats/random';
import type { Table } from '../../engine/table/types';

/** Which difference between two groups is taken apart. */
/** Whose gap: everybody's, or that among people with one outcome. */
export type GapFamily = 'all' | 'tpr' | 'fpr';

/** Model rows for one question at first, and pairs of people at least. */
const MODEL_ROWS = 300_000;
const FEWEST = 60;
/** Cells of a question at most, so that handing it to a worker is never felt. */
const CELLS = 1_000_000;
const COMPARED = 5000;
const LEAF_ROWS = 500;
/** Each draw has a stream of its own. */
const DRAW = { a: 21, b: 22, compared: 23 };

/** What every question about a gap is made from. */
export interface GapFacts {
  readonly table: Table;
  readonly space: FeatureSpace;
  readonly players: readonly Player[];
  readonly seed: number;
  /** Rows of the two sides, `a` the one the gap leads to, and all rows with a score. */
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly scored: Int32Array;
  readonly quantities: readonly Quantity[];
  /** Each quantity as it stands for a row of the table. */
  readonly values: readonly ((row: number) => number)[];
  /** How many people a row of the table stands for, where rows count by weight. */
  readonly weights: Float64Array | undefined;
  /** How many times as many pairs of people as at first. */
  readonly finer: number;
}

/** A question with the people it is about. */
export interface GapAsk {
  readonly question: GapQuestion;
  readonly family: GapFamily;
  /** Drawn groups whose means are compared: `a` less `b`. */
  readonly pair: GapPair;
  /** What the question was made from: when one of these is another thing, it is another question. */
  readonly basis: readonly unknown[];
}

/** A group and those it is held against, the higher of the two rates first. */
export interface GapPair {
  readonly a: number | 'others';
  readonly b: number | 'others';
}

function draw({ seed }: GapFacts, from: Int32Array, size: number, stream: number): Int32Array<ArrayBuffer> {
  return new Random(seed, stream).sample(from.length, Math.min(Math.floor(size), from.length)).map((index) => from[index]!);
}

const pickWeights = (weights: Float64Array, rows: Int32Array): Float64Array<ArrayBuffer> => Float64Array.from(rows, (row) => weights[row]!);

/** Comparison rows for leaves, which all count alike: with weights each as often as it is drawn. */
function leafRows(facts: GapFacts): Int32Array<ArrayBuffer> {
  const { weights, scored, seed } = facts;
  if (!weights) return draw(facts, scored, LEAF_ROWS, DRAW.compared);
  return inProportion(pickWeights(weights, scored), LEAF_ROWS, new Random(seed, DRAW.compared)).map((at) => scored[at]!);
}

/** The question of a lens. Both sides have somebody. */
export function gapQuestion(facts: GapFacts, lens: GapLens): GapQuestion {
  const { table, space, players, quantities, values, seed, weights } = facts;
  const width = space.features.length;
  const settings = { ...GAP_SETTINGS, seed };
  const affordable = (facts.finer * MODEL_ROWS) / rowsPerUnit({ lens, players, settings });
  const units = Math.max(FEWEST, Math.min(facts.finer * GAP_SETTINGS.units, Math.floor(Math.min(affordable, CELLS / width))));
  /** Rows, or draws of them, with their weights. */
  const drawn = (from: Int32Array, size: number, stream: number) => {
    if (!weights) return { values: encodeRows(table, space, draw(facts, from, size, stream)).values };
    const found = drawWeighted(pickWeights(weights, from), Math.floor(size), new Random(seed, stream));
    return { values: encodeRows(table, space, found.rows.map((at) => from[at]!)).values, weights: found.weights };
  };
  const side = (rows: Int32Array, stream: number): GapSide => {
    if (weights) {
      const own = pickWeights(weights, rows);
      const estimates = values.map((value) => meanEstimate(Float64Array.from(rows, value), own));
      const of = estimates[0]!.people;
      const { values: encoded, weights: times } = drawn(rows, units, stream);
      return { rows: encoded, weights: times, of, known: estimates.map(({ mean, error }) => ({ mean, variance: of * error ** 2 })) };
    }
    const known = values.map((value) => {
      const { mean, variance } = moments(Float64Array.from(rows, value));
      return { mean, variance };
    });
    return { rows: drawn(rows, units, stream).values, of: rows.length, known };
  };
  const swapped = lens === 'swap' || lens === 'swap-ranks';
  const compared = swapped ? { values: new Float64Array(0) } : drawn(facts.scored, Math.min(COMPARED, CELLS / width), DRAW.compared);
  return {
    lens,
    a: side(facts.a, DRAW.a),
    b: side(facts.b, DRAW.b),
    width,
    background: compared.values,
    backgroundWeights: compared.weights,
    players,
    quantities,
    ordered: Uint8Array.from(space.features, ({ kind }) => (kind === 'number' ? 1 : 0)),
    settings: { ...settings, units },
  };
}

/** The question over everybody's log odds, from leaves. */
export function leavesQuestion(facts: GapFacts, favourable: number): GapTreesQuestion {
  const { table, space, players, a, b, seed, weights } = facts;
  const rows = new Int32Array(a.length + b.length);
  rows.set(a);
  rows.set(b, a.length);
  return {
    people: encodeRows(table, space, rows).values,
    side: Uint8Array.from(rows, (_, at) => (at < a.length ? 0 : 1)),
    weights: weights && pickWeights(weights, rows),
    background: encodeRows(table, space, leafRows(facts)).values,
    width: space.features.length,
    players,
    favourable,
    seed,
    delta: GAP_SETTINGS.delta,
  };
}
