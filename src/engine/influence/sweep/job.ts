import type { Job } from '../../jobs/types';
import { quantityOf } from '../quantities';
import type { Quantity } from '../quantities';
import { betweenTurns, stretches } from './stretches';
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
  /** Where the decision turns between two candidates, values between them are tried until they are this near; absent: none are. */
  readonly step?: number;
}

/** Values to put into the row: `item` is the position in `question.features`, −1 for the person unchanged. */
interface Probe {
  readonly item: number;
  readonly values: Float64Array<ArrayBuffer>;
}

export interface SweepShard {
  readonly question: SweepQuestion;
  readonly probes: readonly Probe[];
}

interface Swept {
  readonly item: number;
  readonly candidates: Float64Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
  readonly decisions: Int8Array<ArrayBuffer>;
}

export interface SweepPartial {
  readonly swept: readonly Swept[];
}

export interface SweepCurve {
  readonly feature: number;
  /** Ascending: those of the question, and those tried to find where the decision turns. */
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

/** Everything tried for one feature, by ascending value. */
function joined(item: number, swept: readonly Swept[]): Swept | undefined {
  const own = swept.filter((one) => one.item === item);
  if (own.length < 2) return own[0];
  const all = own.flatMap(({ candidates, values, decisions }) => Array.from(candidates, (candidate, k) => ({ candidate, value: values[k]!, decision: decisions[k]! })));
  all.sort((a, b) => a.candidate - b.candidate);
  return {
    item,
    candidates: Float64Array.from(all, ({ candidate }) => candidate),
    values: Float64Array.from(all, ({ value }) => value),
    decisions: Int8Array.from(all, ({ decision }) => decision),
  };
}

/** Cuts probes into shards of about equally many rows, each with `head` before them. */
function shardsOf(question: SweepQuestion, probes: readonly Probe[], head: readonly Probe[] = []): SweepShard[] {
  const shards: Probe[][] = head.length > 0 ? [[...head]] : [];
  let load = head.length > 0 ? 0 : Infinity;
  for (const probe of probes) {
    if (load + probe.values.length > SHARD_ROWS) {
      shards.push([...head]);
      load = 0;
    }
    shards[shards.length - 1]!.push(probe);
    load += probe.values.length;
  }
  return shards.map((own) => ({ question, probes: own }));
}

/** Source of the method: Goldstein, Kapelner, Bleich and Pitkin, "Peeking inside the black box" (2015). */
export const sweepJob: Job<SweepQuestion, SweepShard, SweepPartial, Sweep> = {
  name: 'sweep',
  plan(question, known) {
    const { person, features } = question;
    if (known === undefined) {
      const unchanged = { item: -1, values: Float64Array.of(person[0] ?? NaN) };
      return shardsOf(question, features.map(({ candidates }, item) => ({ item, values: candidates })), [unchanged]);
    }
    const finer = features.flatMap(({ ordered, step }, item): Probe[] => {
      const own = joined(item, known.swept);
      if (own === undefined || !ordered || step === undefined) return [];
      const values = betweenTurns(own.candidates, own.decisions, step);
      return values.length === 0 ? [] : [{ item, values }];
    });
    return shardsOf(question, finer);
  },

  async run({ question, probes }, { scorer, breathe }) {
    const { person, features, quantity, decision } = question;
    const width = person.length;
    const total = probes.reduce((sum, { values }) => sum + values.length, 0);
    const rows = new Float64Array(total * width);
    let row = 0;
    for (const { item, values } of probes) {
      for (const value of values) {
        rows.set(person, row * width);
        if (item >= 0) rows[row * width + features[item]!.feature] = value;
        row++;
      }
    }
    const scores = await scorer.score(rows, total);
    await breathe();
    let at = 0;
    const swept = probes.map(({ item, values }): Swept => {
      const from = at;
      at += values.length;
      const each = (k: number, which: Quantity): number => quantityOf(which, scores, from + k);
      return {
        item,
        candidates: values,
        values: values.map((_, k) => each(k, quantity)),
        decisions: Int8Array.from(values, (_, k) => {
          const decided = each(k, decision);
          return Number.isNaN(decided) ? -1 : decided;
        }),
      };
    });
    return { swept };
  },

  merge: (a, b) => ({ swept: [...a.swept, ...b.swept] }),

  result(question, { swept }) {
    const unchanged = swept.find(({ item }) => item < 0);
    const decision = unchanged?.decisions[0] ?? -1;
    const curves = question.features.flatMap(({ feature, ordered }, item): SweepCurve[] => {
      const own = joined(item, swept);
      if (own === undefined) return [];
      const { candidates, values, decisions } = own;
      return [{ feature, candidates, values, decisions, stretches: stretches(candidates, decisions, decision, ordered) }];
    });
    return { present: unchanged?.values[0] ?? NaN, decision, curves };
  },
};
