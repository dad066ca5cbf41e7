import type { Job } from '../../jobs/types';
import type { Player } from '../../influence/players';
import { twoSidedStudent } from '../../influence/sampled/estimate';
import { Random } from '../../stats/random';
import type { Interval } from '../../stats/intervals';
import { stratifiedFolds } from './folds';
import type { HeldOutAuc } from './held-out';
import { heldOutMargins } from './learner';
import { aucGain, meanAuc, rowAuc, type AucGain } from './row-auc';

export interface WorthSettings {
  readonly folds: number;
  readonly seed: number;
  /** Rows of one group at most. */
  readonly rows: number;
}

export const WORTH_SETTINGS: WorthSettings = { folds: 5, seed: 1, rows: 4000 };

/** What does an input add to telling the outcome of people of one group, given all others? */
export interface WorthQuestion {
  /** Feature rows, row-major. */
  readonly values: Float64Array<ArrayBuffer>;
  readonly features: readonly { readonly kind: 'number' | 'level' }[];
  readonly players: readonly Player[];
  /** Players asked about. */
  readonly asked: readonly number[];
  readonly group: Int32Array<ArrayBuffer>;
  readonly groups: number;
  /** What really happened: 1, 0, or −1 where unknown. */
  readonly labels: Int32Array<ArrayBuffer>;
  readonly settings: WorthSettings;
}

/** What an input adds in one group, on held-out rows. */
export interface Worth {
  /** AUC of the outcome with it less without it; null where the group lacks one of the outcomes. */
  readonly auc: AucGain | null;
  /** Fall of the mean log loss by it, in nats a row: the mean log likelihood ratio of the two predictions. */
  readonly likelihood: { readonly gain: number; readonly interval: Interval | null } | null;
}

export interface WorthResult {
  /** By group: how well all inputs together tell the outcome, and from how many rows. */
  readonly groups: readonly ({ readonly auc: HeldOutAuc | null; readonly rows: number } | null)[];
  /** By player, by group; null where not asked or not known yet. */
  readonly inputs: readonly (readonly (Worth | null)[])[];
  readonly done: number;
  readonly planned: number;
  readonly settings: WorthSettings;
}

export interface WorthShard {
  readonly question: WorthQuestion;
  readonly group: number;
  /** −1 for all inputs. */
  readonly player: number;
  /** Log odds with all inputs; empty while they are asked for. */
  readonly margins: Float64Array<ArrayBuffer>;
}

export interface WorthPartial {
  readonly whole: ReadonlyMap<number, Float64Array<ArrayBuffer>>;
  readonly worth: ReadonlyMap<string, Worth>;
}

const key = (player: number, group: number): string => `${player} ${group}`;

/** Rows of one group whose outcome is known, dealt into folds; −1 for all others. */
function foldsOf({ group, labels, settings }: WorthQuestion, own: number): Int32Array<ArrayBuffer> {
  const known = Int32Array.from(group.keys()).filter((row) => group[row] === own && labels[row]! >= 0);
  const drawn = Random.stream(settings.seed, own).sample(known.length, settings.rows).map((at) => known[at]!);
  const dealt = stratifiedFolds(drawn.map((row) => labels[row]!), settings.folds, settings.seed);
  const fold = new Int32Array(group.length).fill(-1);
  drawn.forEach((row, at) => (fold[row] = dealt[at]!));
  return fold;
}

/** Log loss of log odds for an outcome of 0 or 1. */
function logLoss(margin: number, label: number): number {
  const wrong = label === 1 ? -margin : margin;
  return wrong > 0 ? wrong + Math.log1p(Math.exp(-wrong)) : Math.log1p(Math.exp(wrong));
}

/** Fall of the log loss from `fewer` to `more`, with a t interval over the rows. */
export function likelihoodGain(more: Float64Array, fewer: Float64Array, labels: ArrayLike<number>, level = 0.95): Worth['likelihood'] {
  const gains: number[] = [];
  more.forEach((margin, row) => {
    if (!Number.isNaN(margin) && !Number.isNaN(fewer[row]!)) gains.push(logLoss(fewer[row]!, labels[row]!) - logLoss(margin, labels[row]!));
  });
  const n = gains.length;
  if (n === 0) return null;
  const gain = gains.reduce((sum, each) => sum + each / n, 0);
  if (n < 2) return { gain, interval: null };
  const half = twoSidedStudent(n - 1, 1 - level) * Math.sqrt(gains.reduce((sum, each) => sum + (each - gain) ** 2, 0) / (n - 1) / n);
  return { gain, interval: { lower: gain - half, upper: gain + half } };
}

/** How much each input adds to telling the outcome within each group, beyond the others: learners with and without it, compared on held-out rows. */
export const worthJob: Job<WorthQuestion, WorthShard, WorthPartial, WorthResult> = {
  name: 'worth',
  plan(question, known) {
    const groups = Array.from({ length: question.groups }, (_, group) => group);
    if (known === undefined) return groups.map((group) => ({ question, group, player: -1, margins: new Float64Array(0) }));
    if (known.worth.size > 0) return [];
    return question.asked.flatMap((player) => groups.map((group) => ({ question, group, player, margins: known.whole.get(group)! })));
  },

  async run({ question, group, player, margins }, { breathe }) {
    const { values, features, players, labels, settings } = question;
    const fold = foldsOf(question, group);
    const everything = features.map((_, feature) => feature);
    const data = { values, features, fold, folds: settings.folds };
    if (player < 0) return { whole: new Map([[group, await heldOutMargins(data, everything, labels, breathe)]]), worth: new Map() };
    const left = everything.filter((feature) => !players[player]!.features.includes(feature));
    const fewer = await heldOutMargins(data, left, labels, breathe);
    const [more, less] = [margins, fewer].map((each) => rowAuc(each, labels, fold, settings.folds));
    const auc = more && less ? aucGain([more], [less]) : null;
    return { whole: new Map(), worth: new Map([[key(player, group), { auc, likelihood: auc && likelihoodGain(margins, fewer, labels) }]]) };
  },

  merge: (a, b) => ({ whole: new Map([...a.whole, ...b.whole]), worth: new Map([...a.worth, ...b.worth]) }),

  result(question, { whole, worth }) {
    const { players, asked, labels, settings, groups } = question;
    const every = Array.from({ length: groups }, (_, group) => group);
    return {
      groups: every.map((group) => {
        const margins = whole.get(group);
        const auc = margins && rowAuc(margins, labels, foldsOf(question, group), settings.folds);
        return margins ? { auc: auc ? meanAuc([auc]) : null, rows: margins.reduce((sum, margin) => sum + (Number.isNaN(margin) ? 0 : 1), 0) } : null;
      }),
      inputs: players.map((_, player) => every.map((group) => worth.get(key(player, group)) ?? null)),
      done: whole.size + worth.size,
      planned: groups * (1 + asked.length),
      settings,
    };
  },
};
