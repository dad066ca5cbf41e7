import { Random } from '../../stats/random';
import type { CountTable, Outcomes } from '../counts';
import { buildThresholdIndex, countsAt } from '../threshold-index';
import type { ThresholdIndex } from '../threshold-index';
import { planLines } from './plan';
import type { LinePlan, LineQuestion } from './plan';
import { countsUnder } from './rules';

/**
 * Shares out rows into two halves by lot, group by group and outcome by outcome, so that each kind of person is in both halves equally often, give or
 * take one.
 * @returns 0 or 1 per row
 */
export function splitHalves({ groups, labels }: Outcomes, seed: number): Uint8Array<ArrayBuffer> {
  const random = new Random(seed);
  const next = new Map<number, number>();
  const half = new Uint8Array(groups.length);
  const order = random.shuffle(Int32Array.from({ length: groups.length }, (_, i) => i));
  for (const row of order) {
    const outcome = labels?.[row] ?? -1;
    const stratum = 3 * (groups[row]! + 1) + (outcome === 1 ? 0 : outcome === 0 ? 1 : 2);
    const side = next.get(stratum) ?? random.below(2);
    half[row] = side;
    next.set(stratum, 1 - side);
  }
  return half;
}

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
  const half = splitHalves(outcomes, seed);
  const part = (side: number): ThresholdIndex => {
    const rows = Int32Array.from(half.keys()).filter((row) => half[row] === side);
    const { groups, groupCount, labels, weights } = outcomes;
    return buildThresholdIndex({
      scores: Float64Array.from(rows, (row) => scores[row]!),
      groups: rows.map((row) => groups[row]!),
      groupCount,
      ...(labels ? { labels: Int8Array.from(rows, (row) => labels[row]!) } : {}),
      ...(weights ? { weights: Float64Array.from(rows, (row) => weights[row]!) } : {}),
    });
  };
  const [first, second] = [part(0), part(1)];
  const plan = planLines(first, question);
  const measure = (index: ThresholdIndex): HeldOut['held'] => ({ before: countsAt(index, question.line), after: countsUnder(index, plan.rules) });
  return { plan, fitted: measure(first), held: measure(second), seed };
}
