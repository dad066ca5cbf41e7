import { Random } from '../../stats/random';
import type { Mixture } from '../hybrids/mixture';
import type { HybridSet } from '../hybrids/set';
import type { UnitBlock } from './blocks';
import { drawOrder, turnedOrder } from './orders';

/** Streams kept apart for each background row. */
const UNITS_PER_ROW = 2 ** 24;

/** Walks from the person to a background row: for each the order in which players are replaced, and the hybrids met on the way. */
export interface Walks {
  /** Orders end to end; each is walked forwards, then backwards. */
  readonly orders: Int32Array<ArrayBuffer>;
  /** One hybrid fewer than players for each of the two walks of each order. */
  readonly visited: Int32Array<ArrayBuffer>;
}

/** How orders are drawn: `groups` for Owen values, see `drawOrder`; `single` for units of one order without the turned one. */
export interface Orders {
  readonly groups?: Int32Array | undefined;
  readonly single?: boolean | undefined;
}

/** Orders of a unit, each walked from either end. */
export const ordersPerUnit = ({ single }: Orders): number => (single === true ? 1 : 2);

/** Lists the hybrids of the units of a row: for each unit an order and the turned one, both walked from either end. */
export function walkHybrids(
  mixture: Mixture,
  row: number,
  seed: number,
  { fromUnit, toUnit }: UnitBlock,
  hybrids: HybridSet,
  set: Int32Array,
  drawn: Orders,
): Walks {
  const { players, differing, keyLow, keyHigh } = mixture;
  const own = differing[row]!;
  const key = row * players.length;
  const count = own.length;
  const each = ordersPerUnit(drawn);
  const orders = new Int32Array(each * (toUnit - fromUnit) * count);
  const visited = new Int32Array(2 * each * (toUnit - fromUnit) * (count - 1));
  let at = 0;
  for (let unit = fromUnit; unit < toUnit; unit++) {
    const order = drawOrder(own, Random.stream(seed, row * UNITS_PER_ROW + unit), drawn.groups);
    const first = (unit - fromUnit) * each * count;
    orders.set(order, first);
    if (each === 2) orders.set(turnedOrder(order, drawn.groups), first + count);
    for (let walk = 0; walk < 2 * each; walk++) {
      const start = first + (walk >>> 1) * count;
      let low = 0;
      let high = 0;
      set.fill(0);
      for (let step = 0; step < count - 1; step++) {
        const player = orders[start + ((walk & 1) === 0 ? step : count - 1 - step)]!;
        low ^= keyLow[key + player]!;
        high ^= keyHigh[key + player]!;
        set[player >>> 5] = set[player >>> 5]! ^ (1 << (player & 31));
        visited[at++] = hybrids.add(low, high, row, set);
      }
    }
  }
  return { orders, visited };
}
