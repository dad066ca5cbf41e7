import { bootstrapCounts } from './bootstrap';
import type { Bootstrapped, BootstrapOptions, CountStatistic } from './bootstrap';
import type { CountTable } from './counts';
import { inequality } from './inequality';
import { differentialFairness, equalizedOdds, spread } from './spread';

/**
 * One number for all groups together: the largest difference of selection rates, the worse and the mean spread of true and false positive rates, the largest
 * log ratio of chances (differential fairness), and the inequality of benefits by two indices.
 */
export const WHOLE_TABLE: Readonly<Record<string, { readonly labels: boolean; readonly of: CountStatistic }>> = {
  selectionSpread: { labels: false, of: (table) => spread(table, 'selection')?.difference ?? null },
  oddsWorst: { labels: true, of: (table) => equalizedOdds(table)?.worst ?? null },
  oddsMean: { labels: true, of: (table) => equalizedOdds(table)?.mean ?? null },
  differential: { labels: false, of: (table) => differentialFairness(table) },
  theil: { labels: true, of: (table) => inequality(table, 1)?.total ?? null },
  entropy: { labels: true, of: (table) => inequality(table, 2)?.total ?? null },
};

export interface WholeTableValue {
  readonly id: string;
  readonly result: Bootstrapped | null;
}

/** All of {@link WHOLE_TABLE} that the table's outcomes allow, with BCa intervals from the same resamples of its counts. */
export function wholeTable({ table, ...options }: BootstrapOptions & { readonly table: CountTable }): WholeTableValue[] {
  const able = Object.entries(WHOLE_TABLE).filter(([, { labels }]) => table.labelled || !labels);
  const results = bootstrapCounts(
    table,
    able.map(([, { of }]) => of),
    options,
  );
  return able.map(([id], i) => ({ id, result: results[i]! }));
}
