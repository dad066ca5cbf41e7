import type { Job, ShardContext } from '../../../jobs/types';
import { clopperPearson } from '../../../stats/intervals';
import { Random } from '../../../stats/random';
import { checkPlayers } from '../../players';
import { quantityOfRows } from '../../rows';
import { mixerOf, searchRule } from './search';
import type { Anchors, AnchorsPartial, AnchorsQuestion, AnchorsShard } from './types';

/** Fresh rows of one shard; fixed, so that results do not depend on the number of workers. */
const SHARD_ROWS = 2500;

/**
 * Anchors: a rule of conditions true of a person under which the decision is nearly always the same, whatever the other inputs are drawn to be. The
 * search picks the rule; its precision is then estimated anew from fresh rows, as the one the search saw is flattered by having been picked.
 * Source: Ribeiro, Singh and Guestrin, "Anchors: high-precision model-agnostic explanations" (2018); interval of Clopper and Pearson (1934).
 */
export const anchorsJob: Job<AnchorsQuestion, AnchorsShard, AnchorsPartial, Anchors> = {
  name: 'anchors',
  plan: planAnchors,
  run: runAnchors,
  merge(a, b) {
    const found = a.found ?? b.found;
    const covered = a.covered ?? b.covered;
    return {
      fresh: { rows: a.fresh.rows + b.fresh.rows, agreeing: a.fresh.agreeing + b.fresh.agreeing },
      rowsEvaluated: a.rowsEvaluated + b.rowsEvaluated,
      ...(found === undefined ? {} : { found }),
      ...(covered === undefined ? {} : { covered }),
    };
  },
  result: anchorsSoFar,
};

/** @throws AssayError `players` unless every feature belongs to exactly one player; RangeError when the question is not about a decision */
function planAnchors(question: AnchorsQuestion, known: AnchorsPartial | undefined): AnchorsShard[] {
  if (known === undefined) {
    checkPlayers(question.players, question.person.length);
    if (question.quantity.kind !== 'decision') throw new RangeError(`a rule holds a decision, not a ${question.quantity.kind}`);
    if (question.background.length < question.person.length) throw new RangeError('a rule needs background rows to mix with');
    return [{ kind: 'search', question }];
  }
  if (known.found === undefined || known.covered !== undefined || known.fresh.rows > 0) return [];
  const { rule, decision } = known.found;
  const all = question.settings.freshRows;
  const firsts = Array.from({ length: Math.ceil(all / SHARD_ROWS) }, (_, k) => k * SHARD_ROWS);
  return [
    ...firsts.map((first): AnchorsShard => ({ kind: 'fresh', question, rule, decision, first, rows: Math.min(SHARD_ROWS, all - first) })),
    { kind: 'covered', question, rule, decision },
  ];
}

async function runAnchors(shard: AnchorsShard, context: ShardContext): Promise<AnchorsPartial> {
  const { question } = shard;
  const { person, background, quantity, settings } = question;
  const width = person.length;
  const none = { rows: 0, agreeing: 0 };
  if (shard.kind === 'search') {
    const { rowsEvaluated, ...found } = await searchRule(question, context);
    return { found, fresh: none, rowsEvaluated };
  }
  const mixer = mixerOf(question);
  const { rule, decision } = shard;
  const score = async (count: number, write: (row: number, out: Float64Array, at: number) => void): Promise<{ rows: number; agreeing: number }> => {
    const values = await quantityOfRows(count, width, write, quantity, context);
    return { rows: count, agreeing: values.filter((value) => value === decision).length };
  };
  if (shard.kind === 'covered') {
    const rows = mixer.covered(rule);
    const covered = await score(rows.length, (row, out, at) => out.set(background.subarray(rows[row]! * width, (rows[row]! + 1) * width), at));
    return { covered, fresh: none, rowsEvaluated: rows.length };
  }
  const random = Random.stream(settings.seed, shard.first);
  return { fresh: await score(shard.rows, (_, out, at) => mixer.draw(rule, random, out, at)), rowsEvaluated: shard.rows };
}

/** @throws Error before the search has ended */
function anchorsSoFar(question: AnchorsQuestion, { found, fresh, covered, rowsEvaluated }: AnchorsPartial): Anchors {
  if (found === undefined) throw new Error('no rule has been looked for yet');
  const { person, background, settings } = question;
  const interval = clopperPearson(fresh.agreeing, fresh.rows);
  return {
    decision: found.decision,
    conditions: found.conditions,
    reached: found.reached,
    exhausted: found.exhausted,
    precision: interval && { ...interval, value: fresh.agreeing / fresh.rows, rows: fresh.rows },
    coverage: { rows: background.length / person.length, covered: found.covered, agreeing: covered?.agreeing ?? null },
    rowsEvaluated,
    seed: settings.seed,
  };
}
