import { classCounts, topClasses } from '../../engine/fairness/multiclass';
import type { CountTable } from '../../engine/fairness/counts';
import { METRICS, type MetricId, type Need, metricInfo, missingFor } from '../../engine/fairness/metrics/catalogue';
import { type ScoreSide, type Side, type Sides, countSides, joinSides, type valueSides } from '../../engine/fairness/metrics/sides';
import { type MetricRow, type Opponents, metricTable } from '../../engine/fairness/metrics/table';
import { type Suggestion, suggestPrimary } from '../../engine/fairness/primary';
import type { ThresholdIndex } from '../../engine/fairness/threshold-index';
import { isValued } from '../../engine/models/types';
import { Asked } from './asked.svelte';
import type { GroupsState } from './groups.svelte';

type ValueAnswer = ReturnType<typeof valueSides>;
interface ValueQuestion {
  readonly predicted: Float64Array<ArrayBuffer>;
  readonly actual: Float64Array;
  readonly groups: Int32Array;
  readonly groupCount: number;
  readonly bounds?: { readonly lower: Float64Array; readonly upper: Float64Array } | undefined;
  readonly weights?: Float64Array | undefined;
}

/** How long the line must rest before every measure is computed anew. */
const SETTLED_MS = 60;

/** All measures of all groups, and what the person chose among them. */
export class RatesState {
  readonly view: GroupsState;
  readonly scores = new Asked<ThresholdIndex, Sides<ScoreSide>>('fairness');
  readonly values = new Asked<ValueQuestion, ValueAnswer>('fairness');
  /** Class whose decisions are looked at against all others; −1: the favourable decision at the line. */
  classShown = $state(-1);
  /** Counts once the line has come to rest. */
  #settled = $state.raw<CountTable>();

  constructor(view: GroupsState) {
    this.view = view;
    $effect(() => {
      const { every } = view;
      if (this.#settled === undefined || every === undefined || every.groupCount !== this.#settled.groupCount) {
        this.#settled = every;
        return;
      }
      const timer = setTimeout(() => (this.#settled = every), SETTLED_MS);
      return () => clearTimeout(timer);
    });
    const { runtime } = view.session;
    this.scores.follow(
      () => (this.valued || view.session.decided ? undefined : view.index),
      (index, { signal }) => runtime!.compute('scoreSides', index, { signal }),
    );
    this.values.follow(
      () => this.#valueQuestion,
      (question, { signal }) => runtime!.compute('valueSides', question, { signal }),
    );
  }

  readonly valued = $derived.by(() => this.view.session.task === 'regression');
  // Parts of the Audit stand by themselves, so that nothing is counted again for others.
  readonly #roles = $derived.by(() => this.view.session.audit.roles);
  readonly #chosenBounds = $derived.by(() => this.view.session.audit.bounds);
  /** Numeric columns that could hold the bounds of predictions. */
  readonly boundChoices = $derived.by(() => (this.valued ? this.view.session.columns.filter(({ kind, position }) => kind === 'numeric' && !['id', 'label', 'weight'].includes(this.#roles[position]!)) : []));
  readonly bounds = $derived.by(() => {
    const [lower, upper] = this.#chosenBounds.map((position) => this.boundChoices.find((column) => column.position === position));
    return lower?.kind === 'numeric' && upper?.kind === 'numeric' && lower !== upper ? { lower: lower.values, upper: upper.values } : undefined;
  });
  readonly #valueQuestion = $derived.by<ValueQuestion | undefined>(() => {
    const { scoring, truth, groupCodes, grouping, rows, weights } = this.view.session;
    if (!this.valued || scoring.state !== 'ready' || scoring.width !== 1 || !groupCodes || !grouping) return undefined;
    return { predicted: scoring.raw, actual: truth ?? new Float64Array(rows).fill(NaN), groups: groupCodes, groupCount: grouping.names.length, bounds: this.bounds, weights };
  });

  /** Counts that the measures are made of: at the line, or of one class against the rest. */
  readonly table = $derived.by<CountTable | undefined>(() => {
    const { scoring, truth, groupCodes, grouping, weights } = this.view.session;
    if (this.classShown < 0 || scoring.state !== 'ready' || scoring.task !== 'multiclass' || !groupCodes || !grouping) return this.#settled;
    const decided = scoring.width > 1 ? topClasses(scoring.raw, scoring.width) : scoring.raw;
    return classCounts(decided, truth, this.classShown, { groups: groupCodes, groupCount: grouping.names.length, weights }).table;
  });

  readonly sides = $derived.by<Sides<Side> | undefined>(() => {
    const { table } = this;
    const { grouping } = this.view.session;
    if (!table || !grouping || table.groupCount !== grouping.names.length) return undefined;
    const scores = this.classShown < 0 && this.scores.result?.groups.length === table.groupCount ? this.scores.result : undefined;
    const values = this.values.result?.groups.length === table.groupCount ? this.values.result : undefined;
    return joinSides(countSides(table), scores, values);
  });

  /** What is open, in the terms of what measures need. */
  readonly have = $derived.by<ReadonlySet<Need>>(() => {
    const { session, labelled } = this.view;
    const have = new Set<Need>(['decisions']);
    if (labelled || (this.classShown >= 0 && session.truth)) have.add('labels');
    if (this.valued) {
      have.add('values');
      if (session.truth) have.add('outcomes');
      if (this.bounds) have.add('bounds');
    } else if (!session.decided && this.classShown < 0) {
      have.add('scores');
      if (!isValued(session.task) && session.scale.kind === 'probability') have.add('probabilities');
    }
    return have;
  });
  readonly able = $derived(METRICS.filter(({ id }) => missingFor(id, this.have).length === 0).map(({ id }) => id));
  /** Measures that cannot be had, by the first thing that is missing. Measures of predicted numbers are left out where none is predicted, and those of scores where one is. */
  readonly missing = $derived.by(() => {
    const byNeed = new Map<Need, MetricId[]>();
    for (const { id } of METRICS) {
      const [need] = missingFor(id, this.have);
      if (need === undefined || need === 'values' || (this.valued && (need === 'scores' || need === 'probabilities'))) continue;
      byNeed.set(need, [...(byNeed.get(need) ?? []), id]);
    }
    return [...byNeed].map(([need, ids]) => ({ need, ids }));
  });

  readonly primary = $derived.by(() => this.view.session.audit.primary.filter((id) => this.able.includes(id)));
  readonly against = $derived.by<Opponents>(() => {
    const { against } = this.view.session.audit;
    return typeof against === 'number' && against >= (this.sides?.groups.length ?? 0) ? 'others' : against;
  });
  readonly rows = $derived.by<readonly MetricRow[]>(() => {
    const { sides, primary, against } = this;
    const { margin } = this.view.session.audit;
    return sides ? metricTable(this.able, sides, { margin, primary, against, scale: this.values.result?.scale }) : [];
  });
  readonly suggestion = $derived.by<Suggestion | null>(() => {
    const { audit, decided } = this.view.session;
    return suggestPrimary(audit.intake, { labelled: this.have.has('labels') || this.have.has('outcomes'), scored: !decided, valued: this.valued });
  });

  row(id: MetricId): MetricRow | undefined {
    return this.rows.find((row) => row.id === id);
  }

  /** Takes a measure among the primary ones, or out of them; never a fourth. */
  setPrimary(id: MetricId, chosen: boolean): void {
    const { session } = this.view;
    const kept = session.audit.primary.filter((other) => other !== id && this.able.includes(other));
    if (chosen && kept.length >= 3) return;
    session.change({ primary: chosen ? [...kept, id] : kept });
  }

  unit(id: MetricId): ReturnType<typeof metricInfo>['unit'] {
    return metricInfo(id).unit;
  }
}
