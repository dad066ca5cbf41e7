import { moments } from '../../stats/intervals';
import { backgroundError } from '../drawn-rows';
import type { ImportancePartial } from '../importance/job';
import { meanDifference, stratifiedMean } from '../importance/strata';
import type { StratifiedMean } from '../importance/strata';
import { heldText } from '../reasons/result';
import { twoSidedStudent } from '../sampled/estimate';
import { mixedOrder, setsOf } from './people';
import type { SetMean, Sets, SetsQuestion, SetsWarning, SharedOut } from './types';

/** What is known of one set: its people's values end to end, and the means over them by background row. */
interface Explained {
  readonly rows: number;
  readonly of: number;
  /** Players, then the quantity itself. */
  readonly means: readonly StratifiedMean[];
  /** Background rows × players; absent where not kept. */
  readonly byRow: Float64Array | undefined;
}

/** Fewer people than this say little about a set, however exactly each is explained. */
const FEW = 30;

/** The values as far as they are known. */
export function setsSoFar(question: SetsQuestion, known: ImportancePartial): Sets {
  const { players, width, background, backgroundOf, settings } = question;
  const stratum = Int32Array.from(mixedOrder(question), ({ set }) => set);
  const asked = setsOf(question);
  const sets = asked.map(({ rows, of }, set) => explained(known, stratum, set, Math.max(of, rows.length / width), players.length, asked.length));
  const rows = background.length / width;
  const drawn = { rows, of: backgroundOf, delta: settings.delta };
  const { start } = known.pieces[0]!;
  const meanOf = (own: Explained | undefined): SetMean | null => {
    if (own === undefined) return null;
    const quantityMean = own.means.at(-1)!;
    const total = { ...quantityMean, mean: quantityMean.mean - start };
    return { ...shareOut(own.means.slice(0, -1), total, own.byRow, drawn), end: quantityMean.mean, rows: own.rows, of: own.of };
  };
  const [a, b] = sets;
  const done = known.pieces.reduce((sum, { end }) => sum + end.length, 0) === stratum.length;
  return {
    players: players.map(({ name }) => name),
    start,
    a: meanOf(a),
    b: meanOf(b),
    difference: a && b ? gapOf(a, b, drawn) : null,
    exact: known.pieces.every(({ se }) => se.every((error) => error === 0)),
    rowsEvaluated: known.rowsEvaluated,
    background: { rows, of: backgroundOf },
    seed: settings.seed,
    delta: settings.delta,
    warnings: warnings(sets, done, known.held, drawn),
  };
}

function gapOf(a: Explained, b: Explained, drawn: Drawn): SharedOut {
  const gaps = a.means.map((mean, at) => meanDifference(mean, b.means[at]!));
  return shareOut(gaps.slice(0, -1), gaps.at(-1)!, a.byRow && b.byRow && a.byRow.map((value, at) => value - b.byRow![at]!), drawn);
}

function explained(
  { pieces, rowSums }: ImportancePartial,
  stratum: Int32Array,
  set: number,
  of: number,
  players: number,
  sets: number,
): Explained | undefined {
  const columns: number[][] = Array.from({ length: players + 1 }, () => []);
  const errors: number[][] = Array.from({ length: players + 1 }, () => []);
  for (const { from, phi, se, end } of [...pieces].sort((one, other) => one.from - other.from)) {
    end.forEach((value, i) => {
      if (stratum[from + i] !== set) return;
      for (let player = 0; player < players; player++) {
        columns[player]!.push(phi[i * players + player]!);
        errors[player]!.push(se[i * players + player]!);
      }
      columns[players]!.push(value);
      errors[players]!.push(0);
    });
  }
  const rows = columns[players]!.length;
  if (rows === 0) return undefined;
  const whole = new Int32Array(rows);
  const means = columns.map((values, at) => stratifiedMean(values, errors[at]!, whole, Int32Array.of(of)));
  const each = rowSums && rowSums.length / sets;
  return { rows, of, means, byRow: rowSums?.subarray(set * each!, (set + 1) * each!).map((sum) => sum / rows) };
}

/** The background rows and what they were drawn from. */
interface Drawn {
  readonly rows: number;
  readonly of: number;
  readonly delta: number;
}

function shareOut(values: readonly StratifiedMean[], total: StratifiedMean, byRow: Float64Array | undefined, { rows, of, delta }: Drawn): SharedOut {
  const phi = Float64Array.from(values, ({ mean }) => mean);
  const se = Float64Array.from(values, (value) => value.se);
  const between = phi.map((_, player) => (byRow === undefined ? NaN : betweenRows(byRow, player, phi.length)));
  const backgroundSe = backgroundError(between, rows, of);
  return {
    phi,
    se,
    halfWidth: Float64Array.from(values, (value) => halfOf(value, delta)),
    backgroundSe,
    wholeHalfWidth: Float64Array.from(values, (value, player) => {
      const whole = meanDifference(value, { mean: 0, se: backgroundSe?.[player] ?? 0, freedom: rows - 1 });
      return halfOf(whole, delta);
    }),
    total: total.mean,
    totalHalfWidth: halfOf(total, delta),
    efficiencyResidual: phi.reduce((rest, value) => rest - value, total.mean),
  };
}

function halfOf({ se, freedom }: StratifiedMean, delta: number): number {
  return se === 0 ? 0 : se * twoSidedStudent(Math.max(1, freedom), delta);
}

/** Variance of a player's values between background rows. */
function betweenRows(byRow: Float64Array, player: number, players: number): number {
  return moments(byRow.filter((_, at) => at % players === player)).variance;
}

function warnings(sets: readonly (Explained | undefined)[], done: boolean, held: number, drawn: Drawn): SetsWarning[] {
  const list: SetsWarning[] = [];
  const say = (code: SetsWarning['code'], text: string): void => void list.push({ code, text });
  if (!done) say('preliminary', 'Only some of the people have been explained so far.');
  const few = sets.flatMap((set) => (set !== undefined && set.rows < FEW && set.rows < set.of ? [set.rows] : []));
  if (done && few.length > 0) say('few-people', `Only ${Math.min(...few)} people of a group were explained: others can give different values.`);
  if (held > 0) say('held-margins', heldText(held));
  if (drawn.rows < FEW && drawn.rows < drawn.of)
    say('small-background', `The comparison is with ${drawn.rows} rows only: other rows can give different values.`);
  return list;
}
