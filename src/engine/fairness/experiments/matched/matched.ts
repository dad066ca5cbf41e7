import { tango } from '../../../stats/intervals';
import { blockedOdds, blockedTest, mantelHaenszel, type Stratum } from '../../../stats/tests';
import { cannotExperiment, needBoth } from '../faults';
import { balanceOf } from './balance';
import { matchPeople } from './matching';
import { sensitivityOf } from './sensitivity';
import type { Matched, MatchedQuestion, Matching } from './types';

/** The fourfold tables of strata: favourable decisions of each group. */
function tables({ group, decisions }: MatchedQuestion, { stratum, strata }: Matching): Stratum[] {
  const counts = Array.from({ length: strata }, () => ({ k1: 0, n1: 0, k2: 0, n2: 0 }));
  stratum.forEach((own, row) => {
    if (own < 0) return;
    const table = counts[own]!;
    if (group[row] === 0) {
      table.n1++;
      table.k1 += decisions[row]!;
    } else {
      table.n2++;
      table.k2 += decisions[row]!;
    }
  });
  return counts;
}

/**
 * Compares decisions of people of two groups who are alike in the matched columns: pairs by McNemar's exact test, and all of them within strata by the
 * exact conditional Cochran–Mantel–Haenszel test. An observation, not an intervention: people may differ in what was not matched.
 * @throws AssayError `experiment-one-group`, `experiment-no-pairs` when nobody is like anybody of the other group
 */
export function comparePairs(question: MatchedQuestion): Matched {
  const matching = matchPeople(question);
  needBoth(matching.of[0], matching.of[1], question.names);
  const pairs = matching.pairs.slice(0, Math.max(0, Math.floor(question.pairs)));
  if (pairs.length === 0) {
    const remedy = 'Match on fewer columns, or cut numbers into fewer ranges.';
    throw cannotExperiment('experiment-no-pairs', 'Nobody of one group is like anybody of the other in all the chosen columns.', remedy);
  }
  const tally = [0, 0, 0, 0];
  for (const [a, b] of pairs) tally[2 * question.decisions[a]! + question.decisions[b]!]!++;
  const [neither, second, first, both] = tally as [number, number, number, number];
  const test = blockedTest(pairs.map(([a, b]) => ({ k1: question.decisions[a]!, n1: 1, k2: question.decisions[b]!, n2: 1 })))!;
  const strata = tables(question, matching);
  const wide = blockedTest(strata);
  const weighted = mantelHaenszel(strata);
  return {
    pairs: pairs.length,
    first,
    second,
    both,
    neither,
    effect: (first - second) / pairs.length,
    interval: tango(first, second, pairs.length),
    test,
    sensitivity: sensitivityOf(first, second, question.alpha),
    strata:
      wide && weighted
        ? {
            test: wide,
            difference: weighted.difference,
            interval: weighted.interval,
            odds: blockedOdds(wide),
            people: matching.matched[0] + matching.matched[1],
            count: matching.strata,
          }
        : null,
    balance: balanceOf(question, { pairs }),
    matched: matching.matched,
    of: matching.of,
  };
}
