import { type ErrorRecord, toErrorRecord } from '../../engine/errors';
import { type Comparison, type Extremes, compare, extremes } from '../../engine/fairness/compare';
import { type CountTable, overallCounts } from '../../engine/fairness/counts';
import { joinGroups } from '../../engine/fairness/grouping';
import { type RateId, rate } from '../../engine/fairness/rates';
import { scoreBins } from '../../engine/fairness/score-bins';
import { type ThresholdIndex, countsAt } from '../../engine/fairness/threshold-index';
import type { Slot } from '../design/tokens';
import { Latest } from './latest';
import type { Session } from './session.svelte';

/** Fine bins of the score axis; charts join them to the columns they have room for. */
export const BINS = 200;
/** Who gets what, by group, at the present threshold and at every other. */
export class GroupsState {
  index = $state.raw<ThresholdIndex>();
  error = $state.raw<ErrorRecord>();
  readonly session: Session;
  readonly #building = new Latest();

  readonly grouping = $derived.by(() => this.session.grouping);
  /** Counts at the threshold, every group for itself. */
  readonly every = $derived.by<CountTable | undefined>(() => (this.index ? countsAt(this.index, this.session.threshold) : undefined));
  /** The same for the groups that are drawn. */
  readonly table = $derived.by<CountTable | undefined>(() => this.#join(this.every));
  readonly labelled = $derived.by(() => this.index?.labelled ?? false);
  readonly names = $derived.by(() => this.grouping?.drawn ?? []);

  constructor(session: Session) {
    this.session = session;
    $effect(() => void this.#build());
  }

  async #build(): Promise<void> {
    const { scores, outcomes, grouping, runtime, rows, weights } = this.session;
    const { signal, current } = this.#building.begin();
    this.error = undefined;
    if (!scores || !runtime) {
      this.index = undefined;
      return;
    }
    const groups = grouping?.codes ?? new Int32Array(rows).fill(-1);
    const input = { scores, groups, groupCount: grouping?.names.length ?? 0, ...(outcomes ? { labels: outcomes } : {}), weights };
    try {
      const index = await runtime.compute('buildThresholdIndex', input, { signal });
      if (current()) this.index = index;
    } catch (error) {
      const record = toErrorRecord(error, 'fairness');
      if (current() && record.area !== 'cancelled') this.error = record;
    }
  }

  #join(table: CountTable | undefined): CountTable | undefined {
    const { grouping } = this;
    if (!table || table.groupCount !== (grouping?.names.length ?? 0)) return undefined;
    if (!grouping) return table;
    return grouping.others === 0 ? table : joinGroups(table, grouping.drawnOf, grouping.drawn.length);
  }

  slot(group: number): Slot | 'none' {
    return this.grouping && this.grouping.others > 0 && group === this.names.length - 1 ? 'none' : ((group + 1) as Slot);
  }

  /** People per fine bin of the score axis, by drawn group. */
  bins(domain: readonly [number, number]): Float64Array[] {
    const { index, grouping } = this;
    if (!index || !grouping || index.groupCount !== grouping.names.length) return [];
    const drawn = grouping.drawn.map(() => new Float64Array(BINS));
    grouping.names.forEach((_, group) => {
      const own = scoreBins(index, group, BINS, domain);
      const to = drawn[grouping.drawnOf[group]!]!;
      for (let i = 0; i < BINS; i++) to[i]! += own[i]!;
    });
    return drawn;
  }

  overall(id: RateId) {
    return this.table && rate(id, overallCounts(this.table));
  }

  against(id: RateId, group: number, other: number | 'others' = 'others'): Comparison | undefined {
    return this.table && compare(this.table, id, group, other, { margin: this.session.audit.margin });
  }

  extremes(id: RateId): Extremes | undefined {
    return (this.table && extremes(this.table, id, { margin: this.session.audit.margin })) ?? undefined;
  }

  /** Largest difference between drawn groups at each of `steps` thresholds from one end of the axis to the other. */
  differences(domain: readonly [number, number], steps: number): { threshold: number; difference: number | null }[] {
    const { index } = this;
    if (!index) return [];
    return Array.from({ length: steps + 1 }, (_, i) => {
      const threshold = domain[0] + ((domain[1] - domain[0]) * i) / steps;
      const table = this.#join(countsAt(index, threshold));
      const found = table && extremes(table, 'selection', { margin: this.session.audit.margin });
      return { threshold, difference: found ? found.difference : null };
    });
  }
}
