import type { Quantity } from '../../../engine/influence/quantities';
import type { Session } from '../../state/session.svelte';
import { en } from '../../text/en';
import { fixed, quantity, signed } from '../../text/numbers';
import { valueScale } from '../../text/scale';
import { inPoints } from './what';

/** How influences on a quantity are printed: in points of a score, or in a value's or margin's own unit with as many digits as the largest deserves. */
export interface InfluenceScale {
  readonly print: (influence: number) => string;
  readonly change: (influence: number) => string;
  /** Without sign, with its unit. */
  readonly size: (influence: number) => string;
  /** With sign and unit. */
  readonly sized: (influence: number) => string;
  readonly tick: (influence: number) => string;
}

export function influenceScale(session: Session, followed: Pick<Quantity, 'kind'>, largest: number): InfluenceScale {
  const { points } = en.drivers;
  if (inPoints(session, followed)) {
    return {
      print: (influence) => fixed(influence * 100, 1),
      change: (influence) => signed(influence * 100, 1),
      size: (influence) => points(fixed(Math.abs(influence) * 100, 1)),
      sized: (influence) => points(signed(influence * 100, 1)),
      tick: (influence) => quantity(influence * 100),
    };
  }
  const scale = valueScale(0, largest);
  const change = (influence: number): string => scale.change(influence);
  return { print: (influence) => scale.score(influence), change, size: (influence) => scale.size(influence), sized: change, tick: (influence) => quantity(influence) };
}
