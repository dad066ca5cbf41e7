import { count, counted } from './numbers';

/** Words of what is proved to be enough for a decision. */
export const proof = {
  look: 'Prove what is enough',
  idle: (name: string, decision: string) => `Or proved, on the leaves of this model: which inputs of ${name} settle it, so that whatever the others are, within the values seen in the table, it stays ${decision}.`,
  computing: 'Proving what is enough',
  title: (conditions: string, decision: string) => `With ${conditions}, everyone is ${decision}, whatever the other inputs are: proved`,
  titleMany: (kept: number, of: number, decision: string) => `${count(kept)} of ${counted(of, 'input', 'inputs')} settle it: everyone with these values is ${decision}, whatever the others are: proved`,
  titleAll: (decision: string) => `Every input is needed to hold this decision: no ${decision} is settled by fewer`,
  always: (decision: string) => `Everyone is ${decision}, whatever their inputs are: proved`,
  unproved: 'Not proved within the budget that fewer inputs settle this decision',
  soFar: (freed: number, of: number) => `So far ${count(freed)} of ${counted(of, 'input', 'inputs')} proved to be free to take any value seen.`,
  meaning: (rows: number) => `Holds for every combination of the values seen in ${counted(rows, 'row', 'rows')} of the table, not for a sample of them.`,
  unprovedText: (boxes: number) => `After ${counted(boxes, 'box', 'boxes')} of values it is still open whether any input could be left out. That says nothing against it.`,
  covers: (covered: number, rows: number, share: string, agreeing: number, decision: string) =>
    `${count(covered)} of ${counted(rows, 'row', 'rows')} of the table (${share} of 100) have such values; ${count(agreeing)} of these are ${decision} by the model’s own scores.`,
  nearLine: 'The others are so near the line that rounding decides.',
  minimal: 'None of these can be left out: with any one of them free too, some combination has the other decision.',
  open: (open: number) => `Whether ${open === 1 ? 'one of them' : `${count(open)} of them`} could be left out as well was not settled within the budget.`,
  coded: 'Whether each of them is needed is not proved: a column that the model reads as several inputs is freed one input at a time.',
  longer: 'Search ten times as long',
  longest: 'The larger budget is used up too.',
  conditions: 'What settles it',
  limit: 'that these are the only inputs that settle it, or the fewest; nor what holds for values that the table does not have.',
  source: (boxes: number) => `Sufficient reason, ${counted(boxes, 'box', 'boxes')} of values looked at`,
  values: {
    upTo: (high: string) => `up to ${high}`,
    least: (low: string) => `${low} or more`,
    between: (low: string, high: string) => `from ${low} to ${high}`,
    not: (levels: string) => `not ${levels}`,
    more: (more: number) => `${count(more)} more`,
    known: 'any value that is not missing',
    missing: 'missing',
  },
  condition: (name: string, values: string) => `${name} ${values}`,
} as const;
