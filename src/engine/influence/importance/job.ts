import type { Job, ShardContext } from '../../jobs/types';
import { enumerateHybrids, exactByRow } from '../exact';
import { evaluateHybrids } from '../hybrids/evaluate';
import { makeMixture } from '../hybrids/mixture';
import { checkLabels } from '../labels';
import type { Player } from '../players';
import { withLabel } from '../quantities';
import type { Quantity } from '../quantities';
import { plannedRows } from '../sampled/blocks';
import { estimate } from '../sampled/estimate';
import { sampleBlock } from '../sampled/units';
import { importanceFromLeaves, leafShards } from './from-leaves';
import { meanInfluence } from './mean-influence';
import type { InfluenceRows, MeanInfluence } from './mean-influence';

export interface ImportanceSettings {
  /** Most distinct mixed rows per person for the exact computation. */
  readonly maxExactRows: number;
  /** Units per background row where it is sampled; at least 2, so that the error is known. */
  readonly units: number;
  readonly seed: number;
  readonly delta: number;
}

export const IMPORTANCE_SETTINGS: ImportanceSettings = { maxExactRows: 2000, units: 2, seed: 1, delta: 0.05 };

/** How large is the influence of each input over all people? Explains each of the drawn rows against one background. */
export interface ImportanceQuestion {
  /** Feature rows to explain, row-major, with their strata: see `stratifiedSample`. */
  readonly people: Float64Array<ArrayBuffer>;
  readonly stratum: Int32Array<ArrayBuffer>;
  readonly sizes: Int32Array<ArrayBuffer>;
  readonly width: number;
  readonly background: Float64Array<ArrayBuffer>;
  readonly players: readonly Player[];
  readonly quantity: Quantity;
  /** What really happened to each, where the quantity is a loss: class number, or value. */
  readonly labels?: Float64Array<ArrayBuffer>;
  /** Index of the favourable class, where the quantity is what a forest's leaves come to: values are then read off them, exactly, and no row is scored. */
  readonly fromLeaves?: number;
  /** Also keep what each background row says of each stratum, which tells how much hangs on the rows drawn; not where values are read off leaves. */
  readonly keepRows?: boolean;
  readonly settings: ImportanceSettings;
}

export interface ImportanceShard {
  readonly question: ImportanceQuestion;
  readonly from: number;
  readonly to: number;
}

export interface ImportancePiece {
  readonly from: number;
  /** People × players. */
  readonly phi: Float64Array<ArrayBuffer>;
  readonly se: Float64Array<ArrayBuffer>;
  /** Quantity of each person. */
  readonly end: Float64Array<ArrayBuffer>;
  /** Mean quantity of the background. */
  readonly start: number;
}

export interface ImportancePartial {
  readonly pieces: readonly ImportancePiece[];
  /** Where asked for: values against each background row added up over people, strata × background rows × players. */
  readonly rowSums?: Float64Array<ArrayBuffer>;
  readonly rowsEvaluated: number;
  /** Margins or losses held back at the edge. */
  readonly held: number;
}

export interface Importance {
  readonly players: readonly string[];
  readonly means: readonly MeanInfluence[];
  /** The same within each stratum; empty for a stratum none of whose rows is explained yet. */
  readonly byStratum: readonly (readonly MeanInfluence[])[];
  /** Influence by explained person, for a picture of all of them: positions in the question's people, then values, people × players. */
  readonly people: Int32Array<ArrayBuffer>;
  readonly rows: InfluenceRows;
  readonly end: Float64Array<ArrayBuffer>;
  readonly start: number;
  readonly exact: boolean;
  readonly rowsEvaluated: number;
  /** Margins or losses held back at the edge. */
  readonly held: number;
  readonly seed: number;
}

/** Model rows of one shard, about; fixed, so that results do not depend on the number of workers. */
const SHARD_ROWS = 16_384;

/** The first shard is cut into so many pieces. */
const FIRST_PIECES = 4;

/**
 * Shapley values of many people and their means. Each person is exact where they are read off leaves or the mixed rows are few, else sampled with a fixed
 * number of units.
 * Sources: as for a single person's reasons; Lundberg et al. (2020) for the mean absolute value.
 */
export const importanceJob: Job<ImportanceQuestion, ImportanceShard, ImportancePartial, Importance> = {
  name: 'importance',
  plan(question, known) {
    if (known !== undefined) return [];
    const { people, background, width, players, settings } = question;
    const differing = Int32Array.from({ length: background.length / width }, () => players.length);
    const cost = differing.reduce((sum, own) => sum + plannedRows(own, 0, settings.units), 0);
    const block = Math.max(1, Math.floor(SHARD_ROWS / cost));
    const count = people.length / width;
    checkLabels(question.quantity, question.labels, count);
    if (question.fromLeaves !== undefined) return leafShards(count).map((own) => ({ question, ...own }));
    const shards: ImportanceShard[] = [];
    for (let from = 0; from < count; ) {
      // Small pieces come first, so that a first picture does not wait for a whole one.
      const to = Math.min(count, from + (from < block ? Math.ceil(block / FIRST_PIECES) : block));
      shards.push({ question, from, to });
      from = to;
    }
    return shards;
  },
  run: (shard, context) => (shard.question.fromLeaves === undefined ? runImportance(shard, context) : importanceFromLeaves(shard, context)),
  merge: (a, b) => ({
    pieces: [...a.pieces, ...b.pieces],
    ...(a.rowSums && b.rowSums && { rowSums: a.rowSums.map((sum, at) => sum + b.rowSums![at]!) }),
    rowsEvaluated: a.rowsEvaluated + b.rowsEvaluated,
    held: a.held + b.held,
  }),
  result: importanceSoFar,
};

async function runImportance({ question, from, to }: ImportanceShard, context: ShardContext): Promise<ImportancePartial> {
  const { people, width, background, players, labels, settings } = question;
  const count = players.length;
  const phi = new Float64Array((to - from) * count);
  const se = new Float64Array(phi.length);
  const end = new Float64Array(to - from);
  const rows = background.length / width;
  const rowSums = question.keepRows === true ? new Float64Array(question.sizes.length * rows * count) : undefined;
  const keep = (row: number, values: Float64Array): void => {
    const first = question.stratum[row]! * rows * count;
    if (rowSums !== undefined) for (let i = 0; i < values.length; i++) rowSums[first + i] = rowSums[first + i]! + values[i]!;
  };
  let rowsEvaluated = 0;
  let held = 0;
  let start = NaN;
  for (let row = from; row < to; row++) {
    const person = people.slice(row * width, (row + 1) * width);
    const mixture = makeMixture({ person, background, players });
    const quantity = labels === undefined ? question.quantity : withLabel(question.quantity, labels[row]!);
    const enumeration = enumerateHybrids(mixture, settings.maxExactRows);
    const at = (row - from) * count;
    if (enumeration !== undefined) {
      const { values, held: own } = await evaluateHybrids(mixture, enumeration.hybrids, 0, enumeration.hybrids.size, quantity, context);
      rowsEvaluated += values.length;
      held += own;
      const byRow = exactByRow(mixture, enumeration, values);
      byRow.forEach((value, i) => (phi[at + (i % count)] = phi[at + (i % count)]! + value / rows));
      keep(row, byRow);
      end[row - from] = values[0]!;
      start = values[0]! - phi.subarray(at, at + count).reduce((sum, value) => sum + value, 0);
      continue;
    }
    const block = { firstRow: 0, rows, fromUnit: 0, toUnit: settings.units };
    // Each person has orders of their own, so that errors do not add up in the same direction; single ones, as people differ more than orders do.
    const sampled = await sampleBlock(mixture, quantity, settings.seed + row, block, context, undefined, { single: true });
    const now = estimate(sampled.sums);
    rowsEvaluated += sampled.rowsEvaluated;
    held += sampled.held;
    keep(row, sampled.sums.means);
    phi.set(now.phi, at);
    se.set(now.se, at);
    end[row - from] = sampled.end;
    start = now.start;
  }
  return { pieces: [{ from, phi, se, end, start }], ...(rowSums && { rowSums }), rowsEvaluated, held };
}

function importanceSoFar(question: ImportanceQuestion, { pieces, rowsEvaluated, held }: ImportancePartial): Importance {
  const { players, sizes, settings } = question;
  const count = players.length;
  const sorted = [...pieces].sort((a, b) => a.from - b.from);
  const people = Int32Array.from(sorted.flatMap(({ from, end }) => Array.from(end, (_, i) => from + i)));
  const join = (of: (piece: ImportancePiece) => Float64Array): Float64Array<ArrayBuffer> =>
    Float64Array.from(sorted.flatMap((piece) => [...of(piece)]));
  const rows: InfluenceRows = {
    players: count,
    phi: join(({ phi }) => phi),
    se: join(({ se }) => se),
    stratum: people.map((row) => question.stratum[row]!),
    sizes,
  };
  const present = new Set(rows.stratum);
  return {
    players: players.map(({ name }) => name),
    means: meanInfluence(rows, settings.delta),
    byStratum: Array.from(sizes, (_, own) => (present.has(own) ? meanInfluence(rows, settings.delta, own) : [])),
    people,
    rows,
    end: join(({ end }) => end),
    start: sorted[0]!.start,
    exact: rows.se.every((error) => error === 0),
    rowsEvaluated,
    held,
    seed: settings.seed,
  };
}
