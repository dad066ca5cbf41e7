import type { Interval } from '../../stats/intervals';
import { moverDifference, wilsonEstimate } from '../../stats/intervals';

/** How one group stands in a table, and in a second one where there is one. */
export interface GroupShare {
  readonly group: number;
  /** Rows, or their weight; and how many rows that count alike would tell as much of the share. */
  readonly people: number;
  readonly effective: number;
  readonly share: number;
  readonly interval: Interval;
  readonly second: { readonly people: number; readonly share: number; readonly interval: Interval } | null;
  /** Share here less share in the second table, by the limits of both (Newcombe), as of two draws that have nobody in common. */
  readonly difference: { readonly value: number; readonly interval: Interval } | null;
  /** Right decisions among its people with a known outcome; null where there are none. */
  readonly accuracy: { readonly right: number; readonly of: number; readonly effective: number; readonly share: number; readonly interval: Interval } | null;
}

/** What is known per group. */
export interface RepresentationFacts {
  /** People of each group, or their weight; then with the squares of the weights summed, and the effective number of those with a known outcome, by group. */
  readonly counts: ArrayLike<number>;
  readonly squares?: ArrayLike<number> | undefined;
  readonly knownEffective?: ArrayLike<number> | undefined;
  readonly second?: ArrayLike<number> | undefined;
  /** Right decisions and people with a known outcome (or their weights), per group. */
  readonly right?: ArrayLike<number> | undefined;
  readonly known?: ArrayLike<number> | undefined;
}

function shareOf(k: number, n: number, level: number, effective = n): { readonly share: number; readonly interval: Interval } {
  const { lower, upper } = wilsonEstimate((k / n) * effective, effective, level)!;
  return { share: k / n, interval: { lower, upper } };
}

/** The number of people at which simple sampling has the linearised variance of the share (Korn and Graubard 1998); Kish's where it has none. */
function effectiveFor(share: number, own: number, others: number, weight: number): number {
  const variance = ((1 - share) ** 2 * own + share ** 2 * others) / weight ** 2;
  return variance > 0 ? (share * (1 - share)) / variance : weight ** 2 / (own + others);
}

/**
 * Share of each group in the table beside its share in a second one and how often decisions about it are right. Intervals are Wilson's.
 * @returns one entry per group; none when nobody has a known group
 */
export function representation({ counts, squares, second, right, known, knownEffective }: RepresentationFacts, level = 0.95): GroupShare[] {
  const total = (list: ArrayLike<number>): number => Array.from(list).reduce((sum, own) => sum + own, 0);
  const [all, others] = [total(counts), second ? total(second) : 0];
  if (!(all > 0)) return [];
  return Array.from(counts, (people, group) => {
    const of = known?.[group] ?? 0;
    const effective = squares ? effectiveFor(people / all, squares[group]!, total(squares) - squares[group]!, all) : all;
    const own = shareOf(people, all, level, effective);
    const other = second && others > 0 ? { people: second[group] ?? 0, ...shareOf(second[group] ?? 0, others, level) } : null;
    return {
      group,
      people,
      effective,
      ...own,
      second: other,
      difference: other && { value: own.share - other.share, interval: moverDifference({ value: own.share, ...own.interval }, { value: other.share, ...other.interval }) },
      accuracy: right && of > 0 ? { right: right[group]!, of, effective: knownEffective?.[group] ?? of, ...shareOf(right[group]!, of, level, knownEffective?.[group]) } : null,
    };
  });
}

/** One input cut into cells: levels, or ranges of about equally many people. */
export interface CellColumn {
  /** Cell of each row, −1 where unknown. */
  readonly codes: ArrayLike<number>;
  readonly names: readonly string[];
}

/** A cell in which a group is thin. */
export interface ThinCell {
  readonly input: number;
  readonly cell: number;
  readonly group: number;
  /** People of the group in the cell, and everybody in it. */
  readonly people: number;
  readonly all: number;
  /** People of the group there would be if it stood in the cell as it does in the table. */
  readonly expected: number;
}

/** Below this many people of a group little can be learnt about it from a cell. */
export const THIN = 10;

/**
 * Cells of inputs that many people are in and few of a group: where a model has seen little of the group, and where a comparison with others stretches
 * beyond it. A cell counts when the group would have at least `least` there by its share of the table, but has fewer.
 * @param groups group of each row, −1 where unknown
 * @returns the largest shortfall against the expected number first
 */
export function thinCells(inputs: readonly CellColumn[], groups: ArrayLike<number>, groupCount: number, least = THIN): ThinCell[] {
  const found: ThinCell[] = [];
  const size = new Float64Array(groupCount);
  let everybody = 0;
  for (let row = 0; row < groups.length; row++) {
    if (groups[row]! < 0) continue;
    size[groups[row]!]! += 1;
    everybody++;
  }
  inputs.forEach(({ codes, names }, input) => {
    const cells = names.length;
    const people = new Float64Array(cells * groupCount);
    const all = new Float64Array(cells);
    for (let row = 0; row < groups.length; row++) {
      const [cell, group] = [codes[row]!, groups[row]!];
      if (cell < 0 || group < 0) continue;
      people[cell * groupCount + group]! += 1;
      all[cell]! += 1;
    }
    for (let cell = 0; cell < cells; cell++) {
      for (let group = 0; group < groupCount; group++) {
        const own = people[cell * groupCount + group]!;
        const expected = (all[cell]! * size[group]!) / everybody;
        if (own < least && expected >= least) found.push({ input, cell, group, people: own, all: all[cell]!, expected });
      }
    }
  });
  return found.sort((a, b) => b.expected - b.people - (a.expected - a.people) || a.input - b.input || a.cell - b.cell);
}
