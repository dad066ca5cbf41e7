import type { Model, ProvenanceLine } from '../types';
import type { Booster } from './booster';

/** How many boosting rounds to use: the best one of early stopping (the default), all, or a number. */
export type RoundsChoice = 'best' | 'all' | number;

/** First tree of each round, ending with the number of trees. */
function starts(booster: Booster, outputs: number): number[] {
  const count = booster.trees.length;
  if (booster.rounds !== undefined && booster.rounds.length > 0) return Array.from(booster.rounds, (at) => Math.min(at, count));
  const perRound = booster.parallelTrees * (booster.trees[0]?.vector === undefined ? outputs : 1);
  return Array.from({ length: Math.floor(count / perRound) + 1 }, (_, i) => i * perRound);
}

/** Number of trees to use, and what to say about it. Source: XGBoost, python-package/xgboost/sklearn.py, `_get_iteration_range`. */
export function chooseTrees(booster: Booster, outputs: number, choice: RoundsChoice): { trees: number; rounds: NonNullable<Model['rounds']>; said: ProvenanceLine[] } {
  const at = starts(booster, outputs);
  const rounds = Math.max(0, at.length - 1);
  const best = Number(booster.attributes.get('best_iteration') ?? NaN);
  const early = Number.isInteger(best) && best >= 0 && best + 1 < rounds ? best + 1 : undefined;
  const wanted = choice === 'best' ? (early ?? rounds) : choice === 'all' ? rounds : Math.max(0, Math.min(rounds, Math.trunc(choice)));
  const said: ProvenanceLine[] = [];
  if (wanted < rounds && choice === 'best') {
    const why = 'as XGBoost’s own scikit-learn interface does';
    said.push({ kind: 'assumed', text: `Early stopping found round ${wanted} of ${rounds} best; the trees after it are left out, ${why}.` });
  } else if (wanted < rounds) said.push({ kind: 'assumed', text: `The first ${wanted} of ${rounds} rounds are used, as chosen.` });
  else if (early !== undefined)
    said.push({ kind: 'assumed', text: `All ${rounds} rounds are used, as chosen, although early stopping found round ${early} best.` });
  return { trees: wanted === rounds ? booster.trees.length : at[wanted]!, rounds: { used: wanted, all: rounds, ...(early === undefined ? {} : { best: early }) }, said };
}
