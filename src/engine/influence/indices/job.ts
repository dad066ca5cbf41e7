import type { Job } from '../../jobs/types';
import { cutPieces, joinPieces } from '../hybrids/pieces';
import { checkGroups } from '../players';
import { meanOverRows, shareChanged } from './means';
import { runIndices } from './run';
import type { CoalitionRows, DirectRows, Indices, IndicesPartial, IndicesQuestion, IndicesShard } from './types';

/** Mixed rows of one shard, about; fixed, so that results do not depend on the number of workers. */
const SHARD_ROWS = 16_384;

/**
 * Other indices of a person's reasons, to be read beside them: unary and set influence and what each input alone adds, at about two mixed rows per
 * input and background row; and Shapley, Banzhaf and Owen values and pair interactions where all mixed rows can be scored. All exact for the
 * background rows given.
 * Sources: Datta, Sen and Zick (2016) for unary and set influence; Banzhaf (1965); Owen (1977); Grabisch and Roubens (1999) for pairs.
 */
export const indicesJob: Job<IndicesQuestion, IndicesShard, IndicesPartial, Indices> = {
  name: 'indices',
  plan: planIndices,
  run: runIndices,
  merge(a, b) {
    const distinct = a.distinct ?? b.distinct;
    const coalitions = a.coalitions ?? b.coalitions;
    return {
      direct: [...a.direct, ...b.direct],
      pieces: coalitions === undefined ? [...a.pieces, ...b.pieces] : [],
      rowsEvaluated: a.rowsEvaluated + b.rowsEvaluated,
      held: a.held + b.held,
      ...(distinct === undefined ? {} : { distinct }),
      ...(coalitions === undefined ? {} : { coalitions }),
    };
  },
  result: indicesSoFar,
};

function planIndices(question: IndicesQuestion, known: IndicesPartial | undefined, workers: number): IndicesShard[] {
  if (known === undefined) {
    checkGroups(question.players, question.groups);
    const all = question.background.length / question.person.length;
    const rows = Math.max(1, Math.floor(SHARD_ROWS / (2 * question.players.length + question.sets.length + 1)));
    const firsts = Array.from({ length: Math.ceil(all / rows) }, (_, block) => block * rows);
    return firsts.map((firstRow) => ({ kind: 'direct', question, firstRow, rows: Math.min(rows, all - firstRow) }));
  }
  const distinct = known.distinct ?? -1;
  if (known.coalitions !== undefined || distinct < 0) return [];
  if (known.pieces.length === 0) return cutPieces(distinct, workers).map((piece) => ({ kind: 'evaluate', question, ...piece }));
  return [{ kind: 'assemble', question, values: joinPieces(distinct, known.pieces) }];
}

function indicesSoFar(question: IndicesQuestion, known: IndicesPartial): Indices {
  const { players, backgroundOf: of, settings } = question;
  const parts = [...known.direct].sort((a, b) => a.firstRow - b.firstRow);
  const join = (part: (rows: DirectRows) => Float64Array): Float64Array => Float64Array.from(parts.flatMap((rows) => [...part(rows)]));
  const base = join((rows) => rows.base);
  const covered = base.length;
  const unary = join((rows) => rows.unary);
  const sets = join((rows) => rows.sets);
  const means = (values: Float64Array): Indices['unary'] => meanOverRows(values, covered, of, settings.delta);
  const coalitions = (rows: CoalitionRows): Indices['coalitions'] => ({
    shapley: means(rows.shapley),
    banzhaf: means(rows.banzhaf),
    shapleyPairs: rows.shapleyPairs,
    banzhafPairs: rows.banzhafPairs,
    ...(rows.owen === undefined ? {} : { owen: means(rows.owen) }),
  });
  return {
    players: players.map(({ name }) => name),
    unary: means(unary),
    unaryChanged: shareChanged(unary, covered, of, settings.delta),
    firstIn: means(join((rows) => rows.firstIn)),
    sets: means(sets),
    setsChanged: shareChanged(sets, covered, of, settings.delta),
    coalitions: known.coalitions === undefined ? null : coalitions(known.coalitions),
    coalitionRows: known.distinct === undefined || known.distinct < 0 ? null : known.distinct,
    start: base.reduce((sum, value) => sum + value / covered, 0),
    end: parts[0]!.end,
    rowsEvaluated: known.rowsEvaluated,
    held: known.held,
    background: { rows: question.background.length / question.person.length, covered, of },
    delta: settings.delta,
  };
}
