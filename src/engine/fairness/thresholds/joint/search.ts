import { firstOf } from './partners';
import type { Partners } from './partners';

/** Steps that may be taken; taken off while searching. */
export interface Budget {
  left: number;
}

/**
 * The best choice of one line per group in which every two may stand beside each other, by branch and bound: groups one after the other, lines from the
 * most useful on, and a branch is left when even the most useful of what remains for each group would not be better. Lines have to be numbered by falling worth.
 * @param worth per group and line, falling
 * @param refused a whole choice that does not count
 * @returns lines per group; null where there is none
 */
export function bestChoice(partners: Partners, worth: readonly Float64Array[], refused: (lines: ArrayLike<number>) => boolean, budget: Budget): { readonly lines: number[]; readonly utility: number } | null {
  const groups = worth.length;
  const chosen = new Int32Array(groups);
  const rooms = Array.from({ length: groups + 1 }, () => partners.everything());
  let best: { lines: number[]; utility: number } | null = null;
  const visit = (g: number, sum: number): void => {
    if (g === groups) {
      if (!refused(chosen) && (best === null || sum > best.utility)) best = { lines: [...chosen], utility: sum };
      return;
    }
    const room = rooms[g]!;
    const next = rooms[g + 1]!;
    const own = room[g]!;
    for (let line = 0; line < worth[g]!.length; line++) {
      if (!((own[line >>> 5]! >>> (line & 31)) & 1)) continue;
      if (budget.left-- <= 0) return;
      let bound = sum + worth[g]![line]!;
      let possible = true;
      for (let h = g + 1; h < groups && possible; h++) {
        possible = partners.narrow(g, line, h, room[h]!, next[h]!);
        if (possible) bound += worth[h]![firstOf(next[h]!)]!;
      }
      if (!possible || (best !== null && bound <= best.utility)) continue;
      chosen[g] = line;
      visit(g + 1, sum + worth[g]![line]!);
    }
  };
  visit(0, 0);
  return best;
}

/** Whether some lines of the groups in `order` can stand beside each other, out of what `rooms[0]` leaves. `rooms` has a level for every group in the order and one more. */
export function anyChoice(partners: Partners, order: readonly number[], rooms: readonly Int32Array[][], budget: Budget, depth = 0): boolean {
  if (depth === order.length) return true;
  const g = order[depth]!;
  const room = rooms[depth]!;
  if (depth === order.length - 1) return firstOf(room[g]!) >= 0;
  for (let line = 0; line < partners.sizes[g]!; line++) {
    if (!((room[g]![line >>> 5]! >>> (line & 31)) & 1)) continue;
    if (budget.left-- <= 0) return false;
    let possible = true;
    for (let k = depth + 1; k < order.length && possible; k++) possible = partners.narrow(g, line, order[k]!, room[order[k]!]!, rooms[depth + 1]![order[k]!]!);
    if (possible && anyChoice(partners, order, rooms, budget, depth + 1)) return true;
  }
  return false;
}
