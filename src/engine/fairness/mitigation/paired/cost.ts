import type { Judgement } from '../../verdict';
import { judge } from '../../verdict';
import { changedShare, countPaired, pairedCells, type PairedScores } from './table';
import type { PairedChange } from './change';
import { shareChange } from './shares';

/** What a change costs in right decisions among everybody: accuracy after minus before, below 0 where it costs. Null parts without outcomes. */
export interface AccuracyChange extends PairedChange {
  readonly judgement: Judgement;
  /** Share of people whose decision is another one, known outcome or not; null with nobody scored. */
  readonly changed: number | null;
}

/** Accuracy of the same people before and after a change, with its interval, judged against `margin` (a share). */
export function accuracyChange(scores: PairedScores, margin: number, level = 0.95): AccuracyChange {
  const cells = pairedCells(countPaired(scores));
  const change = shareChange('accuracy', cells, level);
  return { ...change, judgement: judge(change.interval, change.people, margin), changed: changedShare(cells) };
}
