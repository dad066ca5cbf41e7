import type { Random } from '../../../stats/random';
import { stream } from '../streams';
import type { PresentedQuestion, RankedInput } from './types';

/** First index whose value is at least, and above, `value`. */
function placeOf(sorted: Float64Array, value: number): [from: number, to: number] {
  const search = (above: (x: number) => boolean): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (above(sorted[middle]!)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return [search((x) => x >= value), search((x) => x > value)];
}

/**
 * The value at the same place among the other group as `value` has in its own; people of equal value stand anywhere within their stretch, by a draw.
 * A missing value, and one where either group has none, stays as it is.
 */
export function sameRank({ sorted }: RankedInput, own: 0 | 1, value: number, random: Random): number {
  const [mine, theirs] = own === 0 ? sorted : [sorted[1], sorted[0]];
  const within = random.uniform();
  if (Number.isNaN(value) || mine.length === 0 || theirs.length === 0) return value;
  const [from, to] = placeOf(mine, value);
  const place = (from + within * (to - from)) / mine.length;
  return theirs[Math.min(theirs.length - 1, Math.floor(place * theirs.length))]!;
}

/** Rows scored for each person: a flip has both values, a correspondence the person as they are and every changed copy. */
export function rowsEach(question: Pick<PresentedQuestion, 'half'>): number {
  return 1 + question.half;
}

/** Writes row `unit` (0 to `half`) of a person. What is drawn depends on the seed, the person and the copy only. */
export function writeUnit(question: PresentedQuestion, person: number, unit: number, out: Float64Array, at: number): void {
  const { kind, people, width, own, bundle, half, seed } = question;
  for (let feature = 0; feature < width; feature++) out[at + feature] = people[person * width + feature]!;
  if (kind === 'correspondence' && unit === 0) return;
  const group = kind === 'flip' ? (1 - unit) as 0 | 1 : (own[person] as 0 | 1);
  const shownAs = group === 0 ? 1 : 0;
  bundle.fixed.features.forEach((feature, k) => (out[at + feature] = bundle.fixed.values[shownAs][k]!));
  if (kind === 'flip') return;
  const random = stream(seed, 'replacement', person * half + unit - 1);
  for (const input of bundle.ranked) out[at + input.feature] = sameRank(input, group, out[at + input.feature]!, random);
  const { features, donors } = bundle.taken;
  if (features.length === 0) return;
  const from = random.below(donors[shownAs].length / features.length) * features.length;
  features.forEach((feature, k) => (out[at + feature] = donors[shownAs][from + k]!));
}
