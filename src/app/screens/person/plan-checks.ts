import type { Feature } from '../../../engine/models/binding/types';
import type { PlanCheck, RecourseMetrics } from '../../../engine/recourse/checks/metrics';
import { en } from '../../text/en';
import { count, fixed, list } from '../../text/numbers';
import { valueText } from './words';

const words = en.planChecks;
/** Fewer people than this with two values are too few to speak of them as a kind. */
const FEW = 5;

/** What stands first, and what is told in smaller letters. */
export interface Told {
  readonly main: string;
  readonly more: readonly string[];
}

export function likeText({ like }: PlanCheck, whom: string): Told {
  const nearest = words.nearest(like.favourableNear, like.near, whom);
  if (like.within === null) return { main: words.tooFew(whom), more: [nearest] };
  return {
    main: like.within ? words.usual : words.far,
    more: [...(like.ratio === null ? [] : [words.ratio(like.ratio)]), nearest, ...(like.isolatedBeyond === null ? [] : [words.apart(like.isolatedBeyond)])],
  };
}

export function smallText({ robust }: PlanCheck, features: readonly Feature[], line: string | undefined): Told {
  const { noise, steps } = robust;
  const failing = steps.filter(({ holds }) => !holds).map(({ feature, to }) => words.atValue(features[feature]!.name, valueText(features[feature]!, to)));
  return {
    main: noise ? words.noise(noise.kept, noise.of) : words.noNoise,
    more: [
      ...(noise ? [words.noiseDetail(noise.kept, noise.of, noise.share.lower, noise.share.upper)] : []),
      ...(steps.length === 0 ? [] : [failing.length === 0 ? words.stepsHold : words.steps(list(failing))]),
      ...(line === undefined ? [] : [words.line(line)]),
    ],
  };
}

/** The rarest pair of values that a plan brings together. */
export function pairText({ pairs }: PlanCheck, features: readonly Feature[], row: Float64Array, looked: number, of: number): string {
  const [rarest] = pairs;
  if (!rarest) return words.alone;
  const value = (feature: number): string => {
    const { name, kind } = features[feature]!;
    return (kind === 'level' ? words.atValue : words.near)(name, valueText(features[feature]!, row[feature]!));
  };
  const pair = words.and(value(rarest.changed), value(rarest.other));
  if (rarest.rows < FEW) return looked < of ? words.rareOfSome(looked, pair) : words.rare(pair);
  return looked < of ? words.commonOfSome(rarest.rows, looked, pair) : words.common(rarest.rows, pair);
}

/** The numbers by which results are compared, as they are printed. */
export function metricLines({ plans, validity, violations, sparsity, proximity, diversity, plausibility, robustness, gap, rows }: RecourseMetrics, size: (cost: number) => string): { readonly name: string; readonly value: string }[] {
  const names = words.metrics;
  const lines: [string, string | null][] = [
    [names.validity, validity === null ? null : words.ofPlans(validity, plans)],
    [names.violations, count(violations)],
    [names.gap, gap === null ? words.unknown : gap === 0 ? words.provedBest : words.atMost(gap)],
    [names.proximity, proximity && words.meanLeast(size(proximity.mean), size(proximity.least))],
    [names.sparsity, sparsity && words.meanLeast(fixed(sparsity.mean, 1), count(sparsity.least))],
    [names.sets, diversity && count(diversity.sets)],
    [names.distance, diversity?.distance == null ? null : words.percent(diversity.distance)],
    [names.within, plausibility?.within == null ? null : words.ofPlans(plausibility.within, plans)],
    [names.near, plausibility && words.percent(plausibility.favourableNear)],
    [names.noise, robustness?.noise == null ? null : words.percent(robustness.noise)],
    [names.rows, count(rows)],
  ];
  return lines.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}
