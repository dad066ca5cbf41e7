import { compare } from '../fairness/compare';
import type { Comparison } from '../fairness/compare';
import { groupCounts } from '../fairness/counts';
import { estimate } from '../fairness/rates';
import type { Rate, RateId } from '../fairness/rates';
import { shuffle, shuffleResult, tallies } from '../fairness/shuffle';
import type { Tally } from '../fairness/shuffle';
import type { Verdict } from '../fairness/verdict';
import { benjaminiHochberg, holm } from '../stats/multiplicity';
import { exactNull } from '../stats/tests';
import type { Amount, CheckCount, FindingsInput, GapFinding, LimitKey } from './finding-types';

/** Shuffles shown with every gap. */
export const SHUFFLES = 2000;
/** Adjusted p-value a gap must reach to be listed as one. */
const FALSE_FINDINGS = 0.05;

const UNLABELLED: readonly RateId[] = ['selection'];
/** The rates every gap finding can be about. */
export const LABELLED: readonly RateId[] = ['selection', 'tpr', 'fpr', 'ppv', 'accuracy'];

/** One comparison made, with its p-value and adjusted verdict. */
export interface Check {
  readonly comparison: Comparison;
  readonly pair: readonly [Tally, Tally];
  readonly p: number;
  readonly q: number;
  readonly verdict: Verdict;
}

/**
 * Both sides as whole people, for tests that move people about: the people themselves, or, with weights, as many as carry the same information (the
 * effective number), so that test and interval speak about the same gap.
 */
function wholePeople({ here, there }: Comparison): [Tally, Tally] {
  const tally = ({ value, effective }: Rate): Tally => ({ k: Math.round((value ?? 0) * effective), n: value === null ? 0 : Math.round(effective) });
  return [tally(here), tally(there)];
}

/** Verdicts of every group and rate, and how many of each. With two groups each rate is compared once, from the side of the lower rate. */
export function runChecks({ table, margin, primary = [] }: FindingsInput): { checks: Check[]; count: CheckCount } {
  const open: Omit<Check, 'q' | 'verdict'>[] = [];
  const people = tallies(table, 'selection');
  const present = people.map((_, g) => g).filter((g) => people[g]!.n > 0);
  for (const id of table.labelled ? LABELLED : UNLABELLED) {
    if (present.length < 2) continue;
    let groups = present;
    if (present.length === 2) {
      const [first, second] = present as [number, number];
      const share = (group: number): number => estimate(id, groupCounts(table, group))?.value ?? 1;
      groups = [share(second) < share(first) ? second : first];
    }
    for (const group of groups) {
      const against = present.length === 2 ? present.find((g) => g !== group)! : 'others';
      const comparison = compare(table, id, group, against, { margin });
      const pair = wholePeople(comparison);
      open.push({ comparison, pair, p: exactNull(pair[0].k, pair[0].n, pair[1].k, pair[1].n)?.p ?? 1 });
    }
  }
  const adjusted = new Map<(typeof open)[number], number>();
  for (const chosen of [true, false]) {
    const told = open.filter(({ comparison }) => comparison.judgement.verdict !== 'few' && primary.includes(comparison.rate) === chosen);
    const values = (chosen ? holm : benjaminiHochberg)(told.map(({ p }) => p));
    told.forEach((check, i) => adjusted.set(check, values[i]!));
  }
  const checks = open.map((check): Check => {
    const q = adjusted.get(check) ?? 1;
    const { verdict } = check.comparison.judgement;
    return { ...check, q, verdict: verdict === 'gap' && q > FALSE_FINDINGS ? 'chance' : verdict };
  });
  const of = (verdict: Verdict): number => checks.filter((check) => check.verdict === verdict).length;
  const suppressed = checks.filter(({ comparison }) => comparison.judgement.suppressed).length;
  return { checks, count: { run: checks.length, gap: of('gap'), parity: of('parity'), chance: of('chance'), few: of('few'), suppressed } };
}

/** Distance from 0 the interval vouches for, times the root of the share of people who are in the group: strong and wide gaps first. */
export function weight({ comparison }: Check): number {
  const { interval, here, there } = comparison;
  if (!interval) return 0;
  const sure = Math.max(interval.lower, -interval.upper, 0);
  return sure * Math.sqrt(here.people / (here.people + there.people));
}

const LIMIT: Record<Verdict, LimitKey> = { gap: 'not-why', parity: 'equal-here-only', chance: 'luck-or-small', few: 'too-few-people' };

/** The finding of a comparison whose rates are estimable. */
export function gapFinding({ comparison, pair, p, q, verdict }: Check, { margin, seed }: FindingsInput): GapFinding {
  const { here, there, group, against, rate } = comparison;
  const amount = (side: typeof here): Amount => ({
    value: side.value!,
    numerator: side.numerator,
    denominator: side.denominator,
    interval: side.interval,
  });
  const drawn = shuffleResult(pair, shuffle(pair, seed, 0, SHUFFLES)!.statistic)!;
  return {
    kind: 'gap',
    rate,
    group,
    comparedWith: against,
    here: amount(here),
    there: amount(there),
    size: comparison.difference!,
    interval: comparison.interval,
    sure: verdict,
    n: here.people + there.people,
    margin,
    p,
    q,
    shuffles: { count: drawn.shuffles, asLarge: drawn.asLarge, largest: drawn.largest, seed },
    minimumDetectable: comparison.minimumDetectable,
    rowsNeeded: comparison.rowsNeeded,
    limit: verdict === 'gap' && (rate === 'tpr' || rate === 'fpr') ? 'needs-true-outcomes' : LIMIT[verdict],
    link: { screen: 'groups', rate, group },
  };
}
