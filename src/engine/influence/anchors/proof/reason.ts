import { compileForest } from '../../../models/forest/evaluate';
import type { Forest } from '../../../models/forest/types';
import { meetsCondition } from './conditions';
import { ReasonSearch } from './search';
import type { KeptPlayer, SufficientQuestion, SufficientReason } from './types';
import { keeps } from './worst';

/** What {@link ReasonSearch} finds, in one go, with how many of the rows given the rule covers. */
export function sufficientReason(question: SufficientQuestion): SufficientReason {
  const search = new ReasonSearch(question);
  while (!search.done) Array.from(search.step());
  const reason = search.reason();
  const { rows, forest } = question;
  return rows === undefined ? reason : { ...reason, coverage: coverageOf(forest, reason, rows) };
}

/** How many rows of forest inputs meet all conditions of a rule, and how many of these have its decision. */
export function coverageOf(forest: Forest, reason: SufficientReason, rows: Float64Array): NonNullable<SufficientReason['coverage']> {
  const width = forest.features;
  const count = Math.floor(rows.length / Math.max(1, width));
  const all = reason.kept.flatMap((player: KeptPlayer) => player.conditions);
  const covered: number[] = [];
  for (let row = 0; row < count; row++) {
    if (all.every((condition) => meetsCondition(forest, condition, rows, row * width))) covered.push(row);
  }
  const values = new Float64Array(covered.length * width);
  covered.forEach((row, k) => values.set(rows.subarray(row * width, (row + 1) * width), k * width));
  const margins = compileForest(forest).margins(values, covered.length);
  return { rows: count, covered: covered.length, agreeing: margins.filter((margin) => keeps(reason, margin)).length };
}
