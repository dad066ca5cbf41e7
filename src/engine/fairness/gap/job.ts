import { AssayError } from '../../errors';
import { checkPlayers } from '../../influence/players';
import type { Job } from '../../jobs/types';
import { runGap } from './run';
import { gapShares } from './shares';
import type { GapDecomposition, GapPartial, GapQuestion, GapShard, GapSide, GapWarning } from './types';
import { counterparts, takeUnits, unitRows } from './units';

/** Model rows of one shard, about; fixed, so that results do not depend on the number of workers. */
const SHARD_ROWS = 16_384;
/** Cells of one shard, about, for wide models. */
const SHARD_CELLS = 2_000_000;
/** The first shard is cut into so many pieces, so that a first picture does not wait for a whole one. */
const FIRST_PIECES = 4;
/** Fewer people or comparison rows than this say little, however often they are used. */
const FEW = 30;

/** Model rows of one unit at most. */
export function rowsPerUnit({ lens, players, sets = [], settings }: Pick<GapQuestion, 'lens' | 'players' | 'sets' | 'settings'>): number {
  const walk = 2 * Math.max(0, players.length - 1) + 1;
  if (lens === 'shared') return 2 * walk + 1;
  if (lens === 'unary') return 2 * (1 + settings.shuffles * (players.length + sets.length));
  return walk + (lens === 'swap' ? 1 : 2);
}

/**
 * Takes the gap between two groups apart by input, from pairs of people drawn from each: for any model, score and decision at once.
 * Sources: Datta, Sen and Zick, "Algorithmic transparency via quantitative input influence" (2016) for the shares and unary influence on a group
 * disparity; Begley, Schwedes, Frye and Feige, "Explainability for fair machine learning" (2020); Oaxaca (1973) and Blinder (1973) for the swap.
 */
export const gapJob: Job<GapQuestion, GapShard, GapPartial, GapDecomposition> = {
  name: 'gap',
  plan(question, known) {
    if (known !== undefined) return [];
    const { lens, a, b, width, background, players, quantities, sets = [], settings } = question;
    checkPlayers(players, width);
    for (const { rows } of [a, b]) if (rows.length < width) throw emptySide();
    if ((lens === 'shared' || lens === 'unary') && background.length < width) throw new RangeError('no comparison rows');
    const rows = unitRows(question);
    const made = lens === 'swap-ranks' ? counterparts(question, rows) : undefined;
    const size = Math.min(SHARD_ROWS, SHARD_CELLS / width);
    const block = Math.max(1, Math.floor(size / rowsPerUnit(question)));
    const common = { lens, width, players, quantities, sets, shuffles: settings.shuffles, seed: settings.seed };
    const shards: GapShard[] = [];
    for (let from = 0; from < rows.units; ) {
      const to = Math.min(rows.units, from + (from < block ? Math.ceil(block / FIRST_PIECES) : block));
      shards.push({
        ...common,
        from,
        count: to - from,
        a: takeUnits(a.rows, rows.a.subarray(from, to), width),
        b: takeUnits(b.rows, rows.b.subarray(from, to), width),
        compared: made ? made.slice(from * width, to * width) : takeUnits(background, rows.compared.subarray(from * rows.each, to * rows.each), width),
      });
      from = to;
    }
    return shards;
  },
  run: runGap,
  merge: (one, other) => ({ pieces: [...one.pieces, ...other.pieces], rowsEvaluated: one.rowsEvaluated + other.rowsEvaluated }),
  result: decomposition,
};

function decomposition(question: GapQuestion, known: GapPartial): GapDecomposition {
  const { lens, a, b, width, background, players, quantities, sets = [], settings } = question;
  const rows = unitRows(question);
  const units = known.pieces.reduce((sum, { ends }) => sum + ends.length / quantities.length / 2, 0);
  const drawn = (side: GapSide): number => Math.min(side.rows.length / width, units);
  const compared = rows.each === 0 ? 0 : Math.min(background.length / width, units * rows.each);
  const name = (target: readonly number[]): string => target.map((player) => players[player]!.name).join(', ');
  return {
    lens,
    players: [...players.map((player) => player.name), ...(lens === 'unary' ? sets.map(name) : [])],
    shares: quantities.map((_, quantity) => gapShares(question, known, rows, quantity)),
    units,
    of: rows.units,
    people: { a: drawn(a), ofA: a.of, b: drawn(b), ofB: b.of },
    background: compared,
    rowsEvaluated: known.rowsEvaluated,
    seed: settings.seed,
    delta: settings.delta,
    warnings: warnings(units < rows.units, Math.min(drawn(a), drawn(b)), rows.each === 0 ? Infinity : compared),
  };
}

function warnings(early: boolean, fewest: number, compared: number): GapWarning[] {
  const list: GapWarning[] = [];
  if (early) list.push({ code: 'preliminary', text: 'Only some of the people have been looked at so far.' });
  if (!early && fewest < FEW) list.push({ code: 'few-people', text: `One group has only ${fewest} people here: others could give quite different parts.` });
  if (!early && compared < FEW) list.push({ code: 'few-rows', text: `The comparison is with ${compared} rows only: other rows could give different parts.` });
  return list;
}

function emptySide(): AssayError {
  return new AssayError({
    area: 'fairness',
    code: 'empty-group',
    what: 'There is no gap to take apart: one of the two groups has nobody in it.',
    why: 'A gap lies between two groups of at least one person each, who for an error rate must also have a known outcome.',
    remedy: 'Choose another group, or compare with everyone else.',
  });
}
