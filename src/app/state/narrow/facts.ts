import type { NarrowChoice } from '../../../engine/fairness/mitigation/choice';
import { inProportion } from '../../../engine/fairness/gap/units';
import { Random } from '../../../engine/stats/random';
import { splitRows, type Split } from '../../../engine/fairness/split';
import { DRAWS, type Way } from '../../../engine/fairness/mitigation/types';
import { verdictOf, type Judged } from '../../../engine/fairness/proxies/judged';
import type { Player } from '../../../engine/influence/players';
import { encodeRows } from '../../../engine/models/binding/features';
import type { FeatureSpace } from '../../../engine/models/binding/types';
import type { Model, Task } from '../../../engine/models/types';
import type { Table } from '../../../engine/table/types';

/** Rows that values are taken from, and that regressions are fitted on, at most. */
const FIT_ROWS = 20_000;
/** Rows the model is asked for at most: with many draws fewer people are looked at. */
const MODEL_ROWS = 1_500_000;
/** The same for a search over many combinations. */
const SEARCH_ROWS = 4_000_000;

/** What the questions of this panel are made from. */
export interface NarrowFacts {
  readonly table: Table;
  readonly model: Model;
  readonly space: FeatureSpace;
  readonly players: readonly Player[];
  readonly verdicts: readonly Judged[];
  readonly task: Task;
  readonly favourable: number;
  readonly width: number;
  readonly scores: Float64Array<ArrayBuffer>;
  readonly line: number;
  readonly labels: Int8Array<ArrayBuffer> | undefined;
  /** How many people a row stands for, where rows count by weight. */
  readonly weights: Float64Array<ArrayBuffer> | undefined;
  /** What really happened on the scale of the scores. */
  readonly truth: Float64Array | undefined;
  /** Drawn groups. */
  readonly groups: Int32Array<ArrayBuffer>;
  readonly groupNames: readonly string[];
  readonly pair: readonly [number, number] | undefined;
  readonly seed: number;
}

/** Columns of the table that a player reads. */
export function columnsOf(space: FeatureSpace, player: Player): number[] {
  return player.features.map((feature) => space.features[feature]!.column);
}

/** Players of which one column is among those given. */
export function playersOf({ space, players }: Pick<NarrowFacts, 'space' | 'players'>, columns: readonly number[]): Player[] {
  return players.filter((player) => columnsOf(space, player).some((column) => columns.includes(column)));
}

/** Inputs that others are expected from: those chosen here, else those called justified; never one that is changed. */
export function justifiedOf(facts: Pick<NarrowFacts, 'space' | 'players' | 'verdicts'>, { justified, inputs }: NarrowChoice): Player[] {
  const changed = playersOf(facts, inputs);
  const chosen = justified.length > 0 ? playersOf(facts, justified) : facts.players.filter((player) => verdictOf(facts.verdicts, columnsOf(facts.space, player)) === 'justified');
  return chosen.filter((player) => !changed.includes(player));
}

/** The way that was chosen, with what it needs. */
export function wayOf(facts: Pick<NarrowFacts, 'space' | 'players' | 'verdicts'>, choice: NarrowChoice): Way {
  switch (choice.way) {
    case 'constant':
      return { kind: 'constant' };
    case 'marginal':
      return { kind: 'marginal', draws: DRAWS.usual };
    case 'conditional':
      return { kind: 'conditional', justified: justifiedOf(facts, choice) };
    case 'repair':
      return { kind: 'repair', amount: choice.amount };
  }
}

/** Features with what the model takes for them. */
export function featuresOf({ space, model }: Pick<NarrowFacts, 'space' | 'model'>) {
  const whole = new Set(model.inputs.flatMap(({ type }, input) => (/^u?int|^bool/.test(type) ? [space.featureOf[input]!] : [])));
  return space.features.map(({ name, kind, levels }, feature) => ({ name, kind, levels, whole: whole.has(feature) }));
}

/** Rows with a score; of very many a part that keeps the proportions of groups and outcomes. */
function usableRows({ scores, groups, labels, weights, seed }: NarrowFacts, most: number): Int32Array<ArrayBuffer> {
  const rows = Int32Array.from(scores.keys()).filter((row) => !Number.isNaN(scores[row]!) && !(weights && !(weights[row]! > 0)));
  return rows.length <= most ? rows : splitRows(rows, groups, labels, seed + 2, most / rows.length).held;
}

/** Rows to change, rows to fit on and rows to measure on; the last two are the same where nothing is fitted. */
export function rowsFor(facts: NarrowFacts, { way, lineRule }: NarrowChoice): { readonly all: Int32Array<ArrayBuffer>; readonly split: Split; readonly fitted: boolean } {
  const all = usableRows(facts, Math.floor(MODEL_ROWS / (way === 'marginal' ? DRAWS.usual : 1)));
  const fitted = lineRule === 'share' || way === 'conditional' || way === 'repair';
  return { all, fitted, split: fitted ? splitRows(all, facts.groups, facts.labels, facts.seed) : { fit: all, held: all } };
}

/** Rows for a search: few enough for every combination. */
export function searchSplit(facts: NarrowFacts, way: NarrowChoice['way'], combinations: number): Split {
  const most = Math.max(1000, Math.floor(SEARCH_ROWS / combinations / (way === 'marginal' ? DRAWS.fewest : 1)));
  return splitRows(usableRows(facts, most), facts.groups, facts.labels, facts.seed, 0.5);
}

/** Rows that values are taken from; where rows count by weight, drawn in proportion to it. */
export function fitFacts(facts: NarrowFacts, rows: Int32Array<ArrayBuffer>) {
  const { weights } = facts;
  const drawn = weights && inProportion(Float64Array.from(rows, (row) => weights[row]!), Math.min(rows.length, FIT_ROWS), new Random(facts.seed, 3)).map((at) => rows[at]!);
  const part = drawn ?? (rows.length <= FIT_ROWS ? rows : splitRows(rows, facts.groups, facts.labels, facts.seed + 3, FIT_ROWS / rows.length).held);
  return {
    features: featuresOf(facts),
    values: encodeRows(facts.table, facts.space, part).values,
    seed: facts.seed,
    groups: pick(facts.groups, part),
    groupCount: facts.groupNames.length,
  };
}

/** Entries of some rows. */
export function pick<T extends Int32Array<ArrayBuffer> | Int8Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(values: T, rows: Int32Array): T {
  const out = values.slice(0, rows.length) as T;
  rows.forEach((row, i) => (out[i] = values[row]!));
  return out;
}
