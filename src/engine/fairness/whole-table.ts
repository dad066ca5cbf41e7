import { bootstrapCounts } from './bootstrap';
import type { Bootstrapped, BootstrapOptions, CountStatistic } from './bootstrap';
import type { CountTable } from './counts';
import { inequality } from './inequality';
import { differentialFairness, equalizedOdds, spread } from './spread';

/**
 * One number for all groups together: the largest difference of selection rates, the worse and the mean spread of true and false positive rates, the largest
 * log ratio of chances (differential fairness), and the inequality of benefits by two indices.
 */
export const WHOLE_TABLE = {
  selectionSpread: { labels: false, of: (table: CountTable) => spread(table, 'selection')?.difference ?? null },
  oddsWorst: { labels: true, of: (table: CountTable) => equalizedOdds(table)?.worst ?? null },
  oddsMean: { labels: true, of: (table: CountTable) => equalizedOdds(table)?.mean ?? null },
  differential: { labels: false, of: (table: CountTable) => differentialFairness(table) },
  theil: { labels: true, of: (table: CountTable) => inequality(table, 1)?.total ?? null },
  entropy: { labels: true, of: (table: CountTable) => inequality(table, 2)?.total ?? null },
} as const satisfies Record<string, { readonly labels: boolean; readonly of: CountStatistic }>;

export type WholeTableId = keyof typeof WHOLE_TABLE;

export interface WholeTableValue {
  readonly id: WholeTableId;
  readonly result: Bootstrapped | null;
}

/** All of {@link WHOLE_TABLE} that the table's outcomes allow, with BCa intervals from the same resamples of its counts. */
export function wholeTable({ table, ...options }: BootstrapOptions & { readonly table: CountTable }): WholeTableValue[] {
  const able = (Object.keys(WHOLE_TABLE) as WholeTableId[]).filter((id) => table.labelled || !WHOLE_TABLE[id].labels);
  const results = bootstrapCounts(
    table,
    able.map((id) => WHOLE_TABLE[id].of),
    options,
  );
  return able.map((id, i) => ({ id, result: results[i]! }));
}
