import type { Estimate } from '../stats/intervals';
import type { CountTable } from './counts';
import { groupCounts, otherCounts } from './counts';
import { joinGroups } from './grouping';
import { type Intersection, poolSmall } from './intersections';
import { type ManyGroups, manyGroups } from './many-groups';
import { type PartialPooling, partialPooling } from './partial-pooling';
import { isShare, rate, sizes } from './rates';
import type { Rate, RateId } from './rates';
import { tallies } from './shuffle';
import { COMPARE_FROM, SHOW_FROM } from './verdict';

/** One cell of crossed groups. */
export interface CrossedCell {
  readonly group: number;
  readonly parts: readonly number[];
  readonly raw: Rate;
  /** Drawn towards what the cell's levels say; null where pooling is not possible. */
  readonly shrunken: Estimate | null;
  /** Against everyone else. */
  readonly difference: number | null;
  /** max-T p-value, valid for all cells at once. */
  readonly p: number | null;
  readonly size: 'shown' | 'uncompared' | 'suppressed';
}

export interface Crossed {
  readonly cells: readonly CrossedCell[];
  /** Spread of the cells about the sum of their levels' effects, on the logit scale; null without pooling. */
  readonly spread: number | null;
  readonly many: ManyGroups | null;
  /** All cells of under 30 people together, so that their people are not lost; null with fewer than two of them. */
  readonly small: { readonly cells: number; readonly raw: Rate } | null;
}

/**
 * A rate in every combination of groups, raw and with partial pooling, and each cell against everyone else at once. Shuffles move people, so that with
 * weights p-values and the noise floor are those of the people; values and differences count weights. Cells of under 10 people in the denominator are to be suppressed, those under 30 not compared; the pooling uses all of them.
 * @param table counts with one group per cell of the intersection
 * @throws RangeError for a measure that is not a plain share of people
 */
export function crossedRates(id: RateId, { cells }: Pick<Intersection, 'cells'>, table: CountTable, seed: number, shuffles = 1000): Crossed {
  if (!isShare(id)) throw new RangeError(`${id} is not a share of people`);
  const own = cells.map((_, group) => groupCounts(table, group));
  const present = own.flatMap((counts, group) => (sizes(id, counts).effective > 0 ? [group] : []));
  const pooled: PartialPooling | null = partialPooling(
    present.map((group) => {
      const { numerator, denominator, effective } = sizes(id, own[group]!);
      return { k: (numerator / denominator) * effective, n: effective, parts: cells[group]!.parts };
    }),
  );
  const many = manyGroups(tallies(table, id), seed, shuffles);
  const { codeOf, pool, kept } = poolSmall(own.map((counts, group) => ({ parts: cells[group]!.parts, count: sizes(id, counts).people, size: 'shown' })));
  const pooledCells = cells.length - kept;
  return {
    small: pool === null || pooledCells < 2 ? null : { cells: pooledCells, raw: rate(id, groupCounts(joinGroups(table, codeOf, kept + 1), pool)) },
    cells: cells.map(({ parts }, group): CrossedCell => {
      const raw = rate(id, own[group]!);
      const { difference: plain = null, p = null } = many?.groups[group] ?? {};
      const difference = table.weighted ? weightedGap(id, table, group) : plain;
      const size = raw.people < SHOW_FROM ? 'suppressed' : raw.people < COMPARE_FROM ? 'uncompared' : 'shown';
      const at = present.indexOf(group);
      return { group, parts, raw, shrunken: at < 0 ? null : (pooled?.cells[at] ?? null), difference, p, size };
    }),
    spread: pooled && pooled.spread,
    many,
  };
}

/** Rate here minus everyone else's by weight; null where one is not estimable. */
function weightedGap(id: RateId, table: CountTable, group: number): number | null {
  const [here, there] = [rate(id, groupCounts(table, group)).value, rate(id, otherCounts(table, group)).value];
  return here === null || there === null ? null : here - there;
}
