import { applyLink } from '../../../models/links';
import type { ExactStructure } from '../../../models/binding/structure';
import { type Quantity, quantityOf } from '../../quantities';

/** Where a decision about scores turns, said of margins. */
export interface MarginThreshold {
  /** Margins at or above it have one decision, those below the other; at the end of all numbers where no margin turns the decision. */
  readonly threshold: number;
  /** Whether the decision at or above it is the favourable one. */
  readonly favourable: boolean;
}

/**
 * The margin at which a decision turns, found by halving, as every link rises with the margin: the very number, so that ties fall as they do among
 * scores. Scores are rounded to float32 first, as model runtimes give them.
 * @param quantity of kind `decision`
 */
export function marginThreshold(quantity: Quantity, { link, scale }: Pick<ExactStructure, 'link' | 'scale'>): MarginThreshold {
  const isFavourable = (margin: number): boolean => quantityOf(quantity, Float64Array.of(Math.fround(applyLink(link, Float64Array.of(margin), 1, scale)[0]!)), 0) === 1;
  // The favourable decision is that of high margins, unless lower values, or the other class, or a negative scale turn it round.
  const favourable = [!quantity.above, quantity.complement, scale < 0].filter(Boolean).length % 2 === 0;
  let [low, high] = [-Number.MAX_VALUE, Number.MAX_VALUE];
  if (isFavourable(low) === favourable) return { threshold: low, favourable };
  if (isFavourable(high) !== favourable) return { threshold: high, favourable };
  for (let middle = 0; middle > low && middle < high; middle = low / 2 + high / 2) {
    if (isFavourable(middle) === favourable) high = middle;
    else low = middle;
  }
  return { threshold: high, favourable };
}
