/** Words of what changes are to reach. */
export const goals = {
  label: 'Goal',
  decision: (word: string) => `The decision “${word}”`,
  chance: 'A chance of …',
  value: 'A score of …',
  class: 'Another class',
  low: 'at least',
  high: 'at most',
  lowChance: 'Chance of at least',
  highChance: 'Chance of at most',
  lowValue: 'Score of at least',
  highValue: 'Score of at most',
  of100: 'of 100',
  optional: '(may stay empty)',
  chanceOf: (name: string) => `of “${name}”`,
  which: 'Class that is to be the most likely',
  /** What changes would do, after “would”. */
  aim: {
    decision: (name: string, decision: string) => `make ${name} ${decision}`,
    atLeast: (name: string, low: string) => `bring ${possessive(name)} score to ${low} or more`,
    atMost: (name: string, high: string) => `bring ${possessive(name)} score to ${high} or less`,
    between: (name: string, low: string, high: string) => `bring ${possessive(name)} score between ${low} and ${high}`,
    class: (name: string, of: string) => `make “${of}” the most likely class for ${name}`,
  },
  reached: {
    decision: (name: string, decision: string) => `${name} is ${decision} already`,
    score: (name: string, score: string) => `${possessive(name)} score, ${score}, reaches the goal already`,
    class: (name: string, of: string) => `“${of}” is the most likely class for ${name} already`,
  },
  reachedText: 'Nothing has to change. Choose another goal to see what would.',
  lead: (points: string) => `ahead by ${points}`,
  leadHead: 'Ahead by',
  told: (aim: string) => `Goal: ${aim}.`,
} as const;

function possessive(name: string): string {
  return `${name}’s`;
}
