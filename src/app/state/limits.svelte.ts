import { cumulativeShare, spreadOf } from '../../engine/recourse/costs';
import { type ChangeLimits, type CoupledMove, costKindOf, type InputLimit, limitsOf, MOST_SETS, NAME_LIMIT, sameLimits } from '../../engine/recourse/limits/choice';
import { type Conflict, conflictsOf } from '../../engine/recourse/limits/conflicts';
import { coupledChanges, freeRuleOf, type InputRange, isBare, limitOf, mostOf, ruleOf } from '../../engine/recourse/limits/rules';
import type { FeaturePrice } from '../../engine/recourse/prices';
import type { Relaxation } from '../../engine/recourse/relax';
import type { FeatureRule } from '../../engine/recourse/types';
import { decimalsOf } from '../../engine/table/decimals';
import type { Session } from './session.svelte';

/** Most steps between the smallest and the largest value of a number. */
const MOST_STEPS = 1_000_000;

/** What may be done about one input. */
export interface InputMoves {
  readonly feature: number;
  /** Why it stays as it is, where it does; `group`: people are not asked to change what groups are made of. */
  readonly locked: 'person' | 'group' | 'missing' | undefined;
  readonly limit: InputLimit;
  readonly range: InputRange;
}

/** Limits of changes as they stand in the Audit, for one person or for everybody. */
export class LimitsState {
  readonly session: Session;
  readonly #person: () => Float64Array | undefined;

  // Parts of the Audit stand by themselves, so that nothing is asked again for others.
  readonly #limits = $derived.by(() => this.session.audit.limits);
  readonly #fixed = $derived.by(() => this.session.audit.fixedInputs);
  readonly #most = $derived.by(() => this.session.audit.mostChanges);
  readonly #coupled = $derived.by(() => this.session.audit.coupled);
  readonly #fill = $derived.by(() => this.session.audit.fillMissing);
  readonly #groups = $derived.by(() => this.session.audit.groups);
  readonly features = $derived.by(() => this.session.space?.features ?? []);
  readonly measure = $derived.by(() => this.session.audit.costMeasure);
  readonly sets = $derived.by(() => this.session.audit.limitSets);
  readonly choice = $derived.by<ChangeLimits>(() => ({ limits: this.#limits, fixedInputs: this.#fixed, mostChanges: this.#most, coupled: this.#coupled, fillMissing: this.#fill }));
  /** The set that says the same as the limits in force. */
  readonly current = $derived.by(() => this.sets.find((set) => sameLimits(set, this.choice)));

  /** Numbers of each feature over the sample, ascending; empty for levels. */
  readonly columns = $derived.by(() => {
    const { features } = this;
    const { sample } = this.session;
    if (!sample) return [];
    return features.map((feature, index) => (feature.kind === 'number' ? sample.filter((value, at) => at % features.length === index && !Number.isNaN(value)).sort() : new Float64Array(0)));
  });

  /** True where the table lacks some value of an input. */
  readonly someMissing = $derived.by(() => this.session.sample?.some((value) => Number.isNaN(value)) ?? false);

  readonly ranges = $derived.by<readonly InputRange[]>(() => {
    const { features, columns } = this;
    if (columns.length !== features.length) return [];
    return features.map(({ kind, whole, levels, column }, index) => {
      const sorted = columns[index]!;
      const [low, high] = [sorted[0] ?? 0, sorted[sorted.length - 1] ?? 0];
      const step = whole ? 1 : 10 ** -decimalsOf(sorted);
      return { kind, levels: levels?.length ?? 0, low, high, step: Math.max(step, (high - low) / MOST_STEPS), kept: this.#groups.includes(column) };
    });
  });

  readonly prices = $derived.by<readonly FeaturePrice[]>(() => {
    const cost = costKindOf(this.measure);
    return this.features.map((feature, index): FeaturePrice => {
      const column = this.columns[index] ?? new Float64Array(0);
      return feature.kind === 'level' ? { kind: 'level' } : { kind: 'number', cost, share: cumulativeShare(column), rows: column.length, spread: cost === 'deviation' ? spreadOf(column) : 1 };
    });
  });

  readonly combine = $derived.by<'sum' | 'max'>(() => (this.measure === 'max' ? 'max' : 'sum'));
  readonly couplings = $derived.by(() => coupledChanges(this.#coupled, this.features.length));
  readonly mostChanges = $derived.by(() => mostOf(this.choice, this.features.length));

  readonly inputs = $derived.by<readonly InputMoves[]>(() => {
    const person = this.#person();
    return this.ranges.map((range, feature) => {
      const missing = person !== undefined && Number.isNaN(person[feature]!) && !this.#fill;
      const locked = range.kept ? 'group' : this.#fixed.includes(feature) ? 'person' : missing ? 'missing' : undefined;
      return { feature, locked, limit: limitOf(this.choice, feature), range };
    });
  });

  readonly conflicts = $derived.by<readonly Conflict[]>(() => (this.ranges.length === 0 ? [] : conflictsOf(this.ranges, this.choice, this.#person())));

  /** @param person values of the person they are for; without one they are looked at for everybody */
  constructor(session: Session, person: () => Float64Array | undefined = () => undefined) {
    this.session = session;
    this.#person = person;
  }

  rulesFor(person: Float64Array): FeatureRule[] {
    return this.ranges.map((range, input) => ruleOf(range, this.choice, input, person[input]!));
  }

  /** What might be done if nothing were limited; what makes up groups is kept even then. */
  freeFor(person: Float64Array): FeatureRule[] {
    return this.ranges.map((range, input) => freeRuleOf(range, this.choice, input, person[input]!));
  }

  /** Lets an input change, or keeps it as it is. */
  allow(feature: number, may: boolean): void {
    const others = this.#fixed.filter((own) => own !== feature);
    this.session.change({ fixedInputs: may ? others : [...others, feature].sort((a, b) => a - b) });
  }

  limit(next: InputLimit): void {
    const others = this.#limits.filter(({ input }) => input !== next.input);
    this.session.change({ limits: isBare(next) ? others : [...others, next].sort((a, b) => a.input - b.input) });
  }

  couple(next: CoupledMove): void {
    this.session.change({ coupled: [...this.#coupled, next] });
  }

  uncouple(index: number): void {
    this.session.change({ coupled: this.#coupled.filter((_, at) => at !== index) });
  }

  /** Keeps the limits in force under a name; a set of that name is replaced. */
  keep(name: string): void {
    const short = name.trim().slice(0, NAME_LIMIT);
    if (short === '') return;
    const others = this.sets.filter((set) => set.name !== short);
    if (others.length < MOST_SETS) this.session.change({ limitSets: [...others, { name: short, ...limitsOf(this.choice) }] });
  }

  use(name: string): void {
    const set = this.sets.find((own) => own.name === name);
    if (set) this.session.change(limitsOf(set));
  }

  drop(name: string): void {
    this.session.change({ limitSets: this.sets.filter((set) => set.name !== name) });
  }

  clear(): void {
    this.session.change({ limits: [], fixedInputs: [], mostChanges: 0, coupled: [], fillMissing: false });
  }

  /** Takes one limit away, as {@link Relaxation} names it. */
  relax(relaxation: Relaxation): void {
    if (relaxation.kind === 'all') return this.clear();
    if (relaxation.kind === 'most') return this.session.change({ mostChanges: 0 });
    if (relaxation.kind === 'coupling') {
      // Coupled moves about inputs there are none of were left out of the question.
      const known = [...this.#coupled.keys()].filter((at) => Math.max(this.#coupled[at]!.when, this.#coupled[at]!.then) < this.features.length);
      return this.uncouple(known[relaxation.coupling] ?? -1);
    }
    const { feature, kind } = relaxation;
    const { step, levels, ...rest } = limitOf(this.choice, feature);
    const kept = { ...rest, ...(step === undefined ? {} : { step }), ...(levels === undefined ? {} : { levels }) };
    if (kind === 'range') return this.limit({ ...kept, low: null, high: null });
    if (kind === 'direction') return this.limit({ ...kept, direction: 'any' });
    if (kind === 'step') return this.limit({ ...rest, ...(levels === undefined ? {} : { levels }) });
    if (kind === 'levels') return this.limit({ ...rest, ...(step === undefined ? {} : { step }) });
    const missing = Number.isNaN(this.#person()?.[feature] ?? 0);
    this.session.change({
      fixedInputs: this.#fixed.filter((own) => own !== feature),
      ...(missing ? { fillMissing: true } : {}),
      // What it may do then is what was tried.
      limits: this.#limits.flatMap(({ input, weight, ...own }) => (input !== feature ? [{ input, ...(weight === undefined ? {} : { weight }), ...own }] : weight === undefined ? [] : [{ input, direction: 'any' as const, low: null, high: null, weight }])),
    });
  }
}
