import { metricInfo } from '../fairness/metrics/catalogue';
import { countSides, joinSides, scoreSides } from '../fairness/metrics/sides';
import type { ScoreSide, Sides } from '../fairness/metrics/sides';
import { metricTable } from '../fairness/metrics/table';
import type { AdjustedContrast } from '../fairness/metrics/table';
import type { ThresholdIndex } from '../fairness/threshold-index';
import type { FindingsInput, LimitKey, MetricFinding } from './finding-types';
import { LABELLED } from './gap-findings';

/** Up to this many scores the measures of scores are read for a finding; beyond it they take too long for a page that is waited for. */
const MOST_SCORES = 100_000;

/** Scores do not move with the threshold, so they are read once per index. */
const read = new WeakMap<ThresholdIndex, Sides<ScoreSide>>();

function scoresOf({ index, table }: FindingsInput): Sides<ScoreSide> | undefined {
  if (!index || index.groupCount !== table.groupCount || index.scores.length > MOST_SCORES) return undefined;
  const known = read.get(index) ?? scoreSides(index);
  read.set(index, known);
  return known;
}

const LIMIT: Record<AdjustedContrast['verdict'], LimitKey> = { gap: 'not-why', parity: 'equal-here-only', chance: 'luck-or-small', few: 'too-few-people' };

/**
 * One finding for each measure chosen before looking that is not among the rates of the gap findings: of the group furthest from everyone else (with two
 * groups, from the other). Measures that are not estimable, whose differences have no unit of a hundred, or of predicted values have none.
 */
export function metricFindings(input: FindingsInput): MetricFinding[] {
  const { table, margin, primary = [] } = input;
  const own = primary.filter((id) => !(LABELLED as readonly string[]).includes(id) && ['share', 'score'].includes(metricInfo(id).unit));
  if (own.length === 0 || table.groupCount < 2) return [];
  const scored = primary.some((id) => metricInfo(id).needs.some((need) => need === 'scores' || need === 'probabilities'));
  const sides = joinSides(countSides(table), scored ? scoresOf(input) : undefined);
  const rows = metricTable(primary, sides, { margin, against: table.groupCount === 2 ? 1 : 'others', primary });
  return rows.flatMap(({ id, contrasts }) => {
    if (!own.includes(id)) return [];
    const usable = contrasts.filter(({ difference, judgement }) => difference !== null && !judgement.suppressed);
    if (usable.length === 0) return [];
    const widest = usable.reduce((best, entry) => (Math.abs(entry.difference!) > Math.abs(best.difference!) ? entry : best));
    const { group, against, here, there, difference, interval, verdict, judgement, adjusted } = widest;
    const n = table.people.reduce((sum, people) => sum + people, 0);
    return [
      {
        kind: 'metric',
        metric: id,
        group,
        comparedWith: against === 'extremes' ? 'others' : against,
        here,
        there,
        size: difference!,
        interval,
        sure: verdict === 'gap' && judgement.spansZero ? 'chance' : verdict,
        n,
        margin,
        adjusted,
        limit: LIMIT[verdict],
        link: { screen: 'groups' },
      } satisfies MetricFinding,
    ];
  });
}
