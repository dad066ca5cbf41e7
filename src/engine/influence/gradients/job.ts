import type { Job } from '../../jobs/types';
import { checkPlayers } from '../players';
import { twoSidedStudent } from '../sampled/estimate';
import { runStaircase } from './staircase';
import type { GradientPartial, GradientQuestion, Gradients, GradientShard } from './types';

/** Model rows of one shard, about; fixed, so that results do not depend on the number of workers. */
const SHARD_ROWS = 8192;

/** Integrated and expected gradients of any model, from staircases along the way: no derivative is needed. See `runStaircase`. */
export const gradientsJob: Job<GradientQuestion, GradientShard, GradientPartial, Gradients> = {
  name: 'gradients',
  plan(question, known) {
    if (known !== undefined) return [];
    const { person, background, players, settings } = question;
    checkPlayers(players, person.length);
    const rows = background.length / person.length;
    const block = Math.max(1, Math.floor(SHARD_ROWS / (3 * settings.steps * players.length)));
    return Array.from({ length: Math.ceil(rows / block) }, (_, i) => ({ question, from: i * block, to: Math.min(rows, (i + 1) * block) }));
  },
  run: runStaircase,
  merge: (a, b) => ({ pieces: [...a.pieces, ...b.pieces], rowsEvaluated: a.rowsEvaluated + b.rowsEvaluated }),
  result({ person, background, backgroundOf, players, settings }, { pieces, rowsEvaluated }) {
    const sorted = [...pieces].sort((a, b) => a.from - b.from);
    const count = players.length;
    const covered = sorted.reduce((sum, { start }) => sum + start.length, 0);
    const meanOf = (of: 'shares' | 'coarse'): Float64Array<ArrayBuffer> => {
      const out = new Float64Array(count);
      for (const piece of sorted) piece[of].forEach((value, at) => (out[at % count] = out[at % count]! + value / covered));
      return out;
    };
    const shares = meanOf('shares');
    const coarse = meanOf('coarse');
    const squares = new Float64Array(count);
    for (const piece of sorted) {
      piece.shares.forEach((value, at) => (squares[at % count] = squares[at % count]! + (value - shares[at % count]!) ** 2));
    }
    const spread = (sum: number): number => Math.sqrt((sum / (covered - 1) / covered) * (1 - covered / backgroundOf));
    return {
      players: players.map(({ name }) => name),
      shares,
      stepError: shares.map((value, player) => Math.abs(value - coarse[player]!)),
      backgroundHalfWidth:
        covered >= backgroundOf ? null : squares.map((sum) => (covered < 2 ? NaN : twoSidedStudent(covered - 1, settings.delta) * spread(sum))),
      start: sorted.reduce((sum, { start }) => sum + start.reduce((own, value) => own + value, 0), 0) / covered,
      end: sorted[0]!.end,
      background: { rows: background.length / person.length, covered, of: backgroundOf },
      rowsEvaluated,
      seed: settings.seed,
    };
  },
};
