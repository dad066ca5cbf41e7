import type { Player } from '../../influence/players';
import { Random } from '../../stats/random';
import { binnedAuc } from './binned-auc';
import { stratifiedFolds } from './folds';
import { information } from './information';
import { heldOutMargins } from './learner';
import { playerBins, ranges, type PlayerBins } from './player-bins';
import { meanAuc, rowAuc, type RowAuc } from './row-auc';
import { tallyBins, allFolds } from './tally';
import type { Association, ProxyQuestion } from './types';

type Rows = Pick<ProxyQuestion, 'values' | 'features' | 'group' | 'groups' | 'settings'>;

/** How well one player alone tells the group; see `binnedAuc` and `information`. Several features with too many combinations are given to a learner. */
export async function playerAssociation(rows: Rows, player: Player, stream: number, breathe: () => Promise<void>): Promise<Association> {
  const bins = playerBins(player, rows.features, rows.values);
  if (bins) return binnedAssociation(rows, bins, stream);
  const each = await learnedAucs(rows, player.features, jointFolds(rows), breathe);
  const known = rows.groups === 2 ? [each[0]!, each[0]!] : each;
  return { auc: meanAuc(each), byGroup: known.map((auc) => meanAuc([auc])), information: null };
}

/** How well numbers (NaN where missing), or whole numbers from 0 (−1 where missing), tell the group: for the model's scores and its decisions. */
export function valueAssociation(rows: Pick<Rows, 'group' | 'groups' | 'settings'>, values: Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>, stream: number): Association {
  if (values instanceof Int32Array) return binnedAssociation(rows, { codes: values, bins: values.reduce((most, code) => Math.max(most, code + 1), 1) }, stream);
  const { codes, bins } = ranges(values);
  return binnedAssociation(rows, { codes: codes.map((code, row) => (Number.isNaN(values[row]!) ? -1 : code)), bins }, stream);
}

function binnedAssociation({ group, groups, settings }: Pick<Rows, 'group' | 'groups' | 'settings'>, { codes, bins }: PlayerBins, stream: number): Association {
  const fold = stratifiedFolds(group, settings.folds, settings.seed);
  const tally = tallyBins(codes, bins, group, groups, fold, settings.folds);
  const { macro, byGroup } = binnedAuc(tally);
  return { auc: macro, byGroup, information: information(allFolds(tally), groups, settings.shuffles, Random.stream(settings.seed, stream)) };
}

/** Folds of the rows that learners see: at most `jointRows` of those whose group is known, −1 for all others. */
export function jointFolds({ group, settings }: Pick<Rows, 'group' | 'settings'>): Int32Array<ArrayBuffer> {
  const known = Int32Array.from(group.keys()).filter((row) => group[row]! >= 0);
  const drawn = new Random(settings.seed).sample(known.length, settings.jointRows).map((at) => known[at]!);
  const own = stratifiedFolds(
    drawn.map((row) => group[row]!),
    settings.folds,
    settings.seed,
  );
  const fold = new Int32Array(group.length).fill(-1);
  drawn.forEach((row, at) => (fold[row] = own[at]!));
  return fold;
}

/** Held-out AUC of each group against the rest from some features, by a learner; of two groups one AUC, which they share. */
export async function learnedAucs({ values, features, group, groups, settings }: Rows, chosen: readonly number[], fold: Int32Array<ArrayBuffer>, breathe: () => Promise<void>): Promise<(RowAuc | null)[]> {
  const found: (RowAuc | null)[] = [];
  for (const own of groups === 2 ? [1] : Array.from({ length: groups }, (_, each) => each)) {
    const target = group.map((each) => (each < 0 ? -1 : each === own ? 1 : 0));
    const margins = await heldOutMargins({ values, features, fold, folds: settings.folds }, chosen, target, breathe);
    found.push(rowAuc(margins, target, fold, settings.folds));
  }
  return found;
}
