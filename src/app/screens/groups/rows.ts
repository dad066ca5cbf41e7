import type { CountTable } from '../../../engine/fairness/counts';
import { groupCounts, overallCounts } from '../../../engine/fairness/counts';
import { type RateId, rate } from '../../../engine/fairness/rates';
import type { GroupsState } from '../../state/groups.svelte';
import type { RateRow } from '../../charts/rates/types';

/** One line of the rate chart per drawn group. */
export function rateRows(state: GroupsState, table: CountTable, id: RateId): RateRow[] {
  return state.names.map((name, group) => {
    const own = rate(id, groupCounts(table, group));
    const versus = state.against(id, group);
    return {
      id: String(group),
      label: name,
      marks: [
        {
          id: String(group),
          name,
          slot: state.slot(group),
          n: own.people,
          count: own.numerator,
          rate: own.value,
          low95: own.interval?.lower ?? null,
          high95: own.interval?.upper ?? null,
          low66: own.inner?.lower ?? null,
          high66: own.inner?.upper ?? null,
          versus:
            versus && versus.difference !== null && versus.interval && state.names.length > 1
              ? { difference: versus.difference, low: versus.interval.lower, high: versus.interval.upper }
              : null,
          tooFew: own.people < 30,
        },
      ],
    };
  });
}

export function overallRate(table: CountTable, id: RateId): number | null {
  return rate(id, overallCounts(table)).value;
}
