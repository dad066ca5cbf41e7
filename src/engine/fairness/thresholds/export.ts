import type { LinePlan, LineQuestion } from './plan';
import type { GroupRule } from './rules';

/** Names and origin that go with exported lines. */
export interface LineOrigin {
  readonly groupColumns: readonly string[];
  readonly groupNames: readonly string[];
  /** What the score is, in words, and the decision at or above the line. */
  readonly score: string;
  readonly decision: string;
  readonly tableHash: string;
  readonly modelHash: string;
  readonly seed: number;
  /** A low score is the favourable side: a score is selected when it is at or below the line, and lines are written on that scale. */
  readonly lowIsFavourable: boolean;
}

type Written = 'everyone' | 'nobody' | number;

/** Lines as plain data for a JSON file: one entry per group, with the rule in words. Infinity has no form in JSON and is written as `nobody`. */
export function writeLines(plan: LinePlan, { criterion, objective, tolerance, randomised, line }: LineQuestion, origin: LineOrigin): Record<string, unknown> {
  const onScale = (threshold: number): Written => {
    if (threshold === Infinity) return 'nobody';
    if (threshold === -Infinity) return 'everyone';
    return origin.lowIsFavourable ? -threshold : threshold;
  };
  const written = (rule: GroupRule): unknown => (rule.length === 1 ? { line: onScale(rule[0]!.threshold) } : { lot: rule.map(({ threshold, share }) => ({ line: onScale(threshold), share })) });
  const { groupColumns, groupNames, score, decision, tableHash, modelHash, seed, lowIsFavourable } = origin;
  return {
    format: 'assay-lines',
    version: 1,
    rule: `${decision} when ${score} ${lowIsFavourable ? '<=' : '>='} line`,
    groupColumns,
    groups: groupNames.map((name, group) => ({ group: name, ...(written(plan.rules[group]!) as object), chosen: plan.considered.includes(group) })),
    withoutGroup: written(plan.rules[groupNames.length]!),
    lineForEveryone: onScale(line),
    criterion,
    tolerance,
    gapLeft: Number.isNaN(plan.gap) ? null : plan.gap,
    toleranceKept: plan.met,
    byLot: randomised,
    objective,
    objectiveValue: Number.isNaN(plan.utility) ? null : plan.utility,
    everyLineTried: plan.exact,
    tableHash,
    modelHash,
    seed,
  };
}
