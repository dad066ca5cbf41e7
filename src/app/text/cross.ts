import { counted } from './numbers';

/** AUC across groups, and the bounds of predictions. */
export const cross = {
  title: (first: string, second: string, here: string, there: string) => `${first} with the favourable outcome score above other ${second} in ${here} of 100 pairs, ${second} above other ${first} in ${there}`,
  titleNone: 'Does the score rank people of different groups alike?',
  sub: 'Row: people with the favourable outcome. Column: people without it. Of 100 pairs, how often does the first have the higher score? On the diagonal each group’s own AUC.',
  ask: 'Compare across groups',
  computing: 'Ranking pairs across groups',
  row: 'With the favourable outcome',
  column: (group: string) => `other ${group}`,
  pairs: 'Between two groups: row against column, less the other way round',
  pair: (first: string, second: string) => `${first} and ${second}`,
  difference: 'Difference',
  interval: '95% interval',
  q: 'q',
  few: 'too few to compare',
  limit: 'where the line is drawn: rankings can differ although nobody’s decision does.',
  source: 'DeLong’s intervals; q: Benjamini and Hochberg among the pairs',
  more: (n: number) => `The first ${n} groups are compared.`,
  boundsTitle: 'Do the bounds of the prediction hold as often in every group?',
  boundsSub: 'Where the table has a lower and an upper bound for each prediction, choose the two columns: how often they hold the outcome joins the measures.',
  lower: 'Lower bound',
  upper: 'Upper bound',
  noBound: 'none',
  upsideDown: (rows: number) => `${counted(rows, 'row', 'rows')} left out: a bound is missing, or the lower one is above the upper.`,
} as const;
