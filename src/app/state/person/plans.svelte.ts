import type { InputLimit } from '../../../engine/audit/types';
import { gowerScale } from '../../../engine/influence/nearest/gower';
import { nearestRows } from '../../../engine/influence/nearest/rows';
import { nextBelow } from '../../../engine/models/forest/layout';
import { isValued } from '../../../engine/models/types';
import { cumulativeShare } from '../../../engine/recourse/costs';
import { type Recourse, type RecourseQuestion, RECOURSE_SETTINGS } from '../../../engine/recourse/job';
import { decimalsOf } from '../../../engine/table/decimals';
import type { FeatureRule, Target } from '../../../engine/recourse/types';
import { Asked } from '../asked.svelte';
import type { Subject } from './subject.svelte';
import type { WhyState } from './why.svelte';

/** Rows with the other decision whose values are tried. */
const ANCHORS = 20;
/** Most steps between the smallest and the largest value of a number. */
const MOST_STEPS = 1_000_000;

/** A question for changes, with what is needed to tell its answer. */
export interface PlansAsk {
  readonly question: RecourseQuestion;
  readonly row: number;
  readonly favourable: boolean;
  readonly threshold: number;
}

/** What may be done about one input. */
export interface InputMoves {
  readonly feature: number;
  /** Why it stays as it is, where it does; `group`: people are not asked to change what groups are made of. */
  readonly locked: 'person' | 'group' | 'missing' | undefined;
  readonly limit: InputLimit;
  /** Smallest and largest value of the table, for numbers. */
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

/** Changes of a person's inputs that lead to the other decision, within limits that stand in the Audit. */
export class PlansState {
  readonly asked = new Asked<PlansAsk, Recourse>('recourse');
  readonly #subject: Subject;
  readonly #why: WhyState;

  // Parts of the Audit stand by themselves, so that nothing is asked again for others.
  readonly #fixed = $derived.by(() => this.#subject.session.audit.fixedInputs);
  readonly #limits = $derived.by(() => this.#subject.session.audit.limits);
  readonly #groups = $derived.by(() => this.#subject.session.audit.groups);
  readonly #most = $derived.by(() => this.#subject.session.audit.mostChanges);
  readonly #class = $derived.by(() => this.#subject.session.audit.favourable);

  /** Numbers of each feature over the sample, ascending; empty for levels. */
  readonly #columns = $derived.by(() => {
    const { features, session } = this.#subject;
    const { sample } = session;
    if (!sample) return [];
    return features.map((feature, index) => (feature.kind === 'number' ? sample.filter((value, at) => at % features.length === index && !Number.isNaN(value)).sort() : new Float64Array(0)));
  });

  readonly #shares = $derived.by(() => this.#columns.map((column) => ({ share: cumulativeShare(column), rows: column.length })));

  readonly moves = $derived.by<readonly InputMoves[]>(() => {
    const { features, values } = this.#subject;
    if (!values || this.#columns.length !== features.length) return [];
    return features.map((feature, index) => {
      const column = this.#columns[index]!;
      const own = values[index]!;
      const [low, high] = [column[0] ?? own, column[column.length - 1] ?? own];
      const step = feature.whole ? 1 : 10 ** -decimalsOf(column);
      const locked = this.#groups.includes(feature.column) ? 'group' : this.#fixed.includes(index) ? 'person' : feature.kind === 'number' && Number.isNaN(own) ? 'missing' : undefined;
      const limit = this.#limits.find(({ input }) => input === index) ?? { input: index, direction: 'any', low: null, high: null };
      return { feature: index, locked, limit, low, high, step: Math.max(step, (high - low) / MOST_STEPS) };
    });
  });

  readonly #ask = $derived.by<PlansAsk | undefined>(() => {
    const { values, row, features, players, favourable, score, session } = this.#subject;
    const { sample, scores, sampleStep, threshold } = session;
    const target = this.#target();
    if (!values || !sample || !scores || !target || Number.isNaN(score ?? NaN) || this.moves.length === 0) return undefined;
    const eligible = Uint8Array.from({ length: Math.floor(sample.length / features.length) }, (_, k) => {
      const other = scores[k * sampleStep]!;
      return Number.isNaN(other) || other >= threshold === favourable ? 0 : 1;
    });
    const near = players.length > 0 ? nearestRows(values, sample, gowerScale(features, players, sample), { count: ANCHORS, eligible }) : [];
    const question: RecourseQuestion = {
      person: values,
      rules: this.moves.map((moves) => this.#rule(moves)),
      prices: features.map((feature, index) => (feature.kind === 'level' ? { kind: 'level' } : { kind: 'number', cost: 'percentile', ...this.#shares[index]!, spread: 1 })),
      couplings: [],
      combine: 'sum',
      mostChanges: this.#most === 0 ? features.length : this.#most,
      target,
      task: session.task,
      columns: this.#columns,
      anchors: Float64Array.from(near.flatMap((other) => [...other.values])),
      settings: RECOURSE_SETTINGS,
    };
    return { question, row, favourable, threshold };
  });

  constructor(subject: Subject, why: WhyState) {
    this.#subject = subject;
    this.#why = why;
  }

  /** The other side of the line, on the scale of the model's own scores. */
  #target(): Target | undefined {
    const { favourable, session } = this.#subject;
    const turned = isValued(session.task) && this.#class === 0;
    const line = turned ? -session.threshold : session.threshold;
    const beyond = { class: this.#class };
    // The line itself belongs to the favourable side.
    if (favourable === turned) return favourable ? { ...beyond, above: -nextBelow(-line) } : { ...beyond, above: line };
    return favourable ? { ...beyond, below: nextBelow(line) } : { ...beyond, below: line };
  }

  #rule({ feature, locked, limit, low, high, step }: InputMoves): FeatureRule {
    const own = this.#subject.features[feature]!;
    if (locked) return { kind: 'locked' };
    if (own.kind === 'level') return { kind: 'level', levels: [...(own.levels ?? []).keys()], weight: 1 };
    return { kind: 'number', low: limit.low ?? low, high: limit.high ?? high, step, direction: limit.direction, weight: 1 };
  }

  watch(): void {
    const { session } = this.#subject;
    this.asked.follow(
      () => (session.handle ? this.#ask : undefined),
      ({ question }, how) => session.handle!.run('recourse', question, how),
      { wanted: () => this.#why.ready },
    );
  }

  /** Lets an input change, or keeps it as it is. */
  allow(feature: number, may: boolean): void {
    const { session } = this.#subject;
    const others = session.audit.fixedInputs.filter((own) => own !== feature);
    session.change({ fixedInputs: may ? others : [...others, feature].sort((a, b) => a - b) });
  }

  limit(next: InputLimit): void {
    const { session } = this.#subject;
    const others = session.audit.limits.filter(({ input }) => input !== next.input);
    const bare = next.direction === 'any' && next.low === null && next.high === null;
    session.change({ limits: bare ? others : [...others, next].sort((a, b) => a.input - b.input) });
  }
}
