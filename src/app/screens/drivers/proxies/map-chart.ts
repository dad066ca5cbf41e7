import { quadrantOf } from '../../../../engine/fairness/proxies/quadrants';
import type { MapChart, MapPoint } from '../../../charts/proxy-map/types';
import type { ProxyState } from '../../../state/proxies.svelte';
import { en } from '../../../text/en';
import { printAuc, printShare } from './print';

/** Points that are all named; of more only the first in order. */
export const ALL_NAMED = 12;
const FIRST_NAMED = 6;

/** The map of the inputs that have a place on it; undefined where none has. */
export function mapChart(view: ProxyState): MapChart | undefined {
  const { map, gap, points, players, lines, order, corner } = view;
  const parts = gap?.parts;
  if (!map.result || !gap || !parts) return undefined;
  const words = en.proxies;
  const scale = gap.points ? 100 : 1;
  const print = printShare(gap);
  const placed = corner.flatMap((player): MapPoint[] => {
    const { association, share } = points[player]!;
    if (association === null || share === null) return [];
    const interval = map.result!.inputs[player]?.auc?.interval;
    const half = parts.halfWidth[player]!;
    const known = !Number.isNaN(half);
    return [
      {
        id: String(player),
        label: players[player]!.name,
        x: association,
        y: scale * share,
        xLow: interval?.lower ?? null,
        xHigh: interval?.upper ?? null,
        yLow: known ? scale * (share - half) : null,
        yHigh: known ? scale * (share + half) : null,
        place: words.corners[quadrantOf(points[player]!, parts.total, lines)!],
      },
    ];
  });
  if (placed.length === 0) return undefined;
  const named = new Set((placed.length <= ALL_NAMED ? placed.map(({ id }) => id) : order.map(String)).slice(0, placed.length <= ALL_NAMED ? ALL_NAMED : FIRST_NAMED));
  return {
    points: placed,
    named,
    xLine: lines.association,
    yLine: scale * lines.share * Math.abs(parts.total),
    xAxis: words.xAxis,
    yAxis: gap.points ? words.yAxis : words.yAxisValue,
    corners: words.corners,
    printX: printAuc,
    printY: (value) => print(value / scale),
  };
}
