import { fixed } from './numbers';

/** How sure a sentence is. Each state has one rule, one word and one badge everywhere. */
export type Evidence = 'clear' | 'small' | 'near' | 'chance' | 'few' | 'exact';

export const evidence: Record<Evidence, string> = {
  clear: 'clear',
  small: 'small',
  near: 'may be small',
  chance: 'could be chance',
  few: 'too few to say',
  exact: 'exact',
};

/** The rule behind each word, for the person who asks; `margin` in points. */
export const evidenceRule = (state: Evidence, margin: number): string =>
  ({
    clear: `The whole 95% interval lies beyond your margin of ${fixed(margin)} points.`,
    small: `The whole 95% interval lies within your margin of ${fixed(margin)} points.`,
    near: `There is a difference, but its 95% interval reaches into your margin of ${fixed(margin)} points: it may be small.`,
    chance: 'The 95% interval holds zero, so chance alone could show a difference like this.',
    few: 'There are fewer than 30 people in a cell, or the interval is wider than 15 points either way.',
    exact: 'Counted or computed in full: nothing was drawn at random.',
  })[state];
