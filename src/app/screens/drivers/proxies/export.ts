import type { Interval } from '../../../../engine/stats/intervals';
import type { ChartTable } from '../../../charts/shell/types';
import type { ProxyState } from '../../../state/proxies.svelte';
import { en } from '../../../text/en';
import type { LedgerRow } from './ledger-rows';
import { totalsOf } from './ledger-rows';

const plain = (value: number): string => String(value);
const known = (value: number | null | undefined): number | null => (value === null || value === undefined || Number.isNaN(value) ? null : value);
const ends = (interval: Interval | null | undefined): readonly [number | null, number | null] => [interval?.lower ?? null, interval?.upper ?? null];

/** What all rows of a saved ledger rest on. */
function basis(view: ProxyState) {
  const { audit } = view.session;
  const { answered, result } = view.map;
  return {
    tableHash: audit.tableHash,
    modelHash: audit.modelHash,
    seed: audit.seed,
    settings: {
      favourable: audit.favourable,
      threshold: audit.threshold,
      lines: view.lines,
      rows: answered?.rows ?? null,
      of: answered?.of ?? null,
      association: result?.settings ?? null,
      worth: view.worth.result?.settings ?? null,
      worthRows: view.worth.answered?.rows ?? null,
      costRows: view.costsWanted ? (view.cost.answered?.rows ?? null) : null,
    },
  };
}

/** The groups that worth is told of, in order. */
export function worthGroups(view: ProxyState): readonly string[] {
  return view.gap ? [view.gap.sides[1], view.gap.sides[0]] : (view.session.grouping?.drawn ?? []);
}

/** The ledger as a table of numbers; every row names files, seed and settings, so that it can stand alone. */
export function ledgerTable(view: ProxyState, rows: readonly LedgerRow[]): ChartTable {
  const words = en.proxies.columns;
  const groups = worthGroups(view);
  const { tableHash, modelHash, seed, settings } = basis(view);
  const settingsText = JSON.stringify(settings);
  const measured = (label: string): ChartTable['columns'] => [{ label, format: plain }, { label: `${label}, ${words.low}`, format: plain }, { label: `${label}, ${words.high}`, format: plain }];
  return {
    columns: [
      { label: en.charts.columns.input },
      ...measured(words.auc),
      { label: words.nmi, format: plain },
      { label: words.p, format: plain },
      ...measured(words.drop),
      ...measured(words.residual),
      ...measured(words.share),
      ...groups.flatMap((group) => [...measured(words.worth(group)), ...measured(words.likelihood(group))]),
      ...measured(words.cost),
      { label: words.verdict },
      { label: words.reason },
      { label: words.table },
      { label: words.model },
      { label: words.seed, format: plain },
      { label: words.settings },
    ],
    rows: rows.map(({ name, auc, association, drop, residual, share, halfWidth, worth, cost, verdict, reason }) => [
      name,
      known(auc?.value),
      ...ends(auc?.interval),
      known(association?.information?.corrected),
      known(association?.information?.p),
      known(drop?.gain),
      ...ends(drop?.interval),
      known(residual?.gain),
      ...ends(residual?.interval),
      known(share),
      known(share === null ? null : share - halfWidth),
      known(share === null ? null : share + halfWidth),
      ...groups.flatMap((_, at) => [
        known(worth[at]?.auc?.gain),
        ...ends(worth[at]?.auc?.interval),
        known(worth[at]?.likelihood?.gain),
        ...ends(worth[at]?.likelihood?.interval),
      ]),
      known(cost?.difference),
      ...ends(cost?.interval),
      verdict,
      reason,
      tableHash,
      modelHash,
      seed,
      settingsText,
    ]),
  };
}

/** The ledger as one JSON text: what it rests on, the gap by verdict, and every input with what was said of it. Not estimable is null. */
export function ledgerJson(view: ProxyState, rows: readonly LedgerRow[]): string {
  const { map, gap, columns } = view;
  const record = {
    format: 'assay-ledger',
    version: 1,
    ...basis(view),
    groups: worthGroups(view),
    gap: gap?.parts ? { in: gap.what, of: gap.names[0], against: gap.names[1], total: gap.parts.total, points: gap.points, byVerdict: totalsOf(view)?.totals.parts ?? null, halfWidthByVerdict: totalsOf(view)?.ranges ?? null } : null,
    together: map.result?.together?.auc ?? null,
    score: map.result?.score ?? null,
    decision: view.decision ?? null,
    inputs: rows.map(({ player, halfWidth, ...row }) => ({ columns: columns[player], ...row, halfWidth: known(halfWidth) })),
  };
  return `${JSON.stringify(record, null, 2)}\n`;
}
