import { kendallTau } from '../../stats/kendall';
import { isSure, type Measured } from './change';
import { ranksBySize } from './ranks';

/** Below this share of the largest size a value counts as hardly anything, whatever its sign. */
export const HARDLY = 0.05;

/** How far another method agrees with a reference about the same players. */
export interface Agreement {
  /** Kendall's tau-b of the two orders by size; null where one of them orders nothing. */
  readonly tau: number | null;
  /** The player of the largest size, −1 where all values are zero. */
  readonly first: number;
  readonly sameFirst: boolean;
  /** Players with the other sign, neither value being hardly anything nor its interval reaching to zero. Largest in the reference first. */
  readonly turned: readonly number[];
}

/**
 * Holds one method's values against another's: each is taken on its own scale, since their units may differ.
 * @throws RangeError when the two are not about equally many players
 */
export function agreement(reference: Measured, other: Measured): Agreement {
  const count = reference.values.length;
  if (other.values.length !== count) throw new RangeError(`${count} players in one, ${other.values.length} in the other`);
  const ranks = ranksBySize(reference.values);
  const matters = ({ values }: Measured, player: number): boolean => Math.abs(values[player]!) >= HARDLY * largest(values);
  const turned = Array.from(ranks.keys())
    .filter((player) => {
      const opposed = reference.values[player]! * other.values[player]! < 0;
      return opposed && [reference, other].every((own) => matters(own, player) && isSure(own, player));
    })
    .sort((a, b) => ranks[a]! - ranks[b]!);
  const [top, first] = [firstOf(reference.values), firstOf(other.values)];
  return { tau: kendallTau(reference.values.map(Math.abs), other.values.map(Math.abs)), first, sameFirst: top === first, turned };
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);
}

/** The player with the largest size, the first of equals; −1 where all are zero. */
export function firstOf(values: Float64Array): number {
  const most = largest(values);
  return most > 0 ? values.findIndex((value) => Math.abs(value) === most) : -1;
}
