import { cutByQuantiles } from '../../intersections';
import { stream } from '../streams';
import type { MatchColumn, MatchedQuestion, Matching } from './types';

/** Classes of a column within which people count as alike; missing is a class of its own. */
function classes({ kind, values }: MatchColumn, bins: number): Float64Array<ArrayBuffer> {
  if (kind === 'level' || bins <= 0) return values;
  return Float64Array.from(cutByQuantiles(values, bins).codes, (code) => (code < 0 ? NaN : code));
}

/**
 * Puts people who are alike in every matched column into one stratum, keeps strata with both groups, and pairs their members at random (seeded). Reads no
 * decision, except that people without one are left out: so it may be looked at before the experiment is run.
 * Source: Iacus, King and Porro (2012), coarsened exact matching.
 */
export function matchPeople(question: MatchedQuestion): Matching {
  const { columns, group, decisions, bins, seed } = question;
  const usable = (row: number): boolean => group[row]! >= 0 && decisions[row]! >= 0;
  const stratum = new Int32Array(group.length);
  for (const column of columns) {
    if (!column.matched) continue;
    const own = classes(column, bins);
    const codes = new Map<string, number>();
    for (let row = 0; row < group.length; row++) {
      const key = `${stratum[row]},${own[row]}`;
      const code = codes.get(key) ?? codes.size;
      codes.set(key, code);
      stratum[row] = code;
    }
  }
  const members = new Map<number, [number[], number[]]>();
  const of: [number, number] = [0, 0];
  for (let row = 0; row < group.length; row++) {
    if (!usable(row)) continue;
    const side = group[row] as 0 | 1;
    of[side]++;
    const entry = members.get(stratum[row]!) ?? [[], []];
    entry[side].push(row);
    members.set(stratum[row]!, entry);
  }
  const kept = new Int32Array(group.length).fill(-1);
  const matched: [number, number] = [0, 0];
  const pairs: [number, number][] = [];
  let strata = 0;
  for (const [first, second] of members.values()) {
    if (first.length === 0 || second.length === 0) continue;
    const random = stream(seed, 'pairs', strata);
    for (const row of [...first, ...second]) kept[row] = strata;
    matched[0] += first.length;
    matched[1] += second.length;
    random.shuffle(first);
    random.shuffle(second);
    for (let i = 0; i < Math.min(first.length, second.length); i++) pairs.push([first[i]!, second[i]!]);
    strata++;
  }
  const order = stream(seed, 'pairs', strata).shuffle(Int32Array.from(pairs.keys()));
  return { stratum: kept, strata, matched, of, pairs: Array.from(order, (at) => pairs[at]!) };
}

/** How many people and pairs a matching finds. */
export interface MatchingSize extends Pick<Matching, 'strata' | 'matched' | 'of'> {
  readonly pairs: number;
}

/** What is looked at before matched pairs are registered. */
export function matchingSize(question: MatchedQuestion): MatchingSize {
  const { pairs, strata, matched, of } = matchPeople(question);
  return { pairs: pairs.length, strata, matched, of };
}
