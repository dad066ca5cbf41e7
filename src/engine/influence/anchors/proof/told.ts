import type { ExactStructure } from '../../../models/binding/structure';
import type { Forest } from '../../../models/forest/types';
import { meetsCondition } from './conditions';
import type { KeptPlayer } from './types';

/** What a rule asks of one feature, told by the values seen that meet it. */
export interface FeatureCondition {
  readonly feature: number;
  /** Numbers: stretches of seen values, ascending; an end is infinite where the rule lets every seen value beyond in. */
  readonly ranges: readonly { readonly low: number; readonly high: number }[];
  /** The seen values that meet it, and those that do not, ascending, without missing. */
  readonly values: Float64Array<ArrayBuffer>;
  readonly others: Float64Array<ArrayBuffer>;
  /** Whether missing meets it; undefined where it was never seen missing. */
  readonly missing?: boolean;
}

/** Every value of each feature that some row has, with the first such row: row-major `width` a row; NaN, missing, last. */
export function seenValues(rows: Float64Array, width: number): Map<number, number>[] {
  return Array.from({ length: width }, (_, feature) => {
    const first = new Map<number, number>();
    for (let at = feature, row = 0; at < rows.length; at += width, row++) if (!first.has(rows[at]!)) first.set(rows[at]!, row);
    return new Map([...first].sort(([a], [b]) => (Number.isNaN(a) ? 1 : Number.isNaN(b) ? -1 : a - b)));
  });
}

/**
 * A player's conditions on the inputs of the forest as conditions on the features that feed them. Exact among the values seen, as every input
 * hangs on one feature alone.
 * @param seen from {@link seenValues}
 * @param inputs the rows they were seen in, as inputs of the forest
 */
export function featureConditions(
  kept: KeptPlayer,
  features: readonly number[],
  seen: readonly ReadonlyMap<number, number>[],
  inputs: Float64Array,
  { forest, featureOf }: { readonly forest: Pick<Forest, 'arithmetic' | 'zeroIsMissing' | 'features'> } & Pick<ExactStructure, 'featureOf'>,
): FeatureCondition[] {
  return features.flatMap((feature) => {
    const conditions = kept.conditions.filter(({ input }) => featureOf[input] === feature);
    if (conditions.length === 0) return [];
    const meets = ([, row]: readonly [number, number]): boolean => conditions.every((condition) => meetsCondition(forest, condition, inputs, row * forest.features));
    const all = [...seen[feature]!];
    const numbers = all.filter(([value]) => !Number.isNaN(value));
    const gap = all.find(([value]) => Number.isNaN(value));
    const met = numbers.map(meets);
    const ranges: { low: number; high: number }[] = [];
    met.forEach((isIn, at) => {
      if (!isIn) return;
      const high = at === met.length - 1 ? Infinity : numbers[at]![0];
      const last = ranges[ranges.length - 1];
      if (last && met[at - 1]) ranges[ranges.length - 1] = { ...last, high };
      else ranges.push({ low: at === 0 ? -Infinity : numbers[at]![0], high });
    });
    const pick = (wanted: boolean): Float64Array<ArrayBuffer> => Float64Array.from(numbers.flatMap(([value], at) => (met[at] === wanted ? [value] : [])));
    return [{ feature, ranges, values: pick(true), others: pick(false), ...(gap && { missing: meets(gap) }) }];
  });
}
