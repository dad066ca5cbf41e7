import type { Finding, Findings, FindingsInput } from './finding-types';
import { gapFinding, runChecks, weight } from './gap-findings';
import type { Check } from './gap-findings';
import { metricFindings } from './metric-findings';
import { accuracyFinding, dataFindings, personFinding, selectionFinding, selfTestFinding } from './plain-findings';

export type * from './finding-types';

/** No more findings than a person reads. */
export const MOST_FINDINGS = 7;
/** At most this many findings about one rate, so that one measure does not crowd out the others. */
const PER_RATE = 2;

const estimable = ({ comparison }: Check): boolean => comparison.difference !== null && !comparison.judgement.suppressed;

/** Of equals, the one that speaks about most people. */
const widest = (checks: readonly Check[]): Check[] =>
  [...checks].sort((a, b) => b.comparison.here.people + b.comparison.there.people - (a.comparison.here.people + a.comparison.there.people));

/**
 * At most {@link MOST_FINDINGS} findings as data; the page makes the sentences. Order: a failed self-test (all else hangs on it), measures chosen before
 * looking, gaps, those chosen before looking first, then those in decisions before those in mistakes and each from strong and wide to weak and narrow, what carries the gap in decisions, what it would take, the chosen person, what could be chance or is too few or is equal, everyone together, the largest fault of the data.
 * A gap is listed when its interval lies beyond the margin and its p-value, adjusted for all comparisons made, is at most 0.05.
 */
export function findings(input: FindingsInput): Findings {
  const { checks, count } = runChecks(input);
  const usable = checks.filter(estimable);
  const chosen = ({ comparison }: Check): boolean => input.primary?.includes(comparison.rate) ?? false;
  const metrics = metricFindings(input);
  const perRate = new Map<string, number>();
  const gaps = usable
    .filter(({ verdict }) => verdict === 'gap')
    .sort((a, b) => Number(chosen(b)) - Number(chosen(a)) || Number(b.comparison.rate === 'selection') - Number(a.comparison.rate === 'selection') || weight(b) - weight(a))
    .filter(({ comparison }) => {
      const seen = perRate.get(comparison.rate) ?? 0;
      perRate.set(comparison.rate, seen + 1);
      return seen < PER_RATE;
    });
  const [parity, chance, few] = (['parity', 'chance', 'few'] as const).map((verdict) => widest(usable.filter((check) => check.verdict === verdict)));

  const selfTest = selfTestFinding(input);
  const person = personFinding(input);
  const overall = [accuracyFinding(input), selectionFinding(input)].filter((finding) => finding !== null);
  const fault = dataFindings(input)[0];
  const fixed = metrics.length + (selfTest ? 1 : 0) + (person ? 1 : 0) + (input.carriers ? 1 : 0) + (input.recourse ? 1 : 0) + Math.min(1, overall.length) + (fault ? 1 : 0);
  const room = MOST_FINDINGS - fixed;

  const shownGaps = gaps.slice(0, room);
  const others = [...parity!.slice(0, 1), ...chance!.slice(0, 1), ...(shownGaps.length === 0 ? few!.slice(0, 1) : [])].slice(0, room - shownGaps.length);
  const spare = room - shownGaps.length - others.length;
  const list: (Finding | null | undefined)[] = [
    selfTest,
    ...metrics,
    ...shownGaps.map((check) => gapFinding(check, input)),
    input.carriers,
    input.recourse,
    person,
    ...others.map((check) => gapFinding(check, input)),
    ...overall.slice(0, spare > 0 ? 2 : 1),
    fault,
  ];
  return { findings: list.filter((finding): finding is Finding => finding !== null && finding !== undefined), checks: count };
}
