import type { Job } from '../../jobs/types';
import { backgroundError } from '../drawn-rows';
import { reasonsWarnings } from '../reasons/result';
import type { Reasons } from '../reasons/types';
import { countDiffering } from '../sampled/blocks';
import { halfWidths } from '../sampled/estimate';
import { anytimeHalfWidths, targetOf } from '../sampled/schedule';
import { drawPairs } from './draw';
import { activePlayers, runRegression } from './run';
import { allocatePairs, pairStrata } from './strata';
import type { Coalitions, PairValues, RegressionFit, RegressionPartial, RegressionQuestion, RegressionShard } from './types';

/** Mixed rows of one shard, about; fixed, so that results do not depend on the number of workers. */
const SHARD_ROWS = 8192;

/** Mixed rows of the first look, about. */
const FIRST_ROWS = 4096;

/**
 * Shapley values of one person's quantity by regression on coalitions: a second method beside the reasons, which looks at the mean of each coalition
 * over all background rows and is at its best for a single background row. Exact once all coalitions are taken. Looks double until the precision is
 * reached or the budget is spent.
 * Sources: Lundberg and Lee (2017); Musco and Witter (2025).
 */
export const regressionJob: Job<RegressionQuestion, RegressionShard, RegressionPartial, Reasons> = {
  name: 'regression',
  plan: planRegression,
  run: runRegression,
  merge(a, b) {
    const ends = a.ends ?? b.ends;
    const fit = (a.fit?.look ?? -1) >= (b.fit?.look ?? -1) ? a.fit : b.fit;
    return {
      look: Math.max(a.look, b.look),
      pieces: [...a.pieces, ...b.pieces],
      rowsEvaluated: a.rowsEvaluated + b.rowsEvaluated,
      held: a.held + b.held,
      ...(ends === undefined ? {} : { ends }),
      ...(fit === undefined ? {} : { fit }),
    };
  },
  result: regressionSoFar,
};

function planRegression(question: RegressionQuestion, known: RegressionPartial | undefined): RegressionShard[] {
  const { settings } = question;
  const rows = question.background.length / question.person.length;
  const most = Math.floor(settings.maxRows / (2 * rows));
  if (known === undefined) return score(question, 1, 0, Math.min(most, Math.floor(FIRST_ROWS / (2 * rows))));
  const { look, pieces, fit } = known;
  if (fit === undefined || fit.look < look) {
    const sorted = [...pieces].sort((a, b) => a.look - b.look || a.first - b.first);
    return [{ kind: 'fit', question, look, pieces: sorted, ends: known.ends! }];
  }
  if (fit.complete || reached(question, fit)) return [];
  const wanted = Math.min(most, 2 * fit.pairs);
  return (wanted - fit.pairs) * 8 < fit.pairs ? [] : score(question, look + 1, fit.pairs, wanted);
}

/** Shards for the pairs that come to those of the look before when about `wanted` are taken in all. */
function score(question: RegressionQuestion, look: number, before: number, wanted: number): RegressionShard[] {
  const players = activePlayers(question).length;
  const strata = players < 2 ? [] : pairStrata(players);
  const counts = allocatePairs(strata, players, wanted);
  const had = look === 1 ? counts.map(() => 0) : allocatePairs(strata, players, before);
  const sides = strata.flatMap((own, index) => drawPairs(own, players, counts[index]!, question.settings.seed).slice(had[index]));
  const block = Math.max(1, Math.floor((SHARD_ROWS * question.person.length) / (2 * question.background.length)));
  return Array.from({ length: Math.max(1, Math.ceil(sides.length / block)) }, (_, shard) => {
    const part = sides.slice(shard * block, (shard + 1) * block);
    const coalitions: Coalitions = {
      first: shard * block,
      members: Int32Array.from(part.flatMap((side) => [...side])),
      sizes: Int32Array.from(part, (side) => side.length),
    };
    return { kind: 'score', question, look, coalitions, ends: look === 1 && shard === 0 };
  });
}

const reached = ({ settings }: RegressionQuestion, fit: RegressionFit): boolean =>
  fit.complete || Math.max(...anytimeHalfWidths(fit, fit.look, settings.delta)) <= targetOf(fit, settings);

/** Mixed rows still needed for the precision, by the square-root law. */
function rowsLeft({ settings }: RegressionQuestion, fit: RegressionFit, rowsEvaluated: number): number {
  const target = targetOf(fit, settings);
  if (target === 0) return Infinity;
  const growth = Math.max(2, (Math.max(...anytimeHalfWidths(fit, fit.look, settings.delta)) / target) ** 2);
  return Math.ceil(rowsEvaluated * (growth - 1));
}

const unknown = (length: number): Float64Array<ArrayBuffer> => new Float64Array(length).fill(NaN);

function regressionSoFar(question: RegressionQuestion, known: RegressionPartial): Reasons {
  const { players, settings, backgroundOf: of } = question;
  const differing = countDiffering(question);
  const rows = differing.length;
  const { fit, ends } = known;
  const count = players.length;
  const done = fit !== undefined && reached(question, fit);
  const start = ends === undefined ? NaN : ends.base.reduce((sum, value) => sum + value / rows, 0);
  const end = ends?.end ?? NaN;
  const phi = fit?.phi ?? unknown(count);
  const backgroundSe = backgroundError(fit?.between ?? unknown(count), rows, of);
  const { held } = known;
  return {
    players: players.map(({ name }) => name),
    phi,
    se: fit?.se ?? unknown(count),
    halfWidth: fit === undefined ? unknown(count) : halfWidths(fit.se, fit.freedom, settings.delta),
    anytimeHalfWidth: fit === undefined ? unknown(count) : anytimeHalfWidths(fit, fit.look, settings.delta),
    covariance: fit === undefined || fit.complete ? new Float64Array(0) : fit.covariance,
    freedom: fit?.freedom ?? unknown(count),
    backgroundSe,
    backgroundHalfWidth: backgroundSe === null ? null : halfWidths(backgroundSe, new Float64Array(count).fill(rows - 1), settings.delta),
    backgroundCovariance: new Float64Array(0),
    start,
    end,
    method: fit?.complete === true ? 'exact' : 'regression',
    value: 'shapley',
    converged: done,
    rowsEvaluated: known.rowsEvaluated,
    forecastRows: done ? 0 : fit === undefined ? Infinity : rowsLeft(question, fit, known.rowsEvaluated),
    units: pairsOf(known.pieces),
    seed: settings.seed,
    background: { rows, covered: ends === undefined ? 0 : rows, of },
    efficiencyResidual: phi.reduce((rest, value) => rest - value, end - start),
    delta: settings.delta,
    warnings: reasonsWarnings({ rows, complete: fit !== undefined, done, units: Infinity, held, all: of, differing }),
  };
}

const pairsOf = (pieces: readonly PairValues[]): number => pieces.reduce((sum, { sizes }) => sum + sizes.length, 0);
