import { COST_MEASURES, type CostMeasure, type CoupledMove, type GoalChoice, type InputLimit, type LevelMoves, type LimitSet, MOST_COUPLED, MOST_SETS, NAME_LIMIT } from '../recourse/limits/choice';
import { between, finite, flag, list, oneOf, position, property, type Reader, string, whole } from './read';

const direction = oneOf(['any', 'up', 'down'] as const);
/** Steps and weights: above 0, and not so small that dividing by them overflows. */
const positive = between(1e-12, 1e12);
const level = whole(-1, 1_000_000);

function endOf(value: unknown): number | null | undefined {
  return value === null ? null : finite(value);
}

const levelMoves: Reader<LevelMoves> = (value) => {
  const [from, to] = [level(property(value, 'from')), list(whole(0, 1_000_000), 10_000)(property(value, 'to'))];
  return from === undefined || to === undefined ? undefined : { from, to };
};

const limit: Reader<InputLimit> = (value) => {
  const [input, way] = [position(property(value, 'input')), direction(property(value, 'direction'))];
  const [low, high] = [endOf(property(value, 'low')), endOf(property(value, 'high'))];
  if (input === undefined || way === undefined || low === undefined || high === undefined) return undefined;
  const added: { step?: number; weight?: number; levels?: readonly LevelMoves[] } = {};
  for (const key of ['step', 'weight'] as const) {
    const given = property(value, key);
    if (given === undefined) continue;
    const read = positive(given);
    if (read === undefined) return undefined;
    added[key] = read;
  }
  const given = property(value, 'levels');
  if (given !== undefined) {
    const read = list(levelMoves, 10_000)(given);
    if (read === undefined) return undefined;
    added.levels = read;
  }
  return { input, direction: way, low, high, ...added };
};

const coupledMove: Reader<CoupledMove> = (value) => {
  const [when, moves] = [position(property(value, 'when')), direction(property(value, 'moves'))];
  const [then, along] = [position(property(value, 'then')), direction(property(value, 'along'))];
  const by = between(0, 1e300)(property(value, 'by'));
  if (when === undefined || moves === undefined || then === undefined || along === undefined || by === undefined) return undefined;
  return by === 0 && along !== 'any' ? undefined : { when, moves, then, along, by };
};

export const limits = list(limit, 20_000);
export const mostChanges = whole(-1, 20_000);
export const coupled = list(coupledMove, MOST_COUPLED);
export const costMeasure: Reader<CostMeasure> = oneOf(COST_MEASURES);

const limitSet: Reader<LimitSet> = (value) => {
  const name = string(NAME_LIMIT)(property(value, 'name'));
  const read = {
    limits: limits(property(value, 'limits')),
    fixedInputs: list(position, 20_000)(property(value, 'fixedInputs')),
    mostChanges: mostChanges(property(value, 'mostChanges')),
    coupled: coupled(property(value, 'coupled')),
    fillMissing: flag(property(value, 'fillMissing')),
  };
  return name === undefined || name === '' || Object.values(read).includes(undefined) ? undefined : ({ name, ...read } as LimitSet);
};

/** No two sets have the same name: it is how they are chosen. */
export const limitSets: Reader<readonly LimitSet[]> = (value) => {
  const read = list(limitSet, MOST_SETS)(value);
  return read && new Set(read.map(({ name }) => name)).size === read.length ? read : undefined;
};

/** What changes are to reach. */
export const goal: Reader<GoalChoice> = (value) => {
  const kind = oneOf(['decision', 'score', 'class'] as const)(property(value, 'kind'));
  if (kind === 'score') {
    const [low, high] = [endOf(property(value, 'low')), endOf(property(value, 'high'))];
    return low === undefined || high === undefined ? undefined : { kind, low, high };
  }
  if (kind !== 'class') return kind && { kind };
  const index = whole(0, 10_000)(property(value, 'index'));
  return index === undefined ? undefined : { kind, index };
};

/** What these settings take, for the sentence that refuses another value. */
export const LIMIT_FORMS = {
  limits: 'a list of inputs by number, each with a direction (any, up, down), a smallest and a largest value or none, and if wanted a step and a weight above 0 and levels it may change to',
  mostChanges: 'a whole number from −1 (none) up, 0 for any number',
  coupled: `at most ${MOST_COUPLED} moves, each of an input that goes any way, up or down and of another that must go along by a distance above 0`,
  fillMissing: 'true or false',
  limitSets: `at most ${MOST_SETS} sets of limits, each with a name of its own of at most ${NAME_LIMIT} characters`,
  costMeasure: 'percentile, deviation, max or log',
  goal: 'decision, a score from one number or none to another, or a class by its number',
} as const;
