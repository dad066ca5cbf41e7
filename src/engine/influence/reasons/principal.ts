import { HARDLY } from '../compare/agreement';
import { contrastHalfWidth, wholeHalfWidth } from '../waterfall/half-widths';
import type { Reasons } from './types';

/** Exact values that differ by no more than this share of their sizes differ by rounding alone. */
const ROUNDING = 1e-12;

/** An input that moves the quantity against the person. */
export interface PrincipalReason {
  readonly player: number;
  readonly value: number;
  /** Half-width of the interval of `value`: computation and drawn background rows together. 0 when neither is estimated, NaN when not estimable. */
  readonly halfWidth: number;
  /** Its interval stays on the side of its value. */
  readonly sure: boolean;
  /** It cannot be told apart in size from the next one, told or not: the interval of their difference reaches to zero. */
  readonly tiedWithNext: boolean;
}

/**
 * The inputs that take most away from a person, largest first; those that take hardly anything beside the first are left out.
 * @param direction 1 where larger is better for the person: the values below zero count; −1 where smaller is
 * @param most how many are told at most
 */
export function principalReasons(reasons: Reasons, direction: 1 | -1, most: number): PrincipalReason[] {
  const against = Array.from(reasons.phi.keys())
    .filter((player) => direction * reasons.phi[player]! < 0)
    .sort((a, b) => direction * (reasons.phi[a]! - reasons.phi[b]!) || a - b);
  const worth = against.filter((player) => Math.abs(reasons.phi[player]!) >= HARDLY * Math.abs(reasons.phi[against[0]!]!));
  return worth.slice(0, most).map((player, place) => {
    const value = reasons.phi[player]!;
    const halfWidth = wholeHalfWidth(reasons, [player]);
    const next = against[place + 1];
    return { player, value, halfWidth, sure: Math.abs(value) > halfWidth, tiedWithNext: next !== undefined && !apart(reasons, player, next) };
  });
}

/** Whether the difference of two values has an interval away from zero. */
function apart(reasons: Reasons, a: number, b: number): boolean {
  const [one, other] = [reasons.phi[a]!, reasons.phi[b]!];
  return Math.abs(one - other) > Math.max(contrastHalfWidth(reasons, a, b), ROUNDING * (Math.abs(one) + Math.abs(other)));
}
