import type { Tried } from './types';

/** A gap or a cost smaller than this is rounding. */
const NOTHING = 1e-12;

/** How well a step pays: the gap it takes away per share of right decisions it loses; Infinity where it takes gap away and loses none. */
export function pay(before: Pick<Tried, 'gap' | 'right'>, after: Pick<Tried, 'gap' | 'right'>): number {
  const [narrowed, lost] = [before.gap - after.gap, before.right - after.right];
  if (narrowed <= NOTHING) return -Infinity;
  return lost <= NOTHING ? Infinity : narrowed / lost;
}

/** The candidate that pays best; of those that lose nothing the one that narrows the gap most, of equals the first. undefined where none narrows it. */
export function bestStep(before: Pick<Tried, 'gap' | 'right'>, tried: readonly Tried[]): Tried | undefined {
  let best: Tried | undefined;
  let most = -Infinity;
  for (const step of tried) {
    const paid = pay(before, step);
    if (paid > most || (paid === most && best !== undefined && paid === Infinity && step.gap < best.gap)) {
      most = paid;
      best = step;
    }
  }
  return most === -Infinity ? undefined : best;
}
