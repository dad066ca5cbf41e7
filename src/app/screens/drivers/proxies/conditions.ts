import type { Combination, ProxyCondition } from '../../../../engine/fairness/proxies/combinations';
import type { Feature } from '../../../../engine/models/binding/types';
import { en } from '../../../text/en';
import { countOf, fixed, list, ofHundred, quantity } from '../../../text/numbers';
import { bracketed } from './print';

const words = en.proxies;
/** Levels written out of a condition. */
const NAMED = 5;

function conditionText({ feature, low, high, levels, missing }: ProxyCondition, features: readonly Feature[]): string {
  const { name, levels: names } = features[feature]!;
  const say = (): string => {
    if (levels) {
      const shown = levels.slice(0, NAMED).map((level) => names?.[level] ?? String(level));
      if (shown.length === 0) return words.isNone(name);
      return levels.length === 1 ? words.isOne(name, shown[0]!) : words.isAny(name, list([...shown, ...(levels.length > NAMED ? [words.moreLevels(levels.length - NAMED)] : [])]));
    }
    if (low === -Infinity) return high === Infinity ? words.anyKnown(name) : words.upTo(name, quantity(high, 6));
    return high === Infinity ? words.above(name, quantity(low, 6)) : words.inside(name, quantity(low, 6), quantity(high, 6));
  };
  return missing ? words.orMissing(say()) : say();
}

/** A combination in a sentence. */
export function combinationText({ group, conditions, rows, members, share, base }: Combination, features: readonly Feature[], groups: readonly string[]): string {
  const hundred = (value: number): string => fixed(value * 100);
  const said = conditions.map((condition) => conditionText(condition, features)).join(words.and);
  return words.combination(said, ofHundred(share.value), bracketed(share.lower, share.upper, hundred), groups[group] ?? '', hundred(base), countOf(members, rows));
}
