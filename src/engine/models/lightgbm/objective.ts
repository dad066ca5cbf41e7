import type { Link } from '../links';
import type { Task } from '../types';
import type { LightgbmFile } from './model';

export interface Objective {
  readonly task: Task;
  readonly link: Link;
  readonly scale: number;
}

const IDENTITY: Objective = { task: 'regression', link: 'none', scale: 1 };
const EXPONENTIAL: Objective = { task: 'regression', link: 'exp', scale: 1 };
const RANKING: Objective = { task: 'ranking', link: 'none', scale: 1 };

const OBJECTIVES: Readonly<Record<string, Objective>> = {
  regression: IDENTITY,
  regression_l2: IDENTITY,
  regression_l1: IDENTITY,
  huber: IDENTITY,
  fair: IDENTITY,
  quantile: IDENTITY,
  mape: IDENTITY,
  poisson: EXPONENTIAL,
  gamma: EXPONENTIAL,
  tweedie: EXPONENTIAL,
  binary: { task: 'binary', link: 'sigmoid', scale: 1 },
  multiclass: { task: 'multiclass', link: 'softmax', scale: 1 },
  multiclassova: { task: 'multiclass', link: 'sigmoid', scale: 1 },
  cross_entropy: { task: 'regression', link: 'sigmoid', scale: 1 },
  xentropy: { task: 'regression', link: 'sigmoid', scale: 1 },
  cross_entropy_lambda: { task: 'regression', link: 'log1pexp', scale: 1 },
  xentlambda: { task: 'regression', link: 'log1pexp', scale: 1 },
  lambdarank: RANKING,
  rank_xendcg: RANKING,
};

/**
 * What an objective line makes of the sum of the trees; undefined when there is none, or a custom one.
 * Source: the functions ConvertOutput in LightGBM's src/objective.
 */
export function objectiveOf(file: LightgbmFile): Objective | undefined {
  const [name = '', ...settings] = (file.objective ?? '').trim().split(/\s+/);
  if (!Object.hasOwn(OBJECTIVES, name)) return undefined;
  const objective = OBJECTIVES[name]!;
  if (name.startsWith('regression') && settings.includes('sqrt')) return { ...objective, link: 'signed-square' };
  const sigmoid = settings.map((setting) => /^sigmoid:([-+.\de]+)$/i.exec(setting)?.[1]).find((value) => value !== undefined);
  return sigmoid === undefined || objective.link !== 'sigmoid' ? objective : { ...objective, scale: Number(sigmoid) };
}

/**
 * Random forests before LightGBM 2.2.3 keep probabilities in their leaves and apply no link; 2.2.3 kept the version mark v2 but stores margins.
 * Source: LightGBM, src/boosting/gbdt_prediction.cpp in 2.2.0 and 2.2.3.
 */
export function leavesAreScores(file: LightgbmFile): boolean {
  if (!file.average || file.version !== 'v2') return false;
  return file.trees.every((tree) => Array.from(tree.leafValue).every((value) => value >= 0 && value <= 1));
}
