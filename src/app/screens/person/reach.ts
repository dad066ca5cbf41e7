import type { Stretch } from '../../../engine/influence/sweep/stretches';
import type { Feature } from '../../../engine/models/binding/types';
import { en } from '../../text/en';
import { list } from '../../text/numbers';
import { valueText } from './words';

/** In words: the values of one input that alone carry the row past the line. `word` names the decision it would get. */
export function reachText(feature: Feature, stretches: readonly Stretch[], word: string): string {
  const words = en.person;
  const [first, ...more] = stretches;
  if (!first) return words.reachNone;
  if (feature.kind === 'level') return words.reachLevels(word, list(stretches.slice(0, 3).map((stretch) => valueText(feature, stretch.from))));
  if (more.length > 0) return words.reachSome(word);
  if (first.above === undefined) return words.reachFrom(word, valueText(feature, first.from));
  if (first.below === undefined) return words.reachUpTo(word, valueText(feature, first.to));
  return words.reachBetween(word, valueText(feature, first.from), valueText(feature, first.to));
}

/** A step a person would take on a number: whole for whole numbers, else about a hundredth of its range, to a round figure. */
export function stepOf(feature: Feature, low: number, high: number): number {
  const raw = (high - low) / 100;
  if (!(raw > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const round = [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= raw - 1e-12) ?? power;
  return feature.whole ? Math.max(1, Math.round(round)) : round;
}
