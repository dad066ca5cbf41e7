import { count } from './numbers';

/** Words of the card with a rule that holds the decision. */
export const rule = {
  heading: 'What is enough for this decision?',
  idle: (name: string, decision: string) => `Looks for a few values of ${name} with which nearly everyone is ${decision}, whatever their other inputs are.`,
  look: 'Look for a rule',
  lookSampled: 'Look for a sampled rule',
  computing: 'Looking for a rule',
  title: (conditions: string, share: string, decision: string) => `With ${conditions}, ${share} are ${decision}, whatever the other inputs are`,
  always: (share: string, decision: string) => `${share} are ${decision}, whatever their inputs are`,
  none: (target: string) => `No short rule holds this decision for ${target}`,
  best: (conditions: string, share: string, decision: string) => `The best one met: with ${conditions}, ${share} are ${decision}.`,
  sure: (low: string, high: string, rows: number) => `95% interval ${low} to ${high} of 100, from ${count(rows)} mixed rows that the search had not seen.`,
  covers: (covered: number, rows: number, agreeing: number, decision: string) =>
    `Of ${count(rows)} rows of the table ${count(covered)} meet it; ${count(agreeing)} of these are ${decision}.`,
  thin: 'That is few people: the rule speaks about combinations that hardly occur.',
  limit: 'that this is the only rule, or the shortest: other values can be enough as well.',
  source: (rows: number, seed: number) => `Anchor, ${count(rows)} model rows, seed ${seed}`,
  between: (name: string, low: string, high: string) => `${name} from ${low} to ${high}`,
  over: (name: string, low: string) => `${name} above ${low}`,
  upTo: (name: string, high: string) => `${name} up to ${high}`,
  under: (name: string, high: string) => `${name} under ${high}`,
  is: (name: string, value: string) => `${name} ${value}`,
} as const;
