import { count, counted } from './numbers';

/** Words of the card with real people most like the one under question. */
export const near = {
  heading: 'People like this one',
  title: (name: string, decision: string, who: string, differing: string) => `Most like ${name} and ${decision}: ${who}, with ${differing}`,
  differing: (n: number, of: number) => (n === 0 ? 'the same inputs' : `${count(n)} of ${counted(of, 'input', 'inputs')} different`),
  sub: (decision: string, name: string) => `Real rows of the table that were ${decision}, the nearest first: by the difference in each input, as a share of its usual spread, averaged over all inputs. Bold: another value than ${name}’s.`,
  none: (decision: string) => `Nobody was ${decision}`,
  noneText: 'Move the line on the Groups screen, and some may be.',
  columns: { person: 'Person', score: 'Score', distance: 'How near', actions: 'Actions' },
  distance: (differing: number, share: string) => `${counted(differing, 'input differs', 'inputs differ')}, ${share}% of the spread`,
  distanceSame: 'no input differs',
  differs: 'differs',
  compare: 'Compare',
  compareOne: (name: string) => `Compare with ${name}`,
  open: 'Open',
  openOne: (name: string) => `Open ${name}`,
  limit: 'that a change to these values would have changed the decision, nor that such a change is possible.',
  source: (of: number, decision: string) => `Gower distance to ${counted(of, 'row', 'rows')} that were ${decision}`,
  computing: 'Looking for people like this one',
} as const;
