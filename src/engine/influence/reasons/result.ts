import { backgroundError, drawnShare } from '../drawn-rows';
import { countDiffering } from '../sampled/blocks';
import { betweenCovariance, errorCovariance, estimate, halfWidths } from '../sampled/estimate';
import { anytimeHalfWidths, converged, countedLook, forecastRows } from '../sampled/schedule';
import { CROSS_PLAYERS } from '../sampled/sums';
import type { UnitSums } from '../sampled/sums';
import type { ExactRows, Reasons, ReasonsPartial, ReasonsQuestion, ReasonsWarning } from './types';

/** The sums an exact computation stands for: every background row enumerated. */
function exactSums({ byRow, base }: ExactRows, players: number): UnitSums {
  const rows = base.length;
  return {
    firstRow: 0,
    rows,
    players,
    units: new Int32Array(rows).fill(-1),
    means: byRow,
    squares: new Float64Array(byRow.length),
    cross: new Float64Array(players <= CROSS_PLAYERS ? players * players : 0),
    base,
  };
}

/**
 * The reasons as far as they are known.
 * @throws Error when nothing is known yet
 */
export function reasonsSoFar(question: ReasonsQuestion, known: ReasonsPartial): Reasons {
  const { players, settings, backgroundOf } = question;
  const { exact } = known;
  const sums = exact === undefined ? known.sums : exactSums(exact, players.length);
  if (sums === undefined) throw new Error('no shard has an estimate yet');
  const now = estimate(sums);
  const end = exact?.end ?? known.end!;
  const differing = countDiffering(question);
  const rows = differing.length;
  const complete = now.covered === rows;
  const isExact = complete && now.units === Infinity;
  const done = isExact || (complete && converged(now, known.look, rows, settings));
  const look = countedLook(known.look, rows, settings);
  const backgroundSe = backgroundError(now.between, now.covered, backgroundOf);
  const drawn = drawnShare(now.covered, backgroundOf);
  const covariance = isExact ? new Float64Array(0) : errorCovariance(sums, now);
  const backgroundFreedom = new Float64Array(players.length).fill(now.covered - 1);
  const forecast = isExact ? 0 : (exactRowsLeft(known) ?? forecastRows(now, known.look, differing, settings));
  return {
    players: players.map(({ name }) => name),
    phi: now.phi,
    se: now.se,
    halfWidth: halfWidths(now.se, now.freedom, settings.delta),
    anytimeHalfWidth: anytimeHalfWidths(now, look, settings.delta),
    covariance,
    freedom: now.freedom,
    backgroundSe,
    backgroundHalfWidth: backgroundSe === null ? null : halfWidths(backgroundSe, backgroundFreedom, settings.delta),
    backgroundCovariance: backgroundSe === null ? new Float64Array(0) : betweenCovariance(sums, now, covariance).map((value) => value * drawn),
    start: now.start,
    end,
    method: isExact ? 'exact' : 'sampled',
    value: question.groups === undefined ? 'shapley' : 'owen',
    converged: done,
    rowsEvaluated: known.rowsEvaluated,
    forecastRows: forecast,
    units: now.totalUnits,
    seed: settings.seed,
    background: { rows, covered: now.covered, of: backgroundOf },
    efficiencyResidual: now.phi.reduce((rest, value) => rest - value, end - now.start),
    delta: settings.delta,
    warnings: reasonsWarnings({
      rows,
      complete,
      done,
      units: now.units,
      held: known.held,
      all: backgroundOf,
      differing,
    }),
  };
}

/** Distinct hybrid rows still to be scored, where the exact computation is under way. */
function exactRowsLeft({ distinct, pieces }: ReasonsPartial): number | undefined {
  if (distinct === undefined || distinct < 0) return undefined;
  return pieces.reduce((left, { values }) => left - values.length, distinct);
}

/** What the warnings of a result depend on. */
export interface Circumstances {
  readonly rows: number;
  readonly complete: boolean;
  readonly done: boolean;
  readonly units: number;
  readonly held: number;
  readonly all: number;
  readonly differing: Int32Array;
}

/** What has to be said where margins or losses were held back. */
export function heldText(held: number): string {
  const scores = held === 1 ? '1 score was so close to 0 or 1 that it was' : `${held} scores were so close to 0 or 1 that they were`;
  return `${scores} held back from it: log odds, or the loss, would have no end.`;
}

/** What has to be said beside a person's values. */
export function reasonsWarnings({ rows, complete, done, units, held, all, differing }: Circumstances): ReasonsWarning[] {
  const list: ReasonsWarning[] = [];
  const say = (code: ReasonsWarning['code'], text: string): void => void list.push({ code, text });
  if (!complete) say('preliminary', 'Only part of the comparison rows has been looked at so far.');
  else if (!done) say('budget', 'The estimates are not yet as sure as asked for: go by the ± beside each number.');
  if (complete && units === 1) say('one-unit', 'Each comparison row has been tried once, so the ± is wider than it need be.');
  if (held > 0) say('held-margins', heldText(held));
  if (rows === 1) say('one-row', 'The comparison is with a single row: another row can give quite different reasons.');
  else if (rows < 30 && rows < all) say('small-background', `The comparison is with ${rows} rows only: other rows can give different reasons.`);
  if (differing.every((own) => own === 0))
    say('same-as-background', 'Every comparison row has the same inputs as this person, so there is no difference to share out.');
  return list;
}
