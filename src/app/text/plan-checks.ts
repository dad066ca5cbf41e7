import { count, counted, fixed, ofHundred, pointsInterval } from './numbers';

const times = (ratio: number): string => `${fixed(ratio, 1)} times`;

/** Words of how changes hold up. `whom` says which people are meant, as what follows “who”. */
export const planChecks = {
  heading: 'How these changes hold up',
  who: { decision: (decision: string) => `were ${decision}`, goal: 'reach the goal' },
  columns: {
    plan: 'Change',
    like: (whom: string) => `Beside people who ${whom}`,
    small: 'If values come out a little different',
    pair: 'Values that go together',
  },
  usual: 'no further than is usual among them',
  far: 'further than nearly all of them are from each other',
  tooFew: (whom: string) => `too few people ${whom} to tell`,
  ratio: (ratio: number) => `${times(ratio)} the usual distance to the nearest five`,
  nearest: (reached: number, near: number, whom: string) => `${count(reached)} of the ${count(near)} nearest rows ${whom}`,
  apart: (share: number) => `odder than ${ofHundred(share)} of them`,
  noise: (kept: number, of: number) => {
    const tenths = kept === of ? 10 : Math.min(9, Math.round((10 * kept) / of));
    return `${count(tenths)} of 10 similar small changes are still enough`;
  },
  noiseDetail: (kept: number, of: number, low: number, high: number) => `${count(kept)} of ${count(of)} draws; ${pointsInterval(low, high)} of 100`,
  noNoise: 'only categories change: nothing to vary a little',
  steps: (values: string) => `not enough any more one step off, at ${values}`,
  stepsHold: 'one step off either way is enough as well',
  line: (score: string) => `stands with a line as far as ${score}`,
  atValue: (name: string, value: string) => `${name} ${value}`,
  near: (name: string, value: string) => `${name} near ${value}`,
  rare: (pair: string) => `fewer than 5 people in the table combine ${pair}`,
  rareOfSome: (rows: number, pair: string) => `fewer than 5 of the ${count(rows)} people looked at combine ${pair}`,
  common: (rows: number, pair: string) => `${counted(rows, 'person combines', 'people combine')} ${pair}, the rarest of its pairs`,
  commonOfSome: (rows: number, of: number, pair: string) => `${count(rows)} of the ${count(of)} people looked at combine ${pair}, the rarest of its pairs`,
  alone: 'the model has no other input to go with it',
  and: (first: string, second: string) => `${first} and ${second}`,
  note: (whom: string) =>
    `Distance: the mean to the five nearest people who ${whom}, beside the same among those people; odd is who a few random questions set apart. A little different: every changed number off by about 2% of its usual spread. Near: in the same tenth of the column.`,
  limit: 'No second model is held against these: after retraining they may not be enough.',
  numbers: 'All of them in numbers',
  metrics: {
    validity: 'Enough when scored again',
    violations: 'Limits broken',
    sparsity: 'Inputs changed',
    proximity: 'Size',
    sets: 'Different sets of inputs',
    distance: 'Distance between two of them',
    within: 'No further from those people than usual among them',
    near: 'Nearest rows that are such people',
    noise: 'Small changes that are still enough',
    gap: 'Larger than the smallest possible',
    rows: 'Changed rows scored to find them',
  },
  ofPlans: (share: number, plans: number) => `${count(Math.round(share * plans))} of ${count(plans)}`,
  meanLeast: (mean: string, least: string) => `${mean} on average, ${least} at least`,
  percent: (share: number) => `${fixed(100 * share)}%`,
  provedBest: 'not at all: proved',
  atMost: (share: number) => `by ${fixed(100 * share, share < 0.1 ? 1 : 0)}% at most`,
  unknown: 'not known: this model gives no proof',
  computing: 'Checking how these changes hold up',
} as const;
