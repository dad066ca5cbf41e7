import type { LevelMoves } from '../../../../engine/recourse/limits/choice';
import { en } from '../../../text/en';

/** What a level of an input may change to, as a sentence. */
export function levelMovesText(name: string, levels: readonly string[], { from, to }: LevelMoves): string {
  const text = (level: number): string => (level < 0 ? en.limits.missingLevel : (levels[level] ?? ''));
  const never = [...levels.keys()].filter((level) => level !== from && !to.includes(level));
  return en.limits.levelsSet(name, text(from), to.map(text), never.map(text));
}
