import type { Job } from '../../jobs/types';
import { checkPlayers } from '../players';
import { halfWidths } from '../sampled/estimate';
import { runSage } from './sage-run';
import type { Sage, SagePartial, SageQuestion, SageShard } from './sage-types';

/** Units of the first look: enough for an interval. */
const FIRST_UNITS = 64;

/** Model rows of one shard, about; fixed, so that results do not depend on the number of workers. */
const SHARD_ROWS = 16_384;

/** Shapley values of the loss, at geometric checkpoints until the precision is reached or the budget is spent. */
export const sageJob: Job<SageQuestion, SageShard, SagePartial, Sage> = {
  name: 'sage',
  plan(question, known) {
    const { players, width, settings } = question;
    checkPlayers(players, width);
    const cost = unitRows(question);
    if (known === undefined) return cut(question, 1, 0, FIRST_UNITS, cost);
    const now = sageSoFar(question, known);
    const affordable = Math.floor((settings.maxRows - known.rowsEvaluated) / cost);
    const more = Math.min(now.units, affordable);
    if (now.converged || more < now.units / 8 || isRowBound(question, known, now)) return [];
    return cut(question, known.look + 1, now.units, now.units + more, cost);
  },
  run: runSage,
  merge: (a, b) => ({ pieces: [...a.pieces, ...b.pieces], look: Math.max(a.look, b.look), rowsEvaluated: a.rowsEvaluated + b.rowsEvaluated }),
  result: sageSoFar,
};

/** More walks over the same rows are worth their cost only while doubling them narrows the widest interval by more than this. */
const LEAST_GAIN = 0.05;

/** True when every row has been explained more than once and the last doubling hardly helped: what is left is the drawing of the rows. */
function isRowBound(question: SageQuestion, known: SagePartial, now: Sage): boolean {
  const rows = question.labels.length;
  if (now.units < 2 * rows) return false;
  const before = sageSoFar(question, { ...known, pieces: known.pieces.filter(({ from }) => from < now.units / 2) });
  return before.rows === rows && Math.max(...now.halfWidth) > (1 - LEAST_GAIN) * Math.max(...before.halfWidth);
}

/** Model rows of one unit. */
function unitRows({ players, background, width, settings }: SageQuestion): number {
  const states = 2 * (players.length - 1);
  return settings.unknown === 'one-row' ? states + 2 : (states * background.length) / width + 1;
}

function cut(question: SageQuestion, look: number, from: number, to: number, cost: number): SageShard[] {
  const block = Math.max(1, Math.floor(SHARD_ROWS / cost));
  return Array.from({ length: Math.ceil((to - from) / block) }, (_, i) => ({
    question,
    look,
    from: from + i * block,
    to: Math.min(to, from + (i + 1) * block),
  }));
}

/** Means over rows of each row's mean over its units; their spread over rows holds both the rows' own differences and the noise of the walks. */
function sageSoFar({ players, labels, settings }: SageQuestion, { pieces, look, rowsEvaluated }: SagePartial): Sage {
  const count = players.length;
  const rows = labels.length;
  const sums = new Float64Array(rows * count);
  const units = new Int32Array(rows);
  for (const { from, saved } of [...pieces].sort((a, b) => a.from - b.from)) {
    for (let unit = 0; unit < saved.length / count; unit++) {
      const row = (from + unit) % rows;
      units[row] = units[row]! + 1;
      for (let player = 0; player < count; player++) sums[row * count + player] = sums[row * count + player]! + saved[unit * count + player]!;
    }
  }
  const explained = units.reduce((sum, own) => sum + (own > 0 ? 1 : 0), 0);
  const mean = new Float64Array(count);
  const squares = new Float64Array(count);
  const eachRow = (use: (row: number, player: number, value: number) => void): void => {
    units.forEach((own, row) => {
      if (own > 0) for (let player = 0; player < count; player++) use(row, player, sums[row * count + player]! / own);
    });
  };
  eachRow((_, player, value) => (mean[player] = mean[player]! + value / explained));
  eachRow((_, player, value) => (squares[player] = squares[player]! + (value - mean[player]!) ** 2));
  const se = squares.map((sum) => (explained < 2 ? NaN : Math.sqrt(sum / (explained - 1) / explained)));
  const freedom = new Float64Array(count).fill(Math.max(1, explained - 1));
  const anytimeHalfWidth = halfWidths(se, freedom, settings.delta / (look * (look + 1)));
  const target = settings.ratio * (Math.max(...mean) - Math.min(...mean));
  return {
    players: players.map(({ name }) => name),
    saved: mean,
    halfWidth: halfWidths(se, freedom, settings.delta),
    anytimeHalfWidth,
    total: mean.reduce((sum, value) => sum + value, 0),
    rows: explained,
    units: units.reduce((sum, own) => sum + own, 0),
    converged: explained > 1 && Math.max(...anytimeHalfWidth) <= target,
    rowsEvaluated,
    seed: settings.seed,
  };
}
