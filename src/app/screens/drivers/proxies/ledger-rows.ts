import type { AccuracyChange } from '../../../../engine/fairness/mitigation/paired/cost';
import type { HeldOutAuc } from '../../../../engine/fairness/proxies/held-out';
import { ledgerTotals, type LedgerTotals, type LedgerVerdict, VERDICTS } from '../../../../engine/fairness/proxies/ledger';
import type { AucGain } from '../../../../engine/fairness/proxies/row-auc';
import type { Association } from '../../../../engine/fairness/proxies/types';
import type { Worth } from '../../../../engine/fairness/proxies/worth';
import type { ProxyState } from '../../../state/proxies.svelte';
import { decimalsFor } from '../../../text/numbers';

/** One input of the ledger; null where not known or not estimable. */
export interface LedgerRow {
  readonly player: number;
  readonly name: string;
  readonly association: Association | null;
  readonly auc: HeldOutAuc | null;
  readonly drop: AucGain | null;
  readonly residual: AucGain | null;
  readonly share: number | null;
  readonly halfWidth: number;
  /** By group. */
  readonly worth: readonly (Worth | null)[];
  /** What leaving it out changes in accuracy, as a share. */
  readonly cost: AccuracyChange | null;
  readonly verdict: LedgerVerdict;
  readonly reason: string;
}

/** The ledger's rows: inputs that both tell the group and carry the gap first. */
export function ledgerRows(view: ProxyState): LedgerRow[] {
  const { map, worth, residual, costs, gap, points, players, verdicts } = view;
  return view.order.map((player): LedgerRow => {
    const association = map.result?.inputs[player] ?? null;
    return {
      player,
      name: players[player]!.name,
      association,
      auc: association?.auc ?? null,
      drop: map.result?.dropOne[player] ?? null,
      residual: verdicts.includes('justified') ? (residual.result?.added[player] ?? null) : null,
      share: points[player]!.share,
      halfWidth: gap?.parts?.halfWidth[player] ?? NaN,
      worth: view.labelled ? (worth.result?.inputs[player] ?? []) : [],
      cost: (view.costsWanted && costs.get(player)) || null,
      verdict: verdicts[player]!,
      reason: view.reason(player),
    };
  });
}

/** How sure the sum of the parts of one verdict is: half-width of its 95% interval, in the gap’s unit. */
export interface VerdictRange {
  readonly verdict: LedgerVerdict;
  readonly halfWidth: number;
}

/** The gap by verdict, turned so that it is above 0, as it is printed. */
export function totalsOf({ gap, points, verdicts }: ProxyState): { readonly totals: LedgerTotals; readonly decimals: number; readonly ranges: readonly VerdictRange[] } | undefined {
  const parts = gap?.parts;
  if (!parts || points.every(({ share }) => share === null)) return undefined;
  const sign = parts.total < 0 ? -1 : 1;
  const widest = Math.max(...parts.halfWidth.filter((half) => !Number.isNaN(half)), 0);
  const decimals = gap.points ? decimalsFor(widest * 100) : 2;
  return {
    totals: ledgerTotals(
      sign * parts.total,
      points.map(({ share }) => (share === null ? null : sign * share)),
      verdicts,
      decimals,
      gap.points ? 100 : 1,
    ),
    decimals,
    ranges: VERDICTS.flatMap((verdict) => {
      const players = [...verdicts.keys()].filter((player) => verdicts[player] === verdict && points[player]!.share !== null);
      const halfWidth = players.length === 0 ? NaN : parts.halfWidthOf(players);
      return Number.isNaN(halfWidth) ? [] : [{ verdict, halfWidth }];
    }),
  };
}
