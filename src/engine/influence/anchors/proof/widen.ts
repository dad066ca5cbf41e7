import type { BoxSpace } from '../../../models/forest/boxes/boxes';
import { MISSING } from '../../../models/forest/boxes/cells';
import type { BoxNumbers } from '../../../models/forest/boxes/slots';
import type { Verdict } from './worst';

export interface Widened {
  readonly box: BoxNumbers;
  /** True when every place next to what is in was tried and refuted. */
  readonly settled: boolean;
}

/**
 * Lets as many places into some slots of a box as the decision allows: one slot after the other, of a number first the upper end, then the lower,
 * then missing; of levels one after the other. Each is moved as far as the proof holds, given what was let in before it.
 */
export function* widen(space: BoxSpace, box: BoxNumbers, slots: readonly number[], check: (box: BoxNumbers) => Verdict): Generator<void, Widened> {
  const own = box.slice();
  let settled = true;
  const attempt = function* (change: (box: BoxNumbers) => void): Generator<void, boolean> {
    yield;
    const wider = own.slice();
    change(wider);
    const verdict = check(wider);
    if (verdict === 'holds') own.set(wider);
    if (verdict === 'unknown') settled = false;
    return verdict === 'holds';
  };

  /** Moves an end from where it is towards `limit`, as far as can be: by halving, as what holds for an interval holds for its parts. */
  const moveEnd = function* (at: number, limit: number): Generator<void, void> {
    if (own[at] === limit || (yield* attempt((wider) => (wider[at] = limit)))) return;
    let beyond = limit;
    for (let near = own[at]!; Math.abs(beyond - near) > 1; near = own[at]!) {
      const middle = Math.trunc((near + beyond) / 2);
      if (!(yield* attempt((wider) => (wider[at] = middle)))) beyond = middle;
    }
  };

  for (const slot of slots) {
    const at = space.start[slot]!;
    const { ordered, tops, missing } = space.cells[slot]!;
    const last = tops.length - 1;
    if (ordered) {
      const none = own[at]! > own[at + 1]!;
      if (none && last >= 0) {
        // No number is nearer to a missing value than another: all of them, or none.
        const all = yield* attempt((wider) => wider.set([0, last], at));
        if (!all && last > 0) settled = false;
      } else if (!none) {
        yield* moveEnd(at + 1, last);
        yield* moveEnd(at, 0);
      }
      if (missing && own[at + 2] === 0) yield* attempt((wider) => (wider[at + 2] = 1));
      continue;
    }
    for (let place = missing ? MISSING : 0; place <= last; place++) {
      if (!space.holds(own, slot, place)) yield* attempt((wider) => space.admit(wider, slot, place));
    }
  }
  return { box: own, settled };
}
