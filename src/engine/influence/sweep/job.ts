import type { Job } from '../../jobs/types';
import { quantityOf } from '../quantities';
import type { Quantity } from '../quantities';
import { stretches } from './stretches';
import type { Stretch } from './stretches';

/** What would one change do? Each candidate value of each feature is put into the person's row alone (individual conditional expectation). */
export interface SweepQuestion {
  readonly person: Float64Array<ArrayBuffer>;
  readonly features: readonly SweepFeature[];
  /** What to report, and the decision it is judged by. */
  readonly quantity: Quantity;
  readonly decision: Quantity;
}

export interface SweepFeature {
  /** Index in the feature row. */
  readonly feature: number;
  /** False for levels, whose order means nothing. */
  readonly ordered: boolean;
  /** Ascending. */
  readonly candidates: Float64Array<ArrayBuffer>;
}

export interface SweepShard {
  readonly question: SweepQuestion;
  /** Position in `question.features`; −1 for the person unchanged. */
  readonly items: readonly number[];
}

interface Swept {
  readonly item: number;
  readonly values: Float64Array<ArrayBuffer>;
  readonly decisions: Int8Array<ArrayBuffer>;
}

export interface SweepPartial {
  readonly swept: readonly Swept[];
}

export interface SweepCurve {
  readonly feature: number;
  readonly candidates: Float64Array<ArrayBuffer>;
  /** The quantity with the candidate in place. */
  readonly values: Float64Array<ArrayBuffer>;
  /** 1 favourable, 0 not, −1 where the model gives no score. */
  readonly decisions: Int8Array<ArrayBuffer>;
  /** Where this feature alone carries the row past the line. */
  readonly stretches: readonly Stretch[];
}

export interface Sweep {
  /** Quantity and decision (1 favourable, 0 not, −1 no score) of the row as it is. */
  readonly present: number;
  readonly decision: number;
  /** One per swept feature, in the order of the question; those still running are left out. */
  readonly curves: readonly SweepCurve[];
}

/** Rows of one shard, about. */
const SHARD_ROWS = 8192;

/** Source of the method: Goldstein, Kapelner, Bleich and Pitkin, "Peeking inside the black box" (2015). */
export const sweepJob: Job<SweepQuestion, SweepShard, SweepPartial, Sweep> = {
  name: 'sweep',
  plan(question, known) {
    if (known !== undefined) return [];
    const shards: SweepShard[] = [];
    let items: number[] = [-1];
    let load = 1;
    for (const [item, { candidates }] of question.features.entries()) {
      if (load + candidates.length > SHARD_ROWS) {
        shards.push({ question, items });
        items = [-1];
        load = 1;
      }
      items.push(item);
      load += candidates.length;
    }
    return [...shards, { question, items }];
  },

  async run({ question, items }, { scorer, breathe }) {
    const { person, features, quantity, decision } = question;
    const width = person.length;
    const counts = items.map((item) => features[item]?.candidates.length ?? 1);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const rows = new Float64Array(total * width);
    let row = 0;
    for (const [index, item] of items.entries()) {
      const swept = features[item];
      for (let k = 0; k < counts[index]!; k++, row++) {
        rows.set(person, row * width);
        if (swept !== undefined) rows[row * width + swept.feature] = swept.candidates[k]!;
      }
    }
    const scores = await scorer.score(rows, total);
    await breathe();
    let at = 0;
    const swept = items.map((item, index): Swept => {
      const from = at;
      at += counts[index]!;
      const each = (k: number, which: Quantity): number => quantityOf(which, scores, from + k);
      return {
        item,
        values: Float64Array.from({ length: counts[index]! }, (_, k) => each(k, quantity)),
        decisions: Int8Array.from({ length: counts[index]! }, (_, k) => {
          const decided = each(k, decision);
          return Number.isNaN(decided) ? -1 : decided;
        }),
      };
    });
    return { swept };
  },

  merge: (a, b) => ({ swept: [...a.swept, ...b.swept] }),

  result(question, { swept }) {
    const unchanged = swept.find(({ item }) => item < 0)!;
    const decision = unchanged.decisions[0]!;
    const curves = question.features.flatMap(({ feature, candidates, ordered }, item): SweepCurve[] => {
      const own = swept.find((one) => one.item === item);
      if (own === undefined) return [];
      return [
        { feature, candidates, values: own.values, decisions: own.decisions, stretches: stretches(candidates, own.decisions, decision, ordered) },
      ];
    });
    return { present: unchanged.values[0]!, decision, curves };
  },
};
