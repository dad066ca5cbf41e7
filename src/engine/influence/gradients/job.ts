import type { Job } from '../../jobs/types';
import { checkPlayers } from '../players';
import { meanOverRows } from '../indices/means';
import type { RowMeans } from '../indices/types';
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
    const over = (of: 'shares' | 'coarse'): RowMeans => {
      const rows = new Float64Array(covered * count);
      sorted.reduce((at, piece) => (rows.set(piece[of], at), at + piece[of].length), 0);
      return meanOverRows(rows, covered, backgroundOf, settings.delta);
    };
    const { mean: shares, backgroundHalfWidth } = over('shares');
    const coarse = over('coarse').mean;
    const stepError = shares.map((value, player) => Math.abs(value - coarse[player]!));
    return {
      players: players.map(({ name }) => name),
      shares,
      stepError,
      backgroundHalfWidth,
      halfWidth: stepError.map((error, player) => Math.hypot(error, backgroundHalfWidth?.[player] ?? 0)),
      start: sorted.reduce((sum, { start }) => sum + start.reduce((own, value) => own + value, 0), 0) / covered,
      end: sorted[0]!.end,
      background: { rows: background.length / person.length, covered, of: backgroundOf },
      rowsEvaluated,
      seed: settings.seed,
    };
  },
};
