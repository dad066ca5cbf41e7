import type { Random } from '../../stats/random';

/**
 * A random order of some players: any order equally likely; or, with groups, the groups in random order and the players of each in random order
 * without others between them, which is what Owen values are means over.
 * @param groups group number per player
 */
export function drawOrder(own: Int32Array, random: Random, groups?: Int32Array): Int32Array<ArrayBuffer> {
  const order = random.shuffle(Int32Array.from(own));
  if (groups === undefined) return order;
  const numbers = random.shuffle([...new Set(Array.from(own, (player) => groups[player]!))]);
  const place = new Map(numbers.map((group, index) => [group, index]));
  return order.sort((a, b) => place.get(groups[a]!)! - place.get(groups[b]!)!);
}

/** Moves the second half of the entries `from` … `to` − 1 in front of the first. */
function turn(order: Int32Array, from: number, to: number): void {
  const half = order.slice(from, from + ((to - from) >>> 1));
  order.copyWithin(from, from + half.length, to);
  order.set(half, to - half.length);
}

/**
 * The order with its halves exchanged: players that stood at the ends come to the middle. An order, this one and the reverses of both balance where
 * in the order a player stands, and no second order puts fewer of all triples in a known or reversed order (the least share is 1/4: Goodman, "On
 * sets of acquaintances and strangers at any party", 1959). With groups the list of groups is turned, and the players within each, so that the result
 * is as likely as the order given.
 */
export function turnedOrder(order: Int32Array<ArrayBuffer>, groups?: Int32Array): Int32Array<ArrayBuffer> {
  const out = order.slice();
  if (groups === undefined) {
    turn(out, 0, out.length);
    return out;
  }
  const starts = [...order.keys()].filter((at) => at === 0 || groups[order[at]!] !== groups[order[at - 1]!]);
  starts.forEach((from, index) => turn(out, from, starts[index + 1] ?? order.length));
  const cut = starts[starts.length >>> 1] ?? 0;
  const first = out.slice(0, cut);
  out.copyWithin(0, cut);
  out.set(first, out.length - cut);
  return out;
}
