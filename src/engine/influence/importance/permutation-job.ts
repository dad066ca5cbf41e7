import type { Job } from '../../jobs/types';
import { Random } from '../../stats/random';
import { twoSidedStudent } from '../sampled/estimate';
import type { Player } from '../players';
import { scoreRows } from '../rows';
import { cyclicDonors } from './donors';
import type { Loss } from './losses';
import { lossOf } from './losses';
import { addPermuted, lossRise, permutedSums } from './permuted';
import type { LossRise, PermutedSums } from './permuted';

export interface PermutationSettings {
  readonly repeats: number;
  readonly seed: number;
  readonly delta: number;
}

export const PERMUTATION_SETTINGS: PermutationSettings = { repeats: 5, seed: 1, delta: 0.05 };

/** How much worse does the model get when a player's values are shuffled among the rows? Rows need their true labels. */
export interface PermutationQuestion {
  /** Feature rows, row-major. */
  readonly values: Float64Array<ArrayBuffer>;
  readonly width: number;
  /** Class number or value per row. */
  readonly labels: Float64Array<ArrayBuffer>;
  readonly players: readonly Player[];
  readonly loss: Loss;
  /** When given, values move within strata only, so that what correlates with the strata is kept (conditional importance). */
  readonly strata?: Int32Array<ArrayBuffer>;
  readonly settings: PermutationSettings;
}

export interface PermutationShard {
  readonly question: PermutationQuestion;
  /** −1 for the rows as they are. */
  readonly player: number;
  readonly from: number;
  readonly to: number;
  /** Loss of each row as it is. */
  readonly base: Float64Array<ArrayBuffer>;
}

export interface PermutationPartial {
  readonly base?: Float64Array<ArrayBuffer>;
  readonly pieces: readonly { readonly player: number; readonly from: number; readonly sums: PermutedSums }[];
  readonly rowsEvaluated: number;
}

export interface PermutationImportance {
  readonly players: readonly string[];
  /** Mean loss of the rows as they are. */
  readonly base: LossRise;
  /** By player; null until some repeat is done. */
  readonly rises: readonly (LossRise | null)[];
  readonly repeats: readonly number[];
  readonly rows: number;
  readonly rowsEvaluated: number;
  readonly seed: number;
}

/** Permutation importance: one repeat of every player first, then the rest. Correlated inputs stand in for each other: each can look unimportant. */
export const permutationJob: Job<PermutationQuestion, PermutationShard, PermutationPartial, PermutationImportance> = {
  name: 'permutation',
  plan(question, known) {
    const { players, settings } = question;
    if (known === undefined) return [{ question, player: -1, from: 0, to: 0, base: new Float64Array(0) }];
    const base = known.base!;
    const done = known.pieces.length;
    const [from, to] = done === 0 ? [0, 1] : done === players.length ? [1, settings.repeats] : [0, 0];
    return from >= to ? [] : players.map((_, player) => ({ question, player, from, to, base }));
  },

  async run({ question, player, from, to, base }, context) {
    const { values, width, labels, players, loss, strata, settings } = question;
    const rows = labels.length;
    const losses = async (donors?: Int32Array): Promise<Float64Array<ArrayBuffer>> => {
      const out = new Float64Array(rows);
      const write = (row: number, batch: Float64Array, at: number): void => {
        for (let feature = 0; feature < width; feature++) batch[at + feature] = values[row * width + feature]!;
        if (donors === undefined) return;
        for (const feature of players[player]!.features) batch[at + feature] = values[donors[row]! * width + feature]!;
      };
      await scoreRows(rows, width, write, context, (scores, first, count) => {
        for (let row = 0; row < count; row++) out[first + row] = lossOf(loss, scores, row, labels[first + row]!);
      });
      return out;
    };
    if (player < 0) return { base: await losses(), pieces: [], rowsEvaluated: rows };
    let sums: PermutedSums | undefined;
    for (let repeat = from; repeat < to; repeat++) {
      // One cycle per repeat for all players: players are compared with each other on the same draws.
      const donors = cyclicDonors(rows, Random.stream(settings.seed, repeat), strata);
      const changed = await losses(donors);
      const own = permutedSums(
        changed.map((value, row) => value - base[row]!),
        donors,
      );
      sums = sums === undefined ? own : addPermuted(sums, own);
    }
    return { pieces: [{ player, from, sums: sums! }], rowsEvaluated: rows * (to - from) };
  },

  merge(a, b) {
    const base = a.base ?? b.base;
    return { pieces: [...a.pieces, ...b.pieces], rowsEvaluated: a.rowsEvaluated + b.rowsEvaluated, ...(base === undefined ? {} : { base }) };
  },

  result({ players, labels, settings }, { base, pieces, rowsEvaluated }) {
    const sums = players.map((_, player) =>
      pieces
        .filter((piece) => piece.player === player)
        .sort((a, b) => a.from - b.from)
        .reduce<PermutedSums | undefined>((known, { sums: own }) => (known === undefined ? own : addPermuted(known, own)), undefined),
    );
    return {
      players: players.map(({ name }) => name),
      base: meanLoss(base!, settings.delta),
      rises: sums.map((own) => (own === undefined ? null : lossRise(own, settings.delta))),
      repeats: sums.map((own) => own?.repeats ?? 0),
      rows: labels.length,
      rowsEvaluated,
      seed: settings.seed,
    };
  },
};

function meanLoss(losses: Float64Array, delta: number): LossRise {
  const rows = losses.length;
  const rise = losses.reduce((sum, value) => sum + value, 0) / rows;
  const squares = losses.reduce((sum, value) => sum + (value - rise) ** 2, 0);
  return { rise, halfWidth: rows < 2 ? NaN : twoSidedStudent(rows - 1, delta) * Math.sqrt(squares / (rows - 1) / rows) };
}
