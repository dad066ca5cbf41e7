import { binnedAuc, type BinnedAuc } from '../../../../src/engine/fairness/proxies/binned-auc';
import { stratifiedFolds } from '../../../../src/engine/fairness/proxies/folds';
import { PROXY_SETTINGS, type ProxyQuestion } from '../../../../src/engine/fairness/proxies/types';
import { tallyBins } from '../../../../src/engine/fairness/proxies/tally';
import { singlePlayers } from '../../../../src/engine/influence/players';
import type { Scorer } from '../../../../src/engine/jobs/types';

export const nobody: Scorer = { width: 1, score: () => Promise.reject(new Error('this job asks for no scores')) };

export const FOLDS = 5;

export function binned(codes: Int32Array<ArrayBuffer>, bins: number, group: Int32Array<ArrayBuffer>, groups: number, seed: number): BinnedAuc {
  return binnedAuc(tallyBins(codes, bins, group, groups, stratifiedFolds(group, FOLDS, seed), FOLDS));
}

/** A question over columns given one by one; a column of texts has levels. */
export function ask(columns: Readonly<Record<string, ArrayLike<number> | readonly string[]>>, group: ArrayLike<number>, part: Partial<ProxyQuestion> = {}): ProxyQuestion {
  const names = Object.keys(columns);
  const rows = group.length;
  const values = new Float64Array(rows * names.length);
  const features = names.map((name, k) => {
    const column = columns[name]!;
    const words = typeof column[0] === 'string' ? [...new Set(column as readonly string[])].sort() : undefined;
    for (let row = 0; row < rows; row++) values[row * names.length + k] = words ? words.indexOf(column[row] as string) : (column[row] as number);
    return { kind: words ? ('level' as const) : ('number' as const), name };
  });
  return {
    values,
    features,
    players: singlePlayers(features),
    group: Int32Array.from(group),
    groups: Math.max(-1, ...Array.from(group)) + 1,
    scores: new Float64Array(rows),
    settings: { ...PROXY_SETTINGS, shuffles: 50 },
    ...part,
  };
}
