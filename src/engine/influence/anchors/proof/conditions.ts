import type { Forest } from '../../../models/forest/types';
import { ZERO_BAND } from '../../../models/forest/types';
import type { BoxSpace } from '../../../models/forest/boxes/boxes';
import type { InputCells } from '../../../models/forest/boxes/cells';
import { MISSING, NOWHERE } from '../../../models/forest/boxes/cells';
import type { BoxNumbers } from '../../../models/forest/boxes/slots';

/** Numbers between two ends; an end at infinity is none. */
export interface NumberRange {
  readonly low: number;
  readonly lowInclusive: boolean;
  readonly high: number;
  readonly highInclusive: boolean;
}

/**
 * What a rule asks of one input of the forest: a number in one of the ranges, or, where `missing`, no value. With float32 arithmetic numbers are
 * rounded to float32 before they are compared.
 */
export interface InputCondition {
  readonly input: number;
  readonly ranges: readonly NumberRange[];
  readonly missing: boolean;
  /** Where the values the input may have were listed: those that meet the condition, ascending, without missing. */
  readonly values?: Float64Array<ArrayBuffer>;
}

/** The condition a box puts on a slot; undefined where it leaves every value that the input may have. */
export function conditionOf(space: BoxSpace, box: BoxNumbers, slot: number, listed: Float64Array | undefined): InputCondition | undefined {
  const at = space.start[slot]!;
  if (space.same(slot, box, at, space.full, at)) return undefined;
  const cells = space.cells[slot]!;
  const condition = {
    input: space.inputs[slot]!,
    ranges: rangesOf(cells, (place) => space.holds(box, slot, place)),
    missing: space.holds(box, slot, MISSING),
  };
  if (listed === undefined) return condition;
  const values = [...new Set(listed)].filter((value) => !Number.isNaN(value) && inRanges(condition.ranges, value, cells.narrow));
  return { ...condition, values: Float64Array.from(values).sort() };
}

/** The cells whose places are in, next to each other taken together; open to infinity beyond the outermost cells that have values. */
function rangesOf({ places, ends, ordered }: InputCells, isIn: (place: number) => boolean): NumberRange[] {
  const cells = [...places.keys()].filter((cell) => places[cell] !== NOWHERE);
  const ranges: NumberRange[] = [];
  let before = NaN;
  cells.forEach((cell, index) => {
    if (!isIn(places[cell]!)) return;
    const last = ranges[ranges.length - 1];
    const high = index === cells.length - 1 ? { value: Infinity, inclusive: true } : ends[cell]!;
    const adjoins = last !== undefined && before === (ordered ? index - 1 : cell - 1);
    const low = index === 0 ? { value: -Infinity, inclusive: false } : ends[cell - 1]!;
    const own = { low: low.value, lowInclusive: index === 0 || !low.inclusive, high: high.value, highInclusive: high.inclusive };
    if (adjoins) ranges[ranges.length - 1] = { ...last, high: own.high, highInclusive: own.highInclusive };
    else ranges.push(own);
    before = ordered ? index : cell;
  });
  return ranges;
}

function inRanges(ranges: readonly NumberRange[], value: number, narrow: boolean): boolean {
  const x = narrow ? Math.fround(value) : value;
  return ranges.some(
    ({ low, lowInclusive, high, highInclusive }) => (x > low || (lowInclusive && x === low)) && (x < high || (highInclusive && x === high)),
  );
}

/** Whether a row of forest inputs, beginning at `values[at]`, meets a condition. */
export function meetsCondition(
  forest: Pick<Forest, 'arithmetic' | 'zeroIsMissing'>,
  condition: InputCondition,
  values: Float64Array,
  at = 0,
): boolean {
  const value = values[at + condition.input]!;
  if (Number.isNaN(value) || (forest.zeroIsMissing?.[condition.input] === 1 && Math.abs(value) <= ZERO_BAND)) return condition.missing;
  return inRanges(condition.ranges, value, forest.arithmetic === 'float32');
}
