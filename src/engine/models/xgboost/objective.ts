import type { Booster } from './booster';
import type { Task } from '../types';

/** What an objective makes of the sum of its trees. */
export interface Objective {
  readonly task: Task;
  /** From margin to score; the base score goes the other way. `step`: 1 above 0. */
  readonly link: 'none' | 'sigmoid' | 'softmax' | 'exp' | 'step';
  /** How a base score in the output's units becomes a margin. */
  readonly base: 'identity' | 'logit' | 'log';
  /** Said on the card. */
  readonly note?: string;
}

const OBJECTIVES: Readonly<Record<string, Objective>> = {
  'reg:squarederror': { task: 'regression', link: 'none', base: 'identity' },
  'reg:linear': { task: 'regression', link: 'none', base: 'identity' },
  'reg:squaredlogerror': { task: 'regression', link: 'none', base: 'identity' },
  'reg:pseudohubererror': { task: 'regression', link: 'none', base: 'identity' },
  'reg:absoluteerror': { task: 'regression', link: 'none', base: 'identity' },
  'reg:quantileerror': { task: 'regression', link: 'none', base: 'identity' },
  'reg:expectileerror': { task: 'regression', link: 'none', base: 'identity' },
  'reg:logistic': { task: 'regression', link: 'sigmoid', base: 'logit' },
  'reg:gamma': { task: 'regression', link: 'exp', base: 'log' },
  'reg:tweedie': { task: 'regression', link: 'exp', base: 'log' },
  'count:poisson': { task: 'regression', link: 'exp', base: 'log' },
  'survival:aft': { task: 'regression', link: 'exp', base: 'log', note: 'The score is a survival time.' },
  'survival:cox': { task: 'regression', link: 'exp', base: 'log', note: 'The score is a hazard ratio: larger means sooner.' },
  'binary:logistic': { task: 'binary', link: 'sigmoid', base: 'logit' },
  'binary:logitraw': { task: 'ranking', link: 'none', base: 'logit', note: 'The score is the log-odds of the second class: 0 is even.' },
  'binary:hinge': {
    task: 'binary',
    link: 'step',
    base: 'identity',
    note: 'The model gives decisions only, no probabilities: every score is 0 or 1.',
  },
  'multi:softprob': { task: 'multiclass', link: 'softmax', base: 'identity' },
  'multi:softmax': { task: 'multiclass', link: 'softmax', base: 'identity' },
  'rank:pairwise': { task: 'ranking', link: 'none', base: 'identity' },
  'rank:ndcg': { task: 'ranking', link: 'none', base: 'identity' },
  'rank:map': { task: 'ranking', link: 'none', base: 'identity' },
};

/**
 * The objective of a booster; undefined for one that is not known, whose margins are then the scores.
 * Source: the transforms named PredTransform and ProbToMargin in XGBoost's src/objective.
 */
export function objectiveOf(booster: Booster): Objective | undefined {
  return Object.hasOwn(OBJECTIVES, booster.objective) ? OBJECTIVES[booster.objective] : undefined;
}

/** A base score as a margin, in float32 as XGBoost keeps it. */
export function baseMargin(value: number, base: Objective['base']): number {
  if (base === 'logit') return Math.fround(-Math.log(1 / value - 1));
  return Math.fround(base === 'log' ? Math.log(value) : value);
}
