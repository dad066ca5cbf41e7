import type { Job } from '../../jobs/types';
import { jointFolds, learnedAucs } from './association';
import type { HeldOutAuc } from './held-out';
import { aucGain, meanAuc, type AucGain, type RowAuc } from './row-auc';
import type { ProxyQuestion, ProxySettings } from './types';

/** What does an input still tell of the group once some inputs, those marked justified, are known? */
export interface ResidualQuestion extends Pick<ProxyQuestion, 'values' | 'features' | 'players' | 'group' | 'groups' | 'settings'> {
  /** Players taken as known. */
  readonly given: readonly number[];
  /** Players asked about, none of them given. */
  readonly asked: readonly number[];
}

export interface ResidualResult {
  /** Held-out AUC of the group from the given inputs; null where not estimable or not known yet. */
  readonly given: HeldOutAuc | null;
  /** By player: what it adds to that AUC. Null where not asked, not estimable or not known yet. */
  readonly added: readonly (AucGain | null)[];
  readonly done: number;
  readonly planned: number;
  readonly settings: ProxySettings;
}

export interface ResidualShard {
  readonly question: ResidualQuestion;
  /** −1 for the given inputs alone. */
  readonly player: number;
  readonly given: readonly (RowAuc | null)[];
}

export interface ResidualPartial {
  readonly given?: readonly (RowAuc | null)[];
  readonly added: ReadonlyMap<number, AucGain | null>;
}

/**
 * Residual association of inputs with the group: a small learner tells the group from the given inputs, and again with one input more, on the same
 * held-out rows. The gain is 0 where the group is independent of that input given the others, up to what the learner misses of the given ones.
 */
export const residualJob: Job<ResidualQuestion, ResidualShard, ResidualPartial, ResidualResult> = {
  name: 'residual',
  plan(question, known) {
    if (known === undefined) return [{ question, player: -1, given: [] }];
    return known.added.size > 0 ? [] : question.asked.map((player) => ({ question, player, given: known.given! }));
  },

  async run({ question, player, given }, { breathe }) {
    const features = [...question.given, ...(player < 0 ? [] : [player])].flatMap((each) => question.players[each]!.features);
    const told = await learnedAucs(question, features, jointFolds(question), breathe);
    return player < 0 ? { given: told, added: new Map() } : { added: new Map([[player, aucGain(told, given)]]) };
  },

  merge(a, b) {
    const given = a.given ?? b.given;
    return { added: new Map([...a.added, ...b.added]), ...(given && { given }) };
  },

  result: ({ players, asked, settings }, { given, added }) => ({
    given: given ? meanAuc(given) : null,
    added: players.map((_, player) => added.get(player) ?? null),
    done: (given ? 1 : 0) + added.size,
    planned: 1 + asked.length,
    settings,
  }),
};
