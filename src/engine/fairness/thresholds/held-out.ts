import type { CountTable, Outcomes } from '../counts';
import { splitRows } from '../split';
import { buildThresholdIndex, countsAt } from '../threshold-index';
import type { ThresholdIndex } from '../threshold-index';
import { planLines } from './plan';
import type { LinePlan, LineQuestion } from './plan';
import { countsUnder } from './rules';

/** Lines chosen on one half of the people, and what they do to each half. */
export interface HeldOut {
  readonly plan: LinePlan;
  /** Under the line for everyone and under the plan: on the half it was chosen from, and on the other, which it has not seen. */
  readonly fitted: { readonly before: CountTable; readonly after: CountTable };
  readonly held: { readonly before: CountTable; readonly after: CountTable };
  readonly seed: number;
}

/**
 * Chooses lines on one half and counts on the other, because lines chosen and measured on the same people look better than they are. Intervals of rates
 * and gaps of the held half are those of any count table.
 * @throws AssayError as {@link planLines}, when a half has too few people, and as {@link buildThresholdIndex}
 */
export function heldOut({ question, seed, scores, ...outcomes }: Outcomes & { readonly scores: Float64Array; readonly question: LineQuestion; readonly seed: number }): HeldOut {
  const { groups, groupCount, labels, weights } = outcomes;
  const halves = splitRows(Int32Array.from(groups.keys()), groups, labels, seed, 0.5);
  const part = (rows: Int32Array): ThresholdIndex =>
     buildThresholdIndex({
      scores: Float64Array.from(rows, (row) => scores[row]!),
      groups: Int32Array.from(rows, (row) => groups[row]!),
      groupCount,
      ...(labels ? { labels: Int8Array.from(rows, (row) => labels[row]!) } : {}),
      ...(weights ? { weights: Float64Array.from(rows, (row) => weights[row]!) } : {}),
    });
  const [first, second] = [part(halves.fit), part(halves.held)];
  const plan = planLines(first, question);
  const measure = (index: ThresholdIndex): HeldOut['held'] => ({ before: countsAt(index, question.line), after: countsUnder(index, plan.rules) });
  return { plan, fitted: measure(first), held: measure(second), seed };
}
