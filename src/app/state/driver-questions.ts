import { chooseBackground } from '../../engine/influence/backgrounds';
import { type Axis, blockAxis, levelAxis, numberAxis } from '../../engine/influence/dependence/axes';
import { type SpreadSettings, spreadRows } from '../../engine/influence/dependence/spread';
import { DEPENDENCE_SETTINGS, type DependenceQuestion } from '../../engine/influence/dependence/types';
import { type ImportanceQuestion, IMPORTANCE_SETTINGS } from '../../engine/influence/importance/job';
import type { Loss } from '../../engine/influence/importance/losses';
import { type PermutationQuestion, PERMUTATION_SETTINGS } from '../../engine/influence/importance/permutation-job';
import { SAGE_SETTINGS, type SageQuestion } from '../../engine/influence/importance/sage-types';
import { stratifiedSample } from '../../engine/influence/importance/strata';
import type { Player } from '../../engine/influence/players';
import type { Quantity } from '../../engine/influence/quantities';
import { enumeratedAt } from '../../engine/influence/sampled/blocks';
import { SURROGATE_SETTINGS, type SurrogateQuestion } from '../../engine/influence/surrogate/types';
import { encodeRows } from '../../engine/models/binding/features';
import type { PopulationQuestion } from '../../engine/influence/trees/population-job';
import type { Feature, FeatureSpace } from '../../engine/models/binding/types';
import { forestFacts } from '../../engine/models/forest/facts';
import type { Model } from '../../engine/models/types';
import { Random } from '../../engine/stats/random';
import type { Table } from '../../engine/table/types';

/** Rows compared with, and rows explained, within about so many model rows in all. */
export const BACKGROUND = { most: 50, least: 10 };
const PEOPLE = { most: 400, least: 40 };
export const MODEL_ROWS = 1_500_000;
/** Most mixed rows of one person that are all scored, so that six inputs are exact. */
const EXACT_ROWS = 4000;
/** Rows compared with where leaves are read; most values handed to cells at once, and most visits of rows to leaves, some ten seconds of a cell for each 1e9 (measured). */
const POPULATION = { background: 1000, cells: 5_000_000, work: 3.2e9 };
/** Most visits of rows to leaves for the people explained, who come before everybody. */
const LEAF_WORK = 5e8;
const LOSS_ROWS = { most: 5000, least: 500 };
/** Different rows whose loss is shared out, and about so many people explained at first, which takes a part of the budget of a wide model. */
const SAGE_ROWS = 5000;
const SAGE_FIRST = 64;
const DEPENDENCE_ROWS = 5000;
/** Cells of a question at most, so that handing it to a worker is never felt. */
const CELLS = 1_000_000;
const BINS = 20;
/** Inputs tried in pairs; rows that are all taken with all, and the points that more rows give, with few other rows each: about as many model rows. */
export const PAIRED = 8;
const PAIR_ROWS = 80;
const SPREAD: SpreadSettings = { points: 1600, against: 4 };
/** Cells of a question about pairs at most: it is handed to a worker for each pair. */
const PAIR_CELLS = 250_000;
/** Bins each way of a pair's surface: with more most cells hold nobody. */
const PAIR_BINS = 8;
/** Rows that every cell is put into where an input of the pair has no order. */
const SURFACE_ROWS = 1000;
const SURROGATE_ROWS = 20_000;
const SURROGATE_CELLS = 2_000_000;
/** Each draw has a stream of its own, so that rows compared with and rows explained are not the same. */
const DRAW = { people: 1, loss: 2, dependence: 3, sage: 4, pairs: 5, surrogate: 6 };

/** What every question is made from. */
export interface DriverFacts {
  readonly table: Table;
  readonly space: FeatureSpace;
  readonly players: readonly Player[];
  readonly quantity: Quantity;
  readonly seed: number;
  /** Rows with a score: of the whole table, and of the people asked about. */
  readonly scored: Int32Array;
  readonly cohort: Int32Array;
  /** Drawn group of each row, −1 where unknown, and how many there are; 0 without groups. */
  readonly group: Int32Array | undefined;
  readonly groups: number;
  /** Where leaves give the quantity: how many there are. */
  readonly leaves?: number | undefined;
}

export interface InfluenceAsk {
  readonly question: ImportanceQuestion;
  /** Table rows of the people explained. */
  readonly rows: Int32Array<ArrayBuffer>;
  readonly features: readonly Feature[];
  /** Rows compared with, the rows they were drawn from, and the rows that people were drawn from. */
  readonly background: number;
  readonly backgroundOf: number;
  readonly of: number;
  readonly groups: number;
}

/** Everyone asked about, against rows of everyone. */
export interface PopulationAsk {
  readonly question: PopulationQuestion;
  readonly people: number;
  readonly background: number;
  readonly backgroundOf: number;
  readonly groups: number;
  readonly seed: number;
}

/** A question over some of the rows. */
export interface SampledAsk<Question> {
  readonly question: Question;
  readonly rows: number;
  readonly of: number;
}

export interface DependenceAsk extends SampledAsk<DependenceQuestion> {
  readonly axis: Axis;
  readonly features: readonly Feature[];
}

export interface PairsAsk extends SampledAsk<DependenceQuestion> {
  /** Player of each axis. */
  readonly players: readonly number[];
  /** Table rows of the question's rows. */
  readonly drawn: Int32Array<ArrayBuffer>;
}

export const between = (least: number, wanted: number, most: number): number => Math.max(least, Math.min(most, Math.floor(wanted)));

const encode = ({ table, space }: DriverFacts, rows: Int32Array): Float64Array<ArrayBuffer> => encodeRows(table, space, rows).values;

function draw(facts: DriverFacts, from: Int32Array, size: number, stream: number): Int32Array<ArrayBuffer> {
  return new Random(facts.seed + stream).sample(from.length, Math.min(Math.floor(size), from.length)).map((index) => from[index]!);
}

/** Mixed rows of one person for one row compared with. */
export function rowsPerCompared(players: number): number {
  const { units } = IMPORTANCE_SETTINGS;
  return enumeratedAt(players, units) ? 2 ** players : 2 * (players - 1) * units;
}

/** Shapley values of some people, at least ten of every group, against rows of everyone: read off the leaves where these give them soon. */
export function influenceAsk(facts: DriverFacts): InfluenceAsk {
  const { table, space, players, quantity, seed, scored, cohort, group, groups, leaves } = facts;
  const usable = new Uint8Array(table.rows);
  for (const row of scored) usable[row] = 1;
  const perRow = rowsPerCompared(players.length);
  const read = leaves !== undefined && readsLeaves(leaves);
  const compared = read ? POPULATION.background : between(BACKGROUND.least, MODEL_ROWS / PEOPLE.least / perRow, BACKGROUND.most);
  const background = chooseBackground({ kind: 'everyone' }, { rows: table.rows, usable, person: -1 }, compared, seed);
  const exact = background.rows.length * 2 ** players.length;
  const each = exact <= EXACT_ROWS ? exact : background.rows.length * perRow;
  const strata = new Int32Array(table.rows).fill(-1);
  for (const row of cohort) strata[row] = group === undefined ? 0 : group[row]! < 0 ? groups : group[row]!;
  const drawn = stratifiedSample(strata, read ? PEOPLE.most : between(PEOPLE.least, MODEL_ROWS / each, PEOPLE.most), seed + DRAW.people);
  return {
    question: {
      people: encode(facts, drawn.rows),
      stratum: drawn.stratum,
      sizes: drawn.sizes,
      width: space.features.length,
      background: encode(facts, background.rows),
      players,
      quantity,
      ...(read && { fromLeaves: favourableOf(quantity) }),
      settings: { ...IMPORTANCE_SETTINGS, maxExactRows: EXACT_ROWS, seed },
    },
    rows: drawn.rows,
    features: space.features,
    background: background.rows.length,
    backgroundOf: background.of,
    of: cohort.length,
    groups,
  };
}

/** Most different inputs that a path may ask about: more have to be told from leaves otherwise. */
const PATH_INPUTS = 31;

/** How many leaves a model has, where influence on the quantity is read off them: it is what they come to, and no path asks about too many inputs. */
export function leavesOf({ forest, fromMargin }: Model, { kind }: Pick<Quantity, 'kind'>, inputs: number): number | undefined {
  if (!forest || forest.linearLeaves !== undefined || (kind !== 'leaves' && !(kind === 'score' && fromMargin?.link === 'none'))) return undefined;
  if (inputs > PATH_INPUTS && forestFacts(forest).depth > PATH_INPUTS) return undefined;
  return forest.leafValues.length / forest.outputs;
}

/** True where the people explained are soon read off so many leaves. */
export const readsLeaves = (leaves: number): boolean => (POPULATION.background + PEOPLE.most) * leaves <= LEAF_WORK;

/** The class whose margin is asked about, as jobs on leaves take it. */
function favourableOf({ width, column, complement }: Quantity): number {
  return width > 1 ? column : complement ? 0 : 1;
}

/** True where leaves give the influence on everybody asked about exactly, and soon. */
export function takesEverybody({ space, cohort, leaves }: Pick<DriverFacts, 'space' | 'cohort' | 'leaves'>): boolean {
  return leaves !== undefined && cohort.length * space.features.length <= POPULATION.cells && cohort.length * leaves <= POPULATION.work;
}

/** The mean influence over all people asked about, where leaves give it exactly and soon. */
export function populationAsk(facts: DriverFacts): PopulationAsk | undefined {
  if (!takesEverybody(facts)) return undefined;
  const { table, space, players, quantity, seed, scored, cohort, group, groups } = facts;
  const usable = new Uint8Array(table.rows);
  for (const row of scored) usable[row] = 1;
  const background = chooseBackground({ kind: 'everyone' }, { rows: table.rows, usable, person: -1 }, POPULATION.background, seed);
  return {
    question: {
      people: encode(facts, cohort),
      background: encode(facts, background.rows),
      width: space.features.length,
      players,
      // Whoever is in no group is counted apart.
      group: Int32Array.from(cohort, (row) => (group === undefined ? 0 : group[row]! < 0 ? groups : group[row]!)),
      groups: groups + 1,
      favourable: favourableOf(quantity),
    },
    people: cohort.length,
    background: background.rows.length,
    backgroundOf: background.of,
    groups,
    seed,
  };
}

/**
 * Permutation importance over people whose outcome is known.
 * @param truth class number or value per table row
 */
export function lossAsk(facts: DriverFacts, known: Int32Array, truth: Float64Array, loss: Loss): SampledAsk<PermutationQuestion> {
  const { players, space, seed } = facts;
  const wanted = MODEL_ROWS / (1 + PERMUTATION_SETTINGS.repeats * players.length);
  const rows = draw(facts, known, between(LOSS_ROWS.least, wanted, LOSS_ROWS.most), DRAW.loss);
  const labels = Float64Array.from(rows, (row) => truth[row]!);
  const question = { values: encode(facts, rows), width: space.features.length, labels, players, loss, settings: { ...PERMUTATION_SETTINGS, seed } };
  return { question, rows: rows.length, of: known.length };
}

/** Shapley shares of the loss over people whose outcome is known; a wide model gets fewer rows to compare with, so that its first look is affordable. */
export function sageAsk(facts: DriverFacts, known: Int32Array, truth: Float64Array, loss: Loss): SampledAsk<SageQuestion> & { readonly background: number; readonly backgroundOf: number } {
  const { players, space, seed, scored } = facts;
  const rows = draw(facts, known, Math.min(SAGE_ROWS, CELLS / space.features.length), DRAW.sage);
  const states = Math.max(1, 2 * (players.length - 1));
  const compared = draw(facts, scored, between(BACKGROUND.least, SAGE_SETTINGS.maxRows / SAGE_FIRST / states, BACKGROUND.most), 0);
  const labels = Float64Array.from(rows, (row) => truth[row]!);
  const question = { values: encode(facts, rows), width: space.features.length, labels, background: encode(facts, compared), players, loss, settings: { ...SAGE_SETTINGS, seed } };
  return { question, rows: rows.length, of: known.length, background: compared.length, backgroundOf: scored.length };
}

/** The axis of a player over some rows. */
function axisOf({ name, features: own }: Player, features: readonly Feature[], values: Float64Array, bins: number, points?: number): Axis {
  const width = features.length;
  const [feature] = own;
  if (feature === undefined || own.length > 1) return blockAxis(name, own, values, width, points);
  const column = Float64Array.from({ length: values.length / width }, (_, row) => values[row * width + feature]!);
  return features[feature]?.kind === 'number' ? numberAxis(name, feature, column, { bins }) : levelAxis(name, feature, column, points === undefined ? {} : { points });
}

const dependenceRows = ({ space }: DriverFacts): number => Math.min(DEPENDENCE_ROWS, CELLS / space.features.length);

/** One input followed over the people asked about. */
export function dependenceAsk(facts: DriverFacts, player: Player): DependenceAsk {
  const { space, quantity, cohort } = facts;
  const rows = draw(facts, cohort, dependenceRows(facts), DRAW.dependence);
  const values = encode(facts, rows);
  const axis = axisOf(player, space.features, values, BINS);
  return {
    question: { values, width: space.features.length, axes: [axis], pairs: [], quantity, settings: { ...DEPENDENCE_SETTINGS, mean: axis.edges.length > 1 } },
    axis,
    features: space.features,
    rows: rows.length,
    of: cohort.length,
  };
}

/** What every two of the given players do together. */
export function pairsAsk(facts: DriverFacts, players: readonly number[]): PairsAsk {
  const { space, quantity, cohort } = facts;
  const rows = draw(facts, cohort, Math.max(PAIR_ROWS, Math.min(spreadRows(SPREAD), PAIR_CELLS / space.features.length)), DRAW.pairs);
  const values = encode(facts, rows);
  const axes = players.map((player) => ({ ...axisOf(facts.players[player]!, space.features, values, 1), edges: new Float64Array(0) }));
  const pairs = axes.flatMap((_, first) => axes.slice(first + 1).map((_other, k) => [first, first + 1 + k] as const));
  const settings = { ...DEPENDENCE_SETTINGS, curveRows: 0, pairRows: PAIR_ROWS, ...(rows.length > PAIR_ROWS && { spread: SPREAD }) };
  return { question: { values, width: space.features.length, axes, pairs, quantity, settings }, players, drawn: rows, rows: rows.length, of: cohort.length };
}

/** The surface of two players, where both vary: of two numbers accumulated, else by level. */
export function surfaceAsk(facts: DriverFacts, players: readonly [number, number]): PairsAsk | undefined {
  const { space, quantity, cohort } = facts;
  const rows = draw(facts, cohort, dependenceRows(facts), DRAW.dependence);
  const values = encode(facts, rows);
  const axes = players.map((player) => axisOf(facts.players[player]!, space.features, values, PAIR_BINS, PAIR_BINS));
  if (axes.some(({ edges, ordered, grid, features }) => edges.length < 2 && (ordered || grid.length < 2 * features.length))) return undefined;
  // Only the surface is asked for, not each input's own steps.
  const settings = { ...DEPENDENCE_SETTINGS, curveRows: 0, pairRows: 0, gridRows: SURFACE_ROWS };
  return { question: { values, width: space.features.length, axes, pairs: [[0, 1]], quantity, settings }, players, drawn: rows, rows: rows.length, of: cohort.length };
}

/** A small tree that repeats the decisions. */
export function surrogateAsk(facts: DriverFacts, decision: Quantity): SampledAsk<SurrogateQuestion> {
  const { space, cohort, group, groups, seed } = facts;
  const rows = draw(facts, cohort, Math.min(SURROGATE_ROWS, SURROGATE_CELLS / space.features.length), DRAW.surrogate);
  const question = {
    values: encode(facts, rows),
    features: space.features.map(({ name, kind }) => ({ name, kind })),
    group: Int32Array.from(rows, (row) => group?.[row] ?? -1),
    groups,
    quantity: decision,
    settings: { ...SURROGATE_SETTINGS, seed },
  };
  return { question, rows: rows.length, of: cohort.length };
}
