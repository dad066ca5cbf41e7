import { count, counted } from './numbers';

const WORDS = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** Words of the card that holds other methods beside the Shapley values. */
export const others = {
  heading: 'Do other methods agree?',
  idleText: (quantity: string, versus: string) => `The same question by other ways of sharing out the ${quantity}, compared with ${versus}. Each is computed only when asked for.`,
  compare: 'Compare methods',
  compareRest: 'Compute the rest',
  computeOne: (method: string) => `Compute ${method}`,
  compute: 'Compute',
  again: 'Try again',
  againOne: (method: string) => `Try again: ${method}`,
  computing: (method: string) => `Computing ${method}`,
  stopped: 'stopped',
  failed: 'failed',

  allFirst: (n: number, input: string) => `${n === 2 ? 'Both' : `All ${WORDS[n] ?? count(n)}`} put ${input} first`,
  mostFirst: (n: number, of: number, input: string) => `${count(n)} of ${count(of)} methods put ${input} first`,
  putsFirst: (method: string, input: string) => `${method} puts ${input} first`,
  noneFirst: 'No method finds an input that matters',
  turned: (methods: string, alone: boolean, input: string) => `${methods}${alone ? ' alone' : ''} ${alone ? 'gives' : 'give'} ${input} the other sign`,
  noTurned: 'no input changes sign',
  sub: (quantity: string, versus: string) => `Each method on its own scale: the longest bar of a column is its largest value. What is shared out: the ${quantity}, compared with ${versus}.`,
  summary: 'One row per input, one column per method; a bar to the right raises, to the left lowers.',
  others: (n: number) => `Other ${counted(n, 'input', 'inputs')}`,
  otherSignKey: 'Outlined: another sign than in the first column.',
  spoken: (input: string, values: string) => `${input}: ${values}`,
  valueSpoken: (method: string, value: string, half: string, turned: boolean) => `${method} ${value}${half}${turned ? ', other sign' : ''}`,
  halfSpoken: (half: string) => ` plus or minus ${half}`,
  half: (half: string) => `±${half}`,
  columnHalf: (method: string) => `${method} ±`,
  limit: 'which method is right: they answer different questions, and none of them tells what would happen in the world.',
  source: (methods: string, rows: number) => `${methods}; ${counted(rows, 'row', 'rows')} scored for the comparison`,

  rank: (tau: string) => `order ${tau}`,
  order: (tau: string) => `order agrees with the first column: ${tau}`,
  orderText: 'Agreement of two orders by size is Kendall’s tau: 1 the same order, 0 unrelated, −1 the opposite order.',
  noOrder: 'gives no order',
  rSquared: (share: string) => `R² ${share}`,
  rSquaredLow: 'Do not rely on it: the local model misses most of what the model does around this person.',
  rSquaredNone: 'The score does not vary around this person.',
  cannot: 'Cannot tell:',
  about: 'About',
  aboutOne: (method: string) => `About: ${method}`,
  hideAbout: 'Hide',
  hideAboutOne: (method: string) => `Hide: ${method}`,
  poor: (method: string, share: string) => `${method} (R² ${share}, do not rely on it)`,

  /** Column heads, what ± means, and what a method cannot tell. */
  methods: {
    shapley: { short: 'Shapley', half: '', cannot: 'how inputs work together: what several do jointly is shared out among them.' },
    owen: { short: 'Owen', half: '', cannot: 'more than the groups allow: other groups give other values.' },
    unary: {
      short: 'Leave it out',
      half: '±: drawn rows.',
      cannot: 'inputs that say the same apart: leaving out either of them changes little. The values do not add up.',
    },
    banzhaf: {
      short: 'Banzhaf',
      half: '±: drawn rows.',
      cannot: 'how much the inputs make up together: the values do not add up to the difference.',
    },
    regression: {
      short: 'Regression',
      half: '±: drawn sets of inputs and drawn rows.',
      cannot: 'anything the Shapley values do not: it is another way to compute them, on fewer comparison rows.',
    },
    treeShapley: {
      short: 'Off the trees',
      half: '',
      cannot: 'points of the score: it shares out the margin, before the model makes a score of it. How far other comparison rows would move it is not shown.',
    },
    pathDependent: {
      short: 'Path-dependent',
      half: '',
      cannot: 'what the model uses apart from what goes together with it. It counts rows of this table, whatever is compared with.',
    },
    lime: {
      short: 'LIME',
      half: '±: half the spread over five seeds.',
      cannot: 'more than a straight line around this person shows. Its rows are drawn around everyone, whatever is compared with.',
    },
    expectedGradients: {
      short: 'Gradients',
      half: '±: steps and drawn rows.',
      cannot: 'anything off the straight way from a comparison row to this person, where most points are nobody.',
    },
    integratedGradients: {
      short: 'Gradients',
      half: '±: steps.',
      cannot: 'anything off the straight way from that row to this person, where most points are nobody.',
    },
  },
} as const;
