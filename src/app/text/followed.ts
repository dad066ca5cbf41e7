import { count } from './numbers';

/** Words for what inputs are followed on over all people: the score, or the margin that it is made of. */
export const followed = {
  label: 'Influence on the',
  /** Choices, each with whom it takes in. */
  choices: {
    score: 'score',
    value: 'value',
    odds: 'log odds',
    class: 'margin of the class',
    log: 'logarithm of the value',
  },
  taking: {
    everybody: (name: string) => `${name} (everybody, exact)`,
    explained: (name: string, most: number) => `${name} (up to ${count(most)} people, exact)`,
    sampled: (name: string, most: number) => `${name} (up to ${count(most)} people)`,
  },
  /** What a margin is called after “the”. */
  names: {
    odds: 'log odds',
    class: (label: string) => `margin of “${label}”`,
    log: 'logarithm of the value',
  },
  /** Behind a capital, at the head of a column or along an axis. */
  heads: { odds: 'Log odds', class: 'Margin', log: 'Logarithm of the value' },

  score: (yes: string) => `The score is the chance of “${yes}” that decisions are made of, in points of 100.`,
  value: 'The value is what the model gives, in its own unit.',
  instead: (name: string) => `By the ${name}, which the score is made of, everybody is in, exactly; the order of the inputs can differ.`,
  insteadSome: (name: string) => `The ${name} can be followed instead; the order of the inputs can differ.`,
  is: {
    odds: 'Log odds are the logarithm of chance to counter-chance: 0 is an even chance, and 0.7 more doubles the odds.',
    class: (label: string) => `The margin of “${label}” is what the model’s trees add up for this class, before the chances of all classes are made of their margins.`,
    log: 'The logarithm of the value is what the model’s trees add up: 0.7 more doubles the value.',
  },
  taken: {
    everybody: 'Shapley values are read off the trees: exact, and over everybody asked about.',
    explained: 'Shapley values are read off the trees, exact for each person explained; these are drawn, as it would take too long for everybody.',
    sampled: 'Shapley values are worked out by scoring mixed rows, for drawn people where there are too many.',
  },
  differs: {
    odds: 'Near 0 and near 100 points of the score a large move of the log odds is a small one of the score, so the order of the inputs can differ between the two.',
    class: 'A chance also hangs on the margins of the other classes, so the order of the inputs can differ between the two.',
    log: 'Where values are large a small move of the logarithm is a large one of the value, so the order of the inputs can differ between the two.',
  },
} as const;
